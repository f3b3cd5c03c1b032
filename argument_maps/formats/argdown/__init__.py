"""Argdown, the notation of argument maps in plain text (https://argdown.org/syntax/), read and written.

What becomes of what stands in the modules `map_reading` and `map_writing`.
"""
