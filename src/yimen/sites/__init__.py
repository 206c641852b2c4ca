"""The edge: HTTP in, one api call, HTTP out. No tables, no rules."""
