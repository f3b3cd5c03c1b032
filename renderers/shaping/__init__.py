"""Text of every script: which font draws it, how wide it comes out, where a line may break, and which way it runs."""
