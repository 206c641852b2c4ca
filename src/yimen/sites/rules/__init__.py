"""The rules desk: where law offices keep calendars and limits, and see what a change moves. No rules of its own."""
