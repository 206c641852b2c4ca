"""Complaints: about enforcement, and about how an errand was handled; their outcomes are public."""
