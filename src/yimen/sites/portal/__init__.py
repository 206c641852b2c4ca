"""The portal: what anyone may see, and the way in."""
