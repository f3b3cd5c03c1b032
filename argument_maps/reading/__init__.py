"""Files read as texts: what they say in plain text, and which stretches of it are headings, paragraphs and so on."""

from argument_maps.reading.blocks import UnreadableText
from argument_maps.reading.files import MEDIA_TYPES, MOST_BYTES, find_media_type, read_text

__all__ = ["MEDIA_TYPES", "MOST_BYTES", "UnreadableText", "find_media_type", "read_text"]
