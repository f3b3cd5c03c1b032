"""Sources of a map cited in any style of CSL: as items of CSL-JSON, with names in their parts."""

import html
import re
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import Any

from citeproc import Citation, CitationItem, Locator

from argument_maps.citation.archival import format_archival_reference, is_document
from argument_maps.citation.archives import REPOSITORIES
from argument_maps.citation.csl.engine import CslEngine, ParsedStyle
from argument_maps.citation.csl.style_files import CslStyle, UnusableStyle
from argument_maps.citation.editions import CitedSource, describe_published_text, prepare_citation
from argument_maps.citation.names import needs_inversion
from argument_maps.citation.published_items import FURTHER_VARIABLES, PLAIN_DATE, VARIABLES
from argument_maps.citation.punctuation import capitalise
from argument_maps.citation.styles import CitationForm
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
# An engine numbers and remembers what it has cited, and elements of a style are shared.
_lock = Lock()


@dataclass(frozen=True, slots=True)
class CslCitation:
    """A source in a style of CSL: at the first mention, at later ones, and in the list, if the style has one."""

    note: CitationForm
    short: CitationForm
    entry: CitationForm


def cite_in_csl(graph: Graph, source_id: str, style: CslStyle, locator: str = "") -> CslCitation:
    """Return a source of the map in a style that `read_style` has read; a label without a source stands for itself.

    Raises `UnusableStyle` where the style cannot be applied to it.
    """
    source = graph.sources_by_id.get(source_id)
    if source is None:
        lost = CitationForm(html.escape(source_id, quote=False))
        return CslCitation(lost, lost, lost)
    cited = prepare_citation(graph, source)
    letter = find_year_letter(graph, source)
    item = build_csl_source(cited, letter)
    try:
        note, short, entry = _render(style, item, _label_locator(source, locator))
    except Exception as error:  # a style may lead citeproc-py astray in any way
        raise UnusableStyle(
            Phrase("“%(title)s” could not be applied to this source.", title=style.title[:200]),
            Phrase("Choose another style for it, or one of those that the program brings along."),
        ) from error
    if letter:
        # Some styles have the letter behind the year by themselves, some name it as well.
        note, short, entry = (re.sub(rf"(?<=\d){letter}{letter}\b", letter, text) for text in (note, short, entry))
    read = describe_published_text(cited.read_in) if cited.read_in is not None else ""
    if read and style.has_notes:
        note = f"{re.sub(r'[.]$', '', note.strip())}; {read}."
    if read:
        entry = f"{entry.strip().removesuffix('.')}. {capitalise(read)}."
    return CslCitation(_clean(note), _clean(short), _clean(entry))


def _render(style: CslStyle, item: dict[str, Any], locator: dict[str, Any]) -> tuple[str, str, str]:
    """Return the first mention, a later one and the entry; between the two mentions something else was cited."""
    between = {"id": "between", "type": "book", "title": "–"}
    with _lock:
        parsed = _parse_style(style.data)
        engine = CslEngine(parsed, [item, between])
        clusters = [
            Citation([CitationItem(key, **(locator if key == "cited" else {}))])
            for key in ("cited", "between", "cited")
        ]
        engine.register(clusters)
        note, _, short = (engine.cite(cluster) for cluster in clusters)
        listing = CslEngine(parsed, [item])
        listing.register([Citation([CitationItem("cited")])])
        entries = listing.list_entries()
    return note, short, entries[0] if entries else note


@lru_cache(maxsize=16)
def _parse_style(data: bytes) -> ParsedStyle:
    return ParsedStyle(data)


def _label_locator(source: Source, locator: str) -> dict[str, Any]:
    text = locator.strip()
    if not text:
        return {}
    if not is_document(source):
        for label, pattern in _LOCATORS:
            if match := pattern.fullmatch(text):
                return {"locator": Locator(label, html.escape(match[1], quote=False))}
    return {"suffix": f", {html.escape(text, quote=False)}"}


def _clean(text: str) -> CitationForm:
    """Return a form with no other markup than italics, which a note can always set."""
    return CitationForm(_OTHER_TAG.sub("", _SLANTED_SPAN.sub("", text)).strip())


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
