"""Scans: files that become pages, the images of pages, and the regions marked on them."""
