"""Any style of citation written in CSL: its file read and checked, and citeproc-py mended where it strays from CSL."""
