"""Sources of a map cited in any style of CSL: as items of CSL-JSON, with names in their parts."""

import html
import re
from collections import Counter
from functools import lru_cache
from threading import Lock
from typing import Any

import msgspec
from citeproc import Citation as Cluster

from argument_maps.citation.archival import format_archival_reference, is_document, is_placed_in_document
from argument_maps.citation.archives import REPOSITORIES
from argument_maps.citation.csl.engine import CitedPlace, CslEngine, NumberedCitation, ParsedStyle
from argument_maps.citation.csl.style_files import CslStyle, UnusableStyle
from argument_maps.citation.editions import CitedSource, describe_published_text, prepare_citation
from argument_maps.citation.names import needs_inversion
from argument_maps.citation.published_items import FURTHER_VARIABLES, PLAIN_DATE, VARIABLES
from argument_maps.citation.punctuation import capitalise
from argument_maps.citation.styles import Citation, CitationForm, name_in_brackets
from argument_maps.citation.written_dates import spell_cited_date
from argument_maps.citation.year_letters import find_year_letter
from argument_maps.graph import Graph
from argument_maps.values import Agent, Source
from models.errors import Phrase
from models.vocabulary import SourceType

_TYPES = {SourceType.ARCHIVAL: "manuscript"}
# Locators that begin with one of these have a label of their own in CSL.
_LOCATORS = (
    ("chapter", re.compile(r"(?:ch(?:ap)?s?|kap)\.? ?(.+)", re.IGNORECASE)),
    ("folio", re.compile(r"(?:fols?|ff?)\.? ?(\d.*)", re.IGNORECASE)),
    ("section", re.compile(r"(?:secs?\.|§+) ?(.+)", re.IGNORECASE)),
    ("page", re.compile(r"(?:(?:pp?|s)\.? ?)?(\d[\d–, -]*)", re.IGNORECASE)),
)
_OTHER_TAG = re.compile(r"</?(?!i>)[a-z][^<>]*>")
_SLANTED_SPAN = re.compile(r"<span[^<>]*>|</span>")
# The number of a source, and behind it its locator, which stays on the line.
_RAISED = re.compile(r"<sup>(\d*)([^<>]*)</sup>")
_RAISED_DIGITS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
# A full stop at the end of what is cited whole, and not behind an abbreviation, as in et al., ed., op. cit.
_LAST_STOP = re.compile(r"(?:(?<=[\d\])”’»“>])|(?<=[^\W\d_]{5}))\.((?:</i>|</span>)*)$")
_AMBIGUOUS = (Source, "names of several")
_FIRST, _LATER, _REPEATED, _ENTRY = "first", "later", "repeated", "entry"
_Fields = tuple[tuple[str, str | tuple[str, str]], ...]
# An engine numbers and remembers what it has cited, and elements of a style are shared.
_lock = Lock()


def cite_in_csl(graph: Graph, source_id: str, style: CslStyle, locator: str = "", number: int = 0) -> Citation:
    """Return a source of the map in a style that `read_style` has read; a label without a source stands for itself.

    In styles that number what is cited it has the number that is given, else its place among the sources of the map.
    Raises `UnusableStyle` where the style cannot be applied to it.
    """
    source = graph.sources_by_id.get(source_id)
    if source is None:
        lost = CitationForm(html.escape(source_id, quote=False))
        return Citation(style.name, lost, lost, lost)
    return cite_source_in_csl(graph, source, style, locator, number)


def cite_source_in_csl(graph: Graph, source: Source, style: CslStyle, locator: str = "", number: int = 0) -> Citation:
    """Return a source that need not be one of the map's; its authors are. Raises `UnusableStyle`."""
    cited = prepare_citation(graph, source)
    letter = find_year_letter(graph, source)
    renderer = _Renderer(graph, style, cited, letter, number or _find_place(graph, source))
    note, short, entry = renderer.cite_with_locator(locator)
    read = describe_published_text(cited.read_in) if cited.read_in is not None else ""
    if read and style.has_notes:
        note = f"{re.sub(r'[.]$', '', note.strip())}; {read}."
    if read:
        entry = f"{entry.strip().removesuffix('.')}. {capitalise(read)}."
    return Citation(style.name, _clean(note), _clean(short), _clean(entry))


