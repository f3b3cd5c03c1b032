"""What stands on a map, shown: the page on which documents are set aside, and the same for programs."""
