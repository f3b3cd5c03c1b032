"""Abstract argumentation frameworks and their extensions."""
