"""Editions: a map published as it stands, read back, and drawn from its own bytes, whatever became of the map."""

from fastapi import Request
from sqlmodel import Session

from api.editions import site
from argument_maps.assembly import load_graph, with_contents
from argument_maps.canonical import canonical, read
from argument_maps.formats import native
from argument_maps.graph import Graph
from argument_maps.map_citation import Edition as Cited
from models import editions
from models.editions import Edition
from models.maps import ArgumentMap


def publish(session: Session, found: ArgumentMap, *, author: str, note: str = "") -> Edition:
    """Publish a map, which has to be held against other writers, as its next edition."""
    document = canonical(read(native.write(with_contents(session, load_graph(session, found.slug)))))
    return editions.publish(session, found, found.version, document, author=author, note=note)


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
