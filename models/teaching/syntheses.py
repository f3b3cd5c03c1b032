"""The joint synthesis of a group: a claim on its map, tied to claims of every side, and credited to the group."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sqlalchemy import select
from sqlmodel import Session, col

from models import changes
from models.controversies.controversies import Camp, Controversy, Group, read_controversy_overview
from models.controversies.controversy_errors import NoSuchGroup, UnfitGroups
from models.errors import Phrase
from models.history.forks import read_merged_labels
from models.people.pseudonyms import format_group_name
from models.records.arguments import Claim, ClaimDraft, LinkDraft
from models.records.maps import Record
from models.row_keys import persisted_id
from models.teaching.controversy_steps import record_synthesis
from models.vocabulary import RecordKind, Relation

# What a synthesis can be to a claim of a side: the claim gives reason for it, or is limited or rebutted by it.
TIES = (Relation.SUPPORTS, Relation.QUALIFIES, Relation.CHALLENGES)


class SideClaim(NamedTuple):
    """A claim that a side has brought into the group's map, under its id there."""

    label: str
    text: str


def list_brought_claims(session: Session, group: Group) -> list[tuple[Camp, list[SideClaim]]]:
    """Return for every side the claims of its own that were taken into the group's map and are still there."""
    if group.map is None:
        return []
    here = select(col(Claim.label), col(Claim.text)).where(col(Claim.map_id) == group.map.id)
    texts: dict[str, str] = dict(tuple(row) for row in session.execute(here))
    side_claims = []
    for camp in group.camps:
        labels = (
            read_merged_labels(session, persisted_id(camp.map), persisted_id(group.map))
            if camp.map is not None
            else None
        )
        own: list[str] = []
        if camp.map is not None and labels is not None:
            statement = select(col(Record.label)).where(col(Record.map_id) == camp.map.id, col(Record.revision) > 1)
            own = list(session.scalars(statement.where(col(Record.kind) == RecordKind.CLAIM).order_by(col(Record.id))))
        named = [(labels or {}).get(label, label) for label in own]
        side_claims.append((camp, [SideClaim(label, texts[label]) for label in named if label in texts]))
    return side_claims


def read_synthesis_texts(session: Session, groups: Iterable[Group]) -> dict[int, str]:
    """Return by the numbers of groups what they agreed on, where they did and the claim is still there."""
    agreed = {(group.map.id, group.synthesis): group.number for group in groups if group.map and group.synthesis}
    statement = select(col(Claim.map_id), col(Claim.label), col(Claim.text)).where(
        col(Claim.map_id).in_({key for key, _ in agreed}), col(Claim.label).in_({label for _, label in agreed})
    )
    rows = session.execute(statement).all() if agreed else []
    return {agreed[map_id, label]: text for map_id, label, text in rows if (map_id, label) in agreed}


def list_own_claims(session: Session, group: Group) -> list[SideClaim]:
    """Return the claims of the group's map that do not come from the common map."""
    if group.map is None:
        return []
    joined = select(col(Claim.label), col(Claim.text)).join(
        Record, (col(Record.map_id) == col(Claim.map_id)) & (col(Record.label) == col(Claim.label))
    )
    statement = joined.where(col(Claim.map_id) == group.map.id, col(Record.revision) > 1).order_by(col(Record.id))
    return [SideClaim(label, text) for label, text in session.execute(statement).all()]


def write_synthesis(
    session: Session, controversy: Controversy, number: int, text: str, ties: Mapping[str, Relation], *, author: str
) -> str:
    """Write a group's joint synthesis, with a link for each claim that it is tied to, in one change; return its id.

    Every side whose claims are on the map has to be answered by it. Raises `NotAtThisStep`, `NoSuchGroup` and
    `UnfitGroups`.
    """
    whole = read_controversy_overview(session, controversy)
    group = whole.group(number)
    if group is None or group.map is None:
        raise NoSuchGroup
    brought = list_brought_claims(session, group)
    side_labels = {claim.label for _, claims in brought for claim in claims}
    if not side_labels:
        raise UnfitGroups(
            Phrase("The group’s map has no claim of any of the sides yet."),
            Phrase("Merge the maps of your sides into it first: open each of them under “Merge”."),
        )
    if not set(ties) <= side_labels:
        raise UnfitGroups(
            Phrase("A synthesis has to refer to claims of your sides."), Phrase("Choose some of those that are listed.")
        )
    unanswered_sides = [
        camp.name for camp, claims in brought if claims and not {claim.label for claim in claims} & set(ties)
    ]
    if unanswered_sides:
        raise UnfitGroups(
            Phrase("The synthesis refers to no claim of: %(sides)s.", sides=tuple(unanswered_sides)),
            Phrase("Choose at least one claim of each side."),
        )
    map_id = persisted_id(group.map)
    names = ", ".join(member.name for member in group.members)
    question = controversy.label if controversy.label and _has_question(session, map_id, controversy.label) else None
    claim = ClaimDraft(text=text, answers=question, note=f"Joint synthesis of group {number}: {names}.")
    label = changes.find_free_label(session, map_id, changes.choose_label_prefix(RecordKind.CLAIM, claim))
    links = [
        LinkDraft(premises=[other], relation=relation, target=label)
        if relation is Relation.SUPPORTS
        else LinkDraft(premises=[label], relation=relation, target=other)
        for other, relation in ties.items()
    ]
    changes.create_records(
        session,
        group.map,
        [(RecordKind.CLAIM, label, claim), *((RecordKind.LINK, None, link) for link in links)],
        author=author,
        why=f"Joint synthesis of group {number}.",
        credit=format_group_name(number),
    )
    record_synthesis(session, controversy, number, label)
    return label


def choose_synthesis(session: Session, controversy: Controversy, number: int, label: str) -> None:
    """Let a claim that the group's map has already be its synthesis. Raises as `write_synthesis`."""
    group = read_controversy_overview(session, controversy).group(number)
    if group is None or group.map is None:
        raise NoSuchGroup
    if label not in {claim.label for claim in list_own_claims(session, group)}:
        raise UnfitGroups(
            Phrase("“%(record)s” is not a claim that the group has made.", record=label),
            Phrase("Choose one of the group’s own claims."),
        )
    record_synthesis(session, controversy, number, label)


def _has_question(session: Session, map_id: int, label: str) -> bool:
    statement = select(col(Record.id)).where(col(Record.map_id) == map_id, col(Record.label) == label)
    return session.execute(statement.where(col(Record.kind) == RecordKind.QUESTION)).first() is not None
