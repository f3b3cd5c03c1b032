"""What an operator and other programs ask of the server: health, discovery, logs, the guide."""
