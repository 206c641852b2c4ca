"""What all sites share: page parts, the frame around every page, and how errors become answers. No rules."""
