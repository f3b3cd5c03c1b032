"""What stands in running words: line and page breaks, notes, superscripts, glyphs, ruby, and what is not known."""

from xml.etree.ElementTree import Element

from argument_maps.reading.builder import TextBuilder
from argument_maps.reading.tei.elements import find_children, find_folio, find_name, read_words
from argument_maps.reading.tei.end_notes import read_label
from argument_maps.reading.tei.run_writer import MILESTONE, NOTE, OPEN, REFERENCE
from argument_maps.reading.tei.text_reader import TeiTextReader
from models.text_vocabulary import InlineSort, MilestoneSort, ReportSort

# A note in a note in a note stands where it stands.
DEEPEST_NOTE = 3
_RAISED = frozenset({"sup", "super", "superscript", "superior", "hoch", "exponent"})
_LOWERED = frozenset({"sub", "subscript", "inferior", "tief"})
_UNITS = {
    "page": MilestoneSort.PAGE,
    "folio": MilestoneSort.FOLIO,
    "leaf": MilestoneSort.FOLIO,
    "column": MilestoneSort.COLUMN,
    "line": MilestoneSort.LINE,
}


# --- breaks --------------------------------------------------------------------------------------


def read_line_break(reader: TeiTextReader, element: Element) -> None:
    """Read the end of a line: a line of its own where lines are meant, a space, or nothing within a word."""
    if _is_within_word(element):
        reader.add_join()
    elif reader.keeps_lines:
        reader.add_line()
    else:
        reader.add_turn()
    number = element.get("n")
    if number:
        reader.add_step((MILESTONE, MilestoneSort.LINE, number))


def _is_within_word(element: Element) -> bool:
    if element.get("break") is not None:
        return element.get("break") == "no"
    return element.get("type") in ("inWord", "worddiv") or "hyphen" in element.get("rend", "")


def read_page_break(reader: TeiTextReader, element: Element) -> None:
    """Read the beginning of a page, with its number, or in brackets that of its picture."""
    _break_words(reader, element)
    label = element.get("n", "").strip()
    if not label and element.get("facs"):
        picture = element.get("facs", "").split()[0].removeprefix("#").rpartition("/")[2]
        label = f"[{picture.rpartition('.')[0] or picture}]"
    if not label:
        return
    reader.edition.page = label
    folio = find_folio(label)
    sort = MilestoneSort.FOLIO if folio else MilestoneSort.PAGE
    reader.add_step((MILESTONE, sort, folio or label))


def _break_words(reader: TeiTextReader, element: Element) -> None:
    if _is_within_word(element):
        reader.add_join()
    else:
        reader.add_turn()


def read_column_break(reader: TeiTextReader, element: Element) -> None:
    """Read the beginning of a column."""
    _break_words(reader, element)
    if element.get("n"):
        reader.add_step((MILESTONE, MilestoneSort.COLUMN, element.get("n", "")))


def read_milestone(reader: TeiTextReader, element: Element) -> None:
    """Read the beginning of a numbered part."""
    number = element.get("n")
    if _is_within_word(element):
        reader.add_join()
    if number:
        reader.add_step((MILESTONE, _UNITS.get(element.get("unit", ""), MilestoneSort.SECTION), number))


def read_page_furniture(reader: TeiTextReader, element: Element) -> None:
    """Tell of what is printed on every page."""
    words = read_words(element)
    if words:
        reader.edition.report(ReportSort.PAGE_FURNITURE_LEFT_OUT, words)


# --- notes ---------------------------------------------------------------------------------------


def read_note(reader: TeiTextReader, element: Element) -> None:
    """Read a note: to its place in the text, or where it stands if that is between blocks."""
    if element.get("place") == "inline":
        reader.add_gap()
        reader.read_content(element)
        reader.add_gap()
        return
    if reader.edition.notes.claim(element):
        _add_note(reader, element, read_label(element))


def read_reference(reader: TeiTextReader, element: Element) -> None:
    """Read a reference; one that is the sign of a note brings the note to its place."""
    edition = reader.edition
    note = edition.notes.find_note(element)
    if note is None:
        reader.read_content(element)
        return
    label = read_label(note, element)
    if edition.note_depth < DEEPEST_NOTE and edition.notes.claim(note):
        _add_note(reader, note, label)
    elif label:
        reader.add_step((REFERENCE, label, ""))


