"""What the evidence makes of each perception: the ledger, and what is read from it."""
