"""How long it takes to weigh maps."""
