"""The fact-checker's tools on the newsroom's folder, against the key of what was planted there."""
