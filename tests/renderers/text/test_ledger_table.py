import csv
import io
import json
import re
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given, settings

from argument_maps.examples import read_korea_expectations
from argument_maps.graph import Graph
from argument_maps.selection.selecting import Selection, select
from argument_maps.values import Agent
from renderers.text.ledger_table import COLUMNS, write_ledger_csv, write_ledger_html, write_ledger_json
from renderers.typography import printable
from tests.argument_maps.graphs import evidence, finding, graph, graphs, perception, reading, response, source
from tests.renderers.hostile import hostile_graphs
from tests.renderers.pictures import korea_graph

TESTED = graph(
    Agent(id="stalin", name="Joseph Stalin", names=({"text": "Иосиф Сталин"},)),
    source("s1", title="A telegram"),
    perception("P1", held_by=("stalin",), when="1950-06"),
    perception("P2"),
    finding("F1"),
    finding("F2"),
    reading("I1"),
    evidence("E1"),
    links="F1 tests P1 confirmed, F2 tests P1 contradicted, E1 supports F2, I1 qualifies L2",
)


def rows(told: Graph) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(write_ledger_csv(told), newline=""), strict=True))


def page(told: Graph) -> Element:
    return fromstring(f"<main>{write_ledger_html(told)}</main>")


def said(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def test_json_tells_the_verdicts_that_are_expected_of_the_korea_map():
    expected = {label: entry["verdict"] for label, entry in json.loads(read_korea_expectations())["ledger"].items()}
    told = json.loads(write_ledger_json(korea_graph()))
    assert {entry["perception"]: entry["verdict"] for entry in told["perceptions"]} == expected


def test_json_tells_the_gaps_that_are_expected_of_the_korea_map():
    expected = {kind: labels for kind, labels in json.loads(read_korea_expectations())["gaps"].items() if labels}
    told: dict[str, list[str]] = {}
    for gap in json.loads(write_ledger_json(korea_graph()))["gaps"]:
        told.setdefault(gap["kind"], []).append(gap["record"])
    assert told == expected


def test_json_tells_who_held_it_what_was_found_and_on_which_documents():
    first = json.loads(write_ledger_json(TESTED))["perceptions"][0]
    assert first["held_by"] == [{"id": "stalin", "name": "Joseph Stalin", "native_name": "Иосиф Сталин"}]
    assert [test["link"] for test in first["tests"]] == ["L1", "L2"]
    assert first["tests"][1] == {
        "link": "L2",
        "findings": [{"id": "F2", "text": "F2"}],
        "verdict": "contradicted",
        "note": "",
        "qualified_by": [{"link": "L4", "relation": "qualifies", "premises": ["I1"], "note": ""}],
        "documents": [{"evidence": "E1", "summary": "E1", "source": "s1", "citation": "A telegram, n.d."}],
        "caveats": [
            {
                "kind": "one document alone",
                "sentence": "on one document alone (E1)",
                "records": ["E1"],
                "works": [],
            }
        ],
        "basis": {
            "kind": "could be known",
            "sentence": "could be known; since when is not recorded",
            "source": "s1",
            "date": None,
        },
    }


def test_all_three_tell_what_was_done_on_the_strength_of_a_perception():
    told = graph(
        perception("P1"),
        perception("P2"),
        response("R1"),
        finding("F1"),
        links="P1 prompted R1, F1 challenges R1, F1 tests P1 contradicted",
    )
    first, second = json.loads(write_ledger_json(told))["perceptions"]
    dispute = {"link": "L2", "relation": "challenges", "premises": ["F1"], "note": ""}
    assert first["prompted"] == [{"link": "L1", "response": "R1", "text": "R1", "disputed_by": [dispute]}]
    assert second["prompted"] == []
    assert [row["prompted"] for row in rows(told)] == ["R1 R1", ""]
    cells = [said(cell) for cell in page(told).iter("td") if cell.get("data-column") == "Done"]
    assert cells == ["L1: R1 R1L2: F1 challenges this", "Nothing on this map."]


def test_a_map_without_responses_has_no_column_for_them():
    assert not [cell for cell in page(TESTED).iter("td") if cell.get("data-column") == "Done"]


def test_csv_has_a_row_for_each_test_and_for_each_perception_without_one():
    assert [(row["perception"], row["test"]) for row in rows(TESTED)] == [("P1", "L1"), ("P1", "L2"), ("P2", "")]


def test_csv_tells_holders_findings_outcome_and_documents():
    row = rows(TESTED)[1]
    assert list(row) == list(COLUMNS)
    assert (row["held by"], row["when"], row["verdict"]) == ("Joseph Stalin Иосиф Сталин", "1950-06", "mixed")
    assert (row["findings"], row["outcome"]) == ("F2 F2", "contradicted")
    assert (row["qualified by"], row["documents"]) == ("L4 (I1 qualifies)", "E1 A telegram, n.d.")


def test_html_tells_the_same_in_a_table_with_heads():
    root = page(TESTED)
    assert [said(head) for head in root.iter("th") if head.get("scope") == "row"] == ["P1 P1", "P2 P2"]
    first, second = [row for row in root.iter("tr") if row.get("id")]
    assert [said(cell) for cell in first.findall("td")[:2]] == [
        "Joseph Stalin Иосиф СталинJune 1950",
        "mixedon one document alone (E1)",
    ]
    assert (
        "L2, contradicted: F2 F2on one document alone (E1)could be known; since when is not recorded"
        "L4: I1 qualifies thisE1 E1 A telegram, n.d." in said(first)
    )
    assert said(second).endswith("not testedNo finding is put against it.")


def test_html_tells_every_gap_behind_the_words_of_its_record():
    told = korea_graph()
    gaps = [
        (told.statements[gap["record"]].text, gap["sentence"]) for gap in json.loads(write_ledger_json(told))["gaps"]
    ]
    last = page(told).findall("ul")[-1]
    assert [said(item) for item in last] == [" ".join(f"{words}{gap}".split()) for words, gap in gaps]


@pytest.mark.parametrize(("as_of", "verdict"), [("1990", "not tested"), ("1996", "contested")])
def test_the_ledger_of_another_time_has_its_verdicts(as_of, verdict):
    known = select(korea_graph(), Selection(as_of=as_of)).graph
    told = {row["perception"]: row["verdict"] for row in rows(known)}
    assert told["P3"] == verdict


@settings(max_examples=100, deadline=None)
@given(graphs())
def test_all_three_tell_the_same_tests(told):
    in_json = [
        (entry["perception"], test["link"], test["verdict"])
        for entry in json.loads(write_ledger_json(told))["perceptions"]
        for test in entry["tests"]
    ]
    in_csv = [(row["perception"], row["test"], row["outcome"]) for row in rows(told) if row["test"]]
    in_html = [
        (row.get("id", "")[2:], (item.text or "").rstrip(", "), item.findtext("b"))
        for row in page(told).iter("tr")
        if row.get("id")
        for item in row.findall("td[@data-column='Tests']/ul/li")
    ]
    assert in_csv == in_json
    assert in_html == in_json


@settings(max_examples=100, deadline=None)
@given(hostile_graphs())
def test_hostile_texts_break_none_of_them(told):
    entries = json.loads(write_ledger_json(told))["perceptions"]
    assert [entry["text"] for entry in entries] == [told.by_id[entry["perception"]].text for entry in entries]
    heads = [said(head) for head in page(told).iter("th") if head.get("scope") == "row"]
    assert heads == [" ".join(printable(f"{each['perception']} {each['text']}").split()) for each in entries]
    cells = [cell for row in rows(told) for cell in row.values()]
    assert [cell for cell in cells if re.match(r"\s*[=+\-@\t\r]", cell)] == []


def test_every_form_of_the_ledger_marks_what_is_undated():
    undated = frozenset({"F2", "E1"})
    test = json.loads(write_ledger_json(TESTED, undated))["perceptions"][0]["tests"][1]
    assert [each.get("undated") for each in (*test["findings"], *test["documents"])] == [True, True]
    row = list(csv.DictReader(io.StringIO(write_ledger_csv(TESTED, undated), newline=""), strict=True))[1]
    assert (row["findings"], row["documents"]) == ("F2 F2 (undated)", "E1 (undated) A telegram, n.d.")
    root = fromstring(f"<main>{write_ledger_html(TESTED, undated)}</main>")
    assert "F2 F2 (undated)" in said(root)
    assert "E1 E1 (undated) A telegram" in said(root)
