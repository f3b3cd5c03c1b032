import csv
import io
import re

import msgspec
import pytest
from hypothesis import given, settings

from argument_maps.graph import Graph
from argument_maps.selection.selecting import Selection, select
from argument_maps.values import Question
from renderers.style import RELATIONS
from renderers.text.matrix import CITES, ELSEWHERE, VERDICT, neutralise_formula, write_matrix_csv
from renderers.typography import printable
from tests.argument_maps.graphs import evidence, finding, graph, graphs, perception, reading, source
from tests.renderers.hostile import TRAPS, hostile_graphs
from tests.renderers.pictures import korea_graph, whole

ARCHIVES = graph(
    source("s1"),
    source("s2"),
    perception("P1"),
    finding("F1", source="s1"),
    reading("I1"),
    evidence("E1", "s1"),
    evidence("E2", "s2"),
    evidence("E3", "s2"),
    links="E1 supports F1, E1+E2 challenges F1, F1 tests P1 contradicted, I1 undercuts L3, I1 undermines E2",
)


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def table(told: Graph) -> dict[str, dict[str, str]]:
    """Return each row under its record, each cell under the first word of its column."""
    heads, *found = rows(write_matrix_csv(whole(told)))
    columns = [head.partition(":")[0] for head in heads]
    return {row[0]: dict(zip(columns, row, strict=True)) for row in found}


def links_in(found: dict[str, dict[str, str]]) -> set[str]:
    cells = (
        cell
        for row in found.values()
        for column, cell in row.items()
        if column not in {"record", "kind", "text", VERDICT}
    )
    signs = "".join(re.escape(each.character) for each in RELATIONS.values())
    return {label for cell in cells for label in re.findall(rf"(?:^|; )(\w+) [{signs}]", cell)}


@pytest.mark.parametrize(
    ("record", "column", "cell"),
    [
        ("F1", "s1", f"{CITES}; L1 + (E1); L2 − (E1)"),
        ("F1", "s2", "L2 − (E2)"),
        ("F1", ELSEWHERE, ""),
        ("P1", ELSEWHERE, "L3 ? contradicted (F1); L4 × L3 (I1)"),
        ("E2", ELSEWHERE, "L5 ↓ (I1)"),
        (
            "P1",
            VERDICT,
            "contradicted; inference undercut (L4); disputed by E1 + E2 (L2, though L5 undermines E2); "
            "on one document alone (E1, F1)",
        ),
        ("F1", VERDICT, ""),
        ("E3", "s2", ""),
    ],
)
def test_a_cell_tells_what_the_source_is_made_to_say(record, column, cell):
    assert table(ARCHIVES)[record][column] == cell


def test_evidence_has_a_row_only_where_it_has_no_place_in_a_cell():
    assert list(table(ARCHIVES)) == ["F1", "I1", "P1", "E2", "E3"]


def test_a_question_that_is_answered_has_a_row():
    told = graph(Question(id="Q1", text="Why?"), finding("F1"), links="F1 answers Q1")
    assert table(told)["Q1"][ELSEWHERE] == "L1 → (F1)"


def test_every_link_of_the_korea_map_has_its_place():
    told = korea_graph()
    assert links_in(table(told)) == told.links_by_id.keys()


def test_every_claim_and_interpretation_of_the_korea_map_has_a_row():
    told = korea_graph()
    assert {record.id for record in (*told.claims, *told.interpretations)} <= table(told).keys()


def test_a_column_says_which_source_it_is():
    heads = rows(write_matrix_csv(whole(korea_graph())))[0]
    assert "truman-1956: Truman, Years of Trial and Hope (1956)" in heads


def test_a_matrix_of_another_time_has_no_column_for_what_was_not_yet_written():
    selected = select(korea_graph(), Selection(as_of="1990"))
    heads = rows(write_matrix_csv(selected))[0]
    assert [head.partition(":")[0] for head in heads[3:-2]] == sorted(
        {record.source for record in selected.graph.statements.values()} & selected.graph.sources_by_id.keys()
    )


def test_lines_end_as_rfc_4180_says():
    told = write_matrix_csv(whole(korea_graph()))
    assert told.endswith("\r\n")
    assert "\n" not in told.replace("\r\n", "")


@settings(max_examples=150, deadline=None)
@given(graphs())
def test_every_record_and_link_has_its_place_whatever_the_map(told):
    found = table(told)
    assert links_in(found) == told.links_by_id.keys()
    words = {word for row in found.values() for cell in row.values() for word in re.findall(r"\w+", cell)}
    assert told.statements.keys() <= words


@settings(max_examples=100, deadline=None)
@given(hostile_graphs())
def test_no_cell_is_a_formula_and_each_text_can_be_read_back(told):
    found = rows(write_matrix_csv(whole(told)))
    assert {len(row) for row in found} == {len(found[0])}
    assert [cell for row in found for cell in row if re.match(r"\s*[=+\-@\t\r]", cell)] == []
    texts = {row[0]: row[2] for row in found[1:]}
    for record in (*told.claims, *told.interpretations):
        assert texts[record.id].removeprefix("'") == printable(record.text).removeprefix("'")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@a", "\t=1", "\r=1", "\n=1", "  =1", "\x00=1", "＝1"])
def test_what_begins_like_a_formula_is_made_harmless(text):
    assert neutralise_formula(text).startswith("'")


@pytest.mark.parametrize("text", ["", "1 = 1", "a+b", "−L1", "'quoted'", *TRAPS[:4]])
def test_what_is_no_formula_stays_as_it_is(text):
    assert neutralise_formula(text) == text


def test_the_order_of_records_makes_no_difference():
    told = korea_graph()
    names = ("claims", "interpretations", "evidence", "links", "sources")
    turned = msgspec.structs.replace(told, **{name: getattr(told, name)[::-1] for name in names})
    assert write_matrix_csv(whole(turned)) == write_matrix_csv(whole(told))
