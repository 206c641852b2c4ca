"""What the law allows: every limit in versions with dates in force, bounds of trading, thresholds of lights."""
