"""Who may ask, and how: HTTP, the pages and the command line."""
