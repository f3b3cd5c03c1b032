"""Where a passage stands in a text, and where in the text's next version."""
