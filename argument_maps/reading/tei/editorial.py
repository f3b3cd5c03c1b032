"""What witnesses and editors did to a text, shown by the conventions of diplomatic editions.

The signs are those of the Leiden conventions as EpiDoc renders them, where the file's own words do not say more:
⟦deleted⟧, [supplied], ⟨left out by the writer⟩, {surplus}, […].
"""

import re
from xml.etree.ElementTree import Element

from argument_maps.reading.builder import TextBuilder
from argument_maps.reading.results import APPARATUS, Spelling
from argument_maps.reading.tei.elements import XML_ID, find_children, find_name, read_words
from argument_maps.reading.tei.run_writer import NOTE, OPEN
from argument_maps.reading.tei.text_reader import TeiTextReader
from models.text_vocabulary import InlineSort, ReportSort

NOTHING = "–"
ELLIPSIS = "[…]"
# A word of more than one letter before its full stop: U.S. has none.
_CUT_SHORT = re.compile(r"\w{2,}\.[,;:]?$")
_REGULAR = ("corr", "reg", "expan", "ex")
_ORIGINAL = ("sic", "orig", "abbr", "am")
_ATTRIBUTES = {"sic": "corr", "corr": "sic", "orig": "reg", "reg": "orig", "abbr": "expan", "expan": "abbr"}
_CERTAINTIES = {"high": 0.9, "medium": 0.6, "low": 0.3, "unknown": 0.1}
_PLURALS = {"leaf": "leaves", "folio": "folios", "folium": "folia", "ch": "characters", "char": "characters"}
_SINGULARS = {"leaves": "leaf", "chars": "character", "char": "character", "ch": "character"}
_WITHIN_LINES = frozenset({"character", "characters", "chars", "char", "ch", "letter", "letters", "glyph", "minim"})


# --- two forms -----------------------------------------------------------------------------------


def read_choice(reader: TeiTextReader, element: Element) -> None:
    """Read one of the forms that the editors give; the others are told with the mark."""
    alternatives = list(element)
    if not alternatives:
        return
    chosen = _choose(alternatives, reader.edition.spelling)
    chosen_words = read_words(chosen)
    others = [words for one in alternatives if one is not chosen and (words := read_words(one)) != chosen_words]
    reader.add_step((OPEN, InlineSort.CHOSEN, "; ".join(words for words in others if words)))
    if find_name(chosen) in _REGULAR + _ORIGINAL:
        reader.read_content(chosen)
    else:
        reader.read_child(chosen)
    reader.end_mark()
    if others:
        is_original = find_name(chosen) in _ORIGINAL
        sort = ReportSort.ORIGINAL_FORMS if is_original else ReportSort.REGULARISED
        reader.edition.report(sort, f"{chosen_words or NOTHING} ({'; '.join(words or NOTHING for words in others)})")


def _choose(alternatives: list[Element], spelling: Spelling) -> Element:
    names = _ORIGINAL if spelling is Spelling.ORIGINAL else _REGULAR
    preferred = [one for one in alternatives if find_name(one) in names]
    if spelling is Spelling.REGULARISED and preferred and find_name(preferred[0]) == "expan":
        # A word cut short is read out whole; a name of letters, such as DPRK, is read and sought as it stands.
        short = [one for one in alternatives if find_name(one) == "abbr"]
        if short and is_initialism(read_words(short[0])):
            return short[0]
    if not preferred:
        others = _REGULAR if spelling is Spelling.ORIGINAL else _ORIGINAL
        preferred = [one for one in alternatives if find_name(one) not in others] or alternatives
    return max(preferred, key=_read_certainty)


def is_initialism(words: str) -> bool:
    """Tell whether an abbreviation is made of the first letters of words, such as DPRK or U.S.S.R., and not GEN."""
    letters = [letter for letter in words if letter.isalpha()]
    return len(letters) > 1 and all(letter.isupper() for letter in letters) and not _CUT_SHORT.search(words)


def _read_certainty(element: Element) -> float:
    certainty = element.get("cert", "")
    try:
        return float(certainty)
    except ValueError:
        return _CERTAINTIES.get(certainty, 0.5)


