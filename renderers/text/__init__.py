"""A map in words and tables: outline, ledger, matrix, DOT, and what pictures say aloud."""
