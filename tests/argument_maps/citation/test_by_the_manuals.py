"""Sources of the Korea map come out as they were written by hand from the manuals."""

from pathlib import Path

import msgspec
import pytest
import yaml

from argument_maps.citation.sources import Citation, cite
from argument_maps.examples import read_korea_map
from argument_maps.graph import Graph
from models.vocabulary import CitationStyle

KOREA = msgspec.json.decode(read_korea_map(), type=Graph)
FOLDER = Path(__file__).with_name("korea_by_the_manuals")
FORMS = {
    "notes": (CitationStyle.CHICAGO_NOTES, "note"),
    "short": (CitationStyle.CHICAGO_NOTES, "short"),
    "entry": (CitationStyle.CHICAGO_NOTES, "entry"),
    "author_date": (CitationStyle.CHICAGO_AUTHOR_DATE, "entry"),
    "author_date_note": (CitationStyle.CHICAGO_AUTHOR_DATE, "note"),
    "mla": (CitationStyle.MLA, "entry"),
    "mla_note": (CitationStyle.MLA, "note"),
    "gost": (CitationStyle.GOST, "entry"),
    "gost_short": (CitationStyle.GOST, "short"),
}
# What the archive asks for is GOST's reference in Russia; where no archive is known to ask, it is Chicago's note.
AS_THE_ARCHIVE_ASKS = {
    "gost": {"note": "gost", "entry": "gost", "short": "gost_short"},
    "notes": {"note": "notes", "entry": "entry", "short": "short"},
}


def _read(name):
    return yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))


RULES = _read("rules")
EXPECTED = [work for name in ("documents", "books", "articles", "others") for work in _read(name)]
CASES = [
    pytest.param(work["source"], *FORMS[form], *work[form], id=f"{work['source']}-{form}")
    for work in EXPECTED
    for form in FORMS
]
CASES_OF_ARCHIVES = [
    pytest.param(work["source"], CitationStyle.ARCHIVE, name, *work[form], id=f"{work['source']}-archive-{name}")
    for work in EXPECTED
    for name, form in AS_THE_ARCHIVE_ASKS[work["archive"]].items()
]


@pytest.mark.parametrize(("source", "style", "name", "rules", "written"), CASES + CASES_OF_ARCHIVES)
def test_a_source_of_the_korea_map_is_cited_by_the_rule(source, style, name, rules, written):
    cited: Citation = cite(KOREA, source, "", style)
    assert getattr(cited, name).html == written, {rule: RULES[rule]["says"] for rule in rules}


def test_every_source_of_the_map_is_written_out_in_every_form():
    assert sorted(work["source"] for work in EXPECTED) == sorted(source.id for source in KOREA.sources)
    assert {frozenset(work) for work in EXPECTED} == {frozenset({"source", "archive", *FORMS})}


def test_every_rule_that_is_named_is_described_and_every_rule_described_is_named():
    named = {rule for work in EXPECTED for form in FORMS for rule in work[form][0]}
    assert named == set(RULES)
    assert all(rule["says"] and rule["page"] for rule in RULES.values())
