"""The runs of a paragraph of Word: words, fields, references, boxes, and tracked changes."""

from collections.abc import Callable
from functools import partial
from typing import Protocol
from xml.etree.ElementTree import Element

from argument_maps.reading.builder import TextBuilder
from argument_maps.reading.office_text import OfficeText
from argument_maps.reading.word.formulas import write_formula
from argument_maps.reading.word.notes import WordNotes
from argument_maps.reading.word.styles import RunLook, StyleSheet, read_value
from argument_maps.reading.word.symbols import UNKNOWN, is_symbol_font, read_symbol, replace_symbols
from models.text_vocabulary import InlineSort, ReportSort

_WRAPPERS = frozenset(
    {
        *("w-hyperlink", "w-smartTag", "w-sdt", "w-sdtContent", "w-customXml", "w-fldSimple", "w-bdo", "w-dir"),
        *("mc-Choice", "mc-Fallback"),
    }
)
_INSERTED = frozenset({"w-ins", "w-moveTo"})
_DELETED = frozenset({"w-del", "w-moveFrom"})
_RAISED = {"superscript": InlineSort.SUPERSCRIPT, "subscript": InlineSort.SUBSCRIPT}
_SPACES = frozenset({"w-tab", "w-ptab"})
REFERENCES = {"w-footnoteReference": "footnote", "w-endnoteReference": "endnote"}
_PICTURES = frozenset({"w-drawing", "w-pict", "w-object"})
_DESCRIPTIONS = {"wp-docPr": ("descr", "title"), "v-shape": ("alt",), "v-imagedata": ("o-title",)}
# Fields that show what their code says, without a result in the file.
LONGEST_MARK = 10
_WITHOUT_RESULT = ("EQ", "SYMBOL", "ADVANCE")


class RunSurroundings(Protocol):
    """What runs need of the text in which they stand."""

    builder: TextBuilder
    office: OfficeText
    sheet: StyleSheet
    notes: WordNotes
    comments_met: set[str]

    def read_children(self, parent: Element) -> None:
        """Read the blocks in an element."""

    def read_note(self, element: Element, mark: str) -> TextBuilder:
        """Return a note's blocks."""

    def read_comment_range(self, element: Element) -> None:
        """Note where the passage of a comment begins or ends."""

    def report_deletion(self, element: Element) -> None:
        """Say what was deleted."""

    def leave_note_out(self, sort: str, reference: Element, reason: ReportSort) -> None:
        """Say what a note says of which the reference is not shown."""


