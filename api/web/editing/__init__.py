"""Changing records on the pages: forms in a historian's words, which work with and without JavaScript."""
