"""What a form names: records that are there or made with it, and what is suggested while one types."""
