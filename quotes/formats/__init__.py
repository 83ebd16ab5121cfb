"""How records are written and read back: one module a format, and where the bytes go."""
