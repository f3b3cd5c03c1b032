"""What a teacher does with a controversy: beginning it, drawing groups, seating members, moving it from step to step.

Who may do what on the groups' maps follows from the step and the seats, and is worked out anew with each change, in
`apply_roles`, and nowhere else.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime

from sqlalchemy import delete, func, insert, select, update
from sqlmodel import Session, col

from models import changes
from models.address_names import number_name, shorten_name
from models.controversies.controversies import (
    Controversy,
    ControversyGroup,
    ControversyMap,
    ControversySeat,
    ControversySide,
    Group,
    read_controversy_overview,
)
from models.controversies.controversy_deadlines import delete_expired_deadline, find_present_deadline, write_deadlines
from models.controversies.controversy_errors import NoSuchGroup, NotAtThisStep, UnfitGroups, WorkIsThere
from models.controversies.controversy_stages import enter_step
from models.controversies.group_drawing import Seat, draw_seats
from models.deliberation.position_changes import close_round
from models.errors import Phrase, SlugTaken, StaleRevision
from models.participation.comments import Comment
from models.participation.positions import Position, Round, find_open_round
from models.people.authentication import at_least
from models.people.enrolment import MembershipScope, list_members, share_map
from models.people.seminars import Membership, Seminar, SeminarMap
from models.records.maps import ArgumentMap
from models.row_keys import persisted_id
from models.vocabulary import ControversyStep, Role, Sharing, Visibility

FEWEST_SIDES, MOST_SIDES, MOST_GROUPS = 2, 4, 100
LONGEST_STEM, LONGEST_TITLE = 40, 400
STEPS = tuple(ControversyStep)
_APART = frozenset(
    {ControversyStep.PREPARE, ControversyStep.DISCUSS, ControversyStep.REVERSE, ControversyStep.SYNTHESISE}
)


def begin_controversy(
    session: Session,
    seminar: Seminar,
    common: ArgumentMap,
    question: str,
    sides: Sequence[str],
    groups: int,
    *,
    label: str | None = None,
    seed: int | None = None,
) -> Controversy:
    """Begin a controversy with empty groups, or drawn by chance where there is a seed. Raises `UnfitGroups`."""
    if not FEWEST_SIDES <= len(sides) <= MOST_SIDES or len({side.casefold() for side in sides}) != len(sides):
        raise UnfitGroups(
            Phrase("A controversy has two to four sides with different names."), Phrase("Give each side its own name.")
        )
    _check_group_count(groups)
    session.execute(select(col(Seminar.id)).where(col(Seminar.id) == seminar.id).with_for_update())
    last = (
        session.scalar(select(func.max(col(Controversy.number))).where(col(Controversy.seminar_id) == seminar.id)) or 0
    )
    controversy = Controversy(
        seminar_id=persisted_id(seminar),
        number=last + 1,
        question=question,
        label=label,
        map_id=persisted_id(common),
        sequence=common.version,
        seed=seed,
        begun=datetime.now(UTC),
    )
    session.add(controversy)
    session.flush()
    enter_step(session, controversy)
    key = persisted_id(controversy)
    session.add_all(ControversySide(controversy_id=key, number=n, name=name) for n, name in enumerate(sides, 1))
    _make_groups(session, key, groups)
    if seed is not None:
        _write_seats(
            session,
            controversy,
            draw_seats(list_drawable_members(session, controversy.seminar_id), groups, len(sides), seed),
        )
    return controversy


def list_drawable_members(session: Session, seminar_id: int) -> list[int]:
    """Return the memberships from which groups are drawn: of all who neither teach nor only look, and have come in.

    Where nobody has come in yet, the groups are put together beforehand, from all.
    """
    arguing, waiting = _list_arguing(session, seminar_id)
    return arguing or waiting


def count_waiting(session: Session, seminar_id: int) -> tuple[int, bool]:
    """Return how many could be drawn and have not come in yet, and whether that is everybody."""
    arguing, waiting = _list_arguing(session, seminar_id)
    return len(waiting), not arguing


def _list_arguing(session: Session, seminar_id: int) -> tuple[list[int], list[int]]:
    """Return the memberships of all who neither teach nor only look: who have come in, and who have not."""
    members = list_members(session, MembershipScope(seminar_id=seminar_id))
    participants = [
        member for member in members if not at_least(member.role, Role.TEACHER) and member.role != Role.READER
    ]
    return [member.id for member in participants if not member.waiting], [
        member.id for member in participants if member.waiting
    ]


def check_version(controversy: Controversy, version: int | None) -> None:
    """Raise `StaleRevision` where the controversy was changed since the version that is meant."""
    if version is not None and version != controversy.version:
        raise StaleRevision(Phrase("controversy %(number)s", number=controversy.number), version, controversy.version)


def redraw_groups(session: Session, controversy: Controversy, groups: int, seed: int | None) -> None:
    """Put the groups together anew: by chance, or empty where there is no seed. Raises `NotAtThisStep`."""
    _require_step(controversy, {ControversyStep.ASSIGN}, Phrase("Groups can be drawn only before the work begins."))
    _check_group_count(groups)
    session.connection().execute(delete(ControversyGroup).where(col(ControversyGroup.controversy_id) == controversy.id))
    _make_groups(session, persisted_id(controversy), groups)
    controversy.seed = seed
    sides = len(read_controversy_overview(session, controversy).sides)
    if seed is not None:
        _write_seats(
            session,
            controversy,
            draw_seats(list_drawable_members(session, controversy.seminar_id), groups, sides, seed),
        )
    _increment_version(session, controversy)


def assign_seats(session: Session, controversy: Controversy, seats: Mapping[int, Seat | None]) -> None:
    """Give members, by their numbers, a seat, another one, or none; the others keep theirs.

    What they may do changes at once. Raises `NotAtThisStep`, `NoSuchGroup` and `UnfitGroups`.
    """
    _require_step(controversy, set(STEPS) - {ControversyStep.CLOSED}, Phrase("Members cannot be moved any more."))
    whole = read_controversy_overview(session, controversy)
    for member, place in seats.items():
        candidate = whole.all_members.get(member)
        if candidate is None or (place is not None and at_least(candidate.role, Role.TEACHER)):
            raise UnfitGroups(
                Phrase("Only members of the seminar who do not teach can be in a group."),
                Phrase("Choose one of them."),
            )
        if place is not None and (whole.group(place[0]) is None or not 1 <= place[1] <= len(whole.sides)):
            raise NoSuchGroup
    _write_seats(session, controversy, seats)
    apply_roles(session, controversy)
    _increment_version(session, controversy)


def move_to_step(session: Session, controversy: Controversy, to: ControversyStep, *, author: str) -> None:
    """Move a controversy one step on or back. Raises `NotAtThisStep`, `UnfitGroups` and `WorkIsThere`."""
    current_index, target_index = STEPS.index(ControversyStep(controversy.step)), STEPS.index(to)
    if abs(target_index - current_index) != 1:
        raise NotAtThisStep(
            Phrase("The step “%(next)s” does not come directly before or after the current one.", next=to),
            ControversyStep(controversy.step),
        )
    if controversy.step == ControversyStep.ASSIGN:
        _create_group_maps(session, controversy, author)
    elif to == ControversyStep.ASSIGN:
        _withdraw_group_maps(session, controversy, author)
    elif to == ControversyStep.CLOSED:
        for place, open_round in list_open_rounds(session, controversy):
            close_round(session, place, open_round.number, by=author)
    controversy.step = to
    enter_step(session, controversy)
    delete_expired_deadline(session, controversy)
    apply_roles(session, controversy)
    _increment_version(session, controversy)


def schedule_deadlines(
    session: Session, controversy: Controversy, deadlines: Mapping[ControversyStep, datetime | None]
) -> None:
    """Set or take away deadlines of steps, which hold at once; raises as `write_deadlines`."""
    write_deadlines(session, controversy, deadlines)
    apply_roles(session, controversy)
    _increment_version(session, controversy)


def list_open_rounds(session: Session, controversy: Controversy) -> list[tuple[ArgumentMap, Round]]:
    """Return the rounds that are open on the groups' maps, which end with the controversy."""
    places = [place.map for place in read_controversy_overview(session, controversy).places if place.map is not None]
    map_rounds = [(place, find_open_round(session, persisted_id(place))) for place in places]
    return [(place, open_round) for place, open_round in map_rounds if open_round is not None]


