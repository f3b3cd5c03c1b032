"""Scans: the images of pages, the pages in their order, and the regions marked on them."""
