"""Two wordings of one text compared word by word, and cut down to where they differ."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

# Scripts that set no spaces between words are compared sign by sign.
_WORDS = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]|\w+|\s+|[^\w\s]")
# Comparing takes time with the square of what differs; beyond this one stretch stands in the place of the other.
MOST_WORDS = 600
# Up to so many letters nothing is cut.
WHOLE = 160
AROUND = 10
LONGEST = 60


class WordingStretch(NamedTuple):
    """Words that both wordings have (`same`), or that were taken out (`removed`) or put in (`added`)."""

    sort: str
    text: str


def compare_words(before: str, after: str) -> tuple[WordingStretch, ...]:
    """Return both wordings as one row of stretches.

    Without what was added it reads as before, without what was removed as after.
    """
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    begin, end = count_common_ends(old, new)
    middle_old, middle_new = old[begin : len(old) - end], new[begin : len(new) - end]
    stretches = [WordingStretch("same", "".join(old[:begin]))]
    if len(middle_old) > MOST_WORDS or len(middle_new) > MOST_WORDS:
        stretches += [WordingStretch("removed", "".join(middle_old)), WordingStretch("added", "".join(middle_new))]
    else:
        for sort, i, j, k, m in SequenceMatcher(None, middle_old, middle_new, autojunk=False).get_opcodes():
            if sort == "equal":
                stretches.append(WordingStretch("same", "".join(middle_old[i:j])))
            else:
                stretches += [
                    WordingStretch("removed", "".join(middle_old[i:j])),
                    WordingStretch("added", "".join(middle_new[k:m])),
                ]
    stretches.append(WordingStretch("same", "".join(old[len(old) - end :])))
    return tuple(stretch for stretch in stretches if stretch.text)


def excerpt_change(before: str, after: str) -> tuple[str, str]:
    """Return both wordings cut down to where they differ, with some words around it."""
    if max(len(before), len(after)) <= WHOLE:
        return before, after
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    begin, end = count_common_ends(old, new)
    return _cut_to_difference(old, begin, end), _cut_to_difference(new, begin, end)


def count_common_ends(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """Return how many words both have alike at the beginning and, behind these, at the end."""
    shorter = min(len(old), len(new))
    begin = next((index for index in range(shorter) if old[index] != new[index]), shorter)
    rest = shorter - begin
    end = next((index for index in range(rest) if old[-1 - index] != new[-1 - index]), rest)
    return begin, end


def _cut_to_difference(words: Sequence[str], begin: int, end: int) -> str:
    # Where little is left out, nothing is.
    first = begin - AROUND if begin > 2 * AROUND else 0
    changed = len(words) - end
    last = changed + AROUND if end > 2 * AROUND else len(words)
    if last - first <= LONGEST + 2 * AROUND:
        text = "".join(words[first:last])
    else:
        half = LONGEST // 2
        text = (
            "".join(words[first : begin + half]).rstrip()
            + " … "
            + "".join(words[max(changed - half, begin + half) : last]).lstrip()
        )
    return ("… " if first else "") + text.strip() + (" …" if last < len(words) else "")
