"""Pages about what became of a map: its history, two moments compared, forks and merges, editions, contributions."""