def discard_controversy(session: Session, controversy: Controversy) -> None:
    """Delete a controversy that has not begun. Raises `NotAtThisStep`."""
    _require_step(
        controversy, {ControversyStep.ASSIGN}, Phrase("A controversy can be discarded only before the work begins.")
    )
    session.delete(controversy)
    session.flush()


def record_synthesis(session: Session, controversy: Controversy, group: int, label: str) -> None:
    """Let a claim of the group's map be its joint synthesis; the version of the controversy stays."""
    _require_step(controversy, {ControversyStep.SYNTHESISE}, Phrase("A synthesis cannot be proposed now."))
    row = session.get(ControversyGroup, (controversy.id, group))
    if row is None:
        raise NoSuchGroup
    row.synthesis = label
    session.add(row)
    session.flush()


def apply_roles(session: Session, controversy: Controversy) -> None:
    """Let everybody's roles on the groups' maps be what follows from the step and the seats; at once, as roles are."""
    whole = read_controversy_overview(session, controversy)
    ids = whole.map_ids
    sharing = Sharing.APART if whole.step in _APART else Sharing.DISCUSSING
    connection = session.connection()
    until = find_present_deadline(session, controversy) if whole.step in _APART else None
    limits = {"sharing": sharing, "writable_until": until}
    connection.execute(update(SeminarMap).where(col(SeminarMap.map_id).in_(ids)).values(**limits))
    due_roles: dict[tuple[int, int], Role] = {}
    if whole.step in _APART:
        due_roles = {key: role for group in whole.groups for key, role in derive_group_roles(whole.step, group).items()}
    account_ids = {member.account_id for member in whole.all_members.values()}
    for row in session.scalars(
        select(Membership).where(col(Membership.map_id).in_(ids), col(Membership.account_id).in_(account_ids))
    ).all():
        role = due_roles.pop((row.account_id, row.map_id or 0), None)
        if role is None:
            session.delete(row)
        elif row.role != role:
            row.role = role
            session.add(row)
    session.flush()
    now = datetime.now(UTC)
    session.add_all(
        Membership(account_id=account, map_id=map_id, role=role, since=now)
        for (account, map_id), role in due_roles.items()
    )
    session.flush()


