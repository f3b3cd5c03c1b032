"""Texts on the pages: set for reading, with passages marked in them, and the forms that mark them."""