def repeat_in_csl(graph: Graph, source: Source, style: CslStyle, locator: str, former_locator: str) -> CitationForm:
    """Return a source where the note before cites it and nothing else: *ibid.* where the style has it.

    Raises `UnusableStyle`.
    """
    cited = prepare_citation(graph, source)
    renderer = _Renderer(graph, style, cited, find_year_letter(graph, source), _find_place(graph, source))
    return _clean(renderer.repeat(locator, former_locator))


class _Renderer:
    """Renders one source in one style."""

    def __init__(self, graph: Graph, style: CslStyle, cited: CitedSource, letter: str, number: int) -> None:
        self._style, self._cited, self._letter, self._number = style, cited, letter, number
        # A style that names no language of its own is written in that of the map.
        self._locale = style.locale or graph.language
        self._item = build_csl_source(cited, letter)
        self._shares_names = _shares_names(graph, cited)

    def cite_with_locator(self, locator: str) -> tuple[str, str, str]:
        """Return the first mention, a later one and the entry.

        Sheets within a document take the place of those of the whole, where the style says where it is kept.
        """
        source, fields = self._cited.source, _label_locator(self._cited.source, locator)
        note, short = self._mention(self._item, fields)
        if self._shares_names and (source.issued or "?")[:4] not in short:
            self._item["ambiguous"] = "1"
            note, short = self._mention(self._item, fields)
        entry = self._render(_ENTRY, self._item)
        if locator and is_document(source) and is_placed_in_document(source, locator):
            place = html.escape(format_archival_reference(source, locator), quote=False)
            placed = self._mention({**self._item, "archive_location": place}, ())
            note, short = (
                other if place.casefold() in other.casefold() else text
                for text, other in zip((note, short), placed, strict=True)
            )
        return note, short, entry

    def repeat(self, locator: str, former_locator: str) -> str:
        """Return what stands behind a note that cites the same."""
        source = self._cited.source
        former, present = (_label_locator(source, text) for text in (former_locator, locator))
        if former == present and is_document(source):
            # CSL knows nothing of the sheet, which stands behind what it makes: the same is not said again.
            former = present = ()
        return self._render(_REPEATED, self._item, present, former)

    def _mention(self, item: dict[str, Any], fields: _Fields) -> tuple[str, str]:
        return self._render(_FIRST, item, fields), self._render(_LATER, item, fields)

    def _render(self, form: str, item: dict[str, Any], fields: _Fields = (), former: _Fields = ()) -> str:
        """Return one form as HTML, the letter behind the year once: some styles have it by themselves, some name it."""
        encoded = msgspec.json.encode(item)
        try:
            text = _render_form(self._style.data, self._locale, encoded, self._number, form, fields, former)
        except Exception as error:  # a style may lead citeproc-py astray in any way
            raise UnusableStyle(
                Phrase("“%(title)s” could not be applied to this source.", title=self._style.title[:200]),
                Phrase("Choose another style for it, or one of those that the program brings along."),
            ) from error
        return re.sub(rf"(?<=\d){self._letter}{self._letter}\b", self._letter, text) if self._letter else text


# A source is cited again and again in one text, and each time it is rendered takes some hundredths of a second.
@lru_cache(maxsize=4096)
def _render_form(
    data: bytes, locale: str, encoded: bytes, number: int, form: str, fields: _Fields, former: _Fields
) -> str:
    """Return one form of an item, given as JSON, as HTML; `fields` are what is cited with it, `former` just before."""
    with _lock:
        engine = CslEngine(_parse_style(data, locale), [msgspec.json.decode(encoded)])

        def register(its_fields: _Fields) -> Cluster:
            kept = {name: CitedPlace(*value) if isinstance(value, tuple) else value for name, value in its_fields}
            cluster = Cluster([NumberedCitation("cited", number, **kept)])
            engine.register([cluster])
            return cluster

        cluster = register(fields)
        if form == _ENTRY:
            return (engine.list_entries() or [engine.cite(cluster)])[0]
        if form == _LATER:
            engine.cite(cluster)
            engine.cite_another()
        elif form == _REPEATED:
            engine.cite(register(former))
        return _join_suffix(engine.cite(cluster), str(dict(fields).get("suffix", "")))


@lru_cache(maxsize=16)
def _parse_style(data: bytes, locale: str) -> ParsedStyle:
    return ParsedStyle(data, locale)


def _find_place(graph: Graph, source: Source) -> int:
    places: dict[str, int] | None = graph.derived.get((Source, "places"))
    if places is None:
        places = graph.derived[Source, "places"] = {each.id: place for place, each in enumerate(graph.sources, 1)}
    return places.get(source.id, 0)


