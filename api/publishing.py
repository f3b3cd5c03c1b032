"""Editions: a map published as it stands, read back, and drawn from its own bytes, whatever became of the map."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from fastapi import Request
from sqlmodel import Session

from api.authorship import authorship
from api.editions import site
from api.permission import CurrentUser, last_visibility, user_of
from argument_maps.assembly import load_graph, with_contents
from argument_maps.citation.maps import Edition as Cited
from argument_maps.formats import native
from argument_maps.formats.canonical_json import canonical, read
from argument_maps.graph import Graph
from models.errors import UnknownEdition
from models.history import editions
from models.history.editions import Edition
from models.participation.member_names import NamePlace, find_names, names_of_people, with_pseudonyms
from models.records.maps import ArgumentMap
from models.records.rows import Draft
from models.row_keys import persisted_id
from models.vocabulary import Visibility


@dataclass(frozen=True, slots=True)
class NameChoice:
    """What becomes of members' names in what is made of a map: those that stay, and those for which a number stands."""

    keep: frozenset[str] = frozenset()
    pseudonyms: frozenset[str] = frozenset()


class NamesForGood(Exception):
    """Members' names would be fixed for good, and nothing was said of them; by names the places where they stand."""

    def __init__(self, names: Mapping[str, Sequence[NamePlace]]) -> None:
        super().__init__("members' names would be fixed for good")
        self.names = names


def publish(
    session: Session, found: ArgumentMap, *, author: str, note: str = "", names: NameChoice = NameChoice()
) -> Edition:
    """Publish a map, which has to be held against other writers, as its next edition.

    Raises `NamesForGood` where it names members, until it is said of each name whether it stays.
    """
    document = read(native.write(with_contents(session, load_graph(session, found.slug))))
    written = apply_choice({**document, "edition note": note}, names_of_people(session, persisted_id(found)), names)
    note = written.pop("edition note")
    return editions.publish(session, found, found.version, canonical(written), author=author, note=note)


def apply_choice(document: Draft, people: Collection[str], names: NameChoice) -> Draft:
    """Return a document in which each name that was chosen for it is a number; raises `NamesForGood` for the others.

    A name in a passage or in a text that is read cannot be replaced: it has to be kept, or taken out of the map.
    """
    found = find_names(document, people)
    undecided = {name: places for name, places in found.items() if name not in names.keep | names.pseudonyms}
    if undecided:
        raise NamesForGood(undecided)
    replaced = names.pseudonyms & found.keys()
    if not replaced:
        return document
    written = with_pseudonyms(document, replaced)
    left = {name: places for name, places in find_names(written, replaced).items() if name not in names.keep}
    if left:
        raise NamesForGood(left)
    return written


def editions_seen(request: Request, session: Session, slug: str) -> list[Edition]:
    """Return the editions under a slug that whoever asks may read, without their documents, the newest first.

    Permission was asked for the map that has the name now, or had it last. What was published of others that had it
    before is read by their members, and by all where their map was not private.
    """
    listed = editions.editions(session, slug)
    if request.app.state.gate is None:
        return listed
    state, user = request.app.state.states.look(slug), user_of(request)
    here = state.id if state is not None else max((each.map_id for each in listed), default=0)
    seen = {
        each
        for each in {edition.map_id for edition in listed}
        if each == here or user.role_on(each) is not None or last_visibility(session, each) != Visibility.PRIVATE
    }
    return [_as_told(session, each, user) for each in listed if each.map_id in seen]


def edition_seen(request: Request, session: Session, slug: str, number: int) -> Edition:
    """Return an edition with its document; raises `UnknownEdition` also where whoever asks may not read it."""
    if all(each.number != number for each in editions_seen(request, session, slug)):
        raise UnknownEdition(slug, number)
    found = editions.find_edition(session, slug, number)
    session.expunge(found)
    return found if request.app.state.gate is None else _as_told(session, found, user_of(request))


def _as_told(session: Session, edition: Edition, user: CurrentUser) -> Edition:
    """Return an edition, which is no row of the session, with the name under which its publisher is told."""
    edition.author = authorship(session, edition.map_id, user).name(edition.author, None)
    return edition


def graph_of_edition(edition: Edition) -> Graph:
    """Return the map that an edition holds."""
    document, _ = native.read(edition.document.encode())
    return native.graph_of(document)


def cited_edition(request: Request, edition: Edition) -> Cited:
    """Return an edition as it is cited: by its authors, its number, its content hash and its permanent address."""
    graph = graph_of_edition(edition)
    return Cited(
        slug=edition.slug,
        title=edition.title,
        version=edition.sequence,
        changed=edition.at.date().isoformat(),
        address=f"{site(request)}/maps/{edition.slug}/editions/{edition.number}",
        language=edition.language,
        number=edition.number,
        sha256=edition.sha256,
        authors=graph.authors,
        forebears=graph.forebears,
    )
