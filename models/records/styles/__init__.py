"""Styles of citation that a map brings along, each named in the map."""
