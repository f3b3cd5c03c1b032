"""What pages share: templates, scripts and styles, forms, confirmations, and what surrounds a map."""