def read_form(reader: TeiTextReader, element: Element) -> None:
    """Read a form that stands alone; in P4 the other one can be an attribute of it."""
    name = find_name(element)
    other = element.get(_ATTRIBUTES[name], "") if element.attrib else ""
    if not other:
        if name in ("abbr", "expan"):
            _read_abbreviated(reader, element)
        else:
            reader.read_content(element)
        return
    own = read_words(element)
    is_original = name in _ORIGINAL
    takes_original = reader.edition.spelling is Spelling.ORIGINAL or (
        "abbr" in (name, _ATTRIBUTES[name]) and is_initialism(own if is_original else other)
    )
    reader.add_step((OPEN, InlineSort.CHOSEN, other if takes_original == is_original else own))
    if takes_original == is_original:
        reader.read_content(element)
    else:
        reader.run.append(other)
    reader.end_mark()
    shown, hidden = (own, other) if takes_original == is_original else (other, own)
    sort = ReportSort.ORIGINAL_FORMS if takes_original else ReportSort.REGULARISED
    reader.edition.report(sort, f"{shown} ({hidden})")


def read_expansion(reader: TeiTextReader, element: Element) -> None:
    """Read what editors wrote out of an abbreviation; as it stands in the original, it is not there."""
    if reader.edition.spelling is Spelling.ORIGINAL:
        reader.edition.report(ReportSort.ORIGINAL_FORMS)
        return
    reader.read_marked(element, InlineSort.SUPPLIED, "abbreviation resolved")


def _read_abbreviated(reader: TeiTextReader, element: Element) -> None:
    """Read an abbreviation with its resolution: of a sign and what stands for it one is read."""
    signs = find_children(element, "am")
    if signs and find_children(element, "ex"):
        is_original = reader.edition.spelling is Spelling.ORIGINAL
        for sign in signs:
            if not is_original:
                words, tail = read_words(sign), sign.tail
                sign.clear()
                sign.tail = tail
                reader.edition.report(ReportSort.REGULARISED, words)
    reader.read_content(element)


# --- witnesses and readings ----------------------------------------------------------------------


def read_apparatus(reader: TeiTextReader, element: Element) -> None:
    """Read the lemma, or without one the first reading, and keep the readings in a note."""
    readings = _list_readings(element)
    if not readings:
        reader.read_content(element)
        return
    chosen = next((one for one in readings if find_name(one) == "lem"), readings[0])
    if element.get("loc") or element.get("from"):
        chosen_words = read_words(chosen)
    else:
        reader.read_content(chosen)
        chosen_words = read_words(chosen)
    words = _describe_readings(element, chosen, chosen_words, readings)
    note = TextBuilder()
    note.add_words(words)
    reader.edition.report(ReportSort.READINGS_KEPT, words)
    label = reader.edition.count_note(APPARATUS)
    reader.add_step((NOTE, label, note))
    if not reader.is_running and reader.is_blank():
        reader.end_block()


def _list_readings(element: Element) -> list[Element]:
    """Return the readings of an apparatus entry, also those in groups, but none of an entry within it."""
    readings: list[Element] = []
    groups = [element]
    while groups:
        for child in groups.pop():
            if find_name(child) in ("lem", "rdg"):
                readings.append(child)
            elif find_name(child) == "rdgGrp":
                groups.append(child)
    return readings


def _describe_readings(element: Element, chosen: Element, words: str, readings: list[Element]) -> str:
    lemma = " ".join(part for part in (words or "om.", _list_witnesses(chosen)) if part)
    others = [
        " ".join(part for part in (read_words(one) or "om.", _list_witnesses(one)) if part)
        for one in readings
        if one is not chosen
    ]
    notes = [read_words(note) for note in find_children(element, "note", "witDetail")]
    if element.get("loc"):
        lemma = f"{element.get('loc')} {lemma}"
    return "; ".join([f"{lemma}] {others[0] if others else ''}".strip(), *others[1:], *notes])


def _list_witnesses(reading: Element) -> str:
    named = f"{reading.get('wit', '')} {reading.get('resp', '') if not reading.get('wit') else ''}"
    source = "" if reading.get("wit") else reading.get("source", "")
    return " ".join(name.rpartition("#")[2] for name in f"{named} {source}".split())


# --- gaps and doubts -----------------------------------------------------------------------------


def read_gap(reader: TeiTextReader, element: Element) -> None:
    """Show that something is missing, and what is known of it."""
    described = read_words(element)
    if described:
        reader.add_marked(InlineSort.GAP, described, f"[{described.strip('[]')}]")
        return
    extent = describe_extent(element)
    reason = " ".join(element.get("reason", "").replace("_", " ").replace("-", " ").split())
    known = " ".join(part for part in (extent, reason) if part)
    quantity, unit = element.get("quantity", ""), element.get("unit", "")
    is_small = unit in _WITHIN_LINES or (unit in ("word", "words") and quantity == "1")
    reader.add_marked(InlineSort.GAP, known, ELLIPSIS if is_small or not extent else f"[{known}]")


