"""Graphs as programs for graphs and for abstract argumentation know them."""
