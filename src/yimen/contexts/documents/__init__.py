"""What is handed in and what is handed out: files kept encrypted and whole, official papers printed from values."""
