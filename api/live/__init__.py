"""Live events: what changes in a map, and who is here, told to everybody who listens."""
