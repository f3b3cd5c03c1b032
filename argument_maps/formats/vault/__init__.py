"""Maps as folders of linked notes, as Obsidian opens them."""
