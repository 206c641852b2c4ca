"""What can be applied for: service items as versioned guides, found by everyday words."""
