"""Argument graphs of Carneades 4, weighed as that does."""
