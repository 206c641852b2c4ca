"""Where things happen: the tree of regions with its dates, and each region's calendar of working days."""
