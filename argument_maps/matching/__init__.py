"""Which records are the same: those that come in and those that are here, and two that are here already."""
