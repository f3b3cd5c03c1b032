"""Bibliographies as sources and agents, and sources as bibliographies.

Each format is read into entries in the variables of CSL 1.0.2 (`entries`), of which one module makes sources
(`source_building`) and which another makes of sources (`source_description`).
"""
