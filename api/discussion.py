"""Comments as a member may see them: threads, under the names and with the words that the member may read."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from sqlmodel import Session

from api.mentions import unread_on
from api.permission import Action, CurrentUser
from api.seminar import begin_day, may
from models.changes.lookup import known_kinds
from models.deliberation.comment_changes import find_comment
from models.participation.comments import Comment, FormerText, comments, mentioning
from models.participation.names_in_text import mentions, names_of, replace_names
from models.participation.seminar_errors import CommentIsGone
from models.people.pseudonyms import SOMEBODY, Numbers, name_number, pseudonyms, thread_scope
from models.records.maps import ArgumentMap
from models.row_keys import persisted_id

TAKEN_BACK = "Its author took this comment back."
HIDDEN = "A moderator has hidden this comment."
# Only the web's own addresses become links, and of them only what stands in no address by itself at the end.
_ADDRESS = re.compile(r"https?://[^\s<>\"'“”‘’\u0000-\u0020]+", re.IGNORECASE)
_TRAILING = ".,;:!?)]}…"
# An id as records have them: it begins with a letter and has a digit. So many are looked for in one discussion.
_LABEL = re.compile(r"(?<![\w@.-])[A-Za-z][A-Za-z_-]*[0-9](?:[\w-]*[A-Za-z0-9_])?(?![\w@]|-\w)", re.ASCII)
_MOST_LABELS = 2_000


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a comment: plain words, a mention, the id of a record, or a link, whose words are its address."""

    sort: str
    text: str


@dataclass(slots=True)
class Told:
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
    answers: list["Told"] = field(default_factory=list)

    @property
    def pieces(self) -> list[Piece]:
        """The text in pieces, of which none holds markup."""
        return pieces(self.text, self.labels)

    @property
    def all_answers(self) -> Iterable["Told"]:
        """Every comment below this one."""
        for answer in self.answers:
            yield answer
            yield from answer.all_answers

    @property
    def mentions_me(self) -> bool:
        """Whether the comment, or one below it, mentions the member."""
        return self.mentioned or any(each.mentioned for each in self.all_answers)


def pieces(text: str, labels: Collection[str] = ()) -> list[Piece]:
    """Return a comment in pieces: words, links to http and https addresses, mentions without braces, and records.

    `labels` are ids of records that there are.
    """
    marks: list[tuple[int, int, Piece]] = []
    taken = bytearray(len(text))

    def mark(start: int, end: int, piece: Piece) -> None:
        if taken.find(1, start, end) < 0:
            taken[start:end] = b"\1" * (end - start)
            marks.append((start, end, piece))

    for found in _ADDRESS.finditer(text):
        address = _without_end(found[0])
        mark(found.start(), found.start() + len(address), Piece("link", address))
    for start, end, name in mentions(text):
        mark(start, end, Piece("record", name) if name in labels else Piece("mention", f"@{name}"))
    for found in _LABEL.finditer(text):
        if found[0] in labels:
            mark(found.start(), found.end(), Piece("record", found[0]))
    made, at = [], 0
    for start, end, piece in sorted(marks, key=lambda each: each[0]):
        made += [Piece("words", text[at:start]), piece]
        at = end
    return [piece for piece in (*made, Piece("words", text[at:])) if piece.text]


def labels_named(session: Session, map_id: int, found: Iterable[Comment]) -> frozenset[str]:
    """Return which records of the map some comments may name by their ids."""
    named = dict.fromkeys(label for each in found for label in _LABEL.findall(each.text))
    return frozenset(known_kinds(session, map_id, set(islice(named, _MOST_LABELS))))


def _without_end(address: str) -> str:
    """Return an address without the signs that end the sentence around it; a bracket stays that it opened itself."""
    end, unopened = len(address), address.count(")") - address.count("(")
    # Counted once: an address may be nothing but brackets.
    while address[end - 1] in _TRAILING and (address[end - 1] != ")" or unopened > 0):
        end -= 1
        unopened -= address[end] == ")"
    return address[:end]


@dataclass(frozen=True, slots=True)
class Screen:
    """What stands between comments and a member who reads them.

    `numbers` are the pseudonyms of the map, `hidden` by threads the names that they hide there, and `mentioned` the
    comments that mention the member.
    """

    numbers: Numbers
    hidden: Mapping[int, Mapping[str, Sequence[str]]]
    mentioned: frozenset[int] = frozenset()

    def name_author(self, comment: Comment) -> str:
        """Return under which number the author of an anonymous comment stands."""
        return name_number(self.numbers.get((thread_scope(thread_of(comment)), comment.author)))

    def clear(self, comment: Comment) -> str:
        """Return what a comment says with a pseudonym for everybody who stands under one in its thread."""
        return replace_names(comment.text, self.hidden.get(thread_of(comment), {}))


