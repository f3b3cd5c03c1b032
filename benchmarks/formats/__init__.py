"""How long other formats take."""
