"""The pages on which maps are found, read, searched, compared, printed and shared."""
