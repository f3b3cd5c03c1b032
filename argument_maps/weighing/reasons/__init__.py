"""Why something stands or does not: the arguments by which, what defeats each, and what would be needed."""
