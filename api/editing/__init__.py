"""The forms by which maps and records are made and changed."""
