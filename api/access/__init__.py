"""Who asks, what they may do, and how passwords, sessions and tokens are kept."""