class WordRuns:
    """Reads what stands within paragraphs, and knows in which fields it is: they reach over many of them."""

    def __init__(self, body: RunSurroundings) -> None:
        self._body = body
        self._office = body.office
        self.paragraph_look = RunLook()
        # Of each field that is open, whether its code is being read and not yet its result, and that code.
        self._fields: list[tuple[bool, list[str]]] = []
        self.own_mark = ""

    def read_children(self, parent: Element) -> None:
        """Read what stands in a paragraph or in what wraps runs."""
        for element in parent:
            self.read_inline(element)

    def read_inline(self, element: Element) -> None:
        """Read a run, or what wraps runs."""
        tag = str(element.tag)
        if tag == "w-r":
            self._read_run(element)
        elif tag in _INSERTED:
            words = "".join(each.text or "" for each in element.iter("w-t"))
            if words.strip():
                self._body.builder.report(ReportSort.INSERTIONS_ACCEPTED, words)
            self.read_children(element)
        elif tag in _DELETED:
            self._body.report_deletion(element)
        elif tag == "mc-AlternateContent":
            self._read_alternative(element, self.read_children)
        elif tag in _WRAPPERS:
            self.read_children(element)
        elif tag in ("w-commentRangeStart", "w-commentRangeEnd"):
            self._body.read_comment_range(element)
        elif tag in ("m-oMath", "m-oMathPara"):
            self._add_text(" ".join(write_formula(each) for each in _list_formulas(element)), RunLook())
        elif tag in ("w-altChunk", "w-subDoc"):
            self._body.builder.report(ReportSort.OTHERS_LEFT_OUT, tag.removeprefix("w-"))

    @staticmethod
    def _read_alternative(element: Element, read: Callable[[Element], None]) -> None:
        chosen = find_alternative(element)
        if chosen is not None:
            read(chosen)

    # --- runs -----------------------------------------------------------------------------------

    def _read_run(self, run: Element) -> None:
        properties = run.find("w-rPr")
        look = self.paragraph_look
        if properties is not None:
            style = read_value(properties.find("w-rStyle"))
            look = (self._body.sheet.find_look(style, look) if style else look).change(properties)
        self._read_run_parts(run, look)

    def _read_run_parts(self, parent: Element, look: RunLook) -> None:
        parts = list(parent)
        for at, element in enumerate(parts):
            sort = REFERENCES.get(str(element.tag))
            if sort is None:
                self._read_run_part(element, look)
                continue
            has_mark = element.get("w-customMarkFollows", "0") not in ("0", "false", "off")
            mark = _read_own_mark(parts[at + 1 :]) if has_mark else ""
            self._read_reference(element, sort, look, mark)
            if mark:
                # The sign that follows is the note's number.
                return

    def _read_run_part(self, element: Element, look: RunLook) -> None:
        tag = str(element.tag)
        if tag == "w-t":
            self._read_words(element, look)
        elif tag == "w-fldChar":
            self._read_field_sign(element)
        elif tag == "w-instrText":
            if self._fields:
                self._fields[-1][1].append(element.text or "")
        elif tag == "w-commentReference":
            self._read_comment_reference(element.get("w-id", ""))
        elif tag == "mc-AlternateContent":
            self._read_alternative(element, lambda chosen: self._read_run_parts(chosen, look))
        elif tag in _PICTURES:
            self._read_picture(element)
        elif tag == "w-ruby":
            self._read_ruby(element, look)
        elif not self._is_in_code():
            self._read_sign(element, tag, look)

    def _read_sign(self, element: Element, tag: str, look: RunLook) -> None:
        if tag in _SPACES:
            self._add_text(" ", look)
        elif tag in ("w-br", "w-cr"):
            if not look.is_hidden:
                self._office.break_line()
        elif tag == "w-noBreakHyphen":
            self._add_text("\u2011", look)
        elif tag == "w-sym":
            sign = _read_sign_element(element)
            if sign == UNKNOWN:
                sample = f"{element.get('w-font', '')} {element.get('w-char', '')}"
                self._body.builder.report(ReportSort.UNREADABLE_PARTS, sample)
            self._add_text(sign, look)

    def _read_words(self, element: Element, look: RunLook) -> None:
        if self._is_in_code():
            return
        text = element.text or ""
        if element.get("xml-space") != "preserve":
            # What Word does with them (ECMA-376, part 1, 17.3.3.31).
            text = text.strip(" \t\r\n")
        if is_symbol_font(look.font) and any(0xF000 <= ord(sign) <= 0xF0FF for sign in text):
            text = replace_symbols(text, look.font)
        self._add_text(text, look)

    def _add_text(self, text: str, look: RunLook) -> None:
        if self._is_in_code():
            return
        if look.is_hidden:
            if text.strip():
                self._body.builder.report(ReportSort.HIDDEN_LEFT_OUT, text)
            return
        if self.own_mark and text.strip():
            text = text.lstrip().removeprefix(self.own_mark)
            self.own_mark = ""
        formats: tuple[InlineSort, ...] = ()
        if look.is_struck:
            formats += (InlineSort.DELETED,)
        if look.raised in _RAISED:
            formats += (_RAISED[look.raised],)
        self._office.add_text(text, formats)

    def _read_ruby(self, element: Element, look: RunLook) -> None:
        base, reading = element.find("w-rubyBase"), element.find("w-rt")
        if base is None or self._is_in_code() or look.is_hidden:
            return
        words = "".join(each.text or "" for each in base.iter("w-t"))
        detail = "".join(each.text or "" for each in reading.iter("w-t")) if reading is not None else ""
        if words.strip():
            self._office.add_marked(InlineSort.RUBY, words, detail)

    # --- fields ---------------------------------------------------------------------------------

    def _read_field_sign(self, element: Element) -> None:
        kind = element.get("w-fldCharType", "")
        if kind == "begin":
            self._fields.append((True, []))
        elif kind == "separate" and self._fields:
            self._fields[-1] = (False, self._fields[-1][1])
        elif kind == "end" and self._fields:
            in_code, code = self._fields.pop()
            words = "".join(code).split()
            if in_code and words and words[0].upper() in _WITHOUT_RESULT:
                self._body.builder.report(ReportSort.OTHERS_LEFT_OUT, " ".join(words))

    def _is_in_code(self) -> bool:
        return any(in_code for in_code, _ in self._fields)

    # --- notes, comments, pictures --------------------------------------------------------------

    def _read_reference(self, element: Element, sort: str, look: RunLook, mark: str) -> None:
        body = self._body
        if look.is_hidden or self._is_in_code():
            reason = ReportSort.HIDDEN_LEFT_OUT if look.is_hidden else ReportSort.OTHERS_LEFT_OUT
            body.leave_note_out(sort, element, reason)
            return
        note = body.notes.find_note(sort, element.get("w-id", ""))
        label = mark or body.notes.count_note(sort)
        if note is None:
            body.builder.report(ReportSort.UNREADABLE_PARTS, f"{sort} {label}")
            body.builder.add_note_reference(label)
            return
        self._office.add_note(label, body.read_note(note, mark))
        body.builder.report(ReportSort.NOTES_KEPT)

    def _read_comment_reference(self, number: str) -> None:
        body = self._body
        if number not in body.comments_met:
            body.comments_met.add(number)
            self._office.set_anchor(f"comment {number}", is_end=True)
            self._office.set_anchor(f"comment {number} end", is_end=True)

    def _read_picture(self, element: Element) -> None:
        """Put what stands in boxes behind the paragraph; of pictures say what they are called."""
        if self._is_in_code():
            return
        boxes = _list_boxes(element)
        for box in boxes:
            self._office.add_box(partial(self._body.read_children, box))
        if boxes:
            return
        for each in element.iter():
            for name in _DESCRIPTIONS.get(str(each.tag), ()):
                if each.get(name, "").strip():
                    self._body.builder.report(ReportSort.PICTURES_LEFT_OUT, each.get(name, ""))
                    return
        if element.tag != "w-pict" or element.find(".//v-imagedata") is not None:
            self._body.builder.report(ReportSort.PICTURES_LEFT_OUT)


