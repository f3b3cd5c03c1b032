"""Discussions as Kialo exports them."""
