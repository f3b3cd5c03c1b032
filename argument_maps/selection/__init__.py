"""Parts of a map: by filters, around a record, and as maps of their own."""