def derive_group_roles(step: ControversyStep, group: Group) -> dict[tuple[int, int], Role]:
    """Return by account and map the roles of a group's members on its maps while the groups work apart."""
    roles: dict[tuple[int, int], Role] = {}
    for camp in group.camps:
        for member in camp.members:
            for place in group.camps:
                role = _derive_role(step, place.side == camp.side, place.side == group.camp_argued_by(camp.side).side)
                if place.map_id is not None and role is not None:
                    roles[member.account_id, place.map_id] = role
            if step is ControversyStep.SYNTHESISE and group.map_id is not None:
                roles[member.account_id, group.map_id] = Role.EDITOR
    return roles


def _derive_role(step: ControversyStep, own: bool, others: bool) -> Role | None:
    match step:
        case ControversyStep.PREPARE:
            return Role.CONTRIBUTOR if own else None
        case ControversyStep.DISCUSS:
            return Role.CONTRIBUTOR if own else Role.DISCUSSANT
        case ControversyStep.REVERSE:
            return Role.CONTRIBUTOR if others else Role.DISCUSSANT
        case _:
            return Role.DISCUSSANT


def _create_group_maps(session: Session, controversy: Controversy, author: str) -> None:
    """Give every group a fork of the common map for each side, and one on which they come together."""
    whole = read_controversy_overview(session, controversy)
    if not any(group.members for group in whole.groups):
        raise UnfitGroups(Phrase("No member is in a group yet."), Phrase("Draw the groups, or put members into them."))
    if whole.common is None:
        raise UnfitGroups(
            Phrase("The common map has been deleted."),
            Phrase("Restore it, or begin a controversy on another map."),
        )
    seminar = session.get_one(Seminar, controversy.seminar_id)
    stem = f"{shorten_name(seminar.slug, LONGEST_STEM)}-c{controversy.number}"
    controversy.sequence = whole.common.version
    for group in whole.groups:
        row = session.get_one(ControversyGroup, (controversy.id, group.number))
        group_map = _fork_common_map(
            session, controversy, whole.common, f"{stem}-g{group.number}", f"Group {group.number}", author
        )
        row.map_id = group_map.id
        session.add(row)
        for camp in group.camps:
            letter = chr(ord("a") + camp.side - 1)
            title_suffix = f"Group {group.number}, {camp.name}"
            own = _fork_common_map(
                session, controversy, whole.common, f"{stem}-g{group.number}{letter}", title_suffix, author
            )
            session.add(
                ControversyMap(
                    controversy_id=persisted_id(controversy),
                    group_number=group.number,
                    side_number=camp.side,
                    map_id=persisted_id(own),
                )
            )
    session.flush()


