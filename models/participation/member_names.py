"""The names of a map's people in what the map says, and the same map with pseudonyms in their place.

What is published cannot be taken back, and what is copied goes to others: before either it is looked up whether a
record names a member, as it does where it was made of what somebody said.
"""

import re
import secrets
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import CompoundSelect, select, union
from sqlmodel import Session, col

from models.history.revisions import Revision
from models.participation.comments import Comment
from models.participation.names_in_text import replace_names
from models.participation.positions import Position
from models.people.accounts import Account, AccountName, fold_name
from models.people.seminars import Membership, SeminarMap
from models.records.kinds import KINDS
from models.records.rows import Draft
from models.vocabulary import RecordKind

# What a field of these names holds is chosen, or has to stay as it is in a source.
_CODED = frozenset(
    {
        *("format", "slug", "visibility", "language", "translation_language", "record", "kind", "type", "relation"),
        *(
            "verdict",
            "overall_verdict",
            "scheme",
            "stance",
            "confidence",
            "tier",
            "certainty",
            "agreement",
            "reliability",
            "motivation",
        ),
        *("state", "aspect", "when", "active", "issued", "available", "event_date", "url", "doi", "sha256", "version"),
        *("orcid", "original_language", "opened", "published", "translated"),
        *("media_type", "exact", "prefix", "suffix", "selectors"),
    }
)
_ANYBODY = "\N{BULLET}"
# As much of a sentence as is needed to see whom a name in it means.
_CONTEXT_LENGTH = 120
_SENTENCE_ENDS = re.compile(r"[.!?](?=\s)|[。！？\n]")
Rewrite = Callable[[Draft], Draft]


def list_names_of_people(session: Session, map_id: int, *, pseudonyms: bool = False) -> list[str]:
    """Return the names of all accounts that are members of a map or of its seminar, or ever wrote something there.

    Those are the names of accounts, those with which they sign in, what they are called and their addresses; with
    `pseudonyms` also those names under which they write in the seminar.
    """
    accounts = _find_accounts(session, map_id)
    statement = select(
        col(Account.handle), col(Account.sign_in_name), col(Account.display_name), col(Account.email)
    ).where(col(Account.id).in_(accounts))
    names = {name for row in session.connection().execute(statement) for name in row if name}
    if pseudonyms:
        chosen = select(col(Membership.pseudonym)).where(
            col(Membership.account_id).in_(accounts), col(Membership.pseudonym).is_not(None)
        )
        names |= set(session.connection().execute(chosen).scalars())
    return sorted(names)


def _find_accounts(session: Session, map_id: int) -> set[int]:
    connection = session.connection()
    seminar = select(col(SeminarMap.seminar_id)).where(col(SeminarMap.map_id) == map_id)
    of_place = select(col(Membership.account_id)).where(
        (col(Membership.map_id) == map_id) | col(Membership.seminar_id).in_(seminar)
    )
    accounts = set(connection.execute(of_place).scalars())
    # A credit may be missing where an author is not, so that the types of the columns differ.
    authors: CompoundSelect[*tuple[Any, ...]] = union(
        select(col(Revision.author)).where(col(Revision.map_id) == map_id),
        select(col(Revision.credit)).where(col(Revision.map_id) == map_id, col(Revision.credit).is_not(None)),
        select(col(Comment.author)).where(col(Comment.map_id) == map_id),
        select(col(Position.member)).where(col(Position.map_id) == map_id),
    )
    folded = [fold_name(name) for name in connection.execute(authors).scalars()]
    for start in range(0, len(folded), 500):
        named = select(col(AccountName.account_id)).where(col(AccountName.folded).in_(folded[start : start + 500]))
        accounts |= set(connection.execute(named).scalars())
    return accounts


@dataclass(frozen=True, slots=True)
class NamePlace:
    """A record that names somebody, with the sentence in which it does so first.

    What the map says of itself has no label; `replaceable` tells whether something else can be written there, which it
    cannot be in a quoted passage and in a text that is read.
    """

    label: str
    kind: RecordKind | None
    sentence: str
    replaceable: bool = True


def find_names(document: Draft, names: Collection[str]) -> dict[str, list[NamePlace]]:
    """Return which of the names stand in a document, each with the records in which it does."""
    texts = [(place, place.sentence.casefold()) for place in _iterate_texts(document)]
    whole = "\n".join(folded for _, folded in texts)
    places_by_name: dict[str, list[NamePlace]] = {}
    for name in names:
        if not any(part in whole for part in {name.casefold(), *name.casefold().split()}):
            continue
        places: dict[str, NamePlace] = {}
        for place, folded in texts:
            if not _may_contain_name(folded, name) or (place.label in places and place.replaceable):
                continue
            sentence = _find_sentence_with_name(place.sentence, name)
            if sentence:
                places[place.label] = replace(place, sentence=sentence)
        if places:
            places_by_name[name] = list(places.values())
    return places_by_name


