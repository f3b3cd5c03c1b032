"""A map as it is cited: which version it stands at, of which day, and under which address it is read."""

from dataclasses import replace

from fastapi import Request
from sqlmodel import Session, col, select

from argument_maps.assembly import build_header_values
from argument_maps.citation.maps import CitedMap
from models.changes import find_map
from models.history.moments import Moment, read_header_at, read_present_header
from models.history.revisions import Revision
from models.records.maps import ArgumentMap
from models.records.rows import Draft


def find_site_address(request: Request) -> str:
    """Return the address under which readers reach the server, without a slash at its end.

    Where no base address is set, it is the one under which this request came.
    """
    base: str = request.app.state.settings.base_url
    return base or str(request.base_url).rstrip("/")


def build_edition(
    request: Request, session: Session, slug: str, *, as_of: str | None = None, moment: Moment | None = None
) -> CitedMap:
    """Return the map as it stands, or stood at a moment, with the address under which it is read so.

    With `as_of` it is that edition as it could be known by then. Raises `UnknownMap`.
    """
    map_ = find_map(session, slug)
    if moment is not None:
        changed, sequence = moment.at.date().isoformat(), moment.sequence
        return build_edition_at(request, session, map_, sequence, changed, as_of=as_of or "")
    query = select(Revision.at).where(Revision.map_id == map_.id, col(Revision.sequence) == map_.version)
    at = session.exec(query).first()
    return _build_edition(
        request, read_present_header(map_), map_.version, at.date().isoformat() if at else "", as_of or ""
    )


def build_edition_at(
    request: Request, session: Session, map_: ArgumentMap, sequence: int, changed: str, *, as_of: str = ""
) -> CitedMap:
    """Return a map as it is cited after one of its changes: under the title and with the authors that it had then."""
    edition = _build_edition(request, read_header_at(session, map_, sequence), sequence, changed, as_of)
    return replace(edition, slug=map_.slug, at=sequence)


def _build_edition(request: Request, header: Draft, version: int, changed: str, as_of: str) -> CitedMap:
    fields = build_header_values(header)
    return CitedMap(
        slug=fields["slug"],
        title=fields["title"],
        version=version,
        changed=changed,
        address=f"{find_site_address(request)}/maps/{fields['slug']}",
        language=fields.get("language", "en"),
        as_of=as_of,
        authors=fields["authors"],
        forebears=fields["forebears"],
    )
