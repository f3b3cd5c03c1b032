"""Signing in: by which names, how often one may try, and the tokens and sessions that come of it."""
