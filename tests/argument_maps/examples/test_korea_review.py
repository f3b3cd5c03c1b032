"""What a peer reviewer found in the Korea map, point by point, and what in the map mends or marks it.

Each row of the table names a point, a record or a link (“F4 tests P1”), one of its fields and what that says: the whole
of it, after `~` what it contains, after `!` what it does not contain any more. `absent` is for what was withdrawn,
`caveats` and `combined verdict` for what the ledger tells of it.
"""

import csv
from pathlib import Path
from typing import Any

import msgspec
import pytest

from argument_maps.examples import read_korea_map
from argument_maps.graph import Graph
from argument_maps.references import list_referenced_labels
from argument_maps.values import Text
from argument_maps.verdicts.caveat_wording import word_caveats
from argument_maps.verdicts.caveats import find_record_caveats
from argument_maps.verdicts.combination import find_verdict

GRAPH = msgspec.json.decode(read_korea_map(), type=Graph)
with Path(__file__).with_name("korea_review.tsv").open(encoding="utf-8", newline="") as table:
    ROWS = list(csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE))


def find(name: str) -> Any:
    """The record with that id, or the link that joins those premises to that target."""
    if " " not in name:
        return GRAPH.by_id.get(name)
    *premises, relation, target = name.replace(" + ", " ").split()
    found = [
        link
        for link in GRAPH.links
        if (list(link.premises), link.relation, link.target) == (premises, relation, target)
    ]
    assert len(found) <= 1, name
    return found[0] if found else None


def read(record: Any, field: str) -> str:
    if isinstance(record, Text) and field == "text":
        return GRAPH.contents[record.versions[-1]["sha256"]].text
    if field == "caveats":
        return word_caveats(GRAPH, find_record_caveats(GRAPH, record.id))
    if field == "combined verdict":
        return find_verdict(GRAPH, record.id)
    value = getattr(record, field)
    return "+".join(value) if isinstance(value, tuple) else str(value or "")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['point']}: {row['what is said']}")
def test_each_point_of_the_review_is_mended_or_marked(row: dict[str, str]) -> None:
    record, holds = find(row["record"]), row["holds"]
    if row["field"] == "absent":
        assert record is None
        return
    assert record is not None, row["record"]
    said = read(record, row["field"])
    match holds[:1]:
        case "~":
            assert holds[1:] in said
        case "!":
            assert holds[1:] not in said
        case _:
            assert said == holds


def test_the_title_admits_perceptions_that_are_not_western() -> None:
    assert "Western" not in GRAPH.title


def test_only_one_source_serves_no_other_record() -> None:
    """The book that follows the article of 2000, and is named beside it."""
    named = {label for record in GRAPH for label in list_referenced_labels(record)}
    assert {source.id for source in GRAPH.sources} - named == {"shen-2012"}


def test_what_was_not_seen_in_a_published_page_is_marked() -> None:
    marked = {
        record.id
        for record in GRAPH.sources
        if "verified" in record.certainty_note or "No repository" in record.certainty_note
    }
    unseen = {"doc-1950-08-27", "doc-1950-10-01", "doc-1950-10-13-roshchin", "matray-2002", "doc-1952-07-30"}
    assert unseen | {"endicott-hagerman-2001", "doc-1950-10-12-75511", "doc-1950-10-02-zh"} <= marked
