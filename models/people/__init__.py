"""Accounts and seminars: who signs in, how they are recognised, and how they come in."""