def _shares_names(graph: Graph, cited: CitedSource) -> bool:
    """Tell whether another source of the map stands under the same names, so that a title has to tell them apart."""
    counted: Counter[str] | None = graph.derived.get(_AMBIGUOUS)
    if counted is None:
        prepared = (prepare_citation(graph, source) for source in graph.sources)
        counted = graph.derived[_AMBIGUOUS] = Counter(name_in_brackets(each).casefold() for each in prepared)
    return counted[name_in_brackets(cited).casefold()] > 1


def _label_locator(source: Source, locator: str) -> _Fields:
    """Return what is cited with a source: a locator that CSL has a label for, else words behind the citation."""
    text = locator.strip()
    if not text:
        return ()
    if not is_document(source):
        for label, pattern in _LOCATORS:
            if match := pattern.fullmatch(text):
                return (("locator", (label, html.escape(match[1], quote=False))),)
    return (("suffix", f", {html.escape(text, quote=False)}"),)


def _join_suffix(text: str, suffix: str) -> str:
    """Return what is cited with its locator behind it, where no full stop stands between the two."""
    place = text.rfind(suffix) if suffix else -1
    return _LAST_STOP.sub(r"\1", text[:place]) + text[place:] if place > 0 else text


def _clean(text: str) -> CitationForm:
    """Return a form with no other markup than italics, which a note can always set; raised numbers are signs."""
    raised = _RAISED.sub(lambda match: match[1].translate(_RAISED_DIGITS) + match[2], text)
    return CitationForm(_tidy(_OTHER_TAG.sub("", _SLANTED_SPAN.sub("", raised)).strip()))


def _tidy(text: str) -> str:
    """Return a text in which one stop, the stronger, stands for both where a style expected something between them."""
    text = re.sub(r"(?<![.\s])([.,;:]) \1(?! ?\.)", r"\1", text)
    text = re.sub(r"\. [,:;](?= )", ".", text)
    return re.sub(r"([(\[]) +(?=\S)", r"\1", re.sub(r"(?<=\S) +([)\]])", r"\1", text))


def build_csl_source(cited: CitedSource, letter: str = "") -> dict[str, Any]:
    """Return a source as an item of CSL-JSON 1.0.2, every value escaped; `letter` tells its year from another’s."""
    source = cited.source
    item: dict[str, Any] = {name: value for name, value in source.csl.items() if name in FURTHER_VARIABLES}
    item |= {variable: value for field, variable in VARIABLES.items() if (value := getattr(source, field))}
    item["title"] = f"{source.title}. {source.volume_title}" if source.volume_title else source.title
    item["title-short"] = source.title_short or source.csl.get("title-short", "")
    item["original-title"] = source.original_title
    item["year-suffix"] = letter
    item["source"] = source.digital_collection
    if is_document(source):
        item["archive"] = REPOSITORIES.get(source.repository, source.repository)
        item["archive_location"] = format_archival_reference(source)
    if source.type == SourceType.REPORT and source.container_title:
        item["genre"] = item.pop("container-title")
    item = {name: html.escape(str(value), quote=False) for name, value in item.items() if value}
    people = cited.contributors
    for role, agents in (("author", people.authors), ("editor", people.editors), ("translator", people.translators)):
        # Who translated a document is named with the text in which it is read.
        if agents and not (role == "translator" and is_document(source)):
            item[role] = [_build_name(agent) for agent in agents]
    if source.issued:
        item["issued"] = _build_date(source.issued)
    item["language"] = source.language or "en"
    return {"id": "cited", "type": _TYPES.get(SourceType(source.type), str(source.type)), **item}


def _build_name(agent: Agent) -> dict[str, Any]:
    family, given = (html.escape(part, quote=False) for part in (agent.family, agent.given))
    if not family or not given:
        return {"literal": html.escape(agent.name, quote=False)}
    return {"family": family, "given": given, "static-ordering": not needs_inversion(agent)}


def _build_date(edtf: str) -> dict[str, Any]:
    circa = edtf.endswith("~")
    ends = [PLAIN_DATE.fullmatch(end) for end in edtf.removesuffix("~").split("/")]
    if len(ends) <= 2 and all(ends):
        parts = [[int(part) for part in end.groups() if part] for end in ends if end is not None]
        return {"date-parts": parts, **({"circa": 1} if circa else {})}
    return {"literal": html.escape(spell_cited_date(edtf), quote=False)}
