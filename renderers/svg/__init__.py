"""The picture as SVG, whole and in fragments, with its legend and its signs."""
