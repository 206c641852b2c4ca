"""Template libraries of the pieces."""
