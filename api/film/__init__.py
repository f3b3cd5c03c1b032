"""A map as a film: year by year, what could be known."""
