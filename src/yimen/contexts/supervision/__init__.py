"""E-supervision 电子监察: watches every step, raises findings with a card, and follows them to an answer."""
