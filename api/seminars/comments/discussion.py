"""Comments as a member may see them: threads, under the names and with the words that the member may read."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from sqlmodel import Session

from api.access.authorization import Action
from api.access.current_user import CurrentUser, is_allowed_on_map
from api.seminars.comments.mentions import list_unread_mentions
from api.seminars.positions.visible_opinions import begin_day
from models.changes.lookup import read_record_kinds
from models.deliberation.comment_changes import find_comment
from models.participation.comments import Comment, FormerText, find_mentioning_comments, read_comments
from models.participation.names_in_text import find_mentions, read_author_names, replace_names
from models.participation.seminar_errors import CommentIsGone
from models.people.pseudonyms import SOMEBODY, Numbers, format_member_name, read_pseudonyms, thread_scope
from models.records.maps import ArgumentMap
from models.row_keys import persisted_id

WITHDRAWN_NOTICE = "The author withdrew this comment."
HIDDEN_NOTICE = "A moderator has hidden this comment."
# Only the web's own addresses become links, and of them only what stands in no address by itself at the end.
_ADDRESS = re.compile(r"https?://[^\s<>\"'“”‘’\u0000-\u0020]+", re.IGNORECASE)
_TRAILING = ".,;:!?)]}…"
# An id as records have them: it begins with a letter and has a digit. So many are looked for in one discussion.
_LABEL = re.compile(r"(?<![\w@.-])[A-Za-z][A-Za-z_-]*[0-9](?:[\w-]*[A-Za-z0-9_])?(?![\w@]|-\w)", re.ASCII)
_MOST_LABELS = 2_000


@dataclass(frozen=True, slots=True)
class CommentSegment:
    """A stretch of a comment: plain words, a mention, the id of a record, or a link, whose words are its address."""

    kind: str
    text: str


@dataclass(slots=True)
class VisibleComment:
    """A comment as one member sees it.

    `gone` says why its words are not shown; who moderates reads them all the same. `answers` are the comments
    under it, in their order; `mine` whether the member wrote it, `mentioned` whether it mentions the member, and
    `unread` whether they have not seen that yet. `labels` are records of the map that it may name.
    """

    id: int
    label: str | None
    parent: int | None
    thread: int
    author: str
    text: str
    at: datetime
    edited_at: datetime | None
    resolved_at: datetime | None
    claim: str | None
    gone: str
    hidden: bool
    locked: bool
    anonymous: bool
    mine: bool
    mentioned: bool
    unread: bool = False
    labels: frozenset[str] = frozenset()
    answers: list["VisibleComment"] = field(default_factory=list)

    @property
    def segments(self) -> list[CommentSegment]:
        """The text in pieces, of which none holds markup."""
        return split_comment(self.text, self.labels)

    @property
    def all_answers(self) -> Iterable["VisibleComment"]:
        """Every comment below this one."""
        for answer in self.answers:
            yield answer
            yield from answer.all_answers

    @property
    def mentions_me(self) -> bool:
        """Whether the comment, or one below it, mentions the member."""
        return self.mentioned or any(answer.mentioned for answer in self.all_answers)


def split_comment(text: str, labels: Collection[str] = ()) -> list[CommentSegment]:
    """Return a comment in pieces: words, links to http and https addresses, mentions without braces, and records.

    `labels` are ids of records that there are.
    """
    marks: list[tuple[int, int, CommentSegment]] = []
    marked = bytearray(len(text))

    def mark(start: int, end: int, piece: CommentSegment) -> None:
        if marked.find(1, start, end) < 0:
            marked[start:end] = b"\1" * (end - start)
            marks.append((start, end, piece))

    for match in _ADDRESS.finditer(text):
        address = _strip_trailing_punctuation(match[0])
        mark(match.start(), match.start() + len(address), CommentSegment("link", address))
    for start, end, name in find_mentions(text):
        mark(start, end, CommentSegment("record", name) if name in labels else CommentSegment("mention", f"@{name}"))
    for match in _LABEL.finditer(text):
        if match[0] in labels:
            mark(match.start(), match.end(), CommentSegment("record", match[0]))
    segments, at = [], 0
    for start, end, piece in sorted(marks, key=lambda span: span[0]):
        segments += [CommentSegment("words", text[at:start]), piece]
        at = end
    return [piece for piece in (*segments, CommentSegment("words", text[at:])) if piece.text]


def find_named_labels(session: Session, map_id: int, map_comments: Iterable[Comment]) -> frozenset[str]:
    """Return which records of the map some comments may name by their ids."""
    named = dict.fromkeys(label for comment in map_comments for label in _LABEL.findall(comment.text))
    return frozenset(read_record_kinds(session, map_id, set(islice(named, _MOST_LABELS))))


def _strip_trailing_punctuation(address: str) -> str:
    """Return an address without the signs that end the sentence around it; a bracket stays that it opened itself."""
    end, unopened = len(address), address.count(")") - address.count("(")
    # Counted once: an address may be nothing but brackets.
    while address[end - 1] in _TRAILING and (address[end - 1] != ")" or unopened > 0):
        end -= 1
        unopened -= address[end] == ")"
    return address[:end]


@dataclass(frozen=True, slots=True)
class AnonymityFilter:
    """What stands between comments and a member who reads them.

    `numbers` are the pseudonyms of the map, `hidden` by threads the names that they hide there, and `mentioned` the
    comments that mention the member.
    """

    numbers: Numbers
    hidden: Mapping[int, Mapping[str, Sequence[str]]]
    mentioned: frozenset[int] = frozenset()

    def name_author(self, comment: Comment) -> str:
        """Return under which number the author of an anonymous comment stands."""
        return format_member_name(self.numbers.get((thread_scope(find_thread_id(comment)), comment.author)))

    def replace_hidden_names(self, comment: Comment) -> str:
        """Return what a comment says with a pseudonym for everybody who stands under one in its thread."""
        return replace_names(comment.text, self.hidden.get(find_thread_id(comment), {}))


def find_thread_id(comment: Comment) -> int:
    """Return the number of the first comment of a thread."""
    return comment.thread or persisted_id(comment)


def build_filter(session: Session, map_id: int, user: CurrentUser, map_comments: Iterable[Comment]) -> AnonymityFilter:
    """Return what stands between some comments of a map and a member, who may read their own name."""
    mentioned = frozenset(find_mentioning_comments(session, map_id, user.name))
    return _build_filter(session, map_id, map_comments, mentioned, besides=user.name)


def _build_filter(
    session: Session,
    map_id: int,
    map_comments: Iterable[Comment],
    mentioned: frozenset[int] = frozenset(),
    *,
    besides: str | None = None,
) -> AnonymityFilter:
    numbers = read_pseudonyms(session, map_id)
    threads_read = {thread_scope(thread): thread for thread in map(find_thread_id, map_comments)}
    pairs = [(scope, author) for scope, author in numbers if scope in threads_read and author != besides]
    names = read_author_names(session, sorted({author for _, author in pairs})) if pairs else {}
    hidden: dict[int, dict[str, Sequence[str]]] = {}
    for scope, author in pairs:
        hidden.setdefault(threads_read[scope], {})[format_member_name(numbers[scope, author])] = names[author]
    return AnonymityFilter(numbers, hidden, mentioned)


def view_comment(comment: Comment, user: CurrentUser, screen: AnonymityFilter) -> VisibleComment:
    """Return one comment as the user may see it."""
    moderating = is_allowed_on_map(user, Action.MODERATE, comment.map_id)
    gone = WITHDRAWN_NOTICE if comment.deleted_at is not None else HIDDEN_NOTICE if comment.hidden else ""
    mine = comment.author == user.name
    named = moderating or mine or not comment.anonymous
    # Nobody is pilloried: whose comment was hidden is between the author and those who moderate.
    author = comment.author if named else screen.name_author(comment)
    if comment.hidden and not moderating and not mine:
        author = SOMEBODY
    return VisibleComment(
        id=persisted_id(comment),
        label=comment.label,
        parent=comment.parent,
        thread=find_thread_id(comment),
        author=author,
        # In their own words writers read back what they wrote: a number in place of a name would tell them whose it is.
        text=""
        if gone and not moderating
        else comment.text
        if moderating or mine
        else screen.replace_hidden_names(comment),
        # The minute could be compared with what else is known to have been done in it, under a name.
        at=comment.at if named else begin_day(comment.at),
        edited_at=comment.edited_at if named or comment.edited_at is None else begin_day(comment.edited_at),
        resolved_at=comment.resolved_at if named or comment.resolved_at is None else begin_day(comment.resolved_at),
        claim=comment.claim,
        gone=gone,
        hidden=comment.hidden,
        locked=comment.locked,
        anonymous=comment.anonymous,
        mine=mine,
        mentioned=not gone and comment.id in screen.mentioned,
    )


def read_former_text(former: FormerText, comment: Comment, user: CurrentUser, screen: AnonymityFilter) -> str:
    """Return what a comment said before, as its author or a moderator may read it."""
    if is_allowed_on_map(user, Action.MODERATE, comment.map_id):
        return former.text
    return replace_names(former.text, screen.hidden.get(find_thread_id(comment), {}))


def read_threads(session: Session, map_id: int, user: CurrentUser, label: str | None = None) -> list[VisibleComment]:
    """Return the threads on a map, or on one of its records, the oldest first, as the user may see them."""
    map_comments = read_comments(session, map_id, label=label)
    screen = build_filter(session, map_id, user, map_comments)
    by_id = {persisted_id(comment): view_comment(comment, user, screen) for comment in map_comments}
    labels, unread = find_named_labels(session, map_id, map_comments), {*list_unread_mentions(session, map_id, user)}
    for number, visible in by_id.items():
        visible.labels, visible.unread = labels, number in unread
    threads: list[VisibleComment] = []
    for comment in map_comments:
        parent = by_id.get(comment.parent or 0)
        (parent.answers if parent is not None else threads).append(by_id[persisted_id(comment)])
    return threads


def filter_threads(threads: Iterable[VisibleComment], show: str) -> list[VisibleComment]:
    """Return the threads that are open, resolved, or in which the member is mentioned; else all, the latest first."""
    match show:
        case "open":
            selected = [thread for thread in threads if thread.resolved_at is None]
        case "resolved":
            selected = [thread for thread in threads if thread.resolved_at is not None]
        case "mentions":
            selected = [thread for thread in threads if thread.mentions_me]
        case _:
            selected = list(threads)
    return selected[::-1]


def list_unread_comments(threads: Iterable[VisibleComment]) -> list[int]:
    """Return the comments in some threads that mention the member and that they have not seen yet."""
    return [comment.id for thread in threads for comment in (thread, *thread.all_answers) if comment.unread]


def write_credit(comment: VisibleComment) -> str:
    """Return how a record made of a comment names whom it is owed to."""
    return f"From a comment by {comment.author}."


def find_claimable_comment(session: Session, map_: ArgumentMap, number: int, user: CurrentUser) -> VisibleComment:
    """Return a comment of which a record can be made; raises `NoSuchComment` and `CommentIsGone`."""
    comment = find_comment(session, map_, number)
    # The credit and the words are read by all, so that even who knows the names writes pseudonyms.
    screen = _build_filter(session, persisted_id(map_), [comment])
    visible = view_comment(comment, user, screen)
    if visible.gone:
        raise CommentIsGone(number)
    visible.text = screen.replace_hidden_names(comment)
    if comment.anonymous:
        visible.author = screen.name_author(comment)
    return visible
