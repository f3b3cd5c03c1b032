"""Files of other formats brought into a map: looked at first, then written as one change."""
