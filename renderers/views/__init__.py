"""The views: each says which record stands in which column and strip."""
