"""The pure kernel: codes, legal time, procedures, trail, forms. Standard library only."""
