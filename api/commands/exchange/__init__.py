"""Commands by which maps come in and go out: import, export, convert, and the search over all of them."""
