"""Citations of records and maps, and the addresses that they name."""
