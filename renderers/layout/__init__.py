"""Where boxes stand and which way lines go: columns from a view, places from Graphviz, routes from us."""
