"""The records of a map, and the map itself: drafts, tables, and what belongs to each kind."""
