"""Maps and records as JSON: reading, writing, searching."""
