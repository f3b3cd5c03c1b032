"""Changes of comments and positions, and of what is anonymised."""
