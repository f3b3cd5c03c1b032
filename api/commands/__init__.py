"""The commands of `sicetnon`, one module for each group of them."""
