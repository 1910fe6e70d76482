"""The plan room: parents and county spec become the county's plan, as frozen data."""
