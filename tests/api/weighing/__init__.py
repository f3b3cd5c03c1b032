"""What stands, over HTTP."""
