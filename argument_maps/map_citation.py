"""A map cited: as a whole, or one of its records that rests on no source; and as an entry for a reference manager.

The form is that of a page on the web that changes, with the map's short name, its version and that version's day.
It is our own, because citeproc puts neither a version nor a place within a page where a reader looks for them.
"""

import html
import re
from dataclasses import dataclass
from urllib.parse import urlencode

import msgspec

from argument_maps.archival_citation import joined
from argument_maps.citation import Cited, Form, cite
from argument_maps.dates_abroad import mla_date
from argument_maps.dates_spelled import spell_date
from argument_maps.graph import Graph, Source
from argument_maps.punctuation import american, single_quoted, typographic
from models.errors import UnknownRecord
from models.vocabulary import CitationStyle

PUBLISHER = "Sic et Non"
# So many digits of a content hash no two editions share by chance, and a footnote still holds them.
SHORT_HASH = 16
_TEX = {
    **{character: f"\\{character}" for character in "&%$#_{}"},
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


@dataclass(frozen=True, slots=True)
class Edition:
    """A map as it stands: `changed` is the day of its version, as an ISO date, `address` where it is read.

    `as_of` is the date from which it is looked at, in EDTF, where that is not today, and `at` the change after which it
    stood so, where that is not the last; the address carries both.
    With a `number` it is an edition that was published, which has a content hash.
    """

    slug: str
    title: str
    version: int
    changed: str
    address: str
    language: str = "en"
    as_of: str = ""
    at: int = 0
    number: int = 0
    sha256: str = ""

    @property
    def known(self) -> str:
        """From when the map is looked at, in words; nothing where that is today."""
        return f"as it could be known by {spell_date(self.as_of)}" if self.as_of else ""

    @property
    def query(self) -> str:
        """What stands behind the address of a page of the map for that date and that moment."""
        told = {"at": self.at, "as_of": self.as_of}
        parameters = urlencode({name: value for name, value in told.items() if value})
        return f"?{parameters}" if parameters else ""

    @property
    def asked(self) -> str:
        """The address with the date."""
        return self.address + self.query

    @property
    def series(self) -> str:
        """What tells this version of this map from every other; of a published edition its number and content hash."""
        if self.number:
            return f"argument map {self.slug}, edition {self.number}, SHA-256 {self.sha256[:SHORT_HASH]}"
        return f"argument map {self.slug}, version {self.version}"


def cite_map(edition: Edition, style: CitationStyle, label: str = "") -> Cited:
    """Return the map in the style, or one of its records, named by its label."""
    title, lasting = typographic(edition.title), single_quoted(typographic(edition.title))
    brief = lasting.partition(": ")[0]
    address = f"{edition.address}/records/{label}" if label else edition.address
    address, known = f"{address}{edition.query}", edition.known
    record = f"record {label}" if label else ""
    day = spell_date(edition.changed) if edition.changed else ""
    year = edition.changed[:4] or "n.d."
    told, told_shortly = joined(edition.series, day, known), _comma(brief, joined(record, known))
    match style:
        case CitationStyle.CHICAGO_AUTHOR_DATE:
            inside = joined(f"{PUBLISHER} {year}", record, known)
            monthly = joined(edition.series, day.removesuffix(year).strip(), known)
            entry = f"{PUBLISHER}. {year}. {_stop(lasting)} {_capital(monthly)}. {address}."
            return _cited(style, f"({inside})", inside, entry)
        case CitationStyle.MLA:
            dated = joined(edition.series, mla_date(edition.changed) if edition.changed else "", known, address)
            return _cited(
                style, f"({told_shortly})", told_shortly, f"{_stop(lasting)} {PUBLISHER}, {dated}.", PUBLISHER
            )
        case CitationStyle.GOST:
            medium = "Электронный ресурс" if edition.language.startswith("ru") else "Electronic resource"
            whole = f"{title} [{medium}]: {told} // {PUBLISHER}. URL: {address}."
            place = f" {_capital(record)}." if record else ""
            seen = f" {_capital(known)}." if known else ""
            return _cited(style, whole + place, f"{title.partition(': ')[0]}.{place}{seen}", whole)
        case _:
            note = f"{_comma(lasting, joined(PUBLISHER, told, record, address))}."
            entry = f"{PUBLISHER}. {_stop(lasting)} {_capital(told)}. {address}."
            return _cited(style, note, f"{told_shortly}." if record or known else _stop(brief), entry)


def cite_record(graph: Graph, label: str, style: CitationStyle, edition: Edition) -> tuple[str | None, Cited]:
    """Return the source that a record is cited by, and its citation.

    A record without a source is cited as part of the map, and None is returned for the source. Raises
    `UnknownRecord`.
    """
    record = graph.by_id.get(label)
    if record is None:
        raise UnknownRecord(graph.slug, label[:80])
    source = record.id if isinstance(record, Source) else getattr(record, "source", None)
    if source not in graph.sources_by_id:
        return None, cite_map(edition, style, label)
    return source, cite(graph, source, getattr(record, "locator", ""), style)


def bibtex(edition: Edition) -> str:
    """Return the map as an entry for BibTeX, with every character that TeX would read escaped."""
    year, _, rest = edition.changed.partition("-")
    fields = {
        "title": f"{{{_escaped(edition.title)}}}",
        "howpublished": _escaped(joined(PUBLISHER, edition.series, edition.known)),
        "year": year,
        "month": rest.partition("-")[0],
        "url": re.sub(r"[{}\\]", "", edition.asked),
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@misc{{{edition.slug},\n{lines}}}\n"


def ris(edition: Edition) -> str:
    """Return the map as an entry in RIS, lines ending as its description demands."""
    fields = [
        ("TY", "ELEC"),
        ("ID", edition.slug),
        ("TI", edition.title),
        ("T2", PUBLISHER),
        ("ET", joined(f"version {edition.version}", edition.known)),
        ("PY", edition.changed[:4]),
        ("DA", edition.changed.replace("-", "/")),
        ("LA", edition.language),
        ("UR", edition.asked),
        ("ER", ""),
    ]
    # A line break in a title would begin a field of its own.
    return "".join(f"{tag}  - {' '.join(value.split())}\r\n" for tag, value in fields if value or tag == "ER")


def csl_json(edition: Edition) -> bytes:
    """Return the map as a list of one item of CSL-JSON 1.0.2."""
    item = {
        "id": edition.slug,
        "type": "webpage",
        "title": edition.title,
        "container-title": PUBLISHER,
        "genre": "argument map",
        "number": edition.slug,
        "version": joined(str(edition.version), edition.known),
        "language": edition.language,
        "URL": edition.asked,
    }
    if edition.changed:
        item["issued"] = {"date-parts": [[int(part) for part in edition.changed.split("-")]]}  # type: ignore[assignment] # the one member that is no text
    return msgspec.json.format(msgspec.json.encode([item]), indent=2)


def _cited(style: CitationStyle, note: str, short: str, entry: str, slanted: str = "") -> Cited:
    """Return the forms escaped; `slanted` is what stands in italics in the entry."""
    note, short, entry, name = (html.escape(text, quote=False) for text in (note, short, entry, slanted))
    if name:
        head, _, tail = entry.rpartition(f" {name}, ")
        entry = f"{head} <i>{name}</i>, {tail}"
    return Cited(style, Form(note), Form(short), Form(entry))


def _comma(title: str, rest: str) -> str:
    """Return a title between quotation marks and what follows it; a comma stands inside the marks."""
    return american(f"“{title}”, {rest}") if rest else f"“{title}”"


def _stop(title: str) -> str:
    return f"“{title}”" if title.endswith(("?", "!", ".")) else american(f"“{title}”.")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _escaped(text: str) -> str:
    return "".join(_TEX.get(character, character) for character in " ".join(text.split()))
