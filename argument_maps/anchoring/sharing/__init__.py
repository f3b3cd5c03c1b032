"""Passages that two texts share."""
