"""Texts with notes: what a map says in words, with its citations at the foot of the page, and who writes them down."""
