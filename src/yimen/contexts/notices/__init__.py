"""What accounts are told: once for each act, read by no one else."""
