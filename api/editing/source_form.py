"""The form of a source: its fields in groups, those of its type first, with the citation that they make.

It is laid out here, from what is typed so far, and scripts only fetch it anew: the rules of citation and of archives
stand in one place, and without scripts a button does the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import msgspec
from fastapi import Request

from api.access.authorization import get_current_user
from api.access.current_user import LOCAL_USER, CurrentUser
from api.citations.page_citations import (
    StyleChoice,
    find_style_in,
    list_citation_forms,
    list_style_choices,
    read_citation_style,
)
from api.pages.archival_fields import (
    ARCHIVES,
    PartRow,
    identify_archive,
    lay_out_reference,
    list_archives,
    list_repositories,
)
from api.pages.forms import find_draft_faults
from api.phrases.fields.form_fields import FormField
from api.phrases.fields.record_fields import list_form_fields
from api.phrases.marking import N_
from api.phrases.messages import gettext
from api.phrases.record_view import CRITICISM
from argument_maps.citation.csl.map_styles import AnyStyle, name_style
from argument_maps.citation.csl.style_files import UnusableStyle
from argument_maps.citation.published_items import VARIABLES
from argument_maps.citation.sources import cite_source
from argument_maps.graph import Graph
from argument_maps.values import Source
from models.records.rows import Draft
from models.vocabulary import CriticismAspect, RecordKind, SourceType

_CUSTODY_FIELDS = ("repository", "reference", "also_at", "copy_of")
_TITLE_FIELDS = ("title_short", "original_title", "original_language", "translation_of", "witness")
# Who prepared the text that is read, and the work in which it stands.
_EDITION_FIELDS = ("published_in", "published_pages", "editor", "translator", "annotator")
# Of these, what a citation prints.
_CITED_FIELDS = frozenset(
    {*_EDITION_FIELDS, "title_short", "original_title", "original_language", "volume_title", "copy_of"} - {"annotator"}
)
_DATE_FIELDS = (
    *("event_date", "issued", "opened", "published", "translated", "available"),
    *("available_note", "released_by"),
)
_ONLINE_FIELDS = ("digital_collection", "url", "language")
_PUBLICATION_FIELDS = (
    "container_title",
    "volume",
    "volume_title",
    "collection_title",
    "collection_number",
    "issue",
    "number",
    "page",
    "publisher",
    "publisher_place",
    "edition",
    "doi",
)
# Types that are found by where they are kept.
_UNPUBLISHED = frozenset({SourceType.ARCHIVAL, SourceType.MANUSCRIPT})
# What is asked for first of a publication; the variables are those that the styles of citation print for the type.
_FIRST_FIELDS_BY_TYPE: dict[str, tuple[str, ...]] = {
    SourceType.BOOK: (
        *("publisher", "publisher_place", "edition", "volume", "volume_title", "collection_title"),
        *("collection_number", "doi"),
    ),
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
_FIELD_LABELS: dict[tuple[str, str], str] = {
    (SourceType.CHAPTER, "container_title"): N_("Book that contains it"),
    (SourceType.ARTICLE_JOURNAL, "container_title"): N_("Journal or bulletin"),
    (SourceType.ARTICLE_NEWSPAPER, "container_title"): N_("Newspaper"),
    (SourceType.REPORT, "container_title"): N_("Series"),
    (SourceType.REPORT, "collection_title"): N_("Series of the publisher"),
    (SourceType.REPORT, "publisher"): N_("Institution"),
    (SourceType.THESIS, "publisher"): N_("University"),
    (SourceType.WEBPAGE, "container_title"): N_("Site"),
    (SourceType.LEGISLATION, "container_title"): N_("Collection that contains it"),
    (SourceType.INTERVIEW, "container_title"): N_("Collection or programme"),
    (SourceType.SPEECH, "container_title"): N_("Occasion or collection"),
}


_ARCHIVE_LANGUAGES = {"russian": "ru"}


@dataclass(frozen=True, slots=True)
class FieldGroup:
    """Fields that belong together. A group that is `folded` can be closed, and is where nothing is filled in."""

    name: str
    title: str
    fields: tuple[FormField, ...]
    folded: bool = False
    open: bool = True


@dataclass(frozen=True, slots=True)
class CriticismAnswer:
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
    groups: tuple[FieldGroup, ...]
    type: str
    archive: str
    archives: Mapping[str, str]
    rows: tuple[PartRow, ...]
    repositories: tuple[tuple[str, str], ...]
    criticism: Mapping[str, Mapping[CriticismAspect, list[CriticismAnswer]]]
    style: str
    style_choices: tuple[StyleChoice, ...]
    cited: tuple[tuple[str, str, Any], ...]
    suggested: str = ""


def suggest_language(form: Mapping[str, str]) -> str:
    """Return the language to put before the user, who may change it; nothing where one is given or was declined.

    Citations follow the language of the source and not its archive, which keeps documents in other languages too:
    so it is suggested in the form at the moment when the kind of archive is chosen, and never assumed.
    """
    chosen = form.get("archive", "")
    declined = chosen == form.get("archive_before", "")
    return "" if declined or form.get("language", "").strip() else _ARCHIVE_LANGUAGES.get(chosen, "")


def make_source_form(request: Request, graph: Graph, address: str, draft: Draft, form: Mapping[str, str]) -> SourceForm:
    """Return the form for what is recorded or typed so far; `form` is what was sent, where something was."""
    faults = find_draft_faults(RecordKind.SOURCE, draft)
    rows = draft.get("reference", [])
    archive = form.get("archive")
    if archive not in ARCHIVES and archive != "":
        archive = identify_archive(rows, str(draft.get("repository") or ""))
    style, suggested = form.get("style", ""), suggest_language(form)
    citation_style = find_style_in(style, graph) or read_citation_style(request, graph)
    return SourceForm(
        address=address,
        groups=tuple(group_fields(draft, faults)),
        type=str(draft.get("type") or ""),
        archive=archive,
        archives=list_archives(),
        rows=tuple(lay_out_reference(archive, rows)),
        repositories=tuple(list_repositories(archive)),
        criticism=_list_criticism_answers(draft.get("criticism", []), _name_judge(get_current_user(request))),
        style=name_style(citation_style),
        style_choices=list_style_choices(graph),
        cited=preview_citation(graph, draft, faults, citation_style),
        suggested=suggested if suggested == draft.get("language") else "",
    )


def group_fields(draft: Draft, faults: Mapping[str, str]) -> list[FieldGroup]:
    """Return the groups of fields in the order that suits the type of the source; each field is in one of them."""
    fields_by_name = {form_field.name: form_field for form_field in list_form_fields(RecordKind.SOURCE)}
    kind = str(draft.get("type") or "")
    unpublished = kind in _UNPUBLISHED

    def group(name: str, title: str, names: tuple[str, ...], *, folded: bool = False) -> FieldGroup:
        fields = tuple(
            replace(fields_by_name[field_name], label=_label_field(kind, fields_by_name[field_name]))
            for field_name in names
        )
        has_content = any(draft.get(field_name) or field_name in faults for field_name in names)
        return FieldGroup(name, title, fields, folded, has_content or not folded)

    first = _FIRST_FIELDS_BY_TYPE.get(kind, () if unpublished else _PUBLICATION_FIELDS)
    rest = tuple(name for name in _PUBLICATION_FIELDS if name not in first)
    publication = [group("published", gettext("Where it appeared"), first)] if first else []
    further = [group("further", gettext("More about where it appeared"), rest, folded=True)] if rest else []
    if unpublished:
        further = [group("further", gettext("Where it was printed"), rest, folded=True)]
    custody = [group("kept", gettext("Where it is kept"), _CUSTODY_FIELDS, folded=bool(kind) and not unpublished)]
    return [
        group("what", gettext("The source"), ("title", "type", "author")),
        group("titles", gettext("Other titles, and whose testimony it is"), _TITLE_FIELDS, folded=True),
        *(custody if unpublished else publication),
        group("read", gettext("In which edition it is read"), _EDITION_FIELDS, folded=True),
        group("dates", gettext("Dates"), _DATE_FIELDS),
        group("online", gettext("Online access and language"), _ONLINE_FIELDS),
        *(further if unpublished else [*further, *custody]),
        group("criticism", gettext("Source criticism"), ("criticism", "reliability", "certainty_note")),
        group("notes", gettext("Notes"), ("note", "tags")),
    ]


def preview_citation(
    graph: Graph, draft: Draft, faults: Mapping[str, str], style: AnyStyle
) -> tuple[tuple[str, str, Any], ...]:
    """Return the citation of what is typed so far, without what cannot be read; none while there is no title."""
    names = {"type", "title", "author", "csl", "issued", "repository", "also_at", "digital_collection", "language"}
    names |= _CITED_FIELDS
    values = {name: value for name, value in draft.items() if name in names | set(VARIABLES) and name not in faults}
    if not values.get("title"):
        return ()
    values.setdefault("type", SourceType.ARCHIVAL if values.get("repository") else SourceType.BOOK)
    parts = [row for row in draft.get("reference", []) if row.get("label") and row.get("value")]
    source = msgspec.convert({**values, "id": "typed", "reference": parts}, Source)
    try:
        return list_citation_forms(cite_source(graph, source, style=style))
    except UnusableStyle:
        return ()


def _label_field(kind: str, form_field: FormField) -> str:
    if form_field.name == "issued" and kind:
        return gettext("Written") if kind in _UNPUBLISHED else gettext("Published")
    label = _FIELD_LABELS.get((kind, form_field.name))
    return gettext(label) if label else form_field.label


def _name_judge(user: CurrentUser) -> str:
    """Return whose judgement a remark is where nothing else is said; without accounts nobody is known by a name."""
    return "" if user is LOCAL_USER else user.name


def _list_criticism_answers(remarks: list[Draft], by: str) -> dict[str, dict[CriticismAspect, list[CriticismAnswer]]]:
    """Return every aspect with the answers to it and a blank one, in which the user is named already.

    Numbers follow the order of the record, so that a form that is sent back unchanged changes nothing.
    """
    answers: dict[CriticismAspect, list[CriticismAnswer]] = {aspect: [] for aspect in CriticismAspect}
    for number, remark in enumerate(remarks):
        if remark.get("aspect") in answers:
            answer = CriticismAnswer(number, str(remark.get("text") or ""), str(remark.get("by") or ""))
            answers[CriticismAspect(remark["aspect"])].append(answer)
    for number, aspect_answers in enumerate(answers.values(), start=len(remarks)):
        aspect_answers.append(CriticismAnswer(number, "", by))
    return {
        gettext(title): {
            aspect: aspect_answers for aspect, aspect_answers in answers.items() if aspect.is_external is external
        }
        for title, external in CRITICISM.items()
    }
