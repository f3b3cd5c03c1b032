"""Word documents (Office Open XML, ECMA-376) read as texts."""

from argument_maps.reading.word.reader import read_word

__all__ = ["read_word"]
