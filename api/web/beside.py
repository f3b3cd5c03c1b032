"""What members do beside a record: their positions on it, and the threads of comments."""

from dataclasses import dataclass

from fastapi import Request
from sqlmodel import Session

from api import discussion, seminar
from api.mentions import note_read
from api.permission import Action, CurrentUser, actions_of, user_of
from api.round_reading import is_unread, note_readings
from api.web.messages import N_
from argument_maps.comparison.opinions import Distribution, distributions
from argument_maps.graph import Graph
from models.changes.lookup import find_map
from models.deliberation.position_changes import TAKEN_ON
from models.history.wordings import Wording, read_wordings
from models.participation.positions import Position, Round, open_round_of, positions_seen, rounds
from models.row_keys import persisted_id
from models.vocabulary import Confidence, ModerationKind, RecordKind, StanceKind

MODERATION_WORDS: dict[str, str] = {
    ModerationKind.HIDDEN: N_("Hide"),
    ModerationKind.RESTORED: N_("Restore"),
    ModerationKind.LOCKED: N_("Lock the thread"),
    ModerationKind.UNLOCKED: N_("Unlock the thread"),
    ModerationKind.ANONYMISED: N_("Anonymise"),
    ModerationKind.NAMED: N_("Show the name"),
}


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a record for somebody.

    `takes` and `comments` say whether there is anything of positions and of comments to be shown; `asked` is the
    open round that asks about the record; `spread` how the positions on its present wording that may be seen are
    distributed, `former` how those on others are; `wording` is what it says now.
    """

    takes: bool
    comments: bool
    mine: Position | None
    asked: Round | None
    spread: Distribution | None
    former: tuple[Distribution, ...]
    threads: list[discussion.Told]
    wording: Wording | None
    stances: tuple[StanceKind, ...] = tuple(StanceKind)
    confidences: tuple[Confidence, ...] = tuple(Confidence)


def beside(request: Request, session: Session, graph: Graph, label: str) -> Beside:
    """Return what stands beside a record for whoever asks for the page."""
    user, actions = user_of(request), actions_of(request)
    kinds = {RecordKind(each) for each in TAKEN_ON}
    record = graph.by_id[label]
    takes = RecordKind(type(record).__name__.lower()) in kinds and Action.TAKE_POSITION in actions
    comments = Action.COMMENT in actions
    found = find_map(session, graph.slug) if takes or comments else None
    map_id = persisted_id(found) if found is not None else 0
    if takes and found is not None and _tells_results(session, map_id, user, label):
        note_readings(request, session, found)
    present = open_round_of(session, map_id) if takes else None
    seen = positions_seen(session, map_id, user.name, label=label) if takes else []
    mine = [each for each in seen if each.member == user.name]
    spread = distributions(seminar.seen(session, map_id, user, label)) if takes else ()
    wording = read_wordings(session, map_id, [label]).get(label) if takes else None
    threads = discussion.threads(session, map_id, user, label) if comments else []
    note_read(request, user, discussion.unread_in(threads))
    return Beside(
        takes=takes,
        comments=comments,
        mine=mine[-1] if mine else None,
        asked=present if present is not None and present.asks_about(label) else None,
        spread=next((each for each in spread if each.wording == wording), None),
        former=tuple(each for each in spread if each.wording != wording),
        wording=wording,
        threads=threads,
    )


def _tells_results(session: Session, map_id: int, user: CurrentUser, label: str) -> bool:
    """Tell whether others' answers on a record are shown of a round that nobody has read yet."""
    unread = {each.id for each in rounds(session, map_id) if is_unread(each)}
    taken = positions_seen(session, map_id, user.name, label=label) if unread else []
    return any(each.round_id in unread and each.member != user.name for each in taken)


def offers(comment: discussion.Told) -> list[ModerationKind]:
    """Return the steps of moderation that make sense for a comment."""
    found = [ModerationKind.RESTORED if comment.hidden else ModerationKind.HIDDEN]
    if comment.parent is None:
        found.append(ModerationKind.UNLOCKED if comment.locked else ModerationKind.LOCKED)
    found.append(ModerationKind.NAMED if comment.anonymous else ModerationKind.ANONYMISED)
    return found
