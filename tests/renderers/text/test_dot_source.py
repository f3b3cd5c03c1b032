import html
import json
import re
import subprocess
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings

from argument_maps.graph import Graph
from argument_maps.selection.selecting import Selection, select
from argument_maps.values import Link
from renderers.text.dot_source import write_dot
from renderers.typography import printable
from tests.argument_maps.graphs import evidence, finding, graph, graphs, perception, reading
from tests.renderers.hostile import TRAPS, hostile_graphs
from tests.renderers.pictures import korea_graph, random_graph, whole

GOLDEN = Path(__file__).parents[1] / "golden"
SMALL = graph(
    perception("P1"),
    finding("F1", when="1950-06-25"),
    finding("F2"),
    reading("I1"),
    evidence("E1"),
    links="F1+F2 tests P1 partly confirmed, I1 undercuts L1, E1 supports F1, I1 challenges F2, E1 undermines I1",
)
KOREA = {
    "korea-1950": Selection(),
    "korea-1950-p3": Selection(focus="P3", depth=2),
    "korea-1950-as-of-1990": Selection(as_of="1990"),
    "korea-1950-folded": Selection(question=("Q1",), fold=("F1",)),
    "korea-1950-weighed": Selection(question=("Q5",), weigh="preponderance", without=("doc-1953-05-02",)),
}


def parsed(source: str) -> dict[str, Any]:
    """Return what stock dot makes of the source, having refused every warning."""
    done = subprocess.run(["dot", "-Tjson0"], input=source.encode(), capture_output=True, check=False, timeout=60)
    assert (done.returncode, done.stderr.decode(errors="replace")) == (0, "")
    return json.loads(done.stdout)


def nodes(drawn: dict[str, Any]) -> dict[str, str]:
    return {node["name"]: node["label"] for node in drawn["objects"]}


def edges(drawn: dict[str, Any]) -> list[tuple[str, str]]:
    names = {node["_gvid"]: node["name"] for node in drawn["objects"]}
    return sorted((names[edge["tail"]], names[edge["head"]]) for edge in drawn.get("edges", []))


def expected_nodes(told: Graph) -> set[str]:
    return {*(question.id for question in told.questions), *told.statements, *inferences(told)}


def inferences(told: Graph) -> set[str]:
    targets = {link.target for link in told.links}
    return {link.id for link in told.links if len(link.premises) > 1 or link.id in targets}


def expected_edges(told: Graph) -> list[tuple[str, str]]:
    points = inferences(told)

    def of(link: Link) -> list[tuple[str, str]]:
        if link.id not in points:
            return [(link.premises[0], link.target)]
        return [*((premise, link.id) for premise in link.premises), (link.id, link.target)]

    answers = [(each.id, each.answers) for each in (*told.claims, *told.interpretations) if each.answers]
    return sorted([*answers, *(edge for link in told.links for edge in of(link))])


def letters(text: str) -> str:
    return "".join(re.sub(r"[\x7f-\x9f]", "", printable(text)).split())


def read_back(label: str) -> str:
    return letters(html.unescape(re.sub(r"<[^>]*>", " ", label)))


@pytest.mark.parametrize("name", KOREA)
def test_the_korea_map_is_written_as_it_was(name):
    assert write_dot(select(korea_graph(), KOREA[name])) == (GOLDEN / f"{name}.dot").read_text(encoding="utf-8")


def test_a_map_with_every_sort_of_joint_is_written_as_it_was():
    assert write_dot(whole(SMALL)) == (GOLDEN / "joints.dot").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", KOREA)
def test_the_korea_map_is_drawn_by_stock_dot_without_a_warning(name):
    selected = select(korea_graph(), KOREA[name])
    drawn = parsed(write_dot(selected))
    assert nodes(drawn).keys() == expected_nodes(selected.graph)


def test_an_undercut_points_at_the_inference():
    drawn = parsed(write_dot(whole(korea_graph())))
    assert ("I7", "L42") in edges(drawn)


def test_every_link_is_told_once_under_its_id():
    told = korea_graph()
    drawn = parsed(write_dot(whole(told)))
    ids = [each["id"] for each in (*drawn["objects"], *drawn["edges"])]
    assert [link.id for link in told.links if ids.count(link.id) != 1] == []


def test_no_two_nodes_or_edges_share_an_id():
    drawn = parsed(write_dot(whole(random_graph(7))))
    ids = [each["id"] for each in (*drawn["objects"], *drawn["edges"])]
    assert len(set(ids)) == len(ids)


def test_the_order_of_records_makes_no_difference():
    told = korea_graph()
    turned = msgspec.structs.replace(
        told, **{name: getattr(told, name)[::-1] for name in ("questions", "claims", "evidence", "links")}
    )
    assert write_dot(whole(turned)) == write_dot(whole(told))


def test_what_rests_on_nothing_says_so():
    selected = select(korea_graph(), Selection(as_of="1990"))
    bare = min(selected.resting_on_nothing)
    assert "rests on nothing yet" in nodes(parsed(write_dot(selected)))[bare]


def test_a_link_says_what_was_noted_on_it():
    told = korea_graph()
    labels = {edge["id"]: edge.get("label", "") for edge in parsed(write_dot(whole(told)))["edges"]}
    noted = {link.id: link.note for link in told.links if link.note}
    missing = [
        label
        for label, text in noted.items()
        if letters(text) not in read_back(labels.get(label, labels.get(f"{label}.", "")))
    ]
    assert (len(noted) > 5, missing) == (True, [])


@pytest.mark.parametrize("text", TRAPS, ids=lambda text: ascii(text)[:20])
def test_a_hostile_text_is_read_back_whole(text):
    told = graph(perception("P1"), evidence("E1", quotation=text), links="E1 supports P1")
    claim = msgspec.structs.replace(told.claims[0], text=text)
    said = nodes(parsed(write_dot(whole(msgspec.structs.replace(told, claims=(claim,))))))
    assert letters(text) in read_back(said["P1"])
    assert letters(text) in read_back(said["E1"])


def check_hostile(told: Graph) -> None:
    drawn = parsed(write_dot(whole(told)))
    said = nodes(drawn)
    assert said.keys() == expected_nodes(told)
    assert edges(drawn) == expected_edges(told)
    assert [label for label, each in told.statements.items() if letters(each.text) not in read_back(said[label])] == []


@settings(max_examples=30, deadline=None)
@given(hostile_graphs())
def test_nodes_and_edges_equal_the_models_whatever_the_texts(told):
    check_hostile(told)


@pytest.mark.soak
@settings(max_examples=1_000, deadline=None)
@given(hostile_graphs())
def test_nodes_and_edges_equal_the_models_whatever_the_texts_at_length(told):
    check_hostile(told)


@settings(max_examples=25, deadline=None)
@given(graphs())
def test_nodes_and_edges_equal_the_models_whatever_the_links(told):
    drawn = parsed(write_dot(whole(told)))
    assert nodes(drawn).keys() == expected_nodes(told)
    assert edges(drawn) == expected_edges(told)
