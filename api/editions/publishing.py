"""Editions: a map published as it stands, read back, and drawn from its own bytes, whatever became of the map."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from fastapi import Request
from sqlmodel import Session

from api.access.authorization import (
    Action,
    NotAllowed,
    find_last_visibility,
    get_current_user,
    get_permitted_actions,
    get_request_place,
)
from api.access.current_user import CurrentUser
from api.citations.site_addresses import find_site_address
from api.requests.authorship import read_authorship
from argument_maps.assembly import add_contents, load_graph
from argument_maps.citation.maps import CitedMap as Cited
from argument_maps.formats import native
from argument_maps.formats.canonical_json import encode_canonical, parse_canonical_json
from argument_maps.graph import Graph
from models.errors import UnknownEdition
from models.history import editions
from models.history.edition_dois import read_edition_dois, write_edition_doi
from models.history.editions import Edition
from models.participation.member_names import NamePlace, find_names, list_names_of_people, replace_with_pseudonyms
from models.records.maps import ArgumentMap
from models.records.rows import Draft
from models.row_keys import persisted_id
from models.vocabulary import Visibility


@dataclass(frozen=True, slots=True)
class NameChoice:
    """What becomes of members' names in what is made of a map: those that stay, and those for which a number stands."""

    keep: frozenset[str] = frozenset()
    pseudonyms: frozenset[str] = frozenset()


class UndecidedNames(Exception):
    """Members' names would be fixed for good, and nothing was said of them; by names the places where they stand."""

    def __init__(self, names: Mapping[str, Sequence[NamePlace]]) -> None:
        super().__init__("members' names would be fixed for good")
        self.names = names


def publish_map_edition(
    session: Session, argument_map: ArgumentMap, *, author: str, note: str = "", names: NameChoice = NameChoice()
) -> Edition:
    """Publish a map, which has to be held against other writers, as its next edition.

    Raises `UndecidedNames` where it names members, until it is said of each name whether it stays.
    """
    document = parse_canonical_json(
        native.write_map_document(add_contents(session, load_graph(session, argument_map.slug)))
    )
    edition_document = apply_name_choice(
        {**document, "edition note": note}, list_names_of_people(session, persisted_id(argument_map)), names
    )
    note = edition_document.pop("edition note")
    return editions.store_edition(
        session, argument_map, argument_map.version, encode_canonical(edition_document), author=author, note=note
    )


def apply_name_choice(document: Draft, people: Collection[str], names: NameChoice) -> Draft:
    """Return a document in which each name that was chosen for it is a number; raises `UndecidedNames` for the others.

    A name in a passage or in a text that is read cannot be replaced: it has to be kept, or taken out of the map.
    """
    places_by_name = find_names(document, people)
    undecided = {name: places for name, places in places_by_name.items() if name not in names.keep | names.pseudonyms}
    if undecided:
        raise UndecidedNames(undecided)
    replaced_names = names.pseudonyms & places_by_name.keys()
    if not replaced_names:
        return document
    masked_document = replace_with_pseudonyms(document, replaced_names)
    remaining = {
        name: places for name, places in find_names(masked_document, replaced_names).items() if name not in names.keep
    }
    if remaining:
        raise UndecidedNames(remaining)
    return masked_document


def list_visible_editions(request: Request, session: Session, slug: str) -> list[Edition]:
    """Return the editions under a slug that whoever asks may read, without their documents, the newest first.

    Permission was asked for the map that has the name now, or had it last. What was published of others that had it
    before is read by their members, and by all where their map was not private.
    """
    all_editions = editions.read_editions(session, slug)
    if request.app.state.gate is None:
        return all_editions
    state, user = request.app.state.states.look(slug), get_current_user(request)
    present_map_id = state.id if state is not None else max((edition.map_id for edition in all_editions), default=0)
    visible_map_ids = {
        map_id
        for map_id in {edition.map_id for edition in all_editions}
        if map_id == present_map_id
        or user.role_on(map_id) is not None
        or find_last_visibility(session, map_id) != Visibility.PRIVATE
    }
    return [_name_publisher(session, edition, user) for edition in all_editions if edition.map_id in visible_map_ids]


def read_visible_edition(request: Request, session: Session, slug: str, number: int) -> Edition:
    """Return an edition with its document; raises `UnknownEdition` also where whoever asks may not read it."""
    if all(edition.number != number for edition in list_visible_editions(request, session, slug)):
        raise UnknownEdition(slug, number)
    edition = editions.find_edition(session, slug, number)
    session.expunge(edition)
    return edition if request.app.state.gate is None else _name_publisher(session, edition, get_current_user(request))


def _name_publisher(session: Session, edition: Edition, user: CurrentUser) -> Edition:
    """Return an edition, which is no row of the session, with the name under which its publisher is told."""
    edition.author = read_authorship(session, edition.map_id, user).name_member(edition.author, None)
    return edition


def read_edition_graph(edition: Edition) -> Graph:
    """Return the map that an edition holds."""
    document, _ = native.read_map_document(edition.document.encode(), decodes_images=False)
    return native.build_graph_from_document(document)


def read_edition_doi(session: Session, edition: Edition) -> str:
    """Return the DOI of an edition, nothing where it has none."""
    edition_id = persisted_id(edition)
    return read_edition_dois(session, [edition_id]).get(edition_id, "")


def may_write_doi(request: Request, edition: Edition) -> bool:
    """Tell whether a page offers to write back the DOI of an edition: to whoever administers its map."""
    return Action.ADMINISTER in get_permitted_actions(request) and _is_of_present_map(request, edition)


def _is_of_present_map(request: Request, edition: Edition) -> bool:
    """Tell whether permission was asked for the map of an edition: another may have its name by now."""
    return request.app.state.gate is None or get_request_place(request).map_id == edition.map_id


def record_edition_doi(request: Request, session: Session, slug: str, number: int, written: str) -> tuple[Edition, str]:
    """Keep what is written as the DOI of an edition, for whoever administers its map; return both as they are kept.

    The edition itself is not touched. Raises `UnknownEdition`, `FalseDoi`, and `NotAllowed` where it is of a former map
    of that name, which whoever asks does not administer.
    """
    edition = read_visible_edition(request, session, slug, number)
    if not _is_of_present_map(request, edition):
        raise NotAllowed
    return edition, write_edition_doi(session, persisted_id(edition), written)


def describe_edition_for_citation(request: Request, edition: Edition, doi: str = "") -> Cited:
    """Return an edition as it is cited: by its authors, its number, its content hash and its permanent address.

    With a DOI it is cited by that.
    """
    graph = read_edition_graph(edition)
    return Cited(
        slug=edition.slug,
        title=edition.title,
        version=edition.sequence,
        changed=edition.at.date().isoformat(),
        address=f"{find_site_address(request)}/maps/{edition.slug}/editions/{edition.number}",
        language=edition.language,
        number=edition.number,
        sha256=edition.sha256,
        doi=doi,
        authors=graph.authors,
        forebears=graph.forebears,
    )


# Where a name stands that is in no record.
INSTRUCTIONS = "instructions"
