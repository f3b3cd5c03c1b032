"""Editions: a map published as it stands, read back, and drawn from its own bytes, whatever became of the map."""

from fastapi import Request
from sqlmodel import Session

from api.editions import site
from api.permission import last_visibility, user_of
from argument_maps.assembly import load_graph, with_contents
from argument_maps.canonical import canonical, read
from argument_maps.formats import native
from argument_maps.graph import Graph
from argument_maps.map_citation import Edition as Cited
from models import editions
from models.editions import Edition
from models.errors import UnknownEdition
from models.maps import ArgumentMap
from models.vocabulary import Visibility


def publish(session: Session, found: ArgumentMap, *, author: str, note: str = "") -> Edition:
    """Publish a map, which has to be held against other writers, as its next edition."""
    document = canonical(read(native.write(with_contents(session, load_graph(session, found.slug)))))
    return editions.publish(session, found, found.version, document, author=author, note=note)


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
    return [each for each in listed if each.map_id in seen]


def edition_seen(request: Request, session: Session, slug: str, number: int) -> Edition:
    """Return an edition with its document; raises `UnknownEdition` also where whoever asks may not read it."""
    if all(each.number != number for each in editions_seen(request, session, slug)):
        raise UnknownEdition(slug, number)
    return editions.find_edition(session, slug, number)


def graph_of_edition(edition: Edition) -> Graph:
    """Return the map that an edition holds."""
    document, _ = native.read(edition.document.encode())
    return native.graph_of(document)


def cited_edition(request: Request, edition: Edition) -> Cited:
    """Return an edition as it is cited: by its number, its content hash and its permanent address."""
    return Cited(
        slug=edition.slug,
        title=edition.title,
        version=edition.sequence,
        changed=edition.at.date().isoformat(),
        address=f"{site(request)}/maps/{edition.slug}/editions/{edition.number}",
        language=edition.language,
        number=edition.number,
        sha256=edition.sha256,
    )
