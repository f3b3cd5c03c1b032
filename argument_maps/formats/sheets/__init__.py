"""Spreadsheets: CSV, XLSX and ODS read into records, maps written as CSV and XLSX, and templates to fill in."""
