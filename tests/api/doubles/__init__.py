"""Records that stand for the same."""
