"""Every format of document read into one model: lines with places."""
