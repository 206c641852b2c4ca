"""The desk: where officers find their steps and do them. Parse, one call, answer; no rules."""
