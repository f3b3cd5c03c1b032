"""The reader that goes through the elements of a TEI text and hands words, marks and notes to the text builder."""

import re
from collections.abc import Callable
from xml.etree.ElementTree import Element

from argument_maps.reading.blocks import BETWEEN, UnreadableText
from argument_maps.reading.builder import LINE_BREAK, TextBuilder
from argument_maps.reading.results import ListedDocument, Spelling
from argument_maps.reading.tei.elements import NAMESPACES, XML_SPACE, split_tag
from argument_maps.reading.tei.end_notes import NotePlaces
from argument_maps.reading.tei.tokens import is_han
from argument_maps.reading.tei.xml_text import DEEPEST
from models.errors import Phrase
from models.text_vocabulary import InlineSort, MilestoneSort, ReportSort
from models.vocabulary import BlockSort

Handler = Callable[["TeiTextReader", Element], None]
# Signs at the end of a line that belong to the line and not to the word, and those that may belong to either.
_LINE_END_SIGNS = "\u00ac\u00ad\u2e17"
_HYPHENS = "-\u2010\u2011"
# Behind these a hyphen stands for the second half of another compound, as in "Vor- und Nachteile".
_CONJUNCTIONS = re.compile(r"\s*(?:und|oder|bzw|and|or|et|ou|en|of|og|och|y|e|o|to|till|bis)\b", re.IGNORECASE)
_DIVIDED = re.compile("[\u00ac\u2e17]\\s*\\n\\s*|\u00ad\\s*\\n\\s*")
_OPENING = frozenset("⟦[⟨{“‘ ")
_CLOSING = frozenset("⟧]⟩}”’ ")
# Up to so many characters it is looked whether words are signs alone.
_SIGNS = 12
# Steps between the words of a block; the words themselves are strings.
TURN, JOIN, LINE, GAP, OPEN, CLOSE, MILESTONE, NOTE, REFERENCE = range(9)
Step = tuple[int, InlineSort | MilestoneSort | str, "str | TextBuilder"]
_TURN: Step = (TURN, "", "")
_JOIN: Step = (JOIN, "", "")
_LINE: Step = (LINE, "", "")
_GAP: Step = (GAP, "", "")
_CLOSE: Step = (CLOSE, "", "")


class Edition:
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
        self.page = ""
        self.sections: list[str] = []
        self.source_note = ""
        self.depth = 0
        self.note_depth = 0
        self._numbers: dict[str, int] = {}

    def report(self, sort: ReportSort, *samples: str) -> None:
        """Count something that a reader has to be told."""
        self.builder.report(sort, *samples)

    def count_note(self, prefix: str) -> str:
        """Return the next number of a note that has none of its own."""
        self._numbers[prefix] = self._numbers.get(prefix, 0) + 1
        return f"{prefix}{self._numbers[prefix]}"


