"""The citizen's own space: apply, follow, answer a correction, rate. No rules: parse, one call, a page."""