def thread_of(comment: Comment) -> int:
    """Return the number of the first comment of a thread."""
    return comment.thread or comment.id or 0


def screen_for(session: Session, map_id: int, user: CurrentUser, found: Iterable[Comment]) -> Screen:
    """Return what stands between some comments of a map and a member, who may read their own name."""
    mentioned = frozenset(mentioning(session, map_id, user.name))
    return _screen(session, map_id, found, mentioned, besides=user.name)


def _screen(
    session: Session,
    map_id: int,
    found: Iterable[Comment],
    mentioned: frozenset[int] = frozenset(),
    *,
    besides: str | None = None,
) -> Screen:
    numbers = pseudonyms(session, map_id)
    threads_read = {thread_scope(thread): thread for thread in map(thread_of, found)}
    pairs = [(scope, author) for scope, author in numbers if scope in threads_read and author != besides]
    names = names_of(session, sorted({author for _, author in pairs})) if pairs else {}
    hidden: dict[int, dict[str, Sequence[str]]] = {}
    for scope, author in pairs:
        hidden.setdefault(threads_read[scope], {})[name_number(numbers[scope, author])] = names[author]
    return Screen(numbers, hidden, mentioned)


def told(comment: Comment, user: CurrentUser, screen: Screen) -> Told:
    """Return one comment as the user may see it."""
    moderating = may(user, Action.MODERATE, comment.map_id)
    gone = TAKEN_BACK if comment.deleted_at is not None else HIDDEN if comment.hidden else ""
    mine = comment.author == user.name
    named = moderating or mine or not comment.anonymous
    # Nobody is pilloried: whose comment was hidden is between the author and those who moderate.
    author = comment.author if named else screen.name_author(comment)
    if comment.hidden and not moderating and not mine:
        author = SOMEBODY
    return Told(
        id=persisted_id(comment),
        label=comment.label,
        parent=comment.parent,
        thread=thread_of(comment),
        author=author,
        # In their own words writers read back what they wrote: a number in place of a name would tell them whose it is.
        text="" if gone and not moderating else comment.text if moderating or mine else screen.clear(comment),
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


def former_words(former: FormerText, comment: Comment, user: CurrentUser, screen: Screen) -> str:
    """Return what a comment said before, as its author or a moderator may read it."""
    if may(user, Action.MODERATE, comment.map_id):
        return former.text
    return replace_names(former.text, screen.hidden.get(thread_of(comment), {}))


def threads(session: Session, map_id: int, user: CurrentUser, label: str | None = None) -> list[Told]:
    """Return the threads on a map, or on one of its records, the oldest first, as the user may see them."""
    found = comments(session, map_id, label=label)
    screen = screen_for(session, map_id, user, found)
    by_id = {persisted_id(each): told(each, user, screen) for each in found}
    labels, unread = labels_named(session, map_id, found), {*unread_on(session, map_id, user)}
    for number, each_told in by_id.items():
        each_told.labels, each_told.unread = labels, number in unread
    first: list[Told] = []
    for each in found:
        answered = by_id.get(each.parent or 0)
        (answered.answers if answered is not None else first).append(by_id[persisted_id(each)])
    return first


def chosen(found: Iterable[Told], show: str) -> list[Told]:
    """Return the threads that are open, resolved, or in which the member is mentioned; else all, the latest first."""
    match show:
        case "open":
            kept = [each for each in found if each.resolved_at is None]
        case "resolved":
            kept = [each for each in found if each.resolved_at is not None]
        case "mentions":
            kept = [each for each in found if each.mentions_me]
        case _:
            kept = list(found)
    return kept[::-1]


def unread_in(found: Iterable[Told]) -> list[int]:
    """Return the comments in some threads that mention the member and that they have not seen yet."""
    return [each.id for first in found for each in (first, *first.all_answers) if each.unread]


def credit(comment: Told) -> str:
    """Return how a record made of a comment names whom it is owed to."""
    return f"From a comment by {comment.author}."


def claimable(session: Session, found: ArgumentMap, number: int, user: CurrentUser) -> Told:
    """Return a comment of which a record can be made; raises `NoSuchComment` and `CommentIsGone`."""
    comment = find_comment(session, found, number)
    # The credit and the words are read by all, so that even who knows the names writes pseudonyms.
    screen = _screen(session, persisted_id(found), [comment])
    made = told(comment, user, screen)
    if made.gone:
        raise CommentIsGone(number)
    made.text = screen.clear(comment)
    if comment.anonymous:
        made.author = screen.name_author(comment)
    return made
