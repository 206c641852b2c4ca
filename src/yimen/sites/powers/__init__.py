"""Powers in the open, and the desk on which they are kept."""
