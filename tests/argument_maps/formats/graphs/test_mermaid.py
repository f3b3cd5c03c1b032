"""Flowcharts of Mermaid: what is drawn, that no text leaves its place, and that they stay within what draws them."""

import re

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from argument_maps.formats.graphs.mermaid import MOST_CHARACTERS, MOST_EDGES, escape_for_mermaid, write_mermaid
from argument_maps.graph import Graph
from argument_maps.values import Question
from models.vocabulary import RecordKind
from tests.argument_maps.formats.sound_graphs import sound_graphs
from tests.argument_maps.graphs import evidence, finding, graph, perception, reading

# Every line of a flowchart that is written here: what opens a node or an edge, and one text in quotation marks.
_TEXT = r'"[^"]*"'
_LINES = re.compile(
    rf"flowchart RL|  n\d+(?:\[{_TEXT}\]|\({_TEXT}\)|\(\[{_TEXT}\]\)|\[/{_TEXT}/\]|\{{\{{{_TEXT}\}}\}})"
    rf"|  l\d+\(\({_TEXT}\)\)|  [nl]\d+ [-=.xo>]+(?:\|{_TEXT}\|)? [nl]\d+|  classDef \w+ [\w:#,]+"
    r"|  class [nl\d,]+ \w+|  linkStyle [\d,]+ stroke:#\w{6}"
)


def list_lines(chart: bytes) -> list[str]:
    head, title, end, *lines = chart.decode().split("\n")
    assert (head, end, lines.pop()) == ("---", "---", "")
    assert title.startswith('title: "')
    return lines


def test_premises_that_go_together_and_undercuts_meet_at_the_link() -> None:
    small = graph(
        *(Question(id="Q1", text="Who began?"), perception("P1", answers="Q1"), finding("F1"), reading("I1")),
        *(evidence("E1"), evidence("E2")),
        links="F1 tests P1 contradicted, E1+E2 supports F1, I1 undercuts L2, I1 challenges P1",
    )
    lines = list_lines(write_mermaid(small).data)
    assert [line for line in lines if " n2 -" in line or "|" in line or "---" in line] == [
        "  n2 -.- n1",
        '  n3 ==>|"tests, contradicted"| n2',
        "  n5 --- l1",
        "  n6 --- l1",
        '  l1 -->|"supports"| n3',
        '  n4 -.-x|"undercuts"| l1',
        '  n4 --x|"challenges"| n2',
    ]
    assert lines[1:4] == ['  n1{{"Q1 · Who began?"}}', '  n2(["P1 · P1"])', '  n3["F1 · F1"]']


@given(graph=sound_graphs())
def test_any_map_is_a_flowchart_line_by_line(graph: Graph) -> None:
    writing = write_mermaid(graph)
    lines = list_lines(writing.data)
    assert [line for line in lines if not _LINES.fullmatch(line)] == []
    assert writing.counts["edges"] == sum(bool(re.match(r"  [nl]\d+ [-=]", line)) for line in lines)


@given(st.text())
def test_a_text_has_no_sign_of_mermaid_left(text: str) -> None:
    escaped = escape_for_mermaid(text)
    assert not set(re.sub(r"#\d+;", "", escaped)) & set('"#;:<>`{}[]()|&*_~%$@\\\n')
    read = re.sub(r"#(\d+);", lambda code: chr(int(code[1])), escaped)
    assert read == " ".join(text.split())


def test_a_large_map_is_shortened_and_then_cut_and_says_so() -> None:
    labels = [f"F{number}" for number in range(1_500)]
    records = [msgspec.structs.replace(finding(label), text="word " * 100) for label in labels]
    links = ", ".join(f"{label} supports F0" for label in labels[1:])
    writing = write_mermaid(graph(*records, links=links))
    assert len(writing.data.decode()) <= MOST_CHARACTERS
    assert writing.counts["edges"] <= MOST_EDGES
    lost = {(loss.kind, loss.field): loss.labels for loss in writing.losses}
    shown = writing.data.decode().count('["F')
    assert len(lost[(RecordKind.CLAIM, "text")]) == shown
    assert len(lost[(RecordKind.CLAIM, "")]) == len(records) - shown
    assert 300 < shown < len(records)
    assert lost[(RecordKind.LINK, "")]


def test_of_many_links_those_that_fit_are_drawn() -> None:
    premises = [finding(f"F{number}") for number in range(40)]
    links = ", ".join(f"F{one} supports F{other}" for one in range(40) for other in range(15) if one != other)
    writing = write_mermaid(graph(*premises, links=f"{links}, F1 undercuts L585"))
    assert 400 < writing.counts["edges"] <= MOST_EDGES
    assert writing.counts["nodes"] >= 40
