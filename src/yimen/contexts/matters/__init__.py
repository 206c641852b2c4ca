"""What runs: every matter of any kind, its open tasks, its clock, and the one way to move it."""
