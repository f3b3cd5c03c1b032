"""The cells of files: CSV and workbooks as tables of words, within bounds."""
