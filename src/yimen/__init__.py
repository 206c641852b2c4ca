"""一门: government services through one door, public power in the open."""
