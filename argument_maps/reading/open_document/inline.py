"""What stands within the paragraphs of an OpenDocument text: words, notes, comments, fields, frames, ruby."""

from typing import Protocol
from xml.etree.ElementTree import Element

from argument_maps.reading.builder import TextBuilder
from argument_maps.reading.office_text import OfficeText
from argument_maps.reading.open_document.document_styles import DocumentStyles
from models.text_vocabulary import InlineSort, ReportSort

# Elements whose words are no text: what fields and indexes need, and pages that only the program knows.
_UNREAD = frozenset(
    {
        *(
            "text-bookmark",
            "text-bookmark-start",
            "text-bookmark-end",
            "text-soft-page-break",
            "office-event-listeners",
        ),
        *("text-reference-mark", "text-reference-mark-start", "text-reference-mark-end", "text-toc-mark"),
        *("text-toc-mark-start", "text-toc-mark-end", "text-alphabetical-index-mark", "text-user-index-mark"),
        *("text-alphabetical-index-mark-start", "text-alphabetical-index-mark-end", "text-tracked-changes"),
    }
)
_NOT_FOR_READERS = frozenset({"text-script", "office-binary-data", "text-dde-connection"})
_PICTURES = frozenset(
    {"draw-image", "draw-object", "draw-object-ole", "draw-plugin", "draw-applet", "draw-floating-frame"}
)


class InlineSurroundings(Protocol):
    """What inline elements need of the text in which they stand."""

    builder: TextBuilder
    office: OfficeText
    styles: DocumentStyles

    def read_note(self, element: Element) -> TextBuilder:
        """Return a note's blocks."""

    def read_box(self, box: Element) -> None:
        """Read what stands in a box."""

    def report_hidden(self, element: Element) -> None:
        """Say what is in the file and not shown."""


class InlineReader:
    """Reads the contents of paragraphs."""

    def __init__(self, flow: InlineSurroundings) -> None:
        self._flow = flow
        self.insertions: set[str] = set()
        # The words of insertions that have begun, by their id.
        self._inserted: dict[str, list[str]] = {}
        self._unnamed = 0

    def read_children(self, parent: Element, formats: tuple[InlineSort, ...]) -> None:
        """Read the words in an element and what stands between them."""
        if parent.text:
            self._add(parent.text, formats)
        for element in parent:
            self.read_inline(element, formats)
            if element.tail:
                self._add(element.tail, formats)

    def _add(self, text: str, formats: tuple[InlineSort, ...]) -> None:
        for words in self._inserted.values():
            words.append(text)
        self._flow.office.add_text(text, formats)

    def read_inline(self, element: Element, formats: tuple[InlineSort, ...]) -> None:
        """Read one element within a paragraph."""
        tag = str(element.tag)
        if tag == "text-span":
            self._read_span(element, formats)
        elif tag in ("text-s", "text-tab"):
            self._add(" ", formats)
        elif tag == "text-line-break":
            self._flow.office.break_line()
        elif tag == "text-note":
            self._read_note(element)
        elif tag in ("office-annotation", "office-annotation-end"):
            self._read_comment(element, tag)
        elif tag == "text-ruby":
            self._read_ruby(element)
        elif tag in ("text-change-start", "text-change-end"):
            self._follow_change(element, tag)
        elif tag not in _UNREAD:
            self._read_field(element, tag, formats)

    def _read_span(self, element: Element, formats: tuple[InlineSort, ...]) -> None:
        style = element.get("text-style-name", "")
        styles = self._flow.styles
        if styles.is_hidden("text", style):
            self._flow.report_hidden(element)
            return
        own = styles.find_formats("text", style)
        self.read_children(element, tuple(dict.fromkeys((*formats, *own))) if own else formats)

    def _read_field(self, element: Element, tag: str, formats: tuple[InlineSort, ...]) -> None:
        if tag.startswith("draw-"):
            self.read_shape(element)
            return
        is_hidden = tag in ("text-hidden-text", "text-hidden-paragraph") and element.get("text-is-hidden") != "false"
        if is_hidden:
            self._flow.report_hidden(element)
        elif tag in _NOT_FOR_READERS:
            self._flow.builder.report(ReportSort.OTHERS_LEFT_OUT, "".join(element.itertext()))
        else:
            self.read_children(element, formats)

    def _read_note(self, element: Element) -> None:
        citation, body = element.find("text-note-citation"), element.find("text-note-body")
        label = ""
        if citation is not None:
            label = citation.get("text-label") or "".join(citation.itertext())
        if body is not None:
            self._flow.office.add_note(label, self._flow.read_note(body))
            self._flow.builder.report(ReportSort.NOTES_KEPT)

    def _read_comment(self, element: Element, tag: str) -> None:
        name = element.get("office-name", "")
        flow = self._flow
        if tag == "office-annotation-end":
            flow.office.set_anchor(f"comment {name} end", is_end=True)
            return
        if not name:
            self._unnamed += 1
            name = f"without a name {self._unnamed} {id(element)}"
            flow.office.set_anchor(f"comment {name}", is_end=True)
        else:
            flow.office.set_anchor(f"comment {name}")
        author, text = "", []
        for child in element:
            words = " ".join("".join(child.itertext()).split())
            if child.tag == "dc-creator":
                author = words
            elif child.tag in ("text-p", "text-list") and words:
                text.append(words)
        if text:
            start = f"comment {name}"
            flow.builder.offer_comment(start, f"{start} end", "\n".join(text), author)
            flow.builder.report(ReportSort.COMMENTS_OFFERED, text[0])

    def _read_ruby(self, element: Element) -> None:
        base, reading = element.find("text-ruby-base"), element.find("text-ruby-text")
        words = "".join(base.itertext()) if base is not None else ""
        if words.strip():
            detail = "".join(reading.itertext()) if reading is not None else ""
            self._flow.office.add_marked(InlineSort.RUBY, words, detail)

    def _follow_change(self, element: Element, tag: str) -> None:
        change = element.get("text-change-id", "")
        if tag == "text-change-start" and change in self.insertions:
            self._inserted[change] = []
        elif tag == "text-change-end":
            words = "".join(self._inserted.pop(change, []))
            if words.strip():
                self._flow.builder.report(ReportSort.INSERTIONS_ACCEPTED, words)

    # --- frames and shapes ----------------------------------------------------------------------

    def read_shape(self, element: Element) -> None:
        """Put the words in a frame or a shape behind the paragraph; of pictures say what they are called."""
        flow = self._flow
        if (
            element.tag == "draw-text-box"
            or element.find("text-p") is not None
            or element.find("text-list") is not None
        ):
            flow.read_box(element)
            return
        picture = next((child for child in element if child.tag in _PICTURES), None)
        for child in element:
            if str(child.tag).startswith("draw-") and child.tag not in _PICTURES:
                self.read_shape(child)
        if picture is not None and element.find("draw-text-box") is None:
            described = (element.find(name) for name in ("svg-desc", "svg-title"))
            words = next((each.text for each in described if each is not None and each.text), "")
            flow.builder.report(ReportSort.PICTURES_LEFT_OUT, words or "")
