"""Seminars: their members, maps, terms and lists."""
