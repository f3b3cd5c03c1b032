"""The CSL test suite (github.com/citation-style-language/test-suite) run through the engine.

The suite names no licence, so none of it is kept here: it is read from the folder that `FOLDER` names, which holds its
`processor-tests/humans`.
"""

import html
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from citeproc import Citation, CitationItem, Locator

from argument_maps.citation.csl.engine import CslEngine, ParsedStyle
from argument_maps.citation.csl.marks import mark_field

FOLDER = "SICETNON_CSL_TEST_SUITE"
_SECTION = re.compile(r">>=+ ([A-Z0-9-]+) =+>>\r?\n(.*?)\r?\n?<<=+ \1 =+<<", re.DOTALL)


def list_fixtures() -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the fixtures of the suite: name, and sections under their titles."""
    for path in sorted((Path(os.environ[FOLDER]) / "processor-tests" / "humans").glob("*.txt")):
        yield path.stem, dict(_SECTION.findall(path.read_text(encoding="utf-8-sig")))


def passes(sections: dict[str, str]) -> bool:
    """Tell whether a fixture comes out as it asks for, entities of HTML read as the characters that they are."""
    try:
        return _read_lines(run_fixture(sections)) == _read_lines(sections["RESULT"])
    except Exception:  # noqa: BLE001 # whatever citeproc-py raises, the fixture does not pass
        return False


def run_fixture(sections: dict[str, str]) -> str:
    """Return what the engine makes of a fixture."""
    items = json.loads(sections["INPUT"])
    for number, item in enumerate(items):
        item.setdefault("id", number)
        item.setdefault("type", "book")
    engine = CslEngine(ParsedStyle(sections["CSL"].encode()), items)
    clusters = [Citation([_make_cite(cite) for cite in cluster]) for cluster in _list_clusters(sections, items)]
    engine.register(clusters)
    mode = sections["MODE"].strip()
    if mode != "bibliography-nosort":
        engine.sort()
    if mode != "citation":
        entries = [f'  <div class="csl-entry">{entry}</div>' for entry in engine.list_entries()]
        return "\n".join(['<div class="csl-bib-body">', *entries, "</div>"])
    lines = [engine.cite(cluster) for cluster in clusters]
    if "CITATIONS" not in sections:
        return "\n".join(lines)
    last = len(lines) - 1
    return "\n".join(f"{'>>' if number == last else '..'}[{number}] {line}" for number, line in enumerate(lines))


def _list_clusters(sections: dict[str, str], items: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    if "CITATION-ITEMS" in sections:
        return list(json.loads(sections["CITATION-ITEMS"]))
    if "CITATIONS" in sections:
        return [citation[0]["citationItems"] for citation in json.loads(sections["CITATIONS"])]
    if "BIBENTRIES" in sections:
        return [[{"id": label} for label in json.loads(sections["BIBENTRIES"])[-1]]]
    return [[{"id": item["id"]} for item in items]]


def _make_cite(cite: dict[str, Any]) -> CitationItem:
    options: dict[str, Any] = {name: mark_field(cite[name]) for name in ("prefix", "suffix") if name in cite}
    if "locator" in cite:
        options["locator"] = Locator(cite.get("label", "page"), cite["locator"])
    return CitationItem(str(cite["id"]), **options)


def _read_lines(text: str) -> list[str]:
    return [html.unescape(line.rstrip()) for line in text.strip().splitlines()]
