"""Signing in, by password or provider, and one's own account."""
