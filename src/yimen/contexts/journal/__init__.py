"""Who did what, when, on what legal ground: the ordered entries, their sealing and what follows them."""