def _fork_common_map(
    session: Session, controversy: Controversy, common: ArgumentMap, slug: str, title_suffix: str, author: str
) -> ArgumentMap:
    title = f"{common.title[:LONGEST_TITLE]} · {title_suffix}"
    attempt = 1
    name = slug
    while True:
        try:
            fork = changes.fork_map(
                session, common, name, title, at=controversy.sequence, visibility=Visibility.PRIVATE, author=author
            )
            break
        except SlugTaken:
            attempt += 1
            name = number_name(slug, attempt)
    share_map(session, persisted_id(fork), controversy.seminar_id)
    return fork


def _withdraw_group_maps(session: Session, controversy: Controversy, author: str) -> None:
    """Delete the groups' maps, on which nobody has done anything yet; raises `WorkIsThere`."""
    whole = read_controversy_overview(session, controversy)
    ids = whole.map_ids
    for statement in (
        select(col(ArgumentMap.id)).where(col(ArgumentMap.id).in_(ids), col(ArgumentMap.version) > 1),
        select(col(Comment.id)).where(col(Comment.map_id).in_(ids)),
        select(col(Position.id)).where(col(Position.map_id).in_(ids)),
    ):
        if session.execute(statement.limit(1)).first() is not None:
            raise WorkIsThere
    for place in whole.places:
        if place.map is not None:
            share_map(session, persisted_id(place.map), None)
            changes.delete_map(session, place.map.slug, version=None, author=author, why="The groups are drawn anew.")
    connection = session.connection()
    connection.execute(delete(Membership).where(col(Membership.map_id).in_(ids)))
    connection.execute(delete(ControversyMap).where(col(ControversyMap.controversy_id) == controversy.id))
    connection.execute(
        update(ControversyGroup).where(col(ControversyGroup.controversy_id) == controversy.id).values(map_id=None)
    )


def _make_groups(session: Session, key: int, groups: int) -> None:
    session.flush()
    rows = [{"controversy_id": key, "number": number} for number in range(1, groups + 1)]
    session.connection().execute(insert(ControversyGroup), rows)


def _write_seats(session: Session, controversy: Controversy, seats: Mapping[int, Seat | None]) -> None:
    key = persisted_id(controversy)
    conditions = (col(ControversySeat.controversy_id) == key, col(ControversySeat.membership_id).in_(list(seats)))
    session.connection().execute(delete(ControversySeat).where(*conditions))
    rows = [
        {"controversy_id": key, "membership_id": member, "group_number": place[0], "side_number": place[1]}
        for member, place in seats.items()
        if place is not None
    ]
    if rows:
        session.connection().execute(insert(ControversySeat), rows)


def _increment_version(session: Session, controversy: Controversy) -> None:
    controversy.version += 1
    session.add(controversy)
    session.flush()


def _require_step(controversy: Controversy, steps: Collection[ControversyStep], refusal: Phrase) -> None:
    step = ControversyStep(controversy.step)
    if step not in steps:
        raise NotAtThisStep(refusal, step)


def _check_group_count(groups: int) -> None:
    if not 1 <= groups <= MOST_GROUPS:
        raise UnfitGroups(
            Phrase("A controversy has 1 to %(most)s groups.", most=MOST_GROUPS), Phrase("Choose another number.")
        )
