"""Those who had a hand in a source, and the work in which it is read, as citations name them."""

import html
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import msgspec

from argument_maps.citation.archival import format_archival_reference, is_document, join_with_commas
from argument_maps.citation.bibliography import (
    format_published_entry,
    format_published_note,
    write_out_abbreviations,
)
from argument_maps.citation.names import (
    MOST_IN_MLA,
    abbreviate_given_names,
    add_native_name,
    join_names,
    join_names_for_entry,
    join_names_for_mla_entry,
    join_names_for_note,
    join_surnames,
    put_initials_first,
)
from argument_maps.citation.published_items import FURTHER_DATES, FURTHER_VARIABLES, PrintedNames
from argument_maps.citation.punctuation import dash_number_spans, move_stops_inside_quotes
from argument_maps.graph import Graph
from argument_maps.values import Agent, Source
from models.vocabulary import CitationStyle

# What a part of a work takes from the work where it does not say it itself.
_FIELDS_OF_WORK = (
    *("publisher", "publisher_place", "volume", "volume_title", "collection_title", "collection_number", "edition"),
    *("issue", "issued", "editor", "translator", "language"),
)
# Who may be named by a line of text where the map has no agent for them.
NAMED_ROLES = ("author", "editor", "translator")
# Of so many authors GOST names but the first, behind the title (GOST R 7.0.5-2008, 4.10).
_MOST_HEADS_IN_GOST = 3
_TITLE = re.compile(r"(<i>.*?</i>|“.*?”|.*?)( \[[^\]]*\])?\.? (.*)", re.DOTALL)
_STOP_INSIDE = re.compile(r"\.(?=”$)")
_BEGINS_SMALL = re.compile(r"(?:Vol|Nos?)\. ")
_LAST_STOP = re.compile(r"\.((?:</i>|[”’])*)$")


class EditorHeading(NamedTuple):
    """How a style names editors under whom a work stands, and what stands behind one of them, and behind several."""

    join: Callable[[Sequence[Agent]], str]
    one: str = ""
    several: str = ""

    def write(self, editors: Sequence[Agent]) -> str:
        """Return the editors with what they are."""
        label = self.several if len(editors) > 1 else self.one
        return f"{self.join(editors)}, {label}" if label else self.join(editors)


EDITORS_IN_NOTE = EditorHeading(join_names_for_note, "ed.", "eds.")
EDITORS_IN_BRACKETS = EditorHeading(join_surnames)
EDITORS_IN_ENTRY = EditorHeading(join_names_for_entry, "ed.", "eds.")
EDITORS_IN_MLA_ENTRY = EditorHeading(join_names_for_mla_entry, "editor", "editors")


@dataclass(frozen=True, slots=True)
class Contributors:
    """The agents who wrote, edited and translated a source, each in their order."""

    authors: tuple[Agent, ...] = ()
    editors: tuple[Agent, ...] = ()
    translators: tuple[Agent, ...] = ()

    @property
    def leads(self) -> tuple[Agent, ...]:
        """Those under whose names the source is cited: a work without authors stands under its editors."""
        return self.authors or self.editors

    def print_names_for_gost(self, *, russian: bool) -> PrintedNames:
        """Return the names as GOST R 7.0.5-2008 prints them: up to three authors head the reference, family first.

        Who edited or translated is named behind the title, initials first, and so is the first of more authors.
        """
        editors, translators = (tuple(map(put_initials_first, part)) for part in (self.editors, self.translators))
        if len(self.authors) > _MOST_HEADS_IN_GOST:
            signed = f"{put_initials_first(self.authors[0])} [{'и др.' if russian else 'et al.'}]"
            return PrintedNames((), editors, translators, signed)
        return PrintedNames(tuple(map(abbreviate_given_names, self.authors)), editors, translators)

    def print_names(
        self,
        print_name: Callable[[Agent], str],
        print_first: Callable[[Agent], str] | None = None,
        heading: EditorHeading | None = None,
    ) -> PrintedNames:
        """Return the names as a style prints them; `print_first` is for the name that heads an entry.

        Editors under whose names a work stands are printed as its one author, as the heading has them: citeproc-py
        would name them twice. Without a heading they stay what they are.
        """
        heads = [
            (print_first or print_name if place == 0 else print_name)(agent) for place, agent in enumerate(self.leads)
        ]
        translators = tuple(map(print_name, self.translators))
        if self.authors:
            return PrintedNames(tuple(heads), tuple(map(print_name, self.editors)), translators)
        if not heads or heading is None:
            return PrintedNames((), tuple(heads), translators)
        return PrintedNames((heading.write(self.editors),), (), translators)


