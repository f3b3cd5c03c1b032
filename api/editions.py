"""A map as it is cited: which version it stands at, of which day, and under which address it is read."""

from dataclasses import replace

from fastapi import Request
from sqlmodel import Session, col, select

from argument_maps.assembly import header_values
from argument_maps.citation.maps import Edition
from models.changes import find_map
from models.history.moments import Moment, header_at, present_header
from models.history.revisions import Revision
from models.records.maps import ArgumentMap
from models.records.rows import Draft


def site(request: Request) -> str:
    """Return the address under which readers reach the server, without a slash at its end.

    Where no base address is set, it is the one under which this request came.
    """
    base: str = request.app.state.settings.base_url
    return base or str(request.base_url).rstrip("/")


def edition_of(
    request: Request, session: Session, slug: str, *, as_of: str | None = None, moment: Moment | None = None
) -> Edition:
    """Return the map as it stands, or stood at a moment, with the address under which it is read so.

    With `as_of` it is that edition as it could be known by then. Raises `UnknownMap`.
    """
    found = find_map(session, slug)
    if moment is not None:
        changed, sequence = moment.at.date().isoformat(), moment.sequence
        return cited_as_it_stood(request, session, found, sequence, changed, as_of=as_of or "")
    wanted = select(Revision.at).where(Revision.map_id == found.id, col(Revision.sequence) == found.version)
    at = session.exec(wanted).first()
    return _edition(request, present_header(found), found.version, at.date().isoformat() if at else "", as_of or "")


def cited_as_it_stood(
    request: Request, session: Session, found: ArgumentMap, sequence: int, changed: str, *, as_of: str = ""
) -> Edition:
    """Return a map as it is cited after one of its changes: under the title and with the authors that it had then."""
    edition = _edition(request, header_at(session, found, sequence), sequence, changed, as_of)
    return replace(edition, slug=found.slug, at=sequence)


def _edition(request: Request, header: Draft, version: int, changed: str, as_of: str) -> Edition:
    said = header_values(header)
    return Edition(
        slug=said["slug"],
        title=said["title"],
        version=version,
        changed=changed,
        address=f"{site(request)}/maps/{said['slug']}",
        language=said.get("language", "en"),
        as_of=as_of,
        authors=said["authors"],
        forebears=said["forebears"],
    )
