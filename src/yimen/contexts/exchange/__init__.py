"""The catalogue in and out: spreadsheets, JSON, an open data package; and whether the hall shows what is in force."""
