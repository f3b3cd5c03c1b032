"""Pages of those who sign in: their account, their tokens, and their seminars."""
