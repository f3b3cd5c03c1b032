"""Maps, readers, interpretations and wordings set beside one another, and maps merged."""
