"""The catalogue for those who write and review it."""