def describe_extent(element: Element) -> str:
    """Return how much is missing, such as “2 lines” or “about 3–4 words”; nothing where that is not known."""
    quantity = element.get("quantity", "")
    at_least = element.get("atLeast") or element.get("min") or ""
    at_most = element.get("atMost") or element.get("max") or ""
    if not quantity and (at_least or at_most):
        quantity = "–".join(part for part in (at_least, at_most) if part)
    unit = element.get("unit", "")
    if not quantity:
        extent = " ".join(element.get("extent", "").split())
        if extent.replace(".", "").isdigit() and unit:
            quantity = extent
        else:
            return "" if extent in ("unknown", "?") else extent
    about = "about " if element.get("precision") == "low" or element.get("cert") == "low" else ""
    return f"{about}{quantity} {_inflect(unit, quantity)}".strip()


def _inflect(unit: str, quantity: str) -> str:
    if quantity in ("1", "1.0", "0.5"):
        return _SINGULARS.get(unit, unit.removesuffix("s"))
    if not unit or unit.endswith("s") or (len(unit) < 3 and unit not in _PLURALS):
        return unit
    return _PLURALS.get(unit, f"{unit}s")


def read_space(reader: TeiTextReader, element: Element) -> None:
    """Show a blank whose size the editors give; any other is white space."""
    extent = describe_extent(element)
    if not extent:
        reader.run.append(" ")
        return
    reader.add_marked(InlineSort.GAP, f"{extent} blank", f"[{extent} blank]")


def read_unclear(reader: TeiTextReader, element: Element) -> None:
    """Read what is hard to read."""
    reader.read_marked(element, InlineSort.UNCLEAR, element.get("reason", "").replace("_", " "))


def read_supplied(reader: TeiTextReader, element: Element) -> None:
    """Read what the editors put in, between brackets."""
    one, other = ("⟨", "⟩") if element.get("reason") in ("omitted", "omission") else ("[", "]")
    doubt = "?" if element.get("cert") == "low" else ""
    reader.read_marked(element, InlineSort.SUPPLIED, element.get("reason", ""), one, f"{doubt}{other}")


def read_surplus(reader: TeiTextReader, element: Element) -> None:
    """Read what the editors think superfluous, between braces."""
    reader.run.append("{")
    reader.read_content(element)
    reader.run.append("}")


# --- changes by the witness ----------------------------------------------------------------------


def read_deletion(reader: TeiTextReader, element: Element) -> None:
    """Show what was struck out between double brackets."""
    reader.edition.report(ReportSort.DELETIONS_SHOWN, read_words(element))
    detail = element.get("rend") or element.get("type") or ""
    if not len(element) and not (element.text or "").strip():
        # What was struck out cannot be read.
        reader.add_marked(InlineSort.DELETED, detail, "⟦…⟧")
        return
    reader.read_marked(element, InlineSort.DELETED, detail, "⟦", "⟧")


def read_restored(reader: TeiTextReader, element: Element) -> None:
    """Read what was struck out and then let stand."""
    for deletion in find_children(element, "del"):
        deletion.tag = deletion.tag[: -len("del")] + "seg"
    reader.read_content(element)


def read_added_words(reader: TeiTextReader, element: Element) -> None:
    """Read what was written in afterwards."""
    place = " ".join(element.get("place", "").replace("_", " ").split())
    reader.read_marked(element, InlineSort.ADDED, place)


def read_substitution(reader: TeiTextReader, element: Element) -> None:
    """Read what was struck out and what was put in its place; whole words stand apart."""
    before = reader.run[-1] if reader.run else " "
    is_whole = (type(before) is str and before[-1:].isspace()) or (not reader.run)
    children = list(element)
    for number, child in enumerate(children):
        reader.read_child(child)
        if number + 1 < len(children) and is_whole and find_name(child) in ("del", "add"):
            reader.run.append(" ")


def read_deletion_span(reader: TeiTextReader, element: Element) -> None:
    """Open what was struck out up to an anchor further on."""
    end = element.get("spanTo", "").removeprefix("#")
    if end:
        reader.edition.deleted_until.add(end)
        reader.edition.report(ReportSort.DELETIONS_SHOWN)
        reader.run.append("⟦")


def read_anchor(reader: TeiTextReader, element: Element) -> None:
    """Close what was struck out up to this anchor."""
    name = element.get(XML_ID, "")
    if name in reader.edition.deleted_until:
        reader.edition.deleted_until.discard(name)
        reader.run.append("⟧")
