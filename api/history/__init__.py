"""What was changed on a map, by whom and when, and how it stood before."""
