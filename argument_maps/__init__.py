"""What a map means: frozen values, their assembly, evaluation, comparison and travel in time."""
