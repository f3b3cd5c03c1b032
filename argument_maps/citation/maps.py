"""A map cited, as a whole or one of its records that rests on no source; `map_references` makes entries of it.

A map without authors begins with its title, as every style has it of a work without any: whoever runs the program, or
wrote down its records, is not thereby its author.
The form is that of a page on the web that changes, with the map's short name, its version and that version's day.
It is our own, because citeproc puts neither a version nor a place within a page where a reader looks for them.
"""

import html
from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import quote, urlencode

from argument_maps.citation.archival import join_with_commas
from argument_maps.citation.csl.map_styles import AnyStyle
from argument_maps.citation.csl.style_files import CslStyle
from argument_maps.citation.names import (
    ET_AL_FROM,
    MOST_IN_NOTE,
    abbreviate_given_names,
    invert_name,
    join_names_for_entry,
    join_names_for_note,
    join_surnames,
)
from argument_maps.citation.punctuation import (
    capitalise,
    move_stops_inside_quotes,
    set_typographic_marks,
    use_single_quotes,
)
from argument_maps.citation.sources import Citation, CitationForm, cite
from argument_maps.dates.foreign import spell_mla_date
from argument_maps.dates.spelling import spell_date
from argument_maps.graph import Graph
from argument_maps.values import Author, Forebear, Source
from models.errors import UnknownRecord
from models.vocabulary import CitationStyle

PUBLISHER = "Sic et Non"
# So many digits of a content hash no two editions share by chance, and a footnote still holds them.
SHORT_HASH = 16
# What stays as it is in the address of a DOI; a suffix may have any sign at all (ISO 26324).
_DOI_SIGNS = "/:;()._-!$'*+,=@~"


