"""Annotations as other programs give them: by the W3C model, and as the Hypothesis API lists them."""
