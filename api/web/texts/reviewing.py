"""New versions of a text, and the passages that somebody has to look at after one."""

from typing import Any

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from api.database import Reading, read_apart, write_apart
from api.long_work import do_apart
from api.permission import Contributing, CurrentUser, Looking
from api.reading_requests import Doubtful
from api.reviewing import Carrying, doubtful, is_doubtful
from api.web.changeable import locked_among, may_edit
from api.web.editing.pages import Form
from api.web.messages import gettext, ngettext
from api.web.parts import list_part
from api.web.returning import back, graph_of, held, number, told
from api.web.surroundings import around
from api.web.templating import page
from api.web.texts.sending import Sent, SentForm, read_sent
from api.web.texts.views import known_text, present
from api.web.visits import read_visit
from argument_maps.anchoring.anchors import surroundings
from argument_maps.anchoring.quotations import places_of
from argument_maps.assembly import load_contents
from argument_maps.graph import Annotation
from models import changes
from models.errors import MapError, StaleRevision, UnknownRecord
from models.people.account_errors import NotYours
from models.records.contents import ContentDraft
from models.records.maps import ArgumentMap
from models.records.rows import read_drafts
from models.records.texts import CONTEXT, AnnotationDraft, TextDraft
from models.row_keys import persisted_id
from models.text_types import Label, Slug
from models.vocabulary import AnchorState, PastedType

router = APIRouter(include_in_schema=False)


@router.get("/maps/{slug}/texts/{label}/version")
def show_versions(request: Request, slug: Slug, label: Label, session: Reading, user: Looking) -> Response:
    """Show the versions of a text, and the form by which it gets another."""
    return _versions(request, session, slug, label, user, {}, {})


@router.post("/maps/{slug}/texts/{label}/version")
async def add_version(request: Request, slug: Slug, label: Label, given: SentForm, user: Contributing) -> Response:
    """Give a text a new version; its annotations move where that is certain, and else wait for review."""
    faults: dict[str, str] = {}
    if not given.name and not given.fields.get("pasted", "").strip():
        faults["file"] = gettext("Choose a file, or paste the text below.")
    else:

        def prepare() -> tuple[ContentDraft, str, Carrying]:
            content, media_type = read_sent(given)
            carrying = Carrying(content)
            carrying.work_ahead(request.app.state.engine, slug, label)
            return content, media_type, carrying

        try:
            prepared = await do_apart(request, prepare)
            return await write_apart(request, lambda session: _add(session, slug, label, given, user, prepared))
        except NotYours:
            raise
        except StaleRevision:
            faults[""] = gettext(
                "Somebody else changed this text meanwhile. Look at its versions, then send yours again."
            )
        except MapError as error:
            faults["file" if given.name else "pasted"] = told(error)
    return await read_apart(
        request, lambda session: _versions(request, session, slug, label, user, given.fields, faults, status=422)
    )


def _add(
    session: Session,
    slug: str,
    label: str,
    given: Sent,
    user: CurrentUser,
    prepared: tuple[ContentDraft, str, Carrying],
) -> Response:
    content, media_type, carrying = prepared
    found = held(session, slug)
    done = changes.add_version(
        session,
        found,
        label,
        content,
        media_type,
        carry=carrying,
        revision=number(given.fields.get("revision", "")),
        author=user.name,
        why=given.fields.get("why", "").strip()[:500],
    )
    text = TextDraft.model_validate(read_drafts(session, persisted_id(found), [label])[label][1])
    waiting = is_doubtful(session, persisted_id(found), label, text)
    return back(slug, label, done[0].change, page="/review" if waiting else "")


@router.get("/maps/{slug}/texts/{label}/review")
def show_review(request: Request, slug: Slug, label: Label, session: Reading, user: Looking) -> Response:
    """Show the passages that need review, with what may be meant and how that differs, and then the orphans."""
    return _review(request, session, slug, label, user, {})


