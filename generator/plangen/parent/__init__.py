"""The parent room: from a parent plan's document to its items, on disk and in memory."""
