"""The files that pages load."""
