"""Notes at the foot of a page or at the end of a document, and the signs in the text that refer to them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from argument_maps.reading.pdf.glyphs import DrawnRule
from argument_maps.reading.pdf.paragraphs import Habits, PageBlock
from argument_maps.reading.pdf.text_lines import TextLine, TextPiece
from models.vocabulary import BlockSort

_SIGNS = "*†‡§¶‖"
_MARKER = re.compile(
    rf"^(?:\[(\d{{1,4}})\]|\(?(\d{{1,4}})[.)]?(?=[\s\u3000])|([{_SIGNS}]{{1,4}})|([①-⑳])|[注註]\s*(\d{{1,3}}))\s*"
)
_REFERENCE = re.compile(rf"^[\[(]?(\d{{1,4}}|[{_SIGNS}]{{1,4}}|[①-⑳]|[a-z])[\])]?$")
_HEADING = re.compile(
    r"^(?:(?:end|foot)?notes?|notes and references|references and notes|anmerkungen|endnoten|fußnoten|примечания|notas|"
    r"注释|註釋|注釈|注|註|미주|각주|주)\W*$",
    re.IGNORECASE,
)
_SMALLER = 0.93
_UNITS = frozenset(["km", "m", "cm", "mm", "ha", "in", "ft", "mi"])


@dataclass(slots=True)
class Footnote:
    """A note with its sign and lines."""

    label: str
    lines: list[TextLine]
    page: int
    # How much of the first line is the sign.
    label_length: int = 0
    referred: bool = field(default=False)


def take_footnotes(
    regions: Sequence[list[TextLine]], rules: Sequence[DrawnRule], habits: Habits, page: int
) -> tuple[list[Footnote], list[TextLine]]:
    """Take the notes out of the parts of a page; return them, and lines that go on with the note of the page before."""
    notes: list[Footnote] = []
    rest: list[TextLine] = []
    body = [line for lines in regions for line in lines if line.size > _SMALLER * habits.size]
    for lines in regions:
        place = _find_beginning(lines, body, rules, habits)
        if place == len(lines):
            continue
        foot = lines[place:]
        first = next((at for at, line in enumerate(foot) if _read_marker(line)), None)
        if first is None:
            # Without a sign it goes on with the last note of the page before, if a rule says that notes are here.
            if _has_rule_above(foot[0], lines[place - 1] if place else None, rules):
                rest += foot
                del lines[place:]
            continue
        if first and not _has_rule_above(foot[0], lines[place - 1] if place else None, rules):
            place, foot, first = place + first, foot[first:], 0
        rest += foot[:first]
        notes += _divide_notes(foot[first:], page)
        del lines[place:]
    return notes, rest


def _find_beginning(lines: list[TextLine], body: list[TextLine], rules: Sequence[DrawnRule], habits: Habits) -> int:
    """Return the place of the first of the lines at the end that may be notes."""
    place = len(lines)
    while place and _is_small(lines[place - 1], habits):
        place -= 1
    if place < len(lines):
        foot = lines[place]
        above = any(
            line.base < lines[-1].base and min(line.end, foot.end) > max(line.start, foot.start) for line in body
        )
        return len(lines) if above else place
    for place in range(1, len(lines)):
        if _has_rule_above(lines[place], lines[place - 1], rules) and _read_marker(lines[place]):
            return place
    return len(lines)


def _is_small(line: TextLine, habits: Habits) -> bool:
    return line.size <= _SMALLER * habits.size


def _has_rule_above(line: TextLine, before: TextLine | None, rules: Sequence[DrawnRule]) -> bool:
    low = line.base + 0.5 * line.size
    high = before.base - 0.1 * before.size if before is not None else low + 4 * line.size
    start, end = min(abs(line.start), abs(line.end)), max(abs(line.start), abs(line.end))
    return any(
        low <= rule.height <= high and rule.right - rule.left > 3 * line.size and rule.left < end and rule.right > start
        for rule in rules
    )


def _read_marker(line: TextLine) -> tuple[str, int] | None:
    """Return the sign that a note begins with, and how many characters of the line it takes."""
    first = line.pieces[0]
    if first.raised > 0 and _REFERENCE.match(first.text.strip()):
        follows = line.text[len(first.text) :]
        return first.text.strip("()[] "), len(first.text) + len(follows) - len(follows.lstrip())
    match = _MARKER.match(line.text)
    if match is None or match.end() >= len(line.text):
        return None
    return next(group for group in match.groups() if group), match.end()


def _divide_notes(lines: Sequence[TextLine], page: int) -> list[Footnote]:
    notes: list[Footnote] = []
    for line in lines:
        marker = _read_marker(line)
        if marker is not None and (not notes or _is_next(notes[-1], marker[0], line)):
            notes.append(Footnote(marker[0], [line], page, marker[1]))
        else:
            notes[-1].lines.append(line)
    return notes


def _is_next(note: Footnote, label: str, line: TextLine) -> bool:
    """Tell whether a line that begins with a number begins the next note, and is no line of this one."""
    if line.pieces[0].raised > 0:
        return True
    if label.isdecimal() and note.label.isdecimal():
        return int(label) == int(note.label) + 1
    return line.start <= note.lines[0].start + 0.5 * line.size


def find_references(pieces: Sequence[TextPiece], labels: Iterable[str]) -> list[tuple[int, list[str]]]:
    """Return which of the pieces of a line refer to notes, and to which."""
    known = set(labels)
    found = []
    for place, piece in enumerate(pieces):
        if piece.raised <= 0:
            continue
        parts = [part.strip() for part in re.split(r"[,;\s]+", piece.text.strip()) if part.strip()]
        names = [match[1] for part in parts if (match := _REFERENCE.match(part))]
        if not names or len(names) != len(parts):
            continue
        if (all(name in known for name in names) and not _is_exponent(names, pieces, place)) or all(
            _is_sign(name, pieces, place) for name in names
        ):
            found.append((place, names))
    return found


def _is_exponent(names: Sequence[str], pieces: Sequence[TextPiece], place: int) -> bool:
    """Tell whether a raised figure makes a unit square or cubic."""
    word = re.search(r"[^\W\d_]+$", pieces[place - 1].text) if place else None
    return names in (["2"], ["3"]) and word is not None and word[0] in _UNITS


def _is_sign(name: str, pieces: Sequence[TextPiece], place: int) -> bool:
    """Tell whether a raised figure refers to a note that stands elsewhere, and is no exponent."""
    if name.isalpha():
        return False
    before = pieces[place - 1].text if place else ""
    word = re.search(r"[^\W\d_]+$", before)
    if not before or before[-1].isdecimal() or (before[-1] in ")]" and len(name) > 3):
        return False
    return word is None or (len(word[0]) > 2 and word[0] not in _UNITS)


def gather_endnotes(blocks: list[PageBlock]) -> dict[str, list[PageBlock]]:
    """Take the numbered notes under a heading for notes at the end out of the blocks; return them by their numbers."""
    heading = next(
        (
            place
            for place in range(len(blocks) - 1, -1, -1)
            if len(blocks[place].lines) == 1 and _HEADING.match(blocks[place].lines[0].text.strip())
        ),
        None,
    )
    if heading is None:
        return {}
    end = next(
        (place for place in range(heading + 1, len(blocks)) if blocks[place].sort is BlockSort.HEADING), len(blocks)
    )
    notes: dict[str, list[PageBlock]] = {}
    label = ""
    for block in blocks[heading + 1 : end]:
        marker = _read_marker(block.lines[0])
        if marker is not None and marker[0] in notes:
            # Numbers begin anew, as by chapters: which note is meant cannot be told.
            return {}
        if marker is not None:
            label = marker[0]
            block.label, block.label_length = label, marker[1]
        elif not label:
            return {}
        notes.setdefault(label, []).append(block)
    if notes:
        del blocks[heading:end]
    return notes