class _HandlerTable(dict[str, "Handler | None"]):
    """What is done with an element, by its whole tag; None where only its words count."""

    def __init__(self, by_name: dict[str, Handler | None], edition: Edition) -> None:
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

    def __init__(self, edition: Edition, builder: TextBuilder) -> None:
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
        self.list_labels: list[str] = []
        self._held_notes: list[tuple[str, TextBuilder]] = []
        self.deferred: list[Callable[[], None]] = []

    # --- elements -------------------------------------------------------------------------------

    def read_content(self, element: Element) -> None:
        """Read the words of an element and all that stands in it."""
        edition = self.edition
        edition.depth += 1
        if edition.depth > DEEPEST:
            raise UnreadableText(
                Phrase("The file’s elements are nested more than %(levels)s deep.", levels=DEEPEST),
                Phrase("Save it in a simpler form."),
            )
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

    def read_anchored(self, element: Element) -> None:
        """Read the notes that point at an element. Replaced by whoever knows notes."""
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
        return all(type(piece) is not str or not piece or piece.isspace() for piece in self.run)

    # --- blocks ---------------------------------------------------------------------------------

    def end_block(self) -> None:
        """Put down the words that were gathered."""
        run = self.run
        if not run:
            return
        if not self.has_steps:
            words = "".join(run)  # type: ignore[arg-type] # there are no steps in it
            if not words or words.isspace():
                run.clear()
                return
            if len(words) < _SIGNS and _OPENING.issuperset(words):
                return
            run.clear()
            if self.preserves_space or "\u00ac" in words or "\u00ad" in words or "\u2e17" in words:
                self._begin()
                self._add(words)
            elif self.emitted and len(words) < _SIGNS and _CLOSING.issuperset(words):
                self.builder.add_to_last_block(words.strip())
            else:
                if self._held_notes and self.separator == BETWEEN:
                    self.place_held_notes()
                self.builder.add_block(self.sort, words, self.label, self.separator)
                self.label, self.separator = "", BETWEEN
                self.emitted += 1
                self.may_go_on = self.sort is BlockSort.VERSE_LINE
            return
        words = "".join([piece for piece in run if type(piece) is str])
        if words and len(words) < _SIGNS and not words.isspace() and _OPENING.issuperset(words):
            return
        steps, self.has_steps = list(run), False
        run.clear()
        if not words or words.isspace():
            # Notes that nothing was said for stand by themselves.
            for piece in steps:
                if type(piece) is not str and piece[0] not in (TURN, JOIN, LINE, GAP, REFERENCE):
                    self._take(piece, is_within=False)
            return
        if self.emitted and len(words) < _SIGNS and _CLOSING.issuperset(words):
            self.builder.add_to_last_block(words.strip())
            steps = [piece for piece in steps if type(piece) is not str]
        else:
            self._begin()
        self._put_down(steps)

    def _begin(self) -> None:
        if self._held_notes and self.separator == BETWEEN:
            self.place_held_notes()
        self.builder.begin_block(self.sort, self.label, self.separator)
        self.label, self.separator = "", BETWEEN
        self.emitted += 1
        self.may_go_on = self.sort is BlockSort.VERSE_LINE

    def place_held_notes(self) -> None:
        """Put down the notes of the blocks so far."""
        held, self._held_notes = self._held_notes, []
        for label, note in held:
            self.builder.place_note(label, note)

    def _add(self, words: str) -> None:
        if "\u00ac" in words or "\u00ad" in words or "\u2e17" in words:
            words, joined = _DIVIDED.subn("", words)
            for _ in range(joined):
                self.edition.report(ReportSort.HYPHENS_JOINED)
        self.builder.add_words(words, preserve=self.preserves_space)

    def _put_down(self, steps: list[str | Step]) -> None:
        words: list[str] = []
        last = ""
        is_joined = False
        for place, step in enumerate(steps):
            if type(step) is str:
                words.append(step)
                continue
            if words:
                text = "".join(words)
                words.clear()
                self._add(text)
                if not text.isspace():
                    is_joined = False
                    last = (last + text[-40:])[-40:]
                elif not is_joined:
                    last += " "
            kind = step[0]
            if kind == TURN or kind == JOIN:
                if not is_joined:
                    is_joined = self._turn_line(last, steps, place, is_within=kind == JOIN)
                    if is_joined:
                        last = last.rstrip(_HYPHENS + _LINE_END_SIGNS + "=")
            elif kind == GAP:
                self._add_gap(last, _find_following(steps, place))
            elif kind == LINE:
                self._break_line()
                last, is_joined = "", False
            else:
                self._take(step)
        if words:
            self._add("".join(words))

    def _turn_line(self, last: str, steps: list[str | Step], place: int, *, is_within: bool) -> bool:
        """Go on with the next line, in the same word or the next; return whether it is the same word."""
        sign = last.rstrip()[-1:]
        following = _find_following(steps, place).lstrip()
        letter = following[:1]
        before = last.rstrip()[-2:-1]
        signs = f"{_LINE_END_SIGNS}{_HYPHENS}="
        if is_within or (sign and sign in _LINE_END_SIGNS):
            is_kept = sign in _HYPHENS and letter.isupper() and before.islower()
            self.builder.join_words("" if is_kept else signs)
            self._report_joined(last.rstrip() if is_kept else last.rstrip(signs + " \n"), following)
            return True
        if sign and sign in _HYPHENS and before.isalpha() and letter.isalnum() and not _CONJUNCTIONS.match(following):
            is_divided = letter.islower() and not self.edition.marks_breaks
            self.builder.join_words(_HYPHENS if is_divided else "")
            if is_divided:
                self._report_joined(last.rstrip(signs + " \n"), following)
            return True
        if not (is_han(last[-1:]) and is_han(letter)):
            self.builder.add_words(" ")
        return False

    def _report_joined(self, before: str, following: str) -> None:
        one, other = before.split()[-1:], following.split(maxsplit=1)[:1]
        self.edition.report(ReportSort.HYPHENS_JOINED, "".join(one + other))

    def _add_gap(self, last: str, following: str) -> None:
        if last and following and not following[0].isspace() and not last[-1].isspace():
            one, other = last[-1], following[0]
            if (one.isalnum() or one in ".,;:)”’»") and (other.isalnum() or other in "(“‘«") and not is_han(one):
                self.builder.add_words(" ")

    def _break_line(self) -> None:
        if self.sort is BlockSort.VERSE_LINE:
            if self.builder.is_line_begun():
                self.builder.begin_block(self.sort, "", LINE_BREAK)
        else:
            self.builder.break_line()

    def _take(self, step: Step, *, is_within: bool = True) -> None:
        """Hand a mark, a milestone or a note to the builder."""
        kind, what, detail = step
        if kind == OPEN and isinstance(what, InlineSort) and isinstance(detail, str):
            self.builder.open_mark(what, detail)
        elif kind == CLOSE:
            self.builder.close_mark()
        elif kind == MILESTONE and isinstance(what, MilestoneSort) and isinstance(detail, str):
            self.builder.add_milestone(what, detail)
        elif kind == REFERENCE:
            self.builder.add_note_reference(str(what))
        elif kind == NOTE and isinstance(detail, TextBuilder):
            if is_within:
                self.builder.add_note_reference(str(what))
            self._held_notes.append((str(what), detail))
            if not is_within:
                self.place_held_notes()


def _find_following(steps: list[str | Step], place: int) -> str:
    """Return the words that follow a step, up to the next step behind them."""
    found = ""
    for step in steps[place + 1 : place + 30]:
        if type(step) is str:
            found += step
        elif found.strip():
            break
    return found
