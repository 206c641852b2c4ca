"""Tests of legal time."""
