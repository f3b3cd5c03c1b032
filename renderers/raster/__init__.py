"""Pictures as PNG and PDF, and maps as sheets for print."""
