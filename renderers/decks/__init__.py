"""Decks: one slide for each question of a map, for PowerPoint and as PDF."""