def _may_contain_name(folded: str, name: str) -> bool:
    return any(part in folded for part in name.casefold().split())


def _find_sentence_with_name(text: str, name: str) -> str:
    """Return the sentence of a text in which a name stands first, shortened; empty where it stands nowhere."""
    replaced = replace_names(text, {_ANYBODY: (name,)})
    if replaced == text:
        return ""
    at = next((at for at, pair in enumerate(zip(text, replaced, strict=False)) if pair[0] != pair[1]), len(replaced))
    before, after = text[max(0, at - _CONTEXT_LENGTH) : at], text[at : at + len(name) + _CONTEXT_LENGTH]
    begin = max((sentence_end.end() for sentence_end in _SENTENCE_ENDS.finditer(before)), default=0)
    end = _SENTENCE_ENDS.search(after, min(len(name), len(after)))
    cut_before, cut_after = begin == 0 and at > _CONTEXT_LENGTH, end is None and at + len(after) < len(text)
    sentence = " ".join(f"{before[begin:]}{after[: end.start() + 1 if end else None]}".split())
    return f"{'…' if cut_before else ''}{sentence}{'…' if cut_after else ''}"


def _iterate_texts(document: Draft) -> Iterator[NamePlace]:
    """Yield everything in a document that may name somebody, whole, the id of a record after what it says."""
    plurals = [kind.plural for kind in KINDS.values()]
    for name, value in document.items():
        if name not in plurals and name != "contents":
            yield from (NamePlace("", None, text, ours) for text, ours in _iterate_strings(value, name))
    in_texts = {
        str(version.get("sha256")): str(text["id"])
        for text in document.get("texts", ())
        for version in text.get("versions", ())
    }
    for kind in KINDS.values():
        for record in document.get(kind.plural, ()):
            label = str(record["id"])
            for name, value in record.items():
                yield from (NamePlace(label, kind.kind, text, ours) for text, ours in _iterate_strings(value, name))
            yield NamePlace(label, kind.kind, label.replace("-", " ").replace("_", " "))
    for sha256, content in document.get("contents", {}).items():
        yield NamePlace(in_texts.get(sha256, ""), RecordKind.TEXT, str(content.get("text", "")), replaceable=False)


def _iterate_strings(value: Any, name: str) -> Iterator[tuple[str, bool]]:
    """Yield every text of a field, each with whether another name can be written there."""
    quoted = name in {"exact", "prefix", "suffix"}
    if name in _CODED and not quoted:
        return
    if isinstance(value, str):
        yield value, not quoted
    elif isinstance(value, dict):
        for inner, part in value.items():
            yield from _iterate_strings(part, inner)
    elif isinstance(value, list):
        for part in value:
            yield from _iterate_strings(part, name)


def replace_with_pseudonyms(document: Draft, names: Collection[str]) -> Draft:
    """Return a document in which a contributor's number stands for each name, also in ids; passages stay as they are.

    The numbers are drawn by chance, so that their order tells nothing.
    """
    numbers = list(range(1, len(names) + 1))
    secrets.SystemRandom().shuffle(numbers)
    # One name may be part of another.
    ordered = sorted(names, key=len, reverse=True)
    hidden = {f"Contributor {number}": (name,) for name, number in zip(ordered, numbers, strict=True)}
    ids = {str(record["id"]) for kind in KINDS.values() for record in document.get(kind.plural, ())}
    labels = {label: _pseudonymise_label(label, hidden, ids) for label in sorted(ids)}

    def replace_author(author: Draft) -> Draft:
        parts = [str(author.get(part, "")) for part in ("name", "family", "given")]
        number = next((by for by in hidden for part in parts if replace_names(part, {by: hidden[by]}) != part), None)
        # An ORCID iD would name whom the number hides, and parts of the name join the number to them.
        return author if number is None else {"name": number}

    def replace_value(value: Any, name: str) -> Any:
        if name == "authors" and isinstance(value, dict):
            return replace_author(value)
        if isinstance(value, str):
            return value if name in _CODED else labels.get(value) or replace_names(value, hidden)
        if isinstance(value, dict):
            return {inner: part if inner in _CODED else replace_value(part, inner) for inner, part in value.items()}
        return [replace_value(part, name) for part in value] if isinstance(value, list) else value

    return {
        name: value if name == "contents" or name in _CODED else replace_value(value, name)
        for name, value in document.items()
    }


def _pseudonymise_label(label: str, hidden: Mapping[str, tuple[str, ...]], used_labels: set[str]) -> str:
    words = label.replace("-", " ").replace("_", " ")
    replaced_words = replace_names(words, hidden)
    if replaced_words == words:
        return label
    base_label = "-".join(replaced_words.lower().split())[:56]
    number, free = 1, base_label
    while free in used_labels:
        number += 1
        free = f"{base_label}-{number}"
    used_labels.add(free)
    return free
