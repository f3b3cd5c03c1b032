"""Passages of two texts that are joined: what texts share is found, shown side by side, and joined."""
