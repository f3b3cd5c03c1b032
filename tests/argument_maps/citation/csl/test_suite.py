"""The CSL test suite: what has passed once passes always."""

import os
from pathlib import Path

import pytest

from argument_maps.citation.csl.engine import ParsedStyle
from tests.argument_maps.citation.csl import suite

# Of the 845 fixtures of October 2025 (commit 13724f9) citeproc-py 0.11.1 by itself passes 509, read in the same way.
PASSING = Path(__file__).with_name("passing.txt").read_text(encoding="utf-8").split()


@pytest.mark.skipif(
    suite.FOLDER not in os.environ,
    reason=f"the suite names no licence and is not kept here; {suite.FOLDER} names the folder that holds it",
)
def test_no_fixture_of_the_suite_fails_that_has_passed():
    passed = {name for name, sections in suite.list_fixtures() if suite.passes(sections)}
    assert set(PASSING) <= passed, sorted(set(PASSING) - passed)
    assert passed <= set(PASSING), f"add to passing.txt: {sorted(passed - set(PASSING))}"


def test_of_the_suite_more_passes_than_without_what_is_mended():
    assert len(PASSING) == len(set(PASSING)) > 509


# A fixture of our own in the form of the suite, so that it is read also where the suite is not.
OWN = {
    "MODE": "citation",
    "RESULT": "Vincent van Gogh and Jean-Luc d’Aubignac, “A ‘New’ Life.”",
    "CSL": """<style xmlns="http://purl.org/net/xbiblio/csl" class="note" version="1.0">
      <info><id>x</id><title>x</title><updated>2009-08-10T04:49:00+09:00</updated></info>
      <citation><layout suffix="."><group delimiter=", "><names variable="author"><name and="text"/></names>
      <text variable="title" quotes="true"/></group></layout></citation></style>""",
    "INPUT": """[{"id": "a", "type": "book", "title": "A 'New' Life", "author": [
      {"family": "van Gogh", "given": "Vincent"}, {"family": "d'Aubignac", "given": "Jean-Luc"}]}]""",
}


def test_a_fixture_is_read_and_compared():
    assert suite.passes(OWN)
    assert not suite.passes(OWN | {"RESULT": "Something else."})
    assert ParsedStyle(OWN["CSL"].encode()).quotation_terms.outer == ("“", "”")
