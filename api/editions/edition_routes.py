"""Editions of a map: published for good, with a content hash by which any copy can be checked."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from api.access.authorization import ADMINISTERS, READS_EDITIONS, MayAdminister
from api.citations.site_addresses import find_site_address
from api.editions.publishing import (
    NameChoice,
    UndecidedNames,
    list_visible_editions,
    publish_map_edition,
    read_edition_doi,
    record_edition_doi,
)
from api.http.conditional_requests import make_etag, require_match
from api.http.instants import Instant
from api.http.openapi_descriptions import problems
from api.http.pagination import Paging, link_next_page, slice_page
from api.http.problems import Fault, Refusal
from api.http.strict_json import StrictRoute
from api.requests import consequences
from api.requests.attribution import Attribution
from api.requests.database import Reading, Writing, lock_existing_map
from api.requests.representations import MapFields
from models.changes import find_map
from models.errors import UnknownEdition
from models.history.edition_dois import read_edition_dois
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
    `doi` is that of its deposit with a repository, as 10.prefix/suffix; null where none was written back.
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
    doi: str | None


class DoiBody(BaseModel):
    """The DOI that a repository gave an edition."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"doi": "10.5281/zenodo.1234567"}]})

    doi: Annotated[
        Line,
        Field(description="The DOI, also as an address or behind “doi:”; an empty line takes a mistaken one away."),
    ]


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
    editions = list_visible_editions(request, session, slug)
    if not editions:
        find_map(session, slug)
    part = slice_page(editions, "editions", lambda edition: edition.number, limit=query.limit, cursor=query.cursor)
    dois = read_edition_dois(session, [persisted_id(edition) for edition in part.items])
    items = [_describe_edition(request, edition, dois.get(persisted_id(edition), "")) for edition in part.items]
    return EditionsAnswer(items=items, next=link_next_page(request, response, part.cursor))


@router.post(
    "",
    operation_id="publishMap",
    summary="Publish a map",
    status_code=201,
    responses=problems(400, 403, 404, 409, 412, 413, 415, 422, 428, 503),
)
def publish_map(
    request: Request, response: Response, slug: Slug, body: EditionBody, session: Writing, user: MayAdminister
) -> EditionAnswer:
    """Publish the map as it stands. An edition is never changed, and stays when the map is deleted.

    Where it would fix names of members for good, it is refused until each of them is in `keep` or in `pseudonyms`.
    """
    argument_map = lock_existing_map(session, slug)
    current = {name: getattr(argument_map, name) for name in MapFields.model_fields}
    require_match(
        request,
        make_etag(session, persisted_id(argument_map), argument_map.version),
        lambda: current,
        lambda: consequences.describe_publication(session, argument_map),
    )
    choice = NameChoice(frozenset(body.keep), frozenset(body.pseudonyms))
    try:
        edition = publish_map_edition(session, argument_map, author=user.name, note=body.note, names=choice)
    except UndecidedNames as error:
        raise _describe_undecided_names(error) from None
    response.headers["Location"] = f"/api/v1/maps/{slug}/editions/{edition.number}"
    return _describe_edition(request, edition)


@router.get(
    "/{number}",
    operation_id="readEdition",
    summary="Read about an edition",
    responses=problems(404, 422, 503),
    dependencies=READS_EDITIONS,
)
def read_edition(request: Request, slug: Slug, number: Number, session: Reading) -> EditionAnswer:
    """Return when and by whom an edition was published, and its hash.

    The document is at its address, `.json`, and a package for a repository, an RO-Crate and a bag, at `.crate.zip`.
    """
    edition = next(
        (edition for edition in list_visible_editions(request, session, slug) if edition.number == number), None
    )
    if edition is None:
        raise UnknownEdition(slug, number)
    return _describe_edition(request, edition, read_edition_doi(session, edition))


@router.put(
    "/{number}/doi",
    operation_id="writeEditionDoi",
    summary="Write back the DOI of an edition",
    responses=problems(400, 403, 404, 413, 415, 422, 503),
    dependencies=ADMINISTERS,
)
def write_doi(request: Request, slug: Slug, number: Number, body: DoiBody, session: Writing) -> EditionAnswer:
    """Keep the DOI under which an edition was deposited, in the place of any before; the edition does not change."""
    edition, doi = record_edition_doi(request, session, slug, number, body.doi)
    return _describe_edition(request, edition, doi)


def _describe_undecided_names(error: UndecidedNames) -> Refusal:
    names = ", ".join(f"“{name}”" for name in list(error.names)[:20])
    return Refusal(
        409,
        "names-for-good",
        "The edition would name members for good",
        f"The edition would contain these names of members: {names}. An edition is never changed.",
        "Send each of them in “pseudonyms”, to have “Contributor” and a number in its place, or in “keep”, to publish "
        "it all the same. In a quoted passage and in a text that is read no name can be replaced.",
        errors=[
            Fault(pointer="/pseudonyms", detail=f"“{name}” occurs in {describe_name_places(places)}.")
            for name, places in error.names.items()
        ],
    )


def describe_name_places(places: Sequence[NamePlace]) -> str:
    """Return in words in which records a name stands; what the map says of itself is the record without an id."""
    return ", ".join(place.label or "what the map or the note says of itself" for place in places[:20])


def _describe_edition(request: Request, edition: Edition, doi: str = "") -> EditionAnswer:
    address = f"{find_site_address(request)}/maps/{edition.slug}/editions/{edition.number}"
    fields = {name: getattr(edition, name) for name in EditionAnswer.model_fields if name not in {"address", "doi"}}
    return EditionAnswer(**fields, address=address, doi=doi or None)
