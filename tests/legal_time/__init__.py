"""Legal time read a second time, from the articles alone: an oracle that shares nothing with what it checks."""
