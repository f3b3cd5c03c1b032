"""What is certain of a record while it is open which of the documents are set aside."""
