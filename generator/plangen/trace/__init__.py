"""The trace room: reads documents back and finds out what became of every parent item."""
