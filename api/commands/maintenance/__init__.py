"""Commands that keep the database: its state, its safety, and who may sign in."""
