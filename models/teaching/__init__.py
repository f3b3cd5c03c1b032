"""What whoever leads a seminar does with it: class lists, its life, its controversies, its grades."""
