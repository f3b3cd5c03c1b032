"""Text as it is compared: what is only another way of setting the same words is folded away, with a way back."""
