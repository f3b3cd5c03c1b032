"""GraphML: our own comes back whole, that of other programs as claims and links, and what goes wrong is told."""

import re
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given, settings

from argument_maps.examples import read_korea_map
from argument_maps.formats.exchange import ProblemWeight, UnreadableFile
from argument_maps.formats.graphs.graphml_reading import read_graphml
from argument_maps.formats.graphs.graphml_writing import write_graphml
from argument_maps.formats.native import build_graph_from_document, read_map_document
from argument_maps.formats.registry import recognise_format
from argument_maps.graph import Graph
from tests.argument_maps.formats.sound_graphs import sound_graphs
from tests.argument_maps.graphs import evidence, finding, graph, reading

XMLNS = "{http://graphml.graphdrawing.org/xmlns}"
# Of yEd, with its labels in graphics, a group and defaults.
YED = b"""<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<!DOCTYPE graphml SYSTEM "http://graphml.graphdrawing.org/dtds/1.0rc/graphml.dtd">
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:y="http://www.yworks.com/xml/graphml">
  <key attr.name="order" attr.type="int" for="node" id="d0"><default>9</default></key>
  <key for="node" id="d1" yfiles.type="nodegraphics"/>
  <key for="edge" id="d2" yfiles.type="edgegraphics"/>
  <graph edgedefault="directed" id="G">
    <node id="n0">
      <data key="d0">1</data>
      <data key="d1"><y:ShapeNode><y:NodeLabel>It rained<y:LabelModel><y:Smart/></y:LabelModel></y:NodeLabel>
      </y:ShapeNode></data>
    </node>
    <node id="g1"><data key="d1"><y:NodeLabel>Weather</y:NodeLabel></data>
      <graph id="g1:"><node id="g1::n0"><desc>It was dark &amp; cold</desc></node></graph>
    </node>
    <edge id="e0" source="n0" target="g1"><data key="d2"><y:EdgeLabel>attacks</y:EdgeLabel></data></edge>
    <edge id="e1" source="n0" target="g1::n0"/>
  </graph>
</graphml>
"""


def read_korea() -> Graph:
    return build_graph_from_document(read_map_document(read_korea_map())[0])


def check_schema(data: bytes) -> None:
    """Hold a file to what graphml.xsd 1.0 asks: order of elements, name tokens, keys and ends that are declared."""
    root: Element = fromstring(data)
    assert root.tag == f"{XMLNS}graphml"
    tags = [child.tag.removeprefix(XMLNS) for child in root]
    assert tags == ["key"] * (len(tags) - 1) + ["graph"]
    keys = {key.get("id", ""): key for key in root.iter(f"{XMLNS}key")}
    assert len(keys) == tags.count("key")
    token = re.compile(r"[A-Za-z0-9._:-]+")
    for key in keys.values():
        assert key.get("for") in ("graph", "node", "edge")
        assert key.get("attr.type") in ("boolean", "int", "long", "float", "double", "string")
        assert token.fullmatch(key.get("attr.name", ""))
    nodes = [node.get("id", "") for node in root.iter(f"{XMLNS}node")]
    assert len(set(nodes)) == len(nodes)
    assert all(token.fullmatch(name) for name in [*nodes, *keys, root[-1].get("id", "")])
    for item in root.iter():
        whose = item.tag.removeprefix(XMLNS)
        for place in item.findall(f"{XMLNS}data"):
            assert keys[place.get("key", "")].get("for") == whose
        if whose == "edge":
            assert {item.get("source"), item.get("target")} <= {*nodes}
    assert root[-1].get("edgedefault") == "directed"


def test_the_korea_map_is_valid() -> None:
    check_schema(write_graphml(read_korea()).data)


@given(graph=sound_graphs())
@settings(max_examples=30)
def test_any_map_is_valid(graph: Graph) -> None:
    check_schema(write_graphml(graph).data)


