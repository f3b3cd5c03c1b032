"""A map cited, as a whole or one of its records that rests on no source; `map_references` makes entries of it.

A map without authors begins with its title, as every style has it of a work without any: whoever runs the program, or
wrote down its records, is not thereby its author.
The form is that of a page on the web that changes, with the map's short name, its version and that version's day.
It is our own, because citeproc puts neither a version nor a place within a page where a reader looks for them.
"""

import html
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from argument_maps.citation.archival import joined
from argument_maps.citation.names import (
    MANY,
    MOST_IN_NOTE,
    inverted,
    names_in_entry,
    names_in_note,
    surnames,
    with_initials,
)
from argument_maps.citation.punctuation import american, single_quoted, typographic
from argument_maps.citation.sources import Cited, Form, cite
from argument_maps.dates.foreign import mla_date
from argument_maps.dates.spelling import spell_date
from argument_maps.graph import Author, Forebear, Graph, Source
from models.errors import UnknownRecord
from models.vocabulary import CitationStyle

PUBLISHER = "Sic et Non"
# So many digits of a content hash no two editions share by chance, and a footnote still holds them.
SHORT_HASH = 16


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
    authors: tuple[Author, ...] = ()
    forebears: tuple[Forebear, ...] = ()

    @property
    def known(self) -> str:
        """From when the map is looked at, in words; nothing where that is today."""
        return f"as it could be known by {spell_date(self.as_of)}" if self.as_of else ""

    @property
    def origin(self) -> str:
        """After whose map this one was made, in words; nothing where it was begun as it is."""
        credited = [each for each in self.forebears if each.authors]
        if not credited:
            return ""
        title = single_quoted(typographic(credited[-1].title))
        return joined(f"after {names_in_note(credited[-1].authors)}", f"“{title}”" if title else "")

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
    address = f"{edition.address}/records/{label}" if label else edition.address
    record = f"record {label}" if label else ""
    return _STYLES.get(style, _chicago_notes)(style, edition, record, f"{address}{edition.query}")


def _chicago_notes(style: CitationStyle, edition: Edition, record: str, address: str) -> Cited:
    lasting, brief = _titles(edition)
    told = joined(edition.series, _day(edition), edition.origin, edition.known)
    note = joined(names_in_note(edition.authors), _comma(lasting, joined(PUBLISHER, told, record, address)))
    place = joined(record, edition.known)
    short = joined(surnames(edition.authors), f"{_comma(brief, place)}." if place else _stop(brief))
    entry = f"{_head(edition)}{_stop(lasting)} {PUBLISHER}. {_capital(told)}. {address}."
    return _cited(style, f"{note}.", short, entry)


def _author_date(style: CitationStyle, edition: Edition, record: str, address: str) -> Cited:
    lasting, brief = _titles(edition)
    year = edition.changed[:4] or "n.d."
    who = surnames(edition.authors) or f"“{brief}”"
    inside = joined(f"{who} {year}", record, edition.known)
    monthly = joined(edition.series, _day(edition).removesuffix(year).strip(), edition.origin, edition.known)
    lead = f"{_head(edition)}{year}. {_stop(lasting)}" if edition.authors else f"{_stop(lasting)} {year}."
    return _cited(style, f"({inside})", inside, f"{lead} {PUBLISHER}. {_capital(monthly)}. {address}.")


def _mla(style: CitationStyle, edition: Edition, record: str, address: str) -> Cited:
    lasting, brief = _titles(edition)
    place = joined(record, edition.known)
    inside = joined(surnames(edition.authors), place) if edition.authors else _comma(brief, place)
    day = mla_date(edition.changed) if edition.changed else ""
    told = joined(edition.series, day, edition.origin, edition.known, address)
    head = _stopped(f"{inverted(edition.authors[0])}, et al." if len(edition.authors) >= MANY else _names(edition))
    return _cited(style, f"({inside})", inside, f"{head}{_stop(lasting)} {PUBLISHER}, {told}.", PUBLISHER)


def _gost(style: CitationStyle, edition: Edition, record: str, address: str) -> Cited:
    """GOST R 7.0.5-2008: up to three authors head the entry, of more the first is named behind the title."""
    title, russian = typographic(edition.title), edition.language.startswith("ru")
    medium = "Электронный ресурс" if russian else "Electronic resource"
    heads = [with_initials(author) for author in edition.authors]
    many = len(heads) > MOST_IN_NOTE
    head = "" if many or not heads else f"{', '.join(heads)}{'' if heads[-1].endswith('.') else '.'} "
    others = f" / {heads[0]} [{'и др.' if russian else 'et al.'}]" if many else ""
    told = joined(edition.series, _day(edition), edition.origin, edition.known)
    whole = f"{head}{title} [{medium}]: {told}{others} // {PUBLISHER}. URL: {address}."
    place = f" {_capital(record)}." if record else ""
    known = f" {_capital(edition.known)}." if edition.known else ""
    brief = title.partition(": ")[0]
    short = f"{head}{brief}{'' if brief.endswith(('?', '!')) and not place else '.'}{place}{known}"
    return _cited(style, whole + place, short, whole)


_STYLES: dict[CitationStyle, Callable[[CitationStyle, Edition, str, str], Cited]] = {
    CitationStyle.CHICAGO_AUTHOR_DATE: _author_date,
    CitationStyle.MLA: _mla,
    CitationStyle.GOST: _gost,
}


def _titles(edition: Edition) -> tuple[str, str]:
    """Return the title as it stands between quotation marks, and its beginning, by which it is cited again."""
    lasting = single_quoted(typographic(edition.title))
    return lasting, lasting.partition(": ")[0]


def _day(edition: Edition) -> str:
    return spell_date(edition.changed) if edition.changed else ""


def _names(edition: Edition) -> str:
    return names_in_entry(edition.authors)


def _head(edition: Edition) -> str:
    return _stopped(_names(edition))


def _stopped(names: str) -> str:
    return f"{names}{'' if names.endswith('.') else '.'} " if names else ""


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
