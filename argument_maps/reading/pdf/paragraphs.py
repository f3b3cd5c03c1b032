"""Lines put together to headings, paragraphs, list items, lines of verse, captions and quotations."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from argument_maps.reading.pdf.line_ends import HYPHENS
from argument_maps.reading.pdf.plain_letters import is_han_or_kana, is_hangul
from argument_maps.reading.pdf.text_lines import TextLine
from models.vocabulary import BlockSort

_TERMINAL = re.compile(r"[.!?:;…。！？：；؟۔]['\"”’»）)\]】」』\d]*$")
_BULLET = re.compile(r"^[•▪▫◦‣●○■□◆⁃∙·✓➢➤❖][ \u00a0]*|^[–—*-] (?=\S)")
_NUMBERED = re.compile(
    r"^(\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,6})[.)]|\((?:\d{1,3}|[a-z]|[ivx]{1,6})\)|\d{1,2}(?:\.\d{1,2}){1,3}\.?|[①-⑳]|"
    r"[一二三四五六七八九十]{1,3}、?|（[一二三四五六七八九十\d]{1,3}）)\s+(?=\S)|^([①-⑳]|[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十\d]{1,3}）)(?=\S)"
)
_CAPTION = re.compile(
    r"^(?:Figure|Fig\.|Table|Map|Plate|Chart|Abb\.|Abbildung|Tabelle|Karte|Tableau|Carte|Рис\.|Рисунок|Таблица|图|圖|図|表|그림|표)"
    r"\s*[\dIVX]+",
    re.IGNORECASE,
)
_SECTION = re.compile(
    r"^(?:chapter|part|section|appendix|kapitel|chapitre|глава|第.{1,4}[章节節])\b|^第.{1,4}[章节節]", re.I
)
_NUMERALS = "一二三四五六七八九十"
# Shares of the size of the type.
_INDENT = 0.8
_TITLE_INDENT = 2.4
_WIDER = 0.28
_RUNNING = {BlockSort.PARAGRAPH, BlockSort.LIST_ITEM}
_ENDING = {BlockSort.HEADING, BlockSort.VERSE_LINE}
# How many captions, tables and such may stand between two parts of a word.
_PATIENCE = 8


@dataclass(slots=True)
class PageBlock:
    """Lines that are one block; `broken` ones end where their lines end."""

    sort: BlockSort
    lines: list[TextLine] = field(default_factory=list)
    label: str = ""
    # How much of the first line is the label.
    label_length: int = 0
    broken: bool = False
    # Whether it may go on in the next column or on the next page.
    is_open: bool = False
    row: int = 0


@dataclass(frozen=True, slots=True)
class Habits:
    """How the document is set: the size of most of its type, its leading in shares of it, and if most of it is bold."""

    size: float
    leading: float
    is_bold: bool
    indents: bool


def learn_habits(lines: Sequence[TextLine]) -> Habits:
    """Return how most of a document is set."""
    sizes, bold, leadings, starts = Counter[float](), Counter[bool](), Counter[float](), Counter[bool]()
    for line in lines:
        letters = len(line.text)
        sizes[round(line.size * 4) / 4] += letters
        bold[line.is_bold] += letters
        if line.leading:
            leadings[round(line.leading / line.size, 2)] += 1
        if line.margin_end > line.margin_start and not line.is_centred:
            starts[_INDENT < (line.start - line.margin_start) / line.size < 4] += 1
    return Habits(
        sizes.most_common(1)[0][0] if sizes else 10.0,
        leadings.most_common(1)[0][0] if leadings else 1.25,
        bold[True] > bold[False],
        starts[True] * 25 > starts[False],
    )


def divide_blocks(lines: Sequence[TextLine], habits: Habits) -> list[PageBlock]:
    """Return the blocks of a part of a page."""
    groups: list[list[TextLine]] = []
    short_ends: set[int] = set()
    for place, line in enumerate(lines):
        before = lines[place - 1] if place else None
        if before is None or _begins_block(before, line, groups[-1], habits):
            groups.append([line])
        else:
            if _is_short(before, line):
                short_ends.add(id(before))
            groups[-1].append(line)
    blocks = []
    for group in groups:
        blocks += _make_blocks(group, short_ends, habits)
    for block in blocks:
        may_go_on = block.sort in {BlockSort.PARAGRAPH, BlockSort.QUOTATION, BlockSort.LIST_ITEM}
        block.is_open = may_go_on and (block is blocks[-1] or _ends_in_word(block))
    return blocks


def _ends_in_word(block: PageBlock) -> bool:
    text = block.lines[-1].text.rstrip()
    return text[-1:] in HYPHENS and text[-2:-1].isalpha()


def _begins_block(before: TextLine, line: TextLine, group: list[TextLine], habits: Habits) -> bool:
    size = line.size
    # Readings over a line take room of their own.
    step = before.base - line.base - (0.6 * size if any(piece.ruby for piece in line.pieces) else 0)
    if abs(before.size - size) > 0.09 * max(before.size, size) or step < 0:
        return True
    text = before.text.rstrip()
    if text[-1:] in HYPHENS and text[-2:-1].isalpha() and line.text[:1].islower() and step < 2 * size:
        return False
    usual = line.leading or habits.leading * size
    if step > usual + _WIDER * size and step > 1.3 * size:
        return True
    if before.is_bold != line.is_bold and (before.is_bold or not habits.is_bold):
        return True
    if _BULLET.match(line.text):
        return True
    if before.is_centred and line.is_centred:
        return False
    if _is_indented(before, line, group):
        return True
    aligned = abs(group[0].start - line.start) < 0.5 * size
    if _NUMBERED.match(line.text) and _follows(group[0], line) and (aligned or _ends_sentence(before)):
        return True
    return _is_short(before, line) and _ends_sentence(before) and not _begins_small(line.text)


def _is_indented(before: TextLine, line: TextLine, group: list[TextLine]) -> bool:
    """Tell whether a line begins further in than the one before, or further out than the margin."""
    indent, last = line.start - line.margin_start, before.start - before.margin_start
    size = line.size
    hanging = len(group) > 1 and group[1].start - group[0].start > _INDENT * size
    if hanging or (len(group) == 1 and _NUMBERED.match(before.text)):
        # Every line but the first stands further in: the next entry begins where the first one did.
        return len(group) > 1 and line.start - group[0].start < 0.5 * size
    if (
        len(group) > 1
        and group[0].start - group[1].start > _INDENT * size
        and abs(line.start - group[1].start) < 0.4 * size
    ):
        return False
    if indent - last > _INDENT * size:
        # The second line of an entry that hangs stands further in as well, where the entry's first line was full.
        return not (len(group) == 1 and last < -_INDENT * size)
    if len(group) == 1 and last > _TITLE_INDENT * size and last - indent > _INDENT * size:
        # A title that stands far in, and the paragraph below it.
        return True
    return len(group) > 1 and last - indent > _INDENT * size and indent < -_INDENT * size


def _is_short(before: TextLine, line: TextLine) -> bool:
    """Tell whether a line ended though the next word would have had room."""
    room = before.margin_end - before.end
    needed = line.first_width + line.space
    if before.text and is_han_or_kana(before.text[-1]):
        needed = 1.6 * before.size
    elif is_hangul(before.text[-1:]):
        needed = min(needed, 3 * before.size)
    width = before.margin_end - before.margin_start
    return room > needed + (0.14 * width if before.is_ragged else 0.4 * before.size)


def _ends_sentence(line: TextLine) -> bool:
    return bool(_TERMINAL.search(line.text.rstrip()))


def _begins_small(text: str) -> bool:
    first = next((character for character in text if character.isalpha()), "")
    return first.islower()


def _follows(before: TextLine, line: TextLine) -> bool:
    one, other = _NUMBERED.match(before.text), _NUMBERED.match(line.text)
    if one is None or other is None:
        return _BULLET.match(before.text) is not None
    return _count(one[0]) is not None and _count(other[0]) == (_count(one[0]) or 0) + 1


def _count(label: str) -> int | None:
    figures = re.findall(r"\d+", label)
    if figures:
        return int(figures[-1])
    numerals = [_NUMERALS.index(numeral) + 1 for numeral in label if numeral in _NUMERALS]
    if numerals:
        # 十 before a numeral is ten and so many, behind one so many tens.
        return numerals[0] if len(numerals) == 1 else _read_numerals(numerals)
    letters = re.findall(r"[a-zA-Z]", label)
    return ord(letters[-1].lower()) if len(letters) == 1 else None


def _read_numerals(numerals: list[int]) -> int:
    ten = numerals.index(10) if 10 in numerals else len(numerals)
    tens = numerals[ten - 1] if 0 < ten < len(numerals) else 1
    return tens * 10 + (numerals[-1] if numerals[-1] != 10 else 0)


def _make_blocks(group: list[TextLine], short_ends: set[int], habits: Habits) -> list[PageBlock]:
    text = group[0].text
    if _is_heading(group, habits):
        return [PageBlock(BlockSort.HEADING, group)]
    bullet = _BULLET.match(text)
    if bullet is not None:
        return [PageBlock(BlockSort.LIST_ITEM, group, "", bullet.end())]
    numbered = _NUMBERED.match(text)
    if numbered is not None:
        return [PageBlock(BlockSort.PARAGRAPH, group, (numbered[1] or numbered[2]).strip(), numbered.end())]
    if _CAPTION.match(text) and len(group) <= 6 and group[0].size <= 1.02 * habits.size:
        return [PageBlock(BlockSort.CAPTION, group)]
    short = sum(id(line) in short_ends for line in group[:-1])
    narrow = sum(line.end - line.start < 0.75 * (line.margin_end - line.margin_start) for line in group)
    divided = any(line.text[-1:] in HYPHENS for line in group)
    if len(group) > 1 and short >= max(1, 0.6 * (len(group) - 1)) and narrow > 0.7 * len(group) and not divided:
        return [PageBlock(BlockSort.VERSE_LINE, group, broken=True)]
    indented = all(line.start - line.margin_start > _INDENT * line.size for line in group)
    if (
        indented
        and len(group) > 1
        and not group[0].is_centred
        and abs(group[0].start - group[1].start) < 2.5 * habits.size
    ):
        return [PageBlock(BlockSort.QUOTATION, group)]
    return [PageBlock(BlockSort.PARAGRAPH, group)]


def _is_heading(group: list[TextLine], habits: Habits) -> bool:
    text = " ".join(line.text for line in group).strip()
    if len(group) > 4 or len(text) > 250 or not any(character.isalpha() for character in text):
        return False
    if group[0].size > 1.14 * habits.size:
        return len(text) < 160 or group[0].size > 1.3 * habits.size
    if text.endswith((".", ",", ";", "。", "，")) or group[0].size < 0.93 * habits.size:
        return False
    if group[0].is_bold and not habits.is_bold:
        return True
    if _SECTION.match(text) and len(group) < 3 and len(text) < 80:
        return True
    capital = text.isupper() and sum(character.isalpha() for character in text) > 3
    return capital and len(group) < 4 and (group[0].is_centred or len(text) < 60)


def confirm_labels(blocks: Iterable[PageBlock]) -> None:
    """Let numbers at the beginning of blocks be labels of a list where they count; else they are words.

    A single “25.” may begin a date; 1 begins a list, and so does whatever the next or the one before goes on from.
    """
    numbered = [block for block in blocks if block.label and block.sort is BlockSort.PARAGRAPH]
    counts = [(_make_form(block.label), _count(block.label)) for block in numbered]
    for place, block in enumerate(numbered):
        form, count = counts[place]
        near = counts[max(place - 3, 0) : place] + counts[place + 1 : place + 4]
        ordinal = count is None or any(
            form == other and value is not None and abs(value - count) == 1 for other, value in near
        )
        if ordinal or (count == 1 and block.label[-1:] in ".)"):
            block.sort = BlockSort.LIST_ITEM
        else:
            block.label, block.label_length = "", 0


def _make_form(label: str) -> str:
    return re.sub(r"[a-zA-Z]+", "a", re.sub(r"\d+", "1", label))


def continue_blocks(blocks: Sequence[PageBlock], habits: Habits) -> list[PageBlock]:
    """Join what goes on in the next column or on the next page; what stands between is put behind it."""
    joined: list[PageBlock] = []
    # What may go on, the last first, and how many blocks came since.
    waiting: list[tuple[PageBlock, int]] = []
    for block in blocks:
        before = next((each for each, _ in waiting if _takes(each, block) and _goes_on(each, block, habits)), None)
        waiting = [
            (each, since + 1)
            for each, since in waiting
            if each is not before and (_ends_in_word(each) or block.sort not in _ENDING) and since < _PATIENCE
        ]
        if before is not None:
            before.lines += block.lines
            if block.is_open:
                waiting.insert(0, (before, 0))
            continue
        joined.append(block)
        if block.sort in _RUNNING:
            # Only what ends in the midst of a word waits longer than for the next paragraph.
            waiting = [(each, since) for each, since in waiting if _ends_in_word(each)]
        if block.is_open:
            waiting.insert(0, (block, 0))
    return joined


def _takes(block: PageBlock, following: PageBlock) -> bool:
    return following.sort in {block.sort, BlockSort.PARAGRAPH, BlockSort.QUOTATION}


def _goes_on(block: PageBlock, following: PageBlock, habits: Habits) -> bool:
    last, first = block.lines[-1], following.lines[0]
    if following.label or abs(last.size - first.size) > 0.09 * last.size or last.is_bold != first.is_bold:
        return False
    if _ends_in_word(block):
        return first.text[:1].isalpha() and (first.text[0].islower() or following.lines[0].page != last.page)
    if _begins_small(first.text[:3]):
        return not _ends_sentence(last) or not _is_short(last, first)
    indented = first.start - first.margin_start > _INDENT * first.size
    if _is_short(last, first) or (indented and block.sort is BlockSort.PARAGRAPH):
        return False
    if not _ends_sentence(last):
        return True
    return habits.indents and not indented and len(following.lines) > 1 and len(block.lines) > 1
