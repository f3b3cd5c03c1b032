"""Transcriptions of page images read as texts, in ALTO, PAGE XML and hOCR, with the places of their lines."""

from argument_maps.reading.transcripts.alto import read_alto
from argument_maps.reading.transcripts.hocr import is_hocr, read_hocr
from argument_maps.reading.transcripts.page_xml import read_page_xml
from argument_maps.reading.transcripts.volumes import read_transcript_volume
from argument_maps.reading.transcripts.xml_elements import find_root_name

__all__ = ["find_root_name", "is_hocr", "read_alto", "read_hocr", "read_page_xml", "read_transcript_volume"]
