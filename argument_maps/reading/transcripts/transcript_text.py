"""The pages of a transcription gathered, from one file or many, and made a text."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from argument_maps.reading.blocks import EmptyText
from argument_maps.reading.builder import TextBuilder
from argument_maps.reading.pdf.plain_letters import is_han_or_kana
from argument_maps.reading.results import FileReading
from argument_maps.reading.transcripts.assembly import TranscriptAssembly
from argument_maps.reading.transcripts.page_frames import Edges, read_measure
from argument_maps.reading.transcripts.spoken_languages import find_main_language
from argument_maps.reading.transcripts.transcript_pages import TranscribedPage
from models.errors import Phrase

_NAMED_IMAGES = 20
_DATE_LENGTH = 10
# Of words that were recognised less surely the reader is told.
_UNSURE = 0.5
_OPENING, _CLOSING = "([{„“‚‘«‹¿¡", ".,;:!?)]}“”’»›…"
_SPACE_WIDTH = 0.1


@dataclass(slots=True)
class Transcript:
    """What was read of a transcription so far."""

    builder: TextBuilder
    pages: list[TranscribedPage] = field(default_factory=list)
    source_data: dict[str, str] = field(default_factory=dict)
    _languages: Counter[str] = field(default_factory=Counter)
    _programs: dict[str, None] = field(default_factory=dict)

    def add_page(self, page: TranscribedPage, languages: Counter[str]) -> None:
        """Add a page; `languages` has its letters by language."""
        self.pages.append(page)
        self._languages.update(languages)

    def note_program(self, name: str, date: str = "") -> None:
        """Note by what a page was recognised or transcribed, and when."""
        words = " ".join(name.split())
        if words:
            self._programs[", ".join(part for part in (words, date.strip()[:_DATE_LENGTH]) if part)] = None

    def finish(self) -> FileReading:
        """Return the text. Raises `EmptyText` and `UnreadableText`."""
        if not any(line.text.strip() for page in self.pages for region in page.regions for line in region.lines):
            raise EmptyText(
                Phrase("The file describes pages, but has no words of theirs: they were not transcribed."),
                Phrase("Export it again once the pages are transcribed or recognised, and send that."),
            )
        TranscriptAssembly(self.builder, self.pages).write()
        language = find_main_language(self._languages)
        if language:
            self.source_data.setdefault("language", language)
        images = list(dict.fromkeys(page.image for page in self.pages if page.image))
        if images:
            named = images if len(images) <= _NAMED_IMAGES else [*images[: _NAMED_IMAGES - 1], "…", images[-1]]
            self.source_data["page_images"] = ", ".join(named)
        if self._programs:
            self.source_data["transcribed_with"] = "; ".join(list(self._programs)[:_NAMED_IMAGES])
        return self.builder.finish(self.source_data)


def is_unsure(confidence: str | None, whole: float) -> bool:
    """Tell whether a program was less than half sure of something; `whole` is its number for being sure."""
    sure = read_measure(confidence)
    return sure is not None and 0 <= sure < _UNSURE * whole


def space_words(words: Sequence[tuple[str, Edges | None]], *, has_spaces: bool = False) -> list[str]:
    """Return the words of a line that says nothing of its spaces, each with the space before it, if there is one.

    There is none between Chinese or Japanese characters, nor at a stop or bracket that stands close by; where a file
    says elsewhere where its spaces are (`has_spaces`), it is between words that stand close by.
    """
    spaced: list[str] = []
    before: tuple[str, Edges | None] | None = None
    for text, edges in words:
        text = text.strip()
        if not text:
            continue
        space = before is not None and _is_space_between(before, (text, edges), has_spaces=has_spaces)
        spaced.append(f" {text}" if space else text)
        before = (text, edges)
    return spaced


def _is_space_between(before: tuple[str, Edges | None], after: tuple[str, Edges | None], *, has_spaces: bool) -> bool:
    one, other = before[0], after[0]
    if is_han_or_kana(one[-1]) and is_han_or_kana(other[0]):
        return False
    is_stop = all(sign in _CLOSING for sign in other) or all(sign in _OPENING for sign in one)
    if before[1] is None or after[1] is None:
        return not is_stop
    gap = max(after[1][0] - before[1][2], before[1][0] - after[1][2])
    is_close = gap < _SPACE_WIDTH * max(before[1][3] - before[1][1], after[1][3] - after[1][1])
    return not (is_close and (is_stop or has_spaces))
