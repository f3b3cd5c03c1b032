"""Figures: what of a map fits a slide, a page, a column, a poster or a card, at a size of type that is read there."""
