"""What of pictures is kept in memory: those drawn lately, what failed, and where boxes stand."""
