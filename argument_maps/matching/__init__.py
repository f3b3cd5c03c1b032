"""Which records that come in are here already."""
