"""`python -m benchmarks.reading.tei_words FILE…`: TEI as it is read, counted beside an extraction that knows no rules.

The extraction takes every text node of a file's text, but for those in elements that are left out. What is left to
explain are letters that are in one and not in the other. It was tried on public files of the Deutsches Textarchiv
(soldatenbriefe), I.Sicily, Perseus (canonical-latinLit), Folger Shakespeare (shakedracor), and *Foreign Relations of
the United States*; the names of glyphs without a letter are all that differed.
"""

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

from defusedxml import ElementTree

from argument_maps.reading import read_text
from models.text_vocabulary import InlineSort

LEFT_OUT = {"fw", "figDesc", "teiHeader", "rdg", "witDetail", "index", "interp", "charDecl"}
# Of two forms in a choice the one on the left is read, where both are there.
CHOSEN = (("corr", "sic"), ("reg", "orig"), ("expan", "abbr"))
_WORD = re.compile(r"[^\W_]+")
_LETTER = re.compile(r"[^\W_]")


def count_plainly(data: bytes) -> tuple[Counter[str], int, Counter[str]]:
    """Return the letters of a file's text, its words, and how many letters were left out in which elements."""
    letters: Counter[str] = Counter()
    left_out: Counter[str] = Counter()
    words = 0
    root = ElementTree.fromstring(data, forbid_dtd=False)
    for text in (one for one in root.iter() if _find_name(one) == "text"):
        for stretch, reason in _list_stretches(text, ""):
            found = _LETTER.findall(stretch)
            if reason:
                left_out[reason] += len(found)
            else:
                letters.update(found)
                words += len(_WORD.findall(stretch))
    return letters, words, left_out


def _list_stretches(element: Element, reason: str) -> Iterator[tuple[str, str]]:
    """Yield every text node below an element, and in which element it is left out, if it is."""
    yield element.text or "", reason
    for child in element:
        yield from _list_stretches(child, reason or _find_reason(child, element))
        yield child.tail or "", reason


def _find_name(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _find_reason(element: Element, parent: Element) -> str:
    name = _find_name(element)
    if name in LEFT_OUT:
        return name
    if _find_name(parent) != "choice":
        return ""
    siblings = {_find_name(one): "".join(one.itertext()) for one in parent}
    if name in ("abbr", "expan") and siblings.get("abbr", "").strip(". ").isupper():
        # Names made of initials stay as they are.
        return "expan beside initials" if name == "expan" else ""
    return next((f"{name} beside {chosen}" for chosen, other in CHOSEN if name == other and chosen in siblings), "")


def count_as_read(data: bytes) -> tuple[Counter[str], int, int]:
    """Return the letters of what is read, its words, and how many letters say what is missing or which readings are."""
    content = read_text(data, "text/xml").content
    text = list(content.text)
    added = 0
    labels = [block for block in content.blocks if block.label.startswith("app. ")]
    gaps = [mark for mark in content.inline_marks if mark.sort is InlineSort.GAP]
    for start, end in [*((one.start, one.end) for one in gaps), *((one.start, one.end) for one in labels)]:
        added += len(_LETTER.findall("".join(text[start:end])))
        text[start:end] = " " * (end - start)
    kept = "".join(text)
    return Counter(_LETTER.findall(kept)), len(_WORD.findall(kept)), added


def main() -> int:
    """Print the counts of each file; return 1 where letters are in one extraction and not in the other."""
    parser = argparse.ArgumentParser(description="Compare what is read of TEI with an extraction without rules.")
    parser.add_argument("files", nargs="+", type=Path)
    differing = 0
    for path in parser.parse_args().files:
        data = path.read_bytes()
        plain, plain_words, left_out = count_plainly(data)
        read, words, added = count_as_read(data)
        missing, extra = plain - read, read - plain
        differing += bool(missing or extra)
        print(f"{path.name}: {words:,} words read, {plain_words:,} stretches between tags and spaces in the file")
        print(f"  left out, in letters: {dict(left_out)}; added to say what is missing: {added}")
        print(f"  letters only in the file: {dict(missing)}; only in what is read: {dict(extra)}")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
