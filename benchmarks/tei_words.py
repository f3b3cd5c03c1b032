"""`python -m benchmarks.tei_words FILE…`: what is read of TEI files, counted beside an extraction that knows no rules.

The extraction takes every text node of a file's text with lxml, but for those in elements of which it is said that they
are left out. What is left to explain are letters that are in one and not in the other. The files that this was tried on
are public: of Deutsches Textarchiv (soldatenbriefe), I.Sicily, Perseus (canonical-latinLit), Folger Shakespeare
(shakedracor), and *Foreign Relations of the United States*.
"""

import argparse
import re
import sys
from collections import Counter
from pathlib import Path

from lxml import etree

from argument_maps.reading import read_text
from models.text_vocabulary import InlineSort

LEFT_OUT = {"fw", "figDesc", "teiHeader", "rdg", "witDetail", "index", "interp", "charDecl"}
# Of two forms in a choice the one on the left is read, where both are there.
CHOSEN = (("corr", "sic"), ("reg", "orig"), ("expan", "abbr"))
_WORD = re.compile(r"[^\W_]+")
_LETTER = re.compile(r"[^\W_]")


def count_plainly(data: bytes) -> tuple[Counter[str], int, Counter[str]]:
    """Return the letters of a file's text, its words, and how many letters were left out in which elements."""
    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    letters: Counter[str] = Counter()
    left_out: Counter[str] = Counter()
    words = 0
    for text in root.iter("{*}text"):
        for node in text.xpath(".//text()"):
            parent = node.getparent()
            within = [parent, *parent.iterancestors()] if not node.is_tail else list(parent.iterancestors())
            reason = next((name for one in within if (name := _find_reason(one))), "")
            found = _LETTER.findall(node)
            if reason:
                left_out[reason] += len(found)
            else:
                letters.update(found)
                words += len(_WORD.findall(node))
    return letters, words, left_out


def _find_reason(element: etree._Element) -> str:
    if not isinstance(element.tag, str):
        return "comment"
    name = etree.QName(element).localname
    if name in LEFT_OUT:
        return name
    parent = element.getparent()
    if parent is not None and isinstance(parent.tag, str) and etree.QName(parent).localname == "choice":
        if name in ("abbr", "expan") and "".join(parent.itertext("{*}abbr")).strip(". ").isupper():
            # Names made of initials stay as they are.
            return "expan beside initials" if name == "expan" else ""
        siblings = {etree.QName(one).localname for one in parent if isinstance(one.tag, str)}
        for chosen, other in CHOSEN:
            if name == other and chosen in siblings:
                return f"{other} beside {chosen}"
    return ""


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
