"""Structured academic controversies: sides, groups, steps and assent."""
