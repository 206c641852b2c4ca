"""Settings by topic, the environment, and the map of addresses."""
