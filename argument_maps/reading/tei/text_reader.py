"""The reader that goes through the elements of a TEI text and hands words, marks and notes to the text builder."""

from collections.abc import Callable
from xml.etree.ElementTree import Element

from argument_maps.reading.blocks import BETWEEN, UnreadableText
from argument_maps.reading.builder import MOST_SAMPLES, TextBuilder
from argument_maps.reading.markup.xml_text import DEEPEST
from argument_maps.reading.results import ListedDocument, Spelling
from argument_maps.reading.tei.elements import NAMESPACES, XML_SPACE, read_words, split_tag
from argument_maps.reading.tei.end_notes import NotePlaces
from argument_maps.reading.tei.run_writer import CLOSE, GAP, JOIN, LINE, OPEN, REFERENCE, TURN, RunWriter, Step
from models.errors import Phrase
from models.text_vocabulary import InlineSort, ReportSort
from models.vocabulary import BlockSort

Handler = Callable[["TeiTextReader", Element], None]
_OPENING = frozenset("⟦[⟨{“‘ ")
_CLOSING = frozenset("⟧]⟩}”’ ")
# Up to so many characters it is looked whether words are signs alone.
_SIGNS = 12
_DIVIDING_SIGNS = frozenset("\u00ac\u00ad\u2e17")
_UNREAD = frozenset({"teiHeader"})
_TURN: Step = (TURN, "", "")
_JOIN: Step = (JOIN, "", "")
_LINE: Step = (LINE, "", "")
_GAP: Step = (GAP, "", "")
_CLOSE: Step = (CLOSE, "", "")


class TeiEdition:
    """What is known of the whole file while its parts are read."""

    def __init__(
        self, builder: TextBuilder, handlers: dict[str, Handler | None], spelling: Spelling, notes: NotePlaces
    ) -> None:
        self.builder = builder
        self.spelling = spelling
        self.notes = notes
        self.handlers = _HandlerTable(handlers, self)
        self.superscripts: set[str] = set()
        self.subscripts: set[str] = set()
        self.glyphs: dict[str, str] = {}
        self.marks_breaks = False
        self.deleted_until: set[str] = set()
        self.documents: list[ListedDocument] = []
        self.document_ids: set[str] = set()
        self.page = ""
        self.sections: list[str] = []
        self.source_note = ""
        self.is_in_document = False
        self.depth = 0
        self.note_depth = 0
        self._numbers: dict[str, int] = {}
        self._told: dict[ReportSort, int] = {}

    def report(self, sort: ReportSort, *samples: str) -> None:
        """Count something that a reader has to be told."""
        self.builder.report(sort, *samples)

    def report_words(self, sort: ReportSort, element: Element) -> None:
        """Count an element that a reader has to be told of; the words of the first ones are its samples."""
        told = self._told[sort] = self._told.get(sort, 0) + 1
        if told <= MOST_SAMPLES:
            self.builder.report(sort, read_words(element, leave_out=_UNREAD))
        else:
            self.builder.report(sort)

    def count_note(self, prefix: str) -> str:
        """Return the next number of a note that has none of its own."""
        self._numbers[prefix] = self._numbers.get(prefix, 0) + 1
        return f"{prefix}{self._numbers[prefix]}"


class _HandlerTable(dict[str, "Handler | None"]):
    """What is done with an element, by its whole tag; None where only its words count."""

    def __init__(self, by_name: dict[str, Handler | None], edition: TeiEdition) -> None:
        super().__init__()
        self._by_name = by_name
        self._edition = edition

    def __missing__(self, tag: str) -> "Handler | None":
        namespace, name = split_tag(tag)
        if namespace in NAMESPACES and name in self._by_name:
            handler = self._by_name[name]
        else:
            handler = self._by_name["?foreign" if namespace not in NAMESPACES else "?unknown"]
        self[tag] = handler
        return handler