def _add_note(reader: TeiTextReader, element: Element, label: str) -> None:
    edition = reader.edition
    label = label or _number_note(reader, element)
    note = TextBuilder()
    inner = TeiTextReader(edition, note)
    edition.note_depth += 1
    for part in (element, *edition.notes.claim_later(element)):
        inner.read_content(part)
        inner.add_gap()
    inner.end_block()
    inner.place_held_notes()
    edition.note_depth -= 1
    edition.report_words(ReportSort.NOTES_KEPT, element)
    if element.get("type") == "source" and not edition.source_note:
        edition.source_note = read_words(element)
    reader.add_step((NOTE, label, note))


def _number_note(reader: TeiTextReader, element: Element) -> str:
    """Return a number for a note without one, which none of the author's notes has."""
    if "margin" in element.get("place", "") or element.get("place") in ("left", "right"):
        return reader.edition.count_note("margin ")
    return reader.edition.count_note("*" if reader.edition.notes.is_numbered else "")


# --- letters -------------------------------------------------------------------------------------


def read_highlighted(reader: TeiTextReader, element: Element) -> None:
    """Read words that are set apart by type; of those set above or below the line it is noted."""
    sort = _find_height(reader, element) if element.attrib else None
    if sort is None:
        reader.read_content(element)
    else:
        reader.read_marked(element, sort, "")


def _find_height(reader: TeiTextReader, element: Element) -> InlineSort | None:
    edition = reader.edition
    rendered = f"{element.get('rend', '')} {element.get('rendition', '')}".replace(":", " ")
    for word in rendered.split():
        name = word.removeprefix("#")
        if name in _RAISED or word in edition.superscripts:
            return InlineSort.SUPERSCRIPT
        if name in _LOWERED or word in edition.subscripts:
            return InlineSort.SUBSCRIPT
    style = element.get("style", "").replace(" ", "")
    if "vertical-align:super" in style:
        return InlineSort.SUPERSCRIPT
    return InlineSort.SUBSCRIPT if "vertical-align:sub" in style else None


def read_glyph(reader: TeiTextReader, element: Element) -> None:
    """Read a sign that has no letter: what stands for it, or its name in brackets."""
    if "".join(element.itertext()).strip():
        reader.read_content(element)
        return
    name = element.get("ref", "").rpartition("#")[2]
    written = reader.edition.glyphs.get(name) or element.get("type") or name
    if written:
        reader.run.append(written if name in reader.edition.glyphs else f"[{written}]")


def read_ruby(reader: TeiTextReader, element: Element) -> None:
    """Read the base, with its gloss as a mark."""
    gloss = " ".join(read_words(one) for one in find_children(element, "rt"))
    reader.add_step((OPEN, InlineSort.RUBY, gloss))
    for base in find_children(element, "rb"):
        reader.read_content(base)
    reader.end_mark()


def read_sentence(reader: TeiTextReader, element: Element) -> None:
    """Read a sentence, a space behind it."""
    reader.read_content(element)
    reader.add_gap()


# --- others --------------------------------------------------------------------------------------


def skip_unprinted(reader: TeiTextReader, element: Element) -> None:
    """Leave out what is no part of the printed text, and tell of it where it has words."""
    if find_name(element) != "teiHeader":
        words = read_words(element)
        if words:
            reader.edition.report(ReportSort.OTHERS_LEFT_OUT, words)


def read_unknown(reader: TeiTextReader, element: Element) -> None:
    """Read the words of an element that TEI does not have, and tell of it."""
    reader.edition.report(ReportSort.UNKNOWN_ELEMENTS, find_name(element))
    if reader.is_running:
        reader.read_content(element)
    else:
        reader.read_container(element)


def read_foreign(reader: TeiTextReader, element: Element) -> None:
    """Read the words of another language of markup; pictures, and what would have to be loaded, are told."""
    name = find_name(element)
    if name == "include":
        reader.edition.report(ReportSort.UNREADABLE_PARTS, element.get("href", name))
    elif name == "svg":
        reader.edition.report(ReportSort.PICTURES_LEFT_OUT, name)
    elif name == "math":
        reader.read_content(element)
    else:
        read_unknown(reader, element)
