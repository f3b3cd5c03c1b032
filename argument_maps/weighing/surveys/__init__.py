"""Whole maps weighed in tables: by rule, as a list of what is to be done, and through time."""
