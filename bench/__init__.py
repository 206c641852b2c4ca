"""Figures beside peers and the raw floor, all in one run: ``python -m bench [PART …]``. See docs/performance.md."""
