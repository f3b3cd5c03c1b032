"""Where a passage stands that somebody wants to mark: at the place that was chosen, or where its words are found."""

from dataclasses import replace
from typing import Any, NamedTuple

from sqlmodel import Session

from api.http.query_parameters import read_whole_number
from api.texts.marking import Passage, cut_passage
from argument_maps.anchoring.locators import format_locator
from argument_maps.anchoring.quotations import find_quotation, propose_places
from argument_maps.assembly import load_contents
from argument_maps.values import Content, Text
from models.text_types import LONGEST_QUOTATION


class PassageSearch(NamedTuple):
    """The passage that is meant; where that is not certain, the ones that may be.

    `is_word_for_word` tells whether each of them says the words, and not merely something like them.
    """

    passage: Passage | None
    places: list[Passage]
    is_word_for_word: bool = True


def names_place(form: Any) -> bool:
    """Tell whether a form says where the passage begins and ends, so that it need not be looked for."""
    return read_whole_number(form.get("start", "")) is not None and read_whole_number(form.get("end", "")) is not None


def seek_passage(session: Session, text: Text, form: Any) -> PassageSearch:
    """Return the passage of a text that a form means."""
    hashes = [text_version["sha256"] for text_version in text.versions]
    if not hashes:
        return PassageSearch(None, [])
    version = form.get("version", "") if form.get("version", "") in hashes else hashes[-1]
    content = load_contents(session, [version])[version]
    words = content.text
    start, end = (read_whole_number(form.get(name, "")) for name in ("start", "end"))
    if start is not None and end is not None:
        return PassageSearch(_add_locator(content, cut_passage(version, words, start, end)), [])
    quotation = form.get("exact", "")[:LONGEST_QUOTATION]
    places = find_quotation(quotation, words)
    if len(places) == 1:
        return PassageSearch(_add_locator(content, cut_passage(version, words, *places[0])), [])
    proposals = places or propose_places(quotation, words)
    passages = [cut_passage(version, words, *place) for place in proposals]
    return PassageSearch(None, [passage for passage in passages if passage is not None], bool(places))


def _add_locator(content: Content, passage: Passage | None) -> Passage | None:
    return passage and replace(passage, locator=format_locator(content, passage.start, passage.end))
