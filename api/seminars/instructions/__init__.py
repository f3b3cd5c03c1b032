"""Instructions that are pinned to a seminar or a map."""
