"""Who is looking at a map just now, and at which record: kept where every process sees it, and soon forgotten."""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import Column, Float, delete, select, text, update
from sqlmodel import Field, Session, SQLModel, col

from models.change_signal import wake
from models.records.maps import GlobalId

# Who does not say within that time that they are still here is not.
LASTING_SECONDS = 30.0
# Who leaves is forgotten that soon; coming back meanwhile, on another page of the map, is no leaving at all.
PARTING_SECONDS = 3.0
# A renewal that comes earlier than that changes nothing, and is not written.
EARLY_SECONDS = 5.0
MOST_PRESENT = 1_000
_RETENTION_SECONDS = 600.0


class Presence(SQLModel, table=True):
    """One reader's window on a map. It is no part of the map: no key binds it, and no revision tells of it.

    `renewed` is in seconds since 1970; `client` is chosen by the window and told to nobody.
    """

    __tablename__ = "presence"

    map_id: int = Field(sa_column=Column(GlobalId, primary_key=True, autoincrement=False))
    client: str = Field(primary_key=True, max_length=64)
    name: str
    record: str | None = Field(default=None, max_length=64)
    renewed: float = Field(sa_column=Column(Float(53), nullable=False))


class PresentReader(NamedTuple):
    """Somebody who is here, and the record that they look at."""

    client: str
    name: str
    record: str | None


_UPSERT = text(
    "INSERT INTO presence (map_id, client, name, record, renewed) VALUES (:map_id, :client, :name, :record, :renewed) "
    "ON CONFLICT (map_id, client) DO UPDATE SET name = excluded.name, record = excluded.record, "
    "renewed = excluded.renewed"
)


def renew_presence(session: Session, map_id: int, who: PresentReader, now: float) -> None:
    """Note that somebody is here; others are woken where they have come or turned to another record."""
    previous = session.execute(
        select(col(Presence.name), col(Presence.record), col(Presence.renewed)).where(
            col(Presence.map_id) == map_id, col(Presence.client) == who.client
        )
    ).first()
    age = now - previous.renewed if previous else LASTING_SECONDS
    same = age < LASTING_SECONDS and previous is not None and (previous.name, previous.record) == (who.name, who.record)
    if same and age < EARLY_SECONDS:
        return
    if previous is None:
        session.execute(delete(Presence).where(col(Presence.renewed) < now - _RETENTION_SECONDS))
    session.execute(_UPSERT, {"map_id": map_id, **who._asdict(), "renewed": now})
    if not same:
        wake(session)


def drop_presence(session: Session, map_id: int, client: str, now: float) -> None:
    """Note that somebody leaves; they are gone after `PARTING_SECONDS`."""
    last = now - LASTING_SECONDS + PARTING_SECONDS
    session.execute(
        update(Presence)
        .where(col(Presence.map_id) == map_id, col(Presence.client) == client, col(Presence.renewed) > last)
        .values(renewed=last)
    )


def list_present(session: Session, map_ids: Collection[int], now: float) -> dict[int, list[PresentReader]]:
    """Return who is here on each of the maps, by name; of a crowd the first `MOST_PRESENT`."""
    present_by_map: dict[int, list[PresentReader]] = {map_id: [] for map_id in map_ids}
    rows = session.execute(
        select(col(Presence.map_id), col(Presence.client), col(Presence.name), col(Presence.record))
        .where(col(Presence.map_id).in_(map_ids), col(Presence.renewed) > now - LASTING_SECONDS)
        .order_by(col(Presence.map_id), col(Presence.name), col(Presence.client))
    )
    for map_id, *rest in rows:
        if len(present_by_map[map_id]) < MOST_PRESENT:
            present_by_map[map_id].append(PresentReader(*rest))
    return present_by_map
