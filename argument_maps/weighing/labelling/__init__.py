"""Argument evaluation structures and how their statements are labelled, without a word of maps."""
