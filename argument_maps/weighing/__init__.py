"""What stands on a map, by which rule of proof, on which documents, and what would overturn it."""