def _read_own_mark(parts: list[Element]) -> str:
    """Return the sign that stands behind a reference in its run; nothing where more than a sign does."""
    signs = ""
    for element in parts:
        if element.tag == "w-t":
            signs += (element.text or "").strip()
        elif element.tag == "w-sym":
            signs += _read_sign_element(element)
    return signs if len(signs) <= LONGEST_MARK else ""


def _read_sign_element(element: Element) -> str:
    try:
        return read_symbol(int(element.get("w-char", ""), 16), element.get("w-font", ""))
    except ValueError:
        return UNKNOWN


def find_alternative(element: Element) -> Element | None:
    """Return the form of content that is read of those that a file offers: the first, or else the fallback."""
    choice = element.find("mc-Choice")
    return choice if choice is not None else element.find("mc-Fallback")


def _list_formulas(element: Element) -> list[Element]:
    return [element] if element.tag == "m-oMath" else list(element.iter("m-oMath"))


def _list_boxes(element: Element) -> list[Element]:
    """Return the contents of text boxes, of those that are offered in two forms only one, and none within another."""
    boxes = []
    for child in element:
        if child.tag == "w-txbxContent":
            boxes.append(child)
        elif child.tag == "mc-AlternateContent":
            chosen = find_alternative(child)
            boxes += _list_boxes(chosen) if chosen is not None else []
        else:
            boxes += _list_boxes(child)
    return boxes
