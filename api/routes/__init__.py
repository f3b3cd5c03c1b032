"""The addresses, one module for each group of them."""
