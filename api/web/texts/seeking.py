"""Where a passage stands that somebody wants to mark: at the place that was chosen, or where its words are found."""

from typing import Any, NamedTuple

from sqlmodel import Session

from api.web.texts.marking import Passage, passage_at
from argument_maps.anchoring.quotations import likely_place, places_of
from argument_maps.assembly import load_contents
from argument_maps.graph import Text


class Sought(NamedTuple):
    """The passage that is meant; where that is not certain, the ones that may be."""

    passage: Passage | None
    places: list[Passage]


def is_placed(given: Any) -> bool:
    """Tell whether a form says where the passage begins and ends, so that it need not be looked for."""
    return _place(given.get("start", "")) is not None and _place(given.get("end", "")) is not None


def seek_passage(session: Session, text: Text, given: Any) -> Sought:
    """Return the passage of a text that a form means."""
    known = [each["sha256"] for each in text.versions]
    if not known:
        return Sought(None, [])
    version = given.get("version", "") if given.get("version", "") in known else known[-1]
    words = load_contents(session, [version])[version].text
    start, end = (_place(given.get(name, "")) for name in ("start", "end"))
    if start is not None and end is not None:
        return Sought(passage_at(version, words, start, end), [])
    quotation = given.get("exact", "")[:20_000]
    places = places_of(quotation, words)
    if len(places) == 1:
        return Sought(passage_at(version, words, *places[0]), [])
    if not places:
        near = likely_place(quotation, words)
        places = [near] if near is not None else []
    found = [passage_at(version, words, *place) for place in places]
    return Sought(None, [each for each in found if each is not None])


def _place(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None
