"""Office files: the Word package and its body, spreadsheets, and the writing of every output."""
