"""Every format in which maps and what they are made of go in and out: the one table, and how a file's is recognised.

The API, the command line, pages, the reference and the tests are made of it. A format is added by the module that reads
and writes it and an entry here. What is handed out to be looked at (pictures, outlines, ledgers) stands in the tables
of `api.pictures.export_formats`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from argument_maps.formats.bibliographies.bibtex.bibtex_reading import read_bibtex, recognise_bibtex
from argument_maps.formats.bibliographies.bibtex.bibtex_writing import write_bibtex
from argument_maps.formats.bibliographies.csl_json_reading import read_csl_json, recognise_csl_json
from argument_maps.formats.bibliographies.csl_json_writing import write_csl_json
from argument_maps.formats.bibliographies.marked_up.endnote_xml import read_endnote_xml, recognise_endnote_xml
from argument_maps.formats.bibliographies.marked_up.mods_reading import read_mods, recognise_mods
from argument_maps.formats.bibliographies.tagged.endnote_reading import read_endnote, recognise_endnote
from argument_maps.formats.bibliographies.tagged.ris_reading import read_ris, recognise_ris
from argument_maps.formats.bibliographies.tagged.ris_writing import write_ris
from argument_maps.formats.exchange import FormatReading, FormatWriting, UnreadableFile
from argument_maps.formats.file_contents import FileContents
from argument_maps.formats.map_documents import read_native_map, recognise_native_map, write_native_map
from argument_maps.graph import Graph
from models.errors import Phrase

Recogniser = Callable[[FileContents], int]
Reader = Callable[[bytes], FormatReading]
Writer = Callable[[Graph, Any], FormatWriting]
# What a recogniser answers: that nothing speaks for the format, that it can be read as it, that it looks like it, that
# it is it and nothing else.
NOT_IT, POSSIBLE, LIKELY, CERTAIN = range(4)


class FormatSort(StrEnum):
    """What a format is for."""

    MAP = "map"
    BIBLIOGRAPHY = "bibliography"
    SHEET = "sheet"
    ANNOTATIONS = "annotations"


@dataclass(frozen=True, slots=True, kw_only=True)
class InterchangeFormat:
    """A format: the name by which it is chosen, its title and what it is in a sentence, and who reads and writes it.

    `extension` is how its files' names end, without the dot. Where nobody reads or writes it, the function is None.
    """

    name: str
    title: Phrase
    explanation: Phrase
    sort: FormatSort
    extension: str
    media_type: str
    recognise: Recogniser
    read: Reader | None = None
    write: Writer | None = None


FORMATS: dict[str, InterchangeFormat] = {
    entry.name: entry
    for entry in (
        InterchangeFormat(
            name="sicetnon",
            title=Phrase("Sic et Non map (JSON)"),
            explanation=Phrase("A whole map in the format of this program, without loss."),
            sort=FormatSort.MAP,
            extension="json",
            media_type="application/json",
            recognise=recognise_native_map,
            read=read_native_map,
            write=write_native_map,
        ),
        InterchangeFormat(
            name="bibtex",
            title=Phrase("BibTeX and BibLaTeX"),
            explanation=Phrase("Sources with their agents; written as BibLaTeX, which Zotero and JabRef take in."),
            sort=FormatSort.BIBLIOGRAPHY,
            extension="bib",
            media_type="application/x-bibtex",
            recognise=recognise_bibtex,
            read=read_bibtex,
            write=write_bibtex,
        ),
        InterchangeFormat(
            name="ris",
            title=Phrase("RIS"),
            explanation=Phrase("Sources with their agents, as Zotero, EndNote, catalogues and publishers give them."),
            sort=FormatSort.BIBLIOGRAPHY,
            extension="ris",
            media_type="application/x-research-info-systems",
            recognise=recognise_ris,
            read=read_ris,
            write=write_ris,
        ),
        InterchangeFormat(
            name="csl-json",
            title=Phrase("CSL-JSON"),
            explanation=Phrase("Sources with their agents, as Zotero and Pandoc exchange them; it holds the most."),
            sort=FormatSort.BIBLIOGRAPHY,
            extension="json",
            media_type="application/vnd.citationstyles.csl+json",
            recognise=recognise_csl_json,
            read=read_csl_json,
            write=write_csl_json,
        ),
        InterchangeFormat(
            name="endnote",
            title=Phrase("EndNote, tagged"),
            explanation=Phrase("Sources with their agents, as EndNote and Refer write them in lines such as %A."),
            sort=FormatSort.BIBLIOGRAPHY,
            extension="enw",
            media_type="application/x-endnote-refer",
            recognise=recognise_endnote,
            read=read_endnote,
        ),
        InterchangeFormat(
            name="endnote-xml",
            title=Phrase("EndNote, XML"),
            explanation=Phrase("Sources with their agents, as EndNote exports a library."),
            sort=FormatSort.BIBLIOGRAPHY,
            extension="xml",
            media_type="application/xml",
            recognise=recognise_endnote_xml,
            read=read_endnote_xml,
        ),
        InterchangeFormat(
            name="mods",
            title=Phrase("MODS"),
            explanation=Phrase("Sources with their agents, as libraries describe them in XML."),
            sort=FormatSort.BIBLIOGRAPHY,
            extension="mods",
            media_type="application/mods+xml",
            recognise=recognise_mods,
            read=read_mods,
        ),
    )
}


def recognise_format(data: bytes, name: str = "") -> InterchangeFormat:
    """Return the format that a file is in, by what it holds; its `name` decides only between formats that fit as well.

    Raises `UnreadableFile`, which says what can be read.
    """
    contents = FileContents(data, name)
    extension = name.rpartition(".")[2].lower()
    ranked = sorted(
        (
            (entry.recognise(contents), entry.extension == extension, -place, entry)
            for place, entry in enumerate(FORMATS.values())
            if entry.read is not None
        ),
        key=lambda candidate: candidate[:3],
    )
    likelihood, _, _, found = ranked[-1]
    if likelihood == NOT_IT:
        titles = tuple(str(entry.title) for entry in FORMATS.values() if entry.read is not None)
        raise UnreadableFile(
            Phrase("The file is in none of the formats that are read here: %(formats)s.", formats=titles),
            Phrase("Export it in one of these, or choose its format by hand."),
        )
    return found


def find_format(name: str) -> InterchangeFormat:
    """Return the format of this name. Raises `UnreadableFile`."""
    try:
        return FORMATS[name]
    except KeyError:
        raise UnreadableFile(
            Phrase("No format is called “%(name)s”.", name=name[:40]),
            Phrase("Choose one of %(names)s.", names=tuple(FORMATS)),
        ) from None
