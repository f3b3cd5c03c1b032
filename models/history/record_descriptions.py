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
    drafts = _read_present_or_last_drafts(session, map_id, set(labels))
    ends = {end for draft in drafts.values() for end in _list_ends(draft)} - drafts.keys()
    others = _read_present_or_last_drafts(session, map_id, ends) if ends else {}
    words_by_label = {label: _quote_own_words(draft) for label, draft in (others | drafts).items()}
    return {
        label: _quote_own_words(draft) or _describe_connection(draft, words_by_label) for label, draft in drafts.items()
    }


def quote_records(session: Session, map_id: int, labels: Iterable[str]) -> dict[str, str]:
    """Return, by label, each record's id with its words, as a sentence quotes it."""
    listed = list(labels)
    names = name_records(session, map_id, listed)
    return {label: f"“{label}: {names[label]}”" if names.get(label) else f"“{label}”" for label in listed}


def _read_present_or_last_drafts(session: Session, map_id: int, labels: set[str]) -> dict[str, Draft]:
    present_drafts = {label: draft for label, (_, draft) in read_drafts(session, map_id, labels).items()}
    missing_labels = labels - present_drafts.keys()
    return present_drafts | (
        {label: draft for label, (_, draft) in read_last_drafts(session, map_id, missing_labels).items()}
        if missing_labels
        else {}
    )


def _list_ends(draft: Draft) -> list[str]:
    return [*draft.get("premises", ()), *(str(draft[name]) for name in ("agent", "target") if draft.get(name))]


def _quote_own_words(draft: Draft) -> str:
    words = next((str(draft[name]) for name in _WORDS if draft.get(name)), "")
    return _shorten_to_line(words)


def _shorten_to_line(words: str) -> str:
    line = " ".join(words.split())
    # A line without blanks, as in Chinese, has no word at which to end.
    return shorten(line, LONGEST, placeholder="…") if " " in line[:LONGEST] else line[:LONGEST]


def _describe_connection(draft: Draft, words_by_label: dict[str, str]) -> str:
    def quote_end(label: str) -> str:
        return f"{label} {words_by_label.get(label, '')}".strip()

    if "premises" in draft:
        return f"{' + '.join(map(quote_end, draft['premises']))} → {quote_end(str(draft.get('target', '')))}"
    if "stance" in draft:
        agent = words_by_label.get(str(draft.get("agent")), "")
        return f"{agent}: {draft['stance']} {quote_end(str(draft.get('target', '')))}"
    return ""
