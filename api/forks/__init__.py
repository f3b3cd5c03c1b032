"""Forks of maps, and what one takes back from the other."""
