"""Revisions: the review of what an item is to say, as a matter."""
