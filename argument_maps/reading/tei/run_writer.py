"""The words of one block and what stands between them, handed to the text builder once the block has ended.

Only what follows the end of a line tells whether a hyphen divides a word, so that nothing is written before.
"""

import re

from argument_maps.reading.builder import LINE_BREAK, TextBuilder
from argument_maps.reading.tei.tokens import is_han
from models.text_vocabulary import InlineSort, MilestoneSort, ReportSort
from models.vocabulary import BlockSort

# Signs at the end of a line that belong to the line and not to the word, and those that may belong to either.
_LINE_END_SIGNS = "\u00ac\u00ad\u2e17"
_HYPHENS = "-\u2010\u2011"
_DIVIDING = f"{_LINE_END_SIGNS}{_HYPHENS}="
# Behind these a hyphen stands for the second half of another compound, as in "Vor- und Nachteile".
_CONJUNCTIONS = re.compile(r"\s*(?:und|oder|bzw|and|or|et|ou|en|of|og|och|y|e|o|to|till|bis)\b", re.IGNORECASE)
_DIVIDED = re.compile(rf"[{_LINE_END_SIGNS}]\s*\n\s*")
# How much of what came before and of what follows is looked at.
_LOOKED_AT = 40
_STEPS_LOOKED_AT = 30
# Steps between the words of a block; the words themselves are strings.
TURN, JOIN, LINE, GAP, OPEN, CLOSE, MILESTONE, NOTE, REFERENCE = range(9)
Step = tuple[int, "InlineSort | MilestoneSort | str", "str | TextBuilder"]


class RunWriter:
    """Writes runs of words and steps into a builder, and holds back the notes that belong below them."""

    def __init__(self, builder: TextBuilder, reports: TextBuilder) -> None:
        self._builder = builder
        # Of a note, what is told of it is told of the whole text.
        self._reports = reports
        self._last = ""
        self._is_joined = False
        self._sort = BlockSort.PARAGRAPH
        self.held_notes: list[tuple[str, TextBuilder]] = []
        self.marks_breaks = False

    def place_held_notes(self) -> None:
        """Put down the notes of the blocks so far."""
        held, self.held_notes = self.held_notes, []
        for label, note in held:
            self._builder.place_note(label, note)

    def add_words(self, words: str, *, preserve: bool = False) -> None:
        """Add words, those whole that a sign divides at the end of a line."""
        if not words.isascii() and ("\u00ac" in words or "\u00ad" in words or "\u2e17" in words):
            words, joined = _DIVIDED.subn("", words)
            for _ in range(joined):
                self._reports.report(ReportSort.HYPHENS_JOINED)
        self._builder.add_words(words, preserve=preserve)

    def write(self, run: list[str | Step], sort: BlockSort, *, preserve: bool) -> None:
        """Write words and steps into the block that was begun."""
        self._sort, self._last, self._is_joined = sort, "", False
        words: list[str] = []
        for place, step in enumerate(run):
            if isinstance(step, str):
                words.append(step)
                continue
            if words:
                self._write_words("".join(words), preserve=preserve)
                words.clear()
            kind = step[0]
            if kind > GAP:
                self.take(step)
            elif kind == GAP:
                self._part(_find_following(run, place))
            elif kind == LINE:
                self._break_line()
            elif not self._is_joined:
                self._turn_line(_find_following(run, place).lstrip(), is_within=kind == JOIN)
        if words:
            self.add_words("".join(words), preserve=preserve)

    def _write_words(self, text: str, *, preserve: bool) -> None:
        self.add_words(text, preserve=preserve)
        if not text.isspace():
            self._is_joined = False
            self._last = (self._last + text[-_LOOKED_AT:])[-_LOOKED_AT:]
        elif not self._is_joined:
            self._last += " "

    def _turn_line(self, following: str, *, is_within: bool) -> None:
        """Go on with the next line, in the same word or the next."""
        before = self._last.rstrip()
        sign, letter = before[-1:], following[:1]
        is_hyphen = sign != "" and sign in _HYPHENS
        if is_within or (sign and sign in _LINE_END_SIGNS):
            is_kept = is_hyphen and letter.isupper() and before[-2:-1].islower()
            self._join("" if is_kept else _DIVIDING, following)
        elif is_hyphen and before[-2:-1].isalnum() and letter.isalnum() and not _CONJUNCTIONS.match(following):
            # Of a file that says which line ends are within words, the others are not.
            is_divided = letter.islower() and before[-2:-1].isalpha() and not self.marks_breaks
            self._join(_HYPHENS if is_divided else "", following)
        elif not (is_han(sign) and is_han(letter)):
            self._builder.add_words(" ")

    def _join(self, signs: str, following: str) -> None:
        before = self._last.rstrip()
        self._builder.join_words(signs)
        self._last = before.rstrip(signs) if signs else before
        self._is_joined = True
        if signs or before[-1:] not in _HYPHENS:
            one, other = self._last.split()[-1:], following.split(maxsplit=1)[:1]
            self._reports.report(ReportSort.HYPHENS_JOINED, "".join(one + other))

    def _part(self, following: str) -> None:
        """Put a space between two words that nothing parts."""
        one, other = self._last[-1:], following[:1]
        ends = one.isalnum() or (one != "" and one in ".,;:!?)”’»]")
        begins = other.isalnum() or (other != "" and other in "([“‘«")
        if ends and begins and not (is_han(one) and is_han(other)):
            self._builder.add_words(" ")

    def _break_line(self) -> None:
        self._last, self._is_joined = "", False
        if self._sort is not BlockSort.VERSE_LINE:
            self._builder.break_line()
        elif self._builder.is_line_begun():
            self._builder.begin_block(self._sort, "", LINE_BREAK)

    def take(self, step: Step, *, is_within: bool = True, is_held: bool = False) -> None:
        """Hand a mark, a milestone or a note to the builder.

        A note that is in no block stands by itself, or between lines of verse, where `is_held`, below them.
        """
        kind, what, detail = step
        if kind == NOTE and isinstance(detail, TextBuilder):
            self.held_notes.append((str(what), detail))
            if is_within:
                self._builder.add_note_reference(str(what))
            elif not is_held:
                self.place_held_notes()
        elif kind == OPEN and isinstance(what, InlineSort):
            self._builder.open_mark(what, str(detail))
        elif kind == CLOSE:
            self._builder.close_mark()
        elif kind == MILESTONE and isinstance(what, MilestoneSort):
            self._builder.add_milestone(what, str(detail))
        elif kind == REFERENCE:
            self._builder.add_note_reference(str(what))


def _find_following(run: list[str | Step], place: int) -> str:
    """Return the words that follow a step, up to the next step behind them."""
    found = ""
    for step in run[place + 1 : place + _STEPS_LOOKED_AT]:
        if isinstance(step, str):
            found += step[:_LOOKED_AT]
        elif found.strip():
            break
    return found
