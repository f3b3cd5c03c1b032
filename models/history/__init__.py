"""What was recorded before: revisions, moments, forks, editions, and the wordings of a moment."""
