"""A map as it is cited: which version it stands at, of which day, and under which address it is read."""

from fastapi import Request
from sqlmodel import Session, col, select

from argument_maps.map_citation import Edition
from models.changes import find_map
from models.moments import Moment
from models.revisions import Revision


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
        return Edition(
            slug=slug,
            title=found.title,
            version=moment.sequence,
            changed=moment.at.date().isoformat(),
            address=f"{site(request)}/maps/{slug}",
            language=found.language,
            as_of=as_of or "",
            at=moment.sequence,
        )
    changed = select(Revision.at).where(Revision.map_id == found.id, col(Revision.sequence) == found.version)
    at = session.exec(changed).first()
    return Edition(
        slug=slug,
        title=found.title,
        version=found.version,
        changed=at.date().isoformat() if at is not None else "",
        address=f"{site(request)}/maps/{slug}",
        language=found.language,
        as_of=as_of or "",
    )
