"""What the form by which a round is opened holds: the records to choose from, those chosen, and until when."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from api.pages.forms import FormValues
from api.phrases.messages import gettext
from api.phrases.record_names import describe_map_record
from api.phrases.record_view import read_caption
from api.seminars.positions import visible_opinions
from argument_maps.graph import Graph

# So many records are listed at once; the others are found by their words.
MOST_LISTED = 200


class AskableRecord(NamedTuple):
    """A record that a round can ask about, in words, and whether it is chosen."""

    label: str
    text: str
    question: str
    chosen: bool


class AskableListing(NamedTuple):
    """The records to choose from: the chosen ones first, then those found; `all` is how many the map has."""

    records: tuple[AskableRecord, ...]
    chosen: int
    all: int
    unlisted_count: int


class UnreadableDeadline(Exception):
    """A deadline as it was typed is no moment; its text says why."""


def list_chosen_labels(form: FormValues, round_labels: Sequence[str] = ()) -> list[str]:
    """Return the records that a form chooses, by ticking them or by their ids, in that order and each once."""
    ticked = [name.removeprefix("ask.") for name in form if name.startswith("ask.")]
    typed = form.get("labels", "").replace(",", " ").replace(";", " ").split()
    return list(dict.fromkeys([*round_labels, *ticked, *typed]))


def list_askable_records(graph: Graph, form: FormValues, round_labels: Sequence[str] = ()) -> AskableListing:
    """Return the records that a round can ask about: those chosen, then those in which all words of a search stand."""
    chosen = set(list_chosen_labels(form, round_labels))
    words = form.get("find", "").casefold().split()
    askable_labels = visible_opinions.list_round_labels(graph, None)
    records = _sort_by_question([_describe_askable(graph, label, chosen) for label in askable_labels])
    matches = [record for record in records if not record.chosen and _contains_words(record, words)]
    chosen_records = [record for record in records if record.chosen]
    listed = matches[: max(0, MOST_LISTED - len(chosen_records))]
    return AskableListing(
        (*chosen_records, *listed), len(chosen_records), len(askable_labels), len(matches) - len(listed)
    )


def read_deadline(form: FormValues) -> datetime | None:
    """Return the moment that a form names in a time zone, None where it names none; raises `UnreadableDeadline`."""
    text, zone = form.get("closes", "").strip(), form.get("zone", "").strip() or "UTC"
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise UnreadableDeadline(
            gettext("Enter the deadline as a date and a time, such as 2026-05-14 18:00.")
        ) from None
    if at.tzinfo is not None:
        return at.astimezone(UTC)
    try:
        return at.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    except (ValueError, OSError, KeyError):
        fault = gettext("“%(zone)s” is not a time zone. Enter one such as Europe/Berlin or UTC.", zone=zone[:60])
        raise UnreadableDeadline(fault) from None


def _sort_by_question(records: Sequence[AskableRecord]) -> list[AskableRecord]:
    """Return records so that those of one question stand together, and those of none behind all others."""
    places = {question: place for place, question in enumerate(dict.fromkeys(record.question for record in records))}
    return sorted(records, key=lambda record: (not record.question, places[record.question]))


def _describe_askable(graph: Graph, label: str, chosen: Collection[str]) -> AskableRecord:
    record = graph.by_id[label]
    text = describe_map_record(graph, record)
    home = graph.by_id.get(graph.home.get(label) or "")
    return AskableRecord(label, text, read_caption(home) if home is not None else "", label in chosen)


def _contains_words(record: AskableRecord, words: Sequence[str]) -> bool:
    text = f"{record.label} {record.text} {record.question}".casefold()
    return all(word in text for word in words)
