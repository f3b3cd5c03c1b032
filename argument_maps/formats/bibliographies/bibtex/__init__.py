"""BibTeX and BibLaTeX: blocks, fields and commands of LaTeX."""
