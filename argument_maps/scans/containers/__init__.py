"""The files that hold images: what they are made of, taken apart without decoding a pixel."""