@dataclass(frozen=True, slots=True)
class CitedMap:
    """A map as it stands: `changed` is the day of its version, as an ISO date, `address` where it is read.

    `as_of` is the date from which it is looked at, in EDTF, where that is not today, and `at` the change after which it
    stood so, where that is not the last; the address carries both.
    With a `number` it is an edition that was published, which has a content hash, and a `doi` (10.prefix/suffix) where
    it was deposited with a repository.
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
    doi: str = ""
    authors: tuple[Author, ...] = ()
    forebears: tuple[Forebear, ...] = ()

    @property
    def as_of_phrase(self) -> str:
        """From when the map is looked at, in words; nothing where that is today."""
        return f"as it could be known by {spell_date(self.as_of)}" if self.as_of else ""

    @property
    def origin_phrase(self) -> str:
        """After whose map this one was made, in words; nothing where it was begun as it is."""
        credited = [forebear for forebear in self.forebears if forebear.authors]
        if not credited:
            return ""
        title = use_single_quotes(set_typographic_marks(credited[-1].title))
        return join_with_commas(f"after {join_names_for_note(credited[-1].authors)}", f"“{title}”" if title else "")

    @property
    def query(self) -> str:
        """What stands behind the address of a page of the map for that date and that moment."""
        moment = {"at": self.at, "as_of": self.as_of}
        parameters = urlencode({name: value for name, value in moment.items() if value})
        return f"?{parameters}" if parameters else ""

    @property
    def dated_address(self) -> str:
        """The address with the date."""
        return self.address + self.query

    @property
    def doi_address(self) -> str:
        """The address under which the DOI is resolved; nothing where there is none."""
        return f"https://doi.org/{quote(self.doi, safe=_DOI_SIGNS)}" if self.doi else ""

    @property
    def version_phrase(self) -> str:
        """What tells this version of this map from every other; of a published edition its number and content hash."""
        if self.number:
            return f"argument map {self.slug}, edition {self.number}, SHA-256 {self.sha256[:SHORT_HASH]}"
        return f"argument map {self.slug}, version {self.version}"


def cite_map(edition: CitedMap, style: AnyStyle, label: str = "") -> Citation:
    """Return the map in the style, or one of its records, named by its label.

    An edition that has a DOI is cited by it, as Chicago and MLA ask, and not by the address under which it is read; in
    GOST the DOI follows the address. In a style in CSL, which knows no version of a map, it is cited as in Chicago’s.
    """
    if isinstance(style, CslStyle):
        chicago = cite_map(
            edition, CitationStyle.CHICAGO_NOTES if style.has_notes else CitationStyle.CHICAGO_AUTHOR_DATE, label
        )
        return replace(chicago, style=style.name)
    address = f"{edition.address}/records/{label}" if label else edition.address
    record = f"record {label}" if label else ""
    if edition.doi and style != CitationStyle.GOST:
        address = edition.doi_address
    return _STYLES.get(style, _cite_chicago_notes)(style, edition, record, f"{address}{edition.query}")


def _cite_chicago_notes(style: CitationStyle, edition: CitedMap, record: str, address: str) -> Citation:
    lasting, brief = _quote_titles(edition)
    description = join_with_commas(
        edition.version_phrase, _spell_day(edition), edition.origin_phrase, edition.as_of_phrase
    )
    note = join_with_commas(
        join_names_for_note(edition.authors),
        _join_quoted_title(lasting, join_with_commas(PUBLISHER, description, record, address)),
    )
    place = join_with_commas(record, edition.as_of_phrase)
    short = join_with_commas(
        join_surnames(edition.authors), f"{_join_quoted_title(brief, place)}." if place else _end_quoted_title(brief)
    )
    entry = f"{_format_heading(edition)}{_end_quoted_title(lasting)} {PUBLISHER}. {capitalise(description)}. {address}."
    return _build_citation(style, f"{note}.", short, entry)


def _cite_author_date(style: CitationStyle, edition: CitedMap, record: str, address: str) -> Citation:
    lasting, brief = _quote_titles(edition)
    year = edition.changed[:4] or "n.d."
    who = join_surnames(edition.authors) or f"“{brief}”"
    inside = join_with_commas(f"{who} {year}", record, edition.as_of_phrase)
    monthly = join_with_commas(
        edition.version_phrase,
        _spell_day(edition).removesuffix(year).strip(),
        edition.origin_phrase,
        edition.as_of_phrase,
    )
    lead = (
        f"{_format_heading(edition)}{year}. {_end_quoted_title(lasting)}"
        if edition.authors
        else f"{_end_quoted_title(lasting)} {year}."
    )
    return _build_citation(style, f"({inside})", inside, f"{lead} {PUBLISHER}. {capitalise(monthly)}. {address}.")


def _cite_mla(style: CitationStyle, edition: CitedMap, record: str, address: str) -> Citation:
    lasting, brief = _quote_titles(edition)
    place = join_with_commas(record, edition.as_of_phrase)
    inside = (
        join_with_commas(join_surnames(edition.authors), place) if edition.authors else _join_quoted_title(brief, place)
    )
    day = spell_mla_date(edition.changed) if edition.changed else ""
    description = join_with_commas(edition.version_phrase, day, edition.origin_phrase, edition.as_of_phrase, address)
    head = _end_heading(
        f"{invert_name(edition.authors[0])}, et al." if len(edition.authors) >= ET_AL_FROM else _join_authors(edition)
    )
    return _build_citation(
        style, f"({inside})", inside, f"{head}{_end_quoted_title(lasting)} {PUBLISHER}, {description}.", PUBLISHER
    )


def _cite_gost(style: CitationStyle, edition: CitedMap, record: str, address: str) -> Citation:
    """GOST R 7.0.5-2008: up to three authors head the entry, of more the first is named behind the title."""
    title, russian = set_typographic_marks(edition.title), edition.language.startswith("ru")
    medium = "Электронный ресурс" if russian else "Electronic resource"
    heads = [abbreviate_given_names(author) for author in edition.authors]
    many = len(heads) > MOST_IN_NOTE
    head = "" if many or not heads else f"{', '.join(heads)}{'' if heads[-1].endswith('.') else '.'} "
    others = f" / {heads[0]} [{'и др.' if russian else 'et al.'}]" if many else ""
    description = join_with_commas(
        edition.version_phrase, _spell_day(edition), edition.origin_phrase, edition.as_of_phrase
    )
    whole = f"{head}{title} [{medium}]: {description}{others} // {PUBLISHER}. URL: {address}."
    place = f" {capitalise(record)}." if record else ""
    whole += f" DOI: {edition.doi}." if edition.doi else ""
    as_of_sentence = f" {capitalise(edition.as_of_phrase)}." if edition.as_of_phrase else ""
    brief = title.partition(": ")[0]
    short = f"{head}{brief}{'' if brief.endswith(('?', '!')) and not place else '.'}{place}{as_of_sentence}"
    return _build_citation(style, whole + place, short, whole)


_STYLES: dict[CitationStyle, Callable[[CitationStyle, CitedMap, str, str], Citation]] = {
    CitationStyle.CHICAGO_AUTHOR_DATE: _cite_author_date,
    CitationStyle.MLA: _cite_mla,
    CitationStyle.GOST: _cite_gost,
}


def _quote_titles(edition: CitedMap) -> tuple[str, str]:
    """Return the title as it stands between quotation marks, and its beginning, by which it is cited again."""
    lasting = use_single_quotes(set_typographic_marks(edition.title))
    return lasting, lasting.partition(": ")[0]


def _spell_day(edition: CitedMap) -> str:
    return spell_date(edition.changed) if edition.changed else ""


def _join_authors(edition: CitedMap) -> str:
    return join_names_for_entry(edition.authors)


def _format_heading(edition: CitedMap) -> str:
    return _end_heading(_join_authors(edition))


def _end_heading(names: str) -> str:
    return f"{names}{'' if names.endswith('.') else '.'} " if names else ""


def cite_record(graph: Graph, label: str, style: AnyStyle, edition: CitedMap) -> tuple[str | None, Citation]:
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


def _build_citation(style: CitationStyle, note: str, short: str, entry: str, slanted: str = "") -> Citation:
    """Return the forms escaped; `slanted` is what stands in italics in the entry."""
    note, short, entry, name = (html.escape(text, quote=False) for text in (note, short, entry, slanted))
    if name:
        head, _, tail = entry.rpartition(f" {name}, ")
        entry = f"{head} <i>{name}</i>, {tail}"
    return Citation(style, CitationForm(note), CitationForm(short), CitationForm(entry))


def _join_quoted_title(title: str, rest: str) -> str:
    """Return a title between quotation marks and what follows it; a comma stands inside the marks."""
    return move_stops_inside_quotes(f"“{title}”, {rest}") if rest else f"“{title}”"


def _end_quoted_title(title: str) -> str:
    return f"“{title}”" if title.endswith(("?", "!", ".")) else move_stops_inside_quotes(f"“{title}”.")