@dataclass(frozen=True, slots=True)
class PublishedText:
    """The text in which a document is read: the work that holds it, its pages there, and who translated it."""

    work: Source
    contributors: Contributors
    translators: tuple[Agent, ...] = ()
    pages: str = ""

    @property
    def other_translators(self) -> tuple[Agent, ...]:
        """Those who translated the document and not the whole work, whose own translators it names itself."""
        return self.translators if self.translators != self.contributors.translators else ()


@dataclass(frozen=True, slots=True)
class CitedSource:
    """A source with what a citation names beside it: the text that was read, and what it is a copy of.

    `year_letter` tells its year from that of another work of the same authors on the map.
    """

    source: Source
    contributors: Contributors
    read_in: PublishedText | None = None
    original: Source | None = None
    year_letter: str = ""


def prepare_citation(graph: Graph, source: Source) -> CitedSource:
    """Return a source with the agents and the works of the map that its citation names."""
    work = graph.sources_by_id.get(source.published_in or "")
    original = graph.sources_by_id.get(source.copy_of or "")
    if work is not None and not is_document(source):
        source, work = _complete_from_work(source, work), None
    read_in = None
    if work is not None:
        translators = _find_agents(graph, source.translator or work.translator)
        read_in = PublishedText(work, _find_contributors(graph, work), translators, source.published_pages)
    return CitedSource(source, _find_contributors(graph, source), read_in, original)


def describe_published_text(text: PublishedText, *, listed: bool = False) -> str:
    """Return which text was read, as HTML without a full stop: in …, 45–47, trans. …; `listed` as entries have it."""
    names = text.contributors.print_names(add_native_name, heading=EDITORS_IN_NOTE)
    note = format_published_note(msgspec.structs.replace(text.work, page=""), names, text.pages)
    # The translator of the document is named behind the work, where it is not already the work's own.
    translators = text.other_translators
    behind = [f"trans. {join_names_for_note(translators)}"] if translators else []
    described = ", ".join(["in " + _LAST_STOP.sub(r"\1", note), *_escape(behind)])
    return write_out_abbreviations(described) if listed else described


def describe_published_text_for_mla(text: PublishedText) -> str:
    """Return which text was read, as HTML without a full stop: the container that MLA puts behind the archive.

    Those who made it, and who translated the document, follow the title (MLA Handbook, 9th edition, 5.31 and 5.38).
    """
    people = text.contributors
    work = msgspec.structs.replace(text.work, page=text.pages)
    entry = format_published_entry(work, PrintedNames(), CitationStyle.MLA)
    found = _TITLE.fullmatch(_LAST_STOP.sub(r"\1", entry))
    if found is None:
        return entry
    title, translation, rest = found.groups(default="")
    makers = [("by", people.authors), ("edited by", people.editors), ("translated by", text.translators)]
    named = "".join(f", {how} {_name_makers(agents)}" for how, agents in makers if agents)
    if _BEGINS_SMALL.match(rest):
        rest = rest[0].lower() + rest[1:]
    return move_stops_inside_quotes(f"{_STOP_INSIDE.sub('', title)}{translation}{named}, {rest}")


def _name_makers(agents: Sequence[Agent]) -> str:
    several = len(agents) > MOST_IN_MLA
    named = f"{add_native_name(agents[0])} et al." if several else join_names([add_native_name(one) for one in agents])
    return html.escape(named, quote=False)


