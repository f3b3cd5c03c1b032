"""Records carried from one map into another, with what they name."""
