"""Settings, one file a topic: `live` an installation, `test` the tests, `offline` checks without any data."""
