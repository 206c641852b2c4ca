"""Settings, one file a topic: `live` for an installation, `test` for the tests, `offline` for checks without any data."""
