"""What a reader sees beside a record."""

import msgspec
import pytest

from api.phrases.record_view import RecordView, read_caption, view_record
from argument_maps.examples import read_korea_map
from argument_maps.graph import Graph
from argument_maps.references import name_kind
from argument_maps.values import Tag


@pytest.fixture(scope="module")
def graph() -> Graph:
    return msgspec.json.decode(read_korea_map(), type=Graph)


def view_existing_record(graph: Graph, label: str) -> RecordView:
    view = view_record(graph, label)
    assert view is not None
    return view


def test_a_record_that_the_map_does_not_have_is_not_seen(graph: Graph) -> None:
    assert view_record(graph, "P99") is None


def test_every_record_can_be_seen(graph: Graph) -> None:
    assert all(view_existing_record(graph, record.id).record is record and read_caption(record) for record in graph)


def test_a_perception_is_seen_with_its_holders_and_the_findings_put_against_it(graph: Graph) -> None:
    view = view_existing_record(graph, "P3")
    assert [agent.id for agent in view.agents] == list(graph.by_id["P3"].held_by)  # type: ignore[union-attr] # P3 is a claim
    tests = {tie.link.id: [other.id for other in tie.others] for tie in view.incoming_links if tie.link.verdict}
    assert tests["L3"] == ["F9"]


def test_a_test_is_seen_with_the_link_that_qualifies_it(graph: Graph) -> None:
    tie = next(tie for tie in view_existing_record(graph, "P3").incoming_links if tie.link.id == "L3")
    assert [link.id for link in tie.argued] == ["L4"]


def test_a_link_is_seen_with_its_ends_and_what_undercuts_it(graph: Graph) -> None:
    view = view_existing_record(graph, "L42")
    assert [premise.id for premise in view.premises] == ["E9"]
    assert view.target is graph.by_id["F9"]
    assert [(tie.link.id, tie.link.relation) for tie in view.incoming_links] == [("L53", "undercuts")]


def test_co_premises_stand_beside_each_other() -> None:
    graph = msgspec.json.decode(
        b'{"format": "sicetnon/1", "slug": "m", "title": "M", "claims": [{"id": "C1", "text": "x"},'
        b' {"id": "C2", "text": "y"}, {"id": "C3", "text": "z"}],'
        b' "links": [{"id": "L1", "premises": ["C1", "C2"], "relation": "supports", "target": "C3"}]}',
        type=Graph,
    )
    (tie,) = view_existing_record(graph, "C1").outgoing_links
    assert [other.id for other in tie.others] == ["C3"]
    assert [other.id for other in tie.other_premises] == ["C2"]


def test_a_source_is_seen_with_what_rests_on_it(graph: Graph) -> None:
    uses = {record.id for record in view_existing_record(graph, "weathersby-essay").uses}
    assert {"F1", "I1"} <= uses


def test_an_agent_is_seen_with_what_it_held_and_wrote(graph: Graph) -> None:
    uses = {name_kind(record) for record in view_existing_record(graph, "weathersby").uses}
    assert {"interpretation", "source"} <= uses


def test_a_question_is_seen_with_its_answers(graph: Graph) -> None:
    answers = view_existing_record(graph, "Q1").uses
    assert answers
    assert all(getattr(record, "answers", None) == "Q1" for record in answers)


def test_a_tag_is_seen_with_the_records_that_carry_it() -> None:
    graph = msgspec.json.decode(
        b'{"format": "sicetnon/1", "slug": "m", "title": "M", "tags": [{"id": "T1", "text": "fleet"}],'
        b' "claims": [{"id": "C1", "text": "x", "tags": ["T1"]}, {"id": "C2", "text": "y"}]}',
        type=Graph,
    )
    assert [record.id for record in view_existing_record(graph, "T1").uses] == ["C1"]
    assert view_existing_record(graph, "C1").tags == (Tag(id="T1", text="fleet"),)
