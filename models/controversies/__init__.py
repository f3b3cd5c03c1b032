"""Structured academic controversies: sides, groups, steps, deadlines and assent."""