class TeiTextReader:
    """Reads the content of elements into a builder; of a note into one of its own.

    Words and steps are gathered until a block ends, because only what follows tells whether a hyphen joins.
    """

    def __init__(self, edition: TeiEdition, builder: TextBuilder) -> None:
        self.edition = edition
        self.builder = builder
        self.run: list[str | Step] = []
        self.has_steps = False
        self.sort = BlockSort.PARAGRAPH
        self.label = ""
        self.separator = BETWEEN
        # Whether running words are being read, so that what could stand by itself is part of them.
        self.is_running = False
        self.keeps_lines = False
        self.preserves_space = False
        self.emitted = 0
        self.may_go_on = False
        self.quotation_depth = 0
        self._writer = RunWriter(builder, edition.builder)
        self._writer.marks_breaks = edition.marks_breaks
        self.deferred: list[Callable[[], None]] = []

    # --- elements -------------------------------------------------------------------------------

    def read_content(self, element: Element) -> None:
        """Read the words of an element and all that stands in it."""
        edition = self.edition
        edition.depth += 1
        if edition.depth > DEEPEST:
            raise _refuse_depth()
        run, handlers = self.run, edition.handlers
        if element.text:
            run.append(element.text)
        for child in element:
            handler = handlers[child.tag]
            if handler is not None:
                handler(self, child)
            elif len(child):
                self.read_content(child)
            elif child.text:
                run.append(child.text)
            if edition.notes.anchored and child in edition.notes.anchored:
                self.read_anchored(child)
            if child.tail:
                run.append(child.tail)
        edition.depth -= 1

    def read_child(self, element: Element) -> None:
        """Read an element whose place within another has been seen to; what follows it is not read."""
        self.edition.depth += 1
        if self.edition.depth > DEEPEST:
            raise _refuse_depth()
        handler = self.edition.handlers[element.tag]
        if handler is not None:
            handler(self, element)
        else:
            self.read_content(element)
        self.edition.depth -= 1

    def read_anchored(self, element: Element) -> None:
        """Read the notes that point at an element, where it ends; none where notes are not read."""
        handler = self.edition.handlers["note"]
        for note in self.edition.notes.anchored[element]:
            if handler is not None:
                handler(self, note)

    def read_block(self, element: Element, sort: BlockSort, label: str = "", *, keeps_lines: bool = False) -> None:
        """Read an element as a block of its own, with whatever blocks stand in it."""
        self.end_block()
        before = self.sort, self.is_running, self.keeps_lines, self.preserves_space
        self.sort, self.label, self.is_running, self.keeps_lines = sort, label, True, keeps_lines
        space = element.get(XML_SPACE)
        if space is not None:
            self.preserves_space = space == "preserve"
        self.read_content(element)
        self.end_block()
        self.sort, self.is_running, self.keeps_lines, self.preserves_space = before
        self.label = ""
        if self.deferred and not self.is_running:
            deferred, self.deferred = self.deferred, []
            for read in deferred:
                read()

    def read_container(self, element: Element) -> None:
        """Read an element that begins and ends on lines of its own."""
        self.end_block()
        before, self.is_running = self.is_running, False
        self.read_content(element)
        self.end_block()
        self.is_running = before

    # --- steps ----------------------------------------------------------------------------------

    def add_step(self, step: Step) -> None:
        """Add something that stands between words."""
        self.run.append(step)
        self.has_steps = True

    def add_marked(self, sort: InlineSort, detail: str, words: str) -> None:
        """Add words with a mark over them."""
        self.run += [(OPEN, sort, detail), words, _CLOSE]
        self.has_steps = True

    def read_marked(self, element: Element, sort: InlineSort, detail: str, before: str = "", after: str = "") -> None:
        """Read the content of an element with a mark over it, between two signs."""
        self.add_step((OPEN, sort, detail))
        if before:
            self.run.append(before)
        self.read_content(element)
        if after:
            self.run.append(after)
        self.add_step(_CLOSE)

    def end_mark(self) -> None:
        """End the mark that was begun last."""
        self.add_step(_CLOSE)

    def add_gap(self) -> None:
        """Let there be a space between two words here, if there are two."""
        self.add_step(_GAP)

    def add_turn(self) -> None:
        """Note the end of a line in running words."""
        self.add_step(_TURN)

    def add_line(self) -> None:
        """Note the end of a line that is meant."""
        self.add_step(_LINE)

    def add_join(self) -> None:
        """Note the end of a line within a word."""
        self.add_step(_JOIN)

    def is_blank(self) -> bool:
        """Tell whether no word has come since the last block ended."""
        return not any(isinstance(piece, str) and piece and not piece.isspace() for piece in self.run)

    # --- blocks ---------------------------------------------------------------------------------

    def end_block(self) -> None:
        """Put down the words that were gathered."""
        if self.has_steps:
            self._end_block_of_steps()
        elif self.run:
            words = "".join(self.run)  # type: ignore[arg-type] # there are no steps in it
            if words.isspace():
                self.run.clear()
                return
            if len(words) < _SIGNS and self._is_held_back(words):
                return
            self.run.clear()
            if self.preserves_space or not (words.isascii() or _DIVIDING_SIGNS.isdisjoint(words)):
                self._begin()
                self._writer.add_words(words, preserve=self.preserves_space)
            else:
                if self._writer.held_notes and self.separator == BETWEEN:
                    self.place_held_notes()
                self.builder.add_block(self.sort, words, self.label, self.separator)
                self._count_block()

    def _is_held_back(self, words: str) -> bool:
        """Tell whether few words are no block: opening signs wait for one, closing signs go on with the last."""
        if not words:
            self.run.clear()
            return True
        if _OPENING.issuperset(words):
            return True
        if self.emitted and _CLOSING.issuperset(words):
            self.run.clear()
            self.builder.add_to_last_block(words.strip())
            return True
        return False

    def _end_block_of_steps(self) -> None:
        # A run that is longer has more than signs in it.
        words = "".join([piece for piece in self.run if isinstance(piece, str)]) if len(self.run) < _SIGNS else ""
        if words and len(words) < _SIGNS and not words.isspace() and _OPENING.issuperset(words):
            return
        is_blank = self.is_blank()
        run, self.has_steps = list(self.run), False
        self.run.clear()
        if is_blank:
            # Notes that nothing was said for stand by themselves.
            for piece in run:
                if not isinstance(piece, str) and piece[0] > GAP and piece[0] != REFERENCE:
                    self._writer.take(piece, is_within=False, is_held=self.may_go_on)
        elif self.emitted and words and len(words) < _SIGNS and _CLOSING.issuperset(words):
            self.builder.add_to_last_block(words.strip())
            self._writer.write([piece for piece in run if not isinstance(piece, str)], self.sort, preserve=False)
        else:
            self._begin()
            self._writer.write(run, self.sort, preserve=self.preserves_space)

    def _begin(self) -> None:
        if self._writer.held_notes and self.separator == BETWEEN:
            self.place_held_notes()
        self.builder.begin_block(self.sort, self.label, self.separator)
        self._count_block()

    def _count_block(self) -> None:
        self.label, self.separator = "", BETWEEN
        self.emitted += 1
        self.may_go_on = self.sort is BlockSort.VERSE_LINE

    def place_held_notes(self) -> None:
        """Put down the notes of the blocks so far."""
        self._writer.place_held_notes()


def _refuse_depth() -> UnreadableText:
    return UnreadableText(
        Phrase("The file’s elements are nested more than %(levels)s deep.", levels=DEEPEST),
        Phrase("Save it in a simpler form."),
    )