@router.post("/maps/{slug}/texts/{label}/review/{annotation}")
async def decide(
    request: Request, slug: Slug, label: Label, annotation: Label, given: Form, user: Contributing
) -> Response:
    """Say where a passage stands by now: where it was found, somewhere else, or nowhere."""

    def find(session: Session) -> dict[str, Any] | str | None:
        found = changes.find_map(session, slug)
        items = _items(session, found, slug, label, annotation)
        return _placed(session, found, label, items[0], given) if items else None

    # Before anybody's turn to write comes: looking for a passage can take seconds.
    placed = await read_apart(request, find)
    if placed is None:
        # It was decided meanwhile, by somebody else or in another window.
        return back(slug, label, None, page="/review")

    def write(session: Session) -> Response:
        found = held(session, slug)
        before = read_drafts(session, persisted_id(found), [annotation])[annotation][1]
        draft = AnnotationDraft.model_validate({**before, **fields})
        revision = number(given.get("revision", ""))
        made = changes.change_record(session, found, annotation, draft, revision=revision, author=user.name)
        return back(slug, label, made.revision, page="/review")

    fault = placed if isinstance(placed, str) else ""
    fields = {} if isinstance(placed, str) else placed
    if not fault:
        try:
            return await write_apart(request, write)
        except MapError as error:
            fault = told(error)
    return await read_apart(
        request, lambda session: _review(request, session, slug, label, user, {annotation: fault}, status=422)
    )


def _placed(session: Session, found: ArgumentMap, label: str, item: Doubtful, given: Any) -> dict[str, Any] | str:
    """Return what changes of an annotation by a decision, or what is wrong with that."""
    anchored = {"state": AnchorState.ANCHORED, "score": None}
    decision = given.get("decision", "")
    if decision == "orphan":
        return {"state": AnchorState.ORPHAN, "score": None}
    if decision == "confirm":
        if item.proposal is None or given.get("place", "") != f"{item.proposal.version}.{item.proposal.start}":
            return gettext("The text has changed again. Look at what is proposed now.")
        return {**item.proposal.model_dump(), **anchored}
    quotation = given.get("exact", "").strip()
    if not quotation:
        return gettext("Write the passage at which it should stand.")
    text = TextDraft.model_validate(read_drafts(session, persisted_id(found), [label])[label][1])
    version = text.versions[-1].sha256
    words = load_contents(session, [version])[version].text
    places = places_of(quotation, words)
    if not places:
        return gettext("The text does not say that. Copy the passage from the text.")
    if len(places) > 1:
        return ngettext(
            "The text says that %(num)s time. Write more of the passage, so that it stands once only.",
            "The text says that %(num)s times. Write more of the passage, so that it stands once only.",
            len(places),
        )
    start, end = places[0]
    prefix, suffix = surroundings(words, start, end, CONTEXT)
    place = {"version": version, "exact": words[start:end], "start": start, "end": end}
    return {**place, "prefix": prefix, "suffix": suffix, **anchored}


def _items(session: Session, found: ArgumentMap, slug: str, label: str, only: str | None = None) -> list[Doubtful]:
    drafts = read_drafts(session, persisted_id(found), [label])
    if label not in drafts or "versions" not in drafts[label][1]:
        raise UnknownRecord(slug, label)
    return doubtful(session, persisted_id(found), label, TextDraft.model_validate(drafts[label][1]), only)


def _review(
    request: Request,
    session: Session,
    slug: str,
    label: str,
    user: CurrentUser,
    faults: dict[str, str],
    status: int = 200,
) -> Response:
    graph = graph_of(request, slug, user)
    text = known_text(graph, label)
    found = changes.find_map(session, slug)
    items = _items(session, found, slug, label) if text.versions else []
    part = list_part(request, f"/maps/{slug}/texts/{label}/review", "doubts", items, lambda each: each.annotation.id)
    return page(
        request,
        "review.html",
        status,
        text=text,
        items=part,
        locked=locked_among(request, session, slug, [each.annotation.id for each in part.items]),
        faults=faults,
        **around(request, graph, read_visit(request, slug), session),
    )


def _versions(
    request: Request,
    session: Session,
    slug: str,
    label: str,
    user: CurrentUser,
    given: Any,
    faults: dict[str, str],
    status: int = 200,
) -> Response:
    graph = graph_of(request, slug, user)
    text = known_text(graph, label)
    record = changes.find_record(session, changes.find_map(session, slug), label)
    standing = [each for each in graph.annotations if isinstance(each, Annotation) and each.in_text == label]
    return page(
        request,
        "version.html",
        status,
        text=text,
        present=present(text),
        text_may_change=may_edit(request, session, slug, label),
        revision=record.revision,
        standing=len(standing),
        given=given,
        faults=faults,
        formats=PastedType,
        **around(request, graph, read_visit(request, slug), session),
    )
