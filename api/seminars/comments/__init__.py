"""Comments on records, and who is mentioned in them."""
