"""What members do beside a record: their positions on it, and the threads of comments."""

from dataclasses import dataclass

from fastapi import Request
from sqlmodel import Session

from api.access.authorization import Action, get_current_user, get_permitted_actions
from api.access.current_user import CurrentUser
from api.phrases.marking import N_
from api.seminars.comments import discussion
from api.seminars.comments.mentions import mark_mentions_read
from api.seminars.positions import visible_opinions
from api.seminars.positions.unread_rounds import is_unread, note_all_rounds_read
from argument_maps.comparison.opinions import Distribution, compute_distributions
from argument_maps.graph import Graph
from argument_maps.references import find_record_kind
from models.changes.lookup import find_map
from models.deliberation.position_changes import KINDS_WITH_POSITIONS
from models.history.wordings import RecordWording, read_wordings
from models.participation.positions import Position, Round, find_open_round, list_visible_positions, read_rounds
from models.row_keys import persisted_id
from models.vocabulary import Confidence, ModerationKind, RecordKind, StanceKind

MODERATION_WORDS: dict[str, str] = {
    ModerationKind.HIDDEN: N_("Hide"),
    ModerationKind.RESTORED: N_("Restore"),
    ModerationKind.LOCKED: N_("Lock thread"),
    ModerationKind.UNLOCKED: N_("Unlock thread"),
    ModerationKind.ANONYMISED: N_("Anonymise"),
    ModerationKind.NAMED: N_("Show name"),
}


@dataclass(frozen=True, slots=True)
class RecordParticipation:
    """What stands beside a record for somebody.

    `shows_positions` and `comments` say whether there is anything of positions and of comments to be shown;
    `open_round` is the open round that asks about the record; `spread` how the positions on its present wording that
    may be seen are distributed, `former` how those on others are; `wording` is what it says now.
    """

    shows_positions: bool
    comments: bool
    own_position: Position | None
    open_round: Round | None
    spread: Distribution | None
    former: tuple[Distribution, ...]
    threads: list[discussion.VisibleComment]
    wording: RecordWording | None
    stances: tuple[StanceKind, ...] = tuple(StanceKind)
    confidences: tuple[Confidence, ...] = tuple(Confidence)


def read_participation(request: Request, session: Session, graph: Graph, label: str) -> RecordParticipation:
    """Return what stands beside a record for whoever asks for the page."""
    user, actions = get_current_user(request), get_permitted_actions(request)
    kinds = {RecordKind(kind) for kind in KINDS_WITH_POSITIONS}
    record = graph.by_id[label]
    takes = find_record_kind(record) in kinds and Action.TAKE_POSITION in actions
    comments = Action.COMMENT in actions
    argument_map = find_map(session, graph.slug) if takes or comments else None
    map_id = persisted_id(argument_map) if argument_map is not None else 0
    if takes and argument_map is not None and _shows_unread_results(session, map_id, user, label):
        note_all_rounds_read(request, session, argument_map)
    open_round = find_open_round(session, map_id) if takes else None
    positions = list_visible_positions(session, map_id, user.name, label=label) if takes else []
    own_positions = [position for position in positions if position.member == user.name]
    spread = (
        compute_distributions(visible_opinions.list_visible_opinions(session, map_id, user, label)) if takes else ()
    )
    wording = read_wordings(session, map_id, [label]).get(label) if takes else None
    threads = discussion.read_threads(session, map_id, user, label) if comments else []
    mark_mentions_read(request, user, discussion.list_unread_comments(threads))
    return RecordParticipation(
        shows_positions=takes,
        comments=comments,
        own_position=own_positions[-1] if own_positions else None,
        open_round=open_round if open_round is not None and open_round.asks_about(label) else None,
        spread=next((distribution for distribution in spread if distribution.wording == wording), None),
        former=tuple(distribution for distribution in spread if distribution.wording != wording),
        wording=wording,
        threads=threads,
    )


def _shows_unread_results(session: Session, map_id: int, user: CurrentUser, label: str) -> bool:
    """Tell whether others' answers on a record are shown of a round that nobody has read yet."""
    unread = {seminar_round.id for seminar_round in read_rounds(session, map_id) if is_unread(seminar_round)}
    positions = list_visible_positions(session, map_id, user.name, label=label) if unread else []
    return any(position.round_id in unread and position.member != user.name for position in positions)


def list_moderation_steps(comment: discussion.VisibleComment) -> list[ModerationKind]:
    """Return the steps of moderation that make sense for a comment."""
    steps = [ModerationKind.RESTORED if comment.hidden else ModerationKind.HIDDEN]
    if comment.parent is None:
        steps.append(ModerationKind.UNLOCKED if comment.locked else ModerationKind.LOCKED)
    steps.append(ModerationKind.NAMED if comment.anonymous else ModerationKind.ANONYMISED)
    return steps
