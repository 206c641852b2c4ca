"""The rooms that stand on the kernel: one Django app each, entered through its api only."""