def describe_published_text_for_gost(text: PublishedText, *, russian: bool) -> str:
    """Return which text was read, as HTML: where the document was printed, on which pages, and translated by whom."""
    published, translated = ("Опубликовано", "Перевод") if russian else ("Published", "Translation")
    of_russian = (text.work.language or "").startswith("ru")
    names = text.contributors.print_names_for_gost(russian=of_russian)
    entry = format_published_entry(msgspec.structs.replace(text.work, page=""), names, CitationStyle.GOST)
    by = ", ".join(put_initials_first(agent) for agent in text.other_translators)
    pages = f"{'С' if of_russian else 'P'}. {dash_number_spans(text.pages)}." if text.pages else ""
    return _end_with_stop(" ".join([f"{published}: {entry}", *_escape([pages, f"{translated}: {by}" if by else ""])]))


def describe_original(original: Source) -> str:
    """Return of what a document is a copy, as HTML without a full stop."""
    place = join_with_commas(format_archival_reference(original), original.repository) or original.title
    return html.escape(f"copy of {place}", quote=False)


def _complete_from_work(source: Source, work: Source) -> Source:
    """Return a chapter or an article with what the work that holds it says of itself."""
    changes: dict[str, Any] = {
        name: getattr(work, name) for name in _FIELDS_OF_WORK if not getattr(source, name) and getattr(work, name)
    }
    if not source.container_title:
        changes["container_title"] = work.title
    if source.published_pages and not source.page:
        changes["page"] = source.published_pages
    return msgspec.structs.replace(source, **changes)


def _find_contributors(graph: Graph, source: Source) -> Contributors:
    """Return those who had a hand in a source, as agents of the map or as names among its further fields."""
    return Contributors(
        *(
            _find_agents(graph, labels) or _find_namesakes(graph, _read_names(source.csl.get(role, "")))
            for role, labels in zip(NAMED_ROLES, (source.author, source.editor, source.translator), strict=True)
        )
    )


def list_unused_fields(source: Source) -> list[str]:
    """Return the further fields of a source that no citation uses, by their names in CSL."""
    used = FURTHER_VARIABLES | {*NAMED_ROLES, *FURTHER_DATES, "title-short"}
    own = {role for role in NAMED_ROLES if role in source.csl and getattr(source, role)}
    return sorted(name for name, value in source.csl.items() if value and (name not in used or name in own))


def _find_namesakes(graph: Graph, people: tuple[Agent, ...]) -> tuple[Agent, ...]:
    """Return people who are only named as the agents of the map who have their names: those have family names."""
    by_name = {agent.name: agent for agent in graph.agents} if people else {}
    return tuple(by_name.get(person.name, person) for person in people)


def _read_names(text: str) -> tuple[Agent, ...]:
    """Return the people whom a line of text names: Bob Baker and Cy Cole; Baker, Bob; Cole, Cy."""
    names = [name.strip() for name in re.split(r";|\s&\s|\band\b|\bund\b|\bet\b", text)]
    if len(names) == 1 and text.count(",") > 1:
        names = [name.strip() for name in text.split(",")]
    return tuple(_read_name(name.strip(" ,")) for name in names if name.strip(" ,"))


def _read_name(name: str) -> Agent:
    """Return a person; only a comma tells the family name, without one it is not guessed at."""
    family, comma, given = (part.strip() for part in name.partition(","))
    if not comma or not given:
        return Agent(id="", name=name)
    return Agent(id="", name=f"{given} {family}", family=family, given=given)


def _find_agents(graph: Graph, labels: Sequence[str]) -> tuple[Agent, ...]:
    return tuple(graph.agents_by_id[label] for label in labels if label in graph.agents_by_id)


def _escape(parts: Iterable[str]) -> list[str]:
    return [html.escape(part, quote=False) for part in parts if part]


def _end_with_stop(text: str) -> str:
    return text if text.endswith(".") else f"{text}."