def test_links_are_nodes_so_that_premises_stay_together_and_undercuts_have_something_to_bear_on() -> None:
    small = graph(finding("F1"), reading("I1"), evidence("E1"), links="E1+I1 supports F1, I1 undercuts L1")
    data = write_graphml(small).data.decode()
    edges = re.findall(r'source="(\w+)" target="(\w+)"><data key="e.role">(\w+)', data)
    assert [edge for edge in edges if "L" in edge[0] + edge[1]] == [
        *(("E1", "L1", "premises"), ("I1", "L1", "premises"), ("L1", "F1", "target")),
        *(("I1", "L2", "premises"), ("L2", "L1", "target")),
    ]


def test_what_yed_draws_is_read_with_its_labels_groups_and_defaults() -> None:
    assert recognise_format(YED).name == "graphml"
    read = read_graphml(YED)
    assert read.counts == {"nodes": 3, "edges": 2}
    assert [(claim.id, claim.text, claim.note) for claim in read.graph.claims] == [
        *(("g1", "Weather", "order: 9"), ("g1-n0", "It was dark & cold", "id: g1::n0\norder: 9")),
        ("n0", "It rained", "order: 1"),
    ]
    assert [(link.premises, link.relation, link.target) for link in read.graph.links] == [
        (("n0",), "challenges", "g1"),
        (("n0",), "supports", "g1-n0"),
    ]
    assert [problem.weight for problem in read.problems] == [ProblemWeight.CHANGED]


def test_a_hyperedge_becomes_a_link_with_all_its_premises() -> None:
    data = (
        b"<graphml><key id='r' for='all' attr.name='relation'/><graph><node id='a'/><node id='b'/><node id='c'/>"
        b"<hyperedge id='h'><endpoint node='a' type='in'/><endpoint node='b' type='in'/><endpoint node='c' type='out'/>"
        b"<data key='r'>attack</data></hyperedge></graph></graphml>"
    )
    (link,) = read_graphml(data).graph.links
    assert (link.id, link.premises, link.relation, link.target) == ("h", ("a", "b"), "challenges", "c")


def test_every_mistake_is_told_with_its_place() -> None:
    own = write_graphml(graph(finding("F1"), finding("F2"), links="F1 supports F2")).data.decode()
    damaged = own.replace("</graph>", '<node id="F1"/>\n<edge source="F1" target="gone"/>\n</graph>').replace(
        'relation">supports</data>', 'relation">supports</data><data key="n.label">x</data><data key="odd">7</data>'
    )
    read = read_graphml(damaged.encode())
    places = {problem.place.entry: problem.place.line for problem in read.problems}
    lines = damaged.split("\n")
    assert lines[(places["F1"] or 0) - 1].strip() == '<node id="F1"/>'
    assert 'target="gone"' in lines[(places["F1 → gone"] or 0) - 1]
    assert read.graph.links_by_id["L1"].note.endswith("odd: 7")
    assert [claim.id for claim in read.graph.claims] == ["F1", "F1-2", "F2"]


def test_of_a_file_that_breaks_off_what_stands_before_is_read() -> None:
    data = write_graphml(read_korea()).data
    read = read_graphml(data[: len(data) * 2 // 3])
    assert len(read.graph.by_id) > 150
    assert "not well-formed" in read.problems[0].message
    assert read.problems[0].place.line == data[: len(data) * 2 // 3].count(b"\n") + 1


@pytest.mark.parametrize(
    "data",
    [
        b"<graphml/>",
        b"<graphml><graph/></graphml>",
        b"<graphml>" + b"<a>" * 500 + b"<node id='a'/>",
        b"",
        b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
        + b"".join(
            b'<!ENTITY a%d "%s">' % (number, b"&a%d;" % (number - 1) * 20 if number else b"&a;" * 20)
            for number in range(9)
        )
        + b"]><graphml><graph><node id='a'><desc>&a8;</desc></node></graph></graphml>",
    ],
)
def test_what_has_no_nodes_or_grows_without_end_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFile):
        read_graphml(data)
