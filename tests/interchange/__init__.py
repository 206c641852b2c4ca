"""Files in and out: what other tools write runs or is refused, and nothing is lost in silence."""
