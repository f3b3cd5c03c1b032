"""How pictures are laid out: legibility, standing still, and maps that break layouts."""
