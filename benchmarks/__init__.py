"""What the promises of speed and legibility come to, measured beside a peer in the same run."""
