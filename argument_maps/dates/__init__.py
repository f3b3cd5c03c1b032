"""Dates as historians write them, read as EDTF and spelled out again."""
