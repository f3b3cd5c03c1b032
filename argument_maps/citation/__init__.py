"""Sources and maps cited, in every style that the vocabulary knows."""
