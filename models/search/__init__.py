"""Full-text search over all records, and the terms by which they are found."""
