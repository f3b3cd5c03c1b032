"""Commands for files of maps: import, export, convert and weigh them, and the search over all maps."""
