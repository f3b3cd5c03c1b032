"""Text with markup made ready to be parsed."""
