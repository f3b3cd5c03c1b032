"""What every request and answer has in common, whoever asks: problems, tags, pages of lists, hosts, heads."""
