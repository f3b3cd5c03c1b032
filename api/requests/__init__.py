"""What a request does with the database, and what it gets: sessions, long work, drafts, records as JSON."""
