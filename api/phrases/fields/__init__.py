"""What forms ask for, field by field."""
