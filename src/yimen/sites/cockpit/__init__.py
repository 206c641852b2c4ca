"""The cockpit: where those who oversee see lights, findings and trails. Parse, one call, answer; no rules."""
