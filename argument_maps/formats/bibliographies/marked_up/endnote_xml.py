"""EndNote’s XML read as entries: its elements say what the tags of its tagged text say."""

import re

from argument_maps.formats.bibliographies.marked_up.xml_records import join_words, list_records
from argument_maps.formats.bibliographies.source_building import build_bibliography
from argument_maps.formats.bibliographies.tagged.endnote_reading import read_endnote_entry
from argument_maps.formats.bibliographies.tagged.endnote_vocabulary import TAGS_OF_ELEMENTS
from argument_maps.formats.bibliographies.tagged.tagged_entries import TaggedEntry, TaggedValue
from argument_maps.formats.exchange import FormatReading, UnreadableFile
from argument_maps.formats.file_contents import FileContents
from argument_maps.formats.map_building import MapBuilder
from models.errors import Phrase

_RECORD = re.compile(r"<record[\s>]")


def recognise_endnote_xml(contents: FileContents) -> int:
    """Tell how much a file looks like EndNote’s XML: by a record with a type of reference."""
    beginning = contents.beginning
    if _RECORD.search(beginning) is None:
        return 0
    return 3 if "<ref-type" in beginning else 2 if "<contributors>" in beginning or "<titles>" in beginning else 0


def read_endnote_xml(data: bytes) -> FormatReading:
    """Return the sources and agents of EndNote’s XML. Raises `UnreadableFile`."""
    builder = MapBuilder("Bibliography")
    entries = []
    for line, record in list_records(data, "record", builder):
        tagged = TaggedEntry(line)
        kind = record.find("ref-type")
        if kind is not None:
            tagged.values.append(TaggedValue("%0", [kind.get("name") or join_words(kind)], line))
        for path, tag in TAGS_OF_ELEMENTS.items():
            words = [join_words(element) for element in record.iterfind(path)]
            if tag == "%B" and record.find("periodical/full-title") is not None:
                # An article names its journal here again, shortened or not.
                tag = "%J"
            tagged.values += [TaggedValue(tag, [one], line) for one in words if one]
        entries.append(read_endnote_entry(tagged))
    if not entries:
        raise UnreadableFile(
            Phrase("No record of EndNote that can be read stands in the file."), Phrase("Export it again.")
        )
    return build_bibliography(entries, builder)
