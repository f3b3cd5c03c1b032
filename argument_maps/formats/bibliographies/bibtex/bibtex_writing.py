"""Sources as a BibLaTeX file (biblatex manual 3.20, chapter 2), in UTF-8, as Zotero takes it in."""

import re
from collections.abc import Iterator
from typing import Any

from argument_maps.formats.bibliographies.bibtex.bibtex_reading import read_bibtex
from argument_maps.formats.bibliographies.bibtex.latex_text import encode_latex
from argument_maps.formats.bibliographies.entries import BibliographyEntry, WrittenName
from argument_maps.formats.bibliographies.source_description import describe_sources, finish_writing
from argument_maps.formats.exchange import FormatWriting
from argument_maps.graph import Graph

_ENTRY_TYPES = {
    "article-journal": "article",
    "article-newspaper": "article",
    "article-magazine": "article",
    "review": "review",
    "book": "book",
    "chapter": "incollection",
    "paper-conference": "inproceedings",
    "entry-encyclopedia": "inreference",
    "report": "report",
    "thesis": "thesis",
    "manuscript": "unpublished",
    "pamphlet": "booklet",
    "legislation": "legislation",
    "legal_case": "jurisdiction",
    "webpage": "online",
    "motion_picture": "movie",
    "song": "audio",
    "graphic": "artwork",
    "patent": "patent",
    "dataset": "dataset",
    "software": "software",
    "standard": "standard",
    "performance": "performance",
    "personal_communication": "letter",
    "document": "misc",
    "article": "misc",
}
_SUBTYPES = {
    "article-newspaper": "newspaper",
    "article-magazine": "magazine",
    "document": "archival",
    "interview": "interview",
    "speech": "speech",
    "map": "map",
    "broadcast": "broadcast",
    "treaty": "treaty",
    "collection": "collection",
}
_FIELDS = {
    "title-short": "shorttitle",
    "original-title": "origtitle",
    "original-language": "origlanguage",
    "original-publisher": "origpublisher",
    "original-publisher-place": "origlocation",
    "publisher-place": "location",
    "volume": "volume",
    "collection-title": "series",
    "edition": "edition",
    "page": "pages",
    "language": "language",
    "event-title": "eventtitle",
    "event-place": "venue",
    "ISBN": "isbn",
    "ISSN": "issn",
    "number-of-volumes": "volumes",
    "number-of-pages": "pagetotal",
    "chapter-number": "chapter",
    "part-number": "part",
    "version": "version",
    "status": "pubstate",
    "source": "database",
    "container-title-short": "shortjournal",
    "genre": "type",
    "call-number": "callnumber",
    "license": "rights",
    "PMID": "pmid",
    "PMCID": "pmcid",
    "section": "section",
}
_DATES = {"issued": "date", "accessed": "urldate", "original-date": "origdate", "event-date": "eventdate"}
_NAMES = {
    "author": "author",
    "editor": "editor",
    "translator": "translator",
    "container-author": "bookauthor",
    "commentator": "commentator",
    "annotator": "annotator",
    "introduction": "introduction",
    "foreword": "foreword",
    "afterword": "afterword",
}
_IN_JOURNALS = frozenset({"article-journal", "article-newspaper", "article-magazine", "review"})
_IN_SERIES = frozenset({"book", "chapter", "paper-conference"})
_PUBLISHERS = {"thesis": "institution", "report": "institution"}
_RANGE = re.compile(r"(?<=\d)-(?=\d)")


def write_bibtex(graph: Graph, _: Any = None) -> FormatWriting:
    """Return the sources of a map as BibLaTeX, and what of the map is not in it."""
    entries = describe_sources(graph)
    data = "\n".join(map(_write_entry, entries)).encode()
    return finish_writing(graph, data, entries, lambda written: read_bibtex(written).graph)


def _write_entry(entry: BibliographyEntry) -> str:
    kind = _ENTRY_TYPES.get(entry.csl_type, "misc")
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in _list_fields(entry) if value)
    return f"@{kind}{{{entry.key},\n{lines}}}\n"


def _list_fields(entry: BibliographyEntry) -> Iterator[tuple[str, str]]:
    variables = entry.variables
    if entry.csl_type in _SUBTYPES:
        yield "entrysubtype", _SUBTYPES[entry.csl_type]
    for role, name in _NAMES.items():
        yield name, " and ".join(map(_write_name, entry.names.get(role, ())))
    yield from _list_titles(entry)
    yield _PUBLISHERS.get(entry.csl_type, "publisher"), _write_list(variables.get("publisher", ""))
    number = "issue" if entry.csl_type in _IN_JOURNALS else "number"
    if entry.csl_type in _IN_SERIES and variables.get("collection-number"):
        number = "collection-number"
    yield "number", encode_latex(variables.get(number, ""))
    for variable, name in _FIELDS.items():
        words = variables.get(variable, "")
        words = encode_latex(_RANGE.sub("--", words)).replace("{}", "") if variable == "page" else encode_latex(words)
        yield name, _write_list(variables.get(variable, "")) if name == "location" else words
    for variable, name in _DATES.items():
        yield name, entry.dates.get(variable, "")
    yield "doi", _write_verbatim(variables.get("DOI", ""))
    yield "url", _write_verbatim(variables.get("URL", ""))
    place = (variables.get("archive", ""), variables.get("archive_location", ""))
    yield "library", encode_latex(", ".join(part for part in place if part))
    yield "keywords", encode_latex(("; " if any("," in word for word in entry.keywords) else ", ").join(entry.keywords))
    yield "note", encode_latex("\n".join(entry.notes))


def _list_titles(entry: BibliographyEntry) -> Iterator[tuple[str, str]]:
    titles = {
        name: encode_latex(entry.variables.get(name, "")) for name in ("title", "volume-title", "container-title")
    }
    if entry.csl_type in _IN_JOURNALS:
        yield "title", titles["title"]
        yield "journaltitle", titles["container-title"]
    elif titles["container-title"]:
        yield "title", titles["title"]
        if titles["volume-title"]:
            yield "maintitle", titles["container-title"]
        yield "booktitle", titles["volume-title"] or titles["container-title"]
    elif titles["volume-title"]:
        yield "maintitle", titles["title"]
        yield "title", titles["volume-title"]
    else:
        yield "title", titles["title"]


def _write_list(words: str) -> str:
    """Return what could be taken for several, if it has the word that divides them, as one."""
    encoded = encode_latex(words)
    return f"{{{encoded}}}" if re.search(r"(?i)\sand\s", words) else encoded


def _write_name(name: WrittenName) -> str:
    if name.literal:
        return f"{{{encode_latex(name.literal)}}}"
    family, given, suffix = (_write_part(part) for part in (name.family, name.given, name.suffix))
    return ", ".join((family, suffix, given) if suffix else (family, given)) if given else f"{family},"


def _write_part(part: str) -> str:
    """Return a part of a name, in braces where it holds what divides names."""
    encoded = encode_latex(part)
    return f"{{{encoded}}}" if "," in part or re.search(r"(?i)(?:^|\s)and(?:\s|$)", part) else encoded


def _write_verbatim(words: str) -> str:
    """Return an address, in which nothing is a command; braces would have to be balanced."""
    return words.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")
