"""Positions on records, and the rounds that ask for them."""
