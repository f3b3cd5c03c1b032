"""The columns of sheets: which fields they hold, what they are called and what they are for."""
