"""Powers: what each body may do, how far its discretion goes, and how it is seen to use it."""
