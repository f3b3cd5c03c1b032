"""The form of a source: its fields in groups, those of its type first, with the citation that they make.

It is laid out here, from what is typed so far, and scripts only fetch it anew: the rules of citation and of archives
stand in one place, and without scripts a button does the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import msgspec
from fastapi import Request

from api.permission import LOCAL_USER, CurrentUser, user_of
from api.web.citing import chosen_style, forms
from api.web.editing.archival import ARCHIVES, PartRow, archive_of, archives, lay_out, repositories
from api.web.editing.forms import unfit
from api.web.messages import N_, gettext
from api.web.record_fields import FormField, form_of
from api.web.record_view import CRITICISM
from argument_maps.citation.bibliography import VARIABLES
from argument_maps.citation.sources import cite_source
from argument_maps.graph import Graph, Source
from models.records.rows import Draft
from models.vocabulary import CitationStyle, CriticismAspect, RecordKind, SourceType

_KEPT = ("repository", "reference", "also_at")
_DATES = ("event_date", "issued", "available", "available_note")
_ONLINE = ("digital_collection", "url", "language")
_APPEARED = ("container_title", "volume", "issue", "number", "page", "publisher", "publisher_place", "edition", "doi")
# Types that are found by where they are kept.
_UNPUBLISHED = frozenset({SourceType.ARCHIVAL, SourceType.MANUSCRIPT})
# What is asked for first of a publication; the variables are those that the styles of citation print for the type.
_OF_TYPE: dict[str, tuple[str, ...]] = {
    SourceType.BOOK: ("publisher", "publisher_place", "edition", "volume", "doi"),
    SourceType.CHAPTER: ("container_title", "page", "publisher", "publisher_place", "edition", "doi"),
    SourceType.ARTICLE_JOURNAL: ("container_title", "volume", "issue", "page", "doi"),
    SourceType.ARTICLE_NEWSPAPER: ("container_title", "page", "edition"),
    SourceType.REPORT: ("container_title", "number", "publisher", "publisher_place", "doi"),
    SourceType.THESIS: ("publisher", "publisher_place"),
    SourceType.LEGISLATION: ("number", "container_title", "page"),
    SourceType.INTERVIEW: ("container_title", "publisher"),
    SourceType.SPEECH: ("container_title", "publisher_place"),
    SourceType.WEBPAGE: ("container_title",),
}
_CALLED: dict[tuple[str, str], str] = {
    (SourceType.CHAPTER, "container_title"): N_("Book in which it stands"),
    (SourceType.ARTICLE_JOURNAL, "container_title"): N_("Journal or bulletin"),
    (SourceType.ARTICLE_NEWSPAPER, "container_title"): N_("Newspaper"),
    (SourceType.REPORT, "container_title"): N_("Series"),
    (SourceType.REPORT, "publisher"): N_("Institution"),
    (SourceType.THESIS, "publisher"): N_("University"),
    (SourceType.WEBPAGE, "container_title"): N_("Site"),
    (SourceType.LEGISLATION, "container_title"): N_("Collection in which it stands"),
    (SourceType.INTERVIEW, "container_title"): N_("Collection or programme"),
    (SourceType.SPEECH, "container_title"): N_("Occasion or collection"),
}


_TONGUES = {"russian": "ru"}


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that belong together. A group that is `folded` can be closed, and is where nothing is filled in."""

    name: str
    title: str
    fields: tuple[FormField, ...]
    folded: bool = False
    open: bool = True


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to a question of source criticism: `number` in the names of its fields, blank where it is none yet."""

    number: int
    text: str
    by: str


@dataclass(frozen=True, slots=True)
class SourceForm:
    """What the form of a source shows beside its fields.

    `address` is where it is sent to be laid out anew; `criticism` holds external and internal criticism, each
    aspect with its answers; `cited` the forms of the citation, none while there is nothing to cite. `suggested` is
    the language that was put into the form for the kind of archive just chosen.
    """

    address: str
    groups: tuple[Group, ...]
    type: str
    archive: str
    archives: Mapping[str, str]
    rows: tuple[PartRow, ...]
    repositories: tuple[tuple[str, str], ...]
    criticism: Mapping[str, Mapping[CriticismAspect, list[Answer]]]
    style: CitationStyle
    cited: tuple[tuple[str, str, Any], ...]
    suggested: str = ""


def suggested_language(given: Mapping[str, str]) -> str:
    """Return the language to put before the user, who may change it; nothing where one is given or was declined.

    Citations follow the language of the source and not its archive, which keeps documents in other languages too:
    so it is suggested in the form at the moment when the kind of archive is chosen, and never assumed.
    """
    chosen = given.get("archive", "")
    declined = chosen == given.get("archive_before", "")
    return "" if declined or given.get("language", "").strip() else _TONGUES.get(chosen, "")


def source_form(request: Request, graph: Graph, address: str, draft: Draft, given: Mapping[str, str]) -> SourceForm:
    """Return the form for what is recorded or typed so far; `given` is what was sent, where something was."""
    faults = unfit(RecordKind.SOURCE, draft)
    rows = draft.get("reference", [])
    archive = given.get("archive")
    if archive not in ARCHIVES and archive != "":
        archive = archive_of(rows, str(draft.get("repository") or ""))
    style, suggested = given.get("style", ""), suggested_language(given)
    wanted = CitationStyle(style) if style in set(CitationStyle) else chosen_style(request)
    return SourceForm(
        address=address,
        groups=tuple(groups(draft, faults)),
        type=str(draft.get("type") or ""),
        archive=archive,
        archives=archives(),
        rows=tuple(lay_out(archive, rows)),
        repositories=tuple(repositories(archive)),
        criticism=_criticism(draft.get("criticism", []), _whose_judgement(user_of(request))),
        style=wanted,
        cited=preview(graph, draft, faults, wanted),
        suggested=suggested if suggested == draft.get("language") else "",
    )


def groups(draft: Draft, faults: Mapping[str, str]) -> list[Group]:
    """Return the groups of fields in the order that suits the type of the source; each field is in one of them."""
    known = {each.name: each for each in form_of(RecordKind.SOURCE)}
    kind = str(draft.get("type") or "")
    unpublished = kind in _UNPUBLISHED

    def group(name: str, title: str, names: tuple[str, ...], *, folded: bool = False) -> Group:
        fields = tuple(replace(known[each], label=_called(kind, known[each])) for each in names)
        busy = any(draft.get(each) or each in faults for each in names)
        return Group(name, title, fields, folded, busy or not folded)

    first = _OF_TYPE.get(kind, () if unpublished else _APPEARED)
    rest = tuple(name for name in _APPEARED if name not in first)
    appeared = [group("published", gettext("Where it appeared"), first)] if first else []
    further = [group("further", gettext("More on where it appeared"), rest, folded=True)] if rest else []
    if unpublished:
        further = [group("further", gettext("Where it was printed"), rest, folded=True)]
    kept = [group("kept", gettext("Where it is kept"), _KEPT, folded=bool(kind) and not unpublished)]
    return [
        group("what", gettext("The source"), ("title", "type", "author")),
        *(kept if unpublished else appeared),
        group("dates", gettext("Its dates"), _DATES),
        group("online", gettext("Online, and its language"), _ONLINE),
        *(further if unpublished else [*further, *kept]),
        group("criticism", gettext("Source criticism"), ("criticism", "reliability", "certainty_note")),
        group("notes", gettext("Notes"), ("note", "tags")),
    ]


def preview(
    graph: Graph, draft: Draft, faults: Mapping[str, str], style: CitationStyle
) -> tuple[tuple[str, str, Any], ...]:
    """Return the citation of what is typed so far, without what cannot be read; none while there is no title."""
    names = {"type", "title", "author", "csl", "issued", "repository", "also_at", "digital_collection", "language"}
    values = {name: value for name, value in draft.items() if name in names | set(VARIABLES) and name not in faults}
    if not values.get("title"):
        return ()
    values.setdefault("type", SourceType.ARCHIVAL if values.get("repository") else SourceType.BOOK)
    parts = [row for row in draft.get("reference", []) if row.get("label") and row.get("value")]
    source = msgspec.convert({**values, "id": "typed", "reference": parts}, Source)
    return forms(cite_source(graph, source, style=style))


def _called(kind: str, each: FormField) -> str:
    if each.name == "issued" and kind:
        return gettext("Written") if kind in _UNPUBLISHED else gettext("Published")
    called = _CALLED.get((kind, each.name))
    return gettext(called) if called else each.label


def _whose_judgement(user: CurrentUser) -> str:
    """Return whose judgement a remark is where nothing else is said; without accounts nobody is known by a name."""
    return "" if user is LOCAL_USER else user.name


def _criticism(remarks: list[Draft], by: str) -> dict[str, dict[CriticismAspect, list[Answer]]]:
    """Return every aspect with the answers to it and a blank one, in which the user is named already.

    Numbers follow the order of the record, so that a form that is sent back unchanged changes nothing.
    """
    answers: dict[CriticismAspect, list[Answer]] = {aspect: [] for aspect in CriticismAspect}
    for number, remark in enumerate(remarks):
        if remark.get("aspect") in answers:
            found = Answer(number, str(remark.get("text") or ""), str(remark.get("by") or ""))
            answers[CriticismAspect(remark["aspect"])].append(found)
    for number, found_so_far in enumerate(answers.values(), start=len(remarks)):
        found_so_far.append(Answer(number, "", by))
    return {
        gettext(title): {aspect: found for aspect, found in answers.items() if aspect.is_external is external}
        for title, external in CRITICISM.items()
    }
