"""What the form by which a round is opened holds: the records to choose from, those chosen, and until when."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from api import seminar
from api.web.editing.forms import Typed
from api.web.messages import gettext
from api.web.record_view import told
from api.web.record_words import record_words
from argument_maps.graph import Graph

# So many records are listed at once; the others are found by their words.
MOST_LISTED = 200


class Askable(NamedTuple):
    """A record that a round can ask about, in words, and whether it is chosen."""

    label: str
    text: str
    question: str
    chosen: bool


class Listing(NamedTuple):
    """The records to choose from: the chosen ones first, then those found; `all` is how many the map has."""

    records: tuple[Askable, ...]
    chosen: int
    all: int
    left_out: int


class UnreadableDeadline(Exception):
    """A deadline as it was typed is no moment; its text says why."""


def chosen_labels(given: Typed, asked: Sequence[str] = ()) -> list[str]:
    """Return the records that a form chooses, by ticking them or by their ids, in that order and each once."""
    ticked = [name.removeprefix("ask.") for name in given if name.startswith("ask.")]
    typed = given.get("labels", "").replace(",", " ").replace(";", " ").split()
    return list(dict.fromkeys([*asked, *ticked, *typed]))


def listed_records(graph: Graph, given: Typed, asked: Sequence[str] = ()) -> Listing:
    """Return the records that a round can ask about: those chosen, then those in which all words of a search stand."""
    chosen = set(chosen_labels(given, asked))
    words = given.get("find", "").casefold().split()
    there = seminar.asked_labels(graph, None)
    every = _by_question([_askable(graph, label, chosen) for label in there])
    found = [each for each in every if not each.chosen and _has(each, words)]
    picked = [each for each in every if each.chosen]
    shown = found[: max(0, MOST_LISTED - len(picked))]
    return Listing((*picked, *shown), len(picked), len(there), len(found) - len(shown))


def read_deadline(given: Typed) -> datetime | None:
    """Return the moment that a form names in a time zone, None where it names none; raises `UnreadableDeadline`."""
    text, zone = given.get("closes", "").strip(), given.get("zone", "").strip() or "UTC"
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise UnreadableDeadline(gettext("Write the deadline as a day and a time, such as 2026-05-14 18:00.")) from None
    if at.tzinfo is not None:
        return at.astimezone(UTC)
    try:
        return at.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    except (ValueError, OSError, KeyError):
        fault = gettext("“%(zone)s” is no time zone; write one such as Europe/Berlin or UTC.", zone=zone[:60])
        raise UnreadableDeadline(fault) from None


def _by_question(records: Sequence[Askable]) -> list[Askable]:
    """Return records so that those of one question stand together, and those of none behind all others."""
    places = {question: place for place, question in enumerate(dict.fromkeys(each.question for each in records))}
    return sorted(records, key=lambda each: (not each.question, places[each.question]))


def _askable(graph: Graph, label: str, chosen: Collection[str]) -> Askable:
    record = graph.by_id[label]
    text = record_words(graph, record)
    home = graph.by_id.get(graph.home.get(label) or "")
    return Askable(label, text, told(home) if home is not None else "", label in chosen)


def _has(record: Askable, words: Sequence[str]) -> bool:
    text = f"{record.label} {record.text} {record.question}".casefold()
    return all(word in text for word in words)
