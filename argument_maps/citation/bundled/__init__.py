"""The styles of citation that come with the program, as files of CSL."""
