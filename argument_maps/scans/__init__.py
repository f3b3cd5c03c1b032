"""Scans: page images, what is shown of them, and the regions marked on them."""
