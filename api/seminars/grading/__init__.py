"""What each member did, as a table from which to grade."""
