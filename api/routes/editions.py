"""Editions of a map: published for good, with a content hash by which any copy can be checked."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from api import consequences
from api.attribution import Attribution
from api.conditions import etag, require_match
from api.database import Reading, Writing, lock_map
from api.documentation import problems
from api.editions import site
from api.instants import Instant
from api.paging import Paging, next_page, part_of
from api.permission import READS_EDITIONS, Administering
from api.problems import Fault, Refusal
from api.publishing import NameChoice, NamesForGood, editions_seen, publish
from api.representations import MapFields
from api.strict_route import StrictRoute
from models.changes import find_map
from models.errors import UnknownEdition, UnknownMap
from models.history.editions import Edition
from models.participation.member_names import NamePlace
from models.row_keys import persisted_id
from models.text_types import MAX_INTEGER, Line, Sha256, Slug

router = APIRouter(prefix="/maps/{slug}/editions", tags=["editions"], route_class=StrictRoute)

Number = Annotated[int, Path(ge=1, le=MAX_INTEGER, description="The number of the edition.")]


class EditionBody(BaseModel):
    """What is said of an edition when it is published."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"note": "As discussed in June."}]})

    note: Annotated[Line, Field(description="A line that tells it from others.")] = ""
    keep: Annotated[
        list[Line], Field(max_length=1_000, description="Names of members that the edition may hold for good.")
    ] = Field(default_factory=list)
    pseudonyms: Annotated[
        list[Line],
        Field(max_length=1_000, description="Names of members for which the edition says “Contributor” and a number."),
    ] = Field(default_factory=list)


class EditionAnswer(BaseModel):
    """An edition: its number, the change after which the map stood so, its content hash and its permanent address.

    `masked_at` is when a name in it was last replaced by a pseudonym, and with that the hash; null where none was.
    """

    number: int
    sequence: int
    title: str
    note: str
    at: Instant
    author: Attribution
    sha256: Sha256
    address: str
    masked_at: Instant | None


class EditionsAnswer(BaseModel):
    """One page of the editions of a map, the newest first. `next` is the following page, null on the last."""

    items: list[EditionAnswer]
    next: str | None = None


@router.get(
    "",
    operation_id="listEditions",
    summary="List a map's editions",
    responses=problems(404, 422, 503),
    dependencies=READS_EDITIONS,
)
def list_editions(
    request: Request, response: Response, slug: Slug, query: Annotated[Paging, Query()], session: Reading
) -> EditionsAnswer:
    """Return what was published of the map, also where the map itself is gone."""
    found = editions_seen(request, session, slug)
    if not found:
        find_map(session, slug)
    part = part_of(found, "editions", lambda each: each.number, limit=query.limit, cursor=query.cursor)
    items = [_told(request, each) for each in part.items]
    return EditionsAnswer(items=items, next=next_page(request, response, part.cursor))


@router.post(
    "",
    operation_id="publishMap",
    summary="Publish a map",
    status_code=201,
    responses=problems(400, 403, 404, 409, 412, 413, 415, 422, 428, 503),
)
def publish_map(
    request: Request, response: Response, slug: Slug, body: EditionBody, session: Writing, user: Administering
) -> EditionAnswer:
    """Publish the map as it stands. An edition is never changed, and stays when the map is deleted.

    Where it would fix names of members for good, it is refused until each of them is in `keep` or in `pseudonyms`.
    """
    found = lock_map(session, slug)
    if found is None:
        raise UnknownMap(slug)
    current = {name: getattr(found, name) for name in MapFields.model_fields}
    require_match(
        request,
        etag(session, persisted_id(found), found.version),
        lambda: current,
        lambda: consequences.describe_publication(session, found),
    )
    choice = NameChoice(frozenset(body.keep), frozenset(body.pseudonyms))
    try:
        made = publish(session, found, author=user.name, note=body.note, names=choice)
    except NamesForGood as error:
        raise _names_for_good(error) from None
    response.headers["Location"] = f"/api/v1/maps/{slug}/editions/{made.number}"
    return _told(request, made)


@router.get(
    "/{number}",
    operation_id="readEdition",
    summary="Read about an edition",
    responses=problems(404, 422, 503),
    dependencies=READS_EDITIONS,
)
def read_edition(request: Request, slug: Slug, number: Number, session: Reading) -> EditionAnswer:
    """Return when and by whom an edition was published, and its hash; the document is at its address, `.json`."""
    found = next((each for each in editions_seen(request, session, slug) if each.number == number), None)
    if found is None:
        raise UnknownEdition(slug, number)
    return _told(request, found)


def _names_for_good(error: NamesForGood) -> Refusal:
    names = ", ".join(f"“{name}”" for name in list(error.names)[:20])
    return Refusal(
        409,
        "names-for-good",
        "The edition would name members for good",
        f"These are names of members, and stand in what would be published: {names}. An edition is never changed.",
        "Send each of them in “pseudonyms”, to have “Contributor” and a number in its place, or in “keep”, to publish "
        "it all the same. In a quoted passage and in a text that is read no name can be replaced.",
        errors=[
            Fault(pointer="/pseudonyms", detail=f"“{name}” stands in {where_named(places)}.")
            for name, places in error.names.items()
        ],
    )


def where_named(places: Sequence[NamePlace]) -> str:
    """Return in words in which records a name stands; what the map says of itself is the record without an id."""
    return ", ".join(each.label or "what the map or the note says of itself" for each in places[:20])


def _told(request: Request, edition: Edition) -> EditionAnswer:
    address = f"{site(request)}/maps/{edition.slug}/editions/{edition.number}"
    told = {name: getattr(edition, name) for name in EditionAnswer.model_fields if name != "address"}
    return EditionAnswer(**told, address=address)
