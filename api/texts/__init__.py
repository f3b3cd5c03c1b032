"""Texts, the passages that are marked in them, and what becomes of these in a new version."""
