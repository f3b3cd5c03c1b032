"""Time as SVG: the axis of a timeline, and plots of what stood in which year."""
