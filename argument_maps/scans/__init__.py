"""Scans: images of pages read and kept as they are sent, and shown whole, in tiles and in crops."""
