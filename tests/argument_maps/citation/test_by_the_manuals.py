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
EXPECTED = yaml.safe_load(Path(__file__).with_name("korea_by_the_manuals.yaml").read_text(encoding="utf-8"))
FORMS = {
    "notes": (CitationStyle.CHICAGO_NOTES, "note"),
    "short": (CitationStyle.CHICAGO_NOTES, "short"),
    "entry": (CitationStyle.CHICAGO_NOTES, "entry"),
    "author_date": (CitationStyle.CHICAGO_AUTHOR_DATE, "entry"),
    "author_date_note": (CitationStyle.CHICAGO_AUTHOR_DATE, "note"),
    "mla": (CitationStyle.MLA, "entry"),
    "mla_note": (CitationStyle.MLA, "note"),
    "gost": (CitationStyle.GOST, "entry"),
}
CASES = [
    pytest.param(work["source"], form, *expected, id=f"{work['source']}-{form}")
    for work in EXPECTED
    for form, expected in work.items()
    if form != "source"
]


@pytest.mark.parametrize(("source", "form", "rule", "written"), CASES)
def test_a_source_of_the_korea_map_is_cited_by_the_rule(source, form, rule, written):
    style, name = FORMS[form]
    cited: Citation = cite(KOREA, source, "", style)
    assert getattr(cited, name).html == written, rule


def test_the_table_has_sources_of_every_kind_on_the_map():
    kinds = {KOREA.sources_by_id[work["source"]].type for work in EXPECTED}
    assert kinds == {source.type for source in KOREA.sources}
