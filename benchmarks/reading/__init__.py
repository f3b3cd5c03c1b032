"""The reading of files measured: how long it takes, and what is read beside what is there."""
