"""Bibliographies in XML: MODS, and what EndNote exports."""
