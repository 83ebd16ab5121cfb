"""Records and their documents as a page for a person to read."""
