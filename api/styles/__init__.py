"""Styles of citation that a map brings along: added as files in CSL, looked at before they are kept, taken away."""
