"""The desk of the catalogue's exchange: imports, differences between levels, coverage, what the hall shows."""
