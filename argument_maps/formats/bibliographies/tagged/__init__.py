"""Formats of a tag and a value in each line: RIS, and what EndNote writes."""
