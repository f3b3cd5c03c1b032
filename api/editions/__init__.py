"""Editions: what is published of a map for good, and under whose names."""
