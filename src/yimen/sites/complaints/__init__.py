"""Complaints: public form and register, and the desk of those who handle them. Parse, one call, answer; no rules."""
