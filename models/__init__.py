"""What is recorded: vocabulary, records, their history, and the database that holds them."""
