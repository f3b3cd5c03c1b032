"""Records in words, straight from the tables: for what is said of them where no whole map is at hand."""

from collections.abc import Iterable
from textwrap import shorten

from sqlmodel import Session

from models.history.revisions import read_last_drafts
from models.records.rows import Draft, read_drafts

LONGEST = 60
_WORDS = ("text", "summary", "title", "name", "comment", "exact")


def name_records(session: Session, map_id: int, labels: Iterable[str]) -> dict[str, str]:
    """Return, by label, some words by which a reader knows each record; links and stances are known by their ends.

    Of a record that was deleted it is what it said last, and nothing is returned for one that never was.
    """
    drafts = _drafts(session, map_id, set(labels))
    ends = {end for draft in drafts.values() for end in _ends(draft)} - drafts.keys()
    others = _drafts(session, map_id, ends) if ends else {}
    known = {label: _own_words(draft) for label, draft in (others | drafts).items()}
    return {label: _own_words(draft) or _tie(draft, known) for label, draft in drafts.items()}


def quote_records(session: Session, map_id: int, labels: Iterable[str]) -> dict[str, str]:
    """Return, by label, each record's id with its words, as a sentence quotes it."""
    listed = list(labels)
    names = name_records(session, map_id, listed)
    return {label: f"“{label}: {names[label]}”" if names.get(label) else f"“{label}”" for label in listed}


def _drafts(session: Session, map_id: int, labels: set[str]) -> dict[str, Draft]:
    found = {label: draft for label, (_, draft) in read_drafts(session, map_id, labels).items()}
    gone = labels - found.keys()
    return found | (
        {label: draft for label, (_, draft) in read_last_drafts(session, map_id, gone).items()} if gone else {}
    )


def _ends(draft: Draft) -> list[str]:
    return [*draft.get("premises", ()), *(str(draft[name]) for name in ("agent", "target") if draft.get(name))]


def _own_words(draft: Draft) -> str:
    words = next((str(draft[name]) for name in _WORDS if draft.get(name)), "")
    return _in_one_line(words)


def _in_one_line(words: str) -> str:
    line = " ".join(words.split())
    # A line without blanks, as in Chinese, has no word at which to end.
    return shorten(line, LONGEST, placeholder="…") if " " in line[:LONGEST] else line[:LONGEST]


def _tie(draft: Draft, known: dict[str, str]) -> str:
    def end(label: str) -> str:
        return f"{label} {known.get(label, '')}".strip()

    if "premises" in draft:
        return f"{' + '.join(map(end, draft['premises']))} → {end(str(draft.get('target', '')))}"
    if "stance" in draft:
        return f"{known.get(str(draft.get('agent')), '')}: {draft['stance']} {end(str(draft.get('target', '')))}"
    return ""
