from importlib import resources

import pyshacl
import pytest
import rdflib
from hypothesis import given, settings

from argument_maps.examples import read_korea_map
from argument_maps.formats.linked_data.context import NAMESPACES
from argument_maps.formats.linked_data.json_ld import write_json_ld
from argument_maps.formats.native import build_graph_from_document, read_map_document
from argument_maps.graph import Graph
from models.vocabulary import RecordKind
from tests.argument_maps.formats.sound_graphs import sound_graphs

# rdflib 7.6 reads JSON-LD through classes of its own that it deprecates.
pytestmark = pytest.mark.filterwarnings("ignore:(ConjunctiveGraph|Dataset).* is deprecated:DeprecationWarning")
BASE = "http://maps.example/maps/any"
SHAPES = rdflib.Graph().parse(
    data=resources.files("argument_maps.formats.linked_data").joinpath("shapes.ttl").read_text(), format="turtle"
)
INF, CITO = rdflib.Namespace(NAMESPACES["crminf"]), rdflib.Namespace(NAMESPACES["cito"])
OWN = rdflib.Namespace(NAMESPACES["sn"])


def read_triples(graph: Graph) -> rdflib.Graph:
    return rdflib.Graph().parse(data=write_json_ld(graph).data, format="json-ld", base=BASE)


def name(label: str) -> rdflib.URIRef:
    return rdflib.URIRef(f"{BASE}#{label}")


@pytest.fixture(scope="module")
def korea() -> Graph:
    document, _ = read_map_document(read_korea_map())
    return build_graph_from_document(document)


def test_the_korea_map_fits_the_shapes(korea: Graph) -> None:
    fits, _, report = pyshacl.validate(read_triples(korea), shacl_graph=SHAPES)
    assert fits, report


@given(graph=sound_graphs())
@settings(max_examples=5, deadline=None)
def test_any_map_fits_the_shapes(graph: Graph) -> None:
    fits, _, report = pyshacl.validate(read_triples(graph), shacl_graph=SHAPES)
    assert fits, report


def test_a_graph_that_lacks_a_premise_does_not_fit(korea: Graph) -> None:
    triples = read_triples(korea)
    triples.remove((name("L1"), INF.J1_used_as_premise, None))
    fits, _, _ = pyshacl.validate(triples, shacl_graph=SHAPES)
    assert not fits


def test_every_argument_is_an_inference_from_its_premises_to_its_target(korea: Graph) -> None:
    triples = read_triples(korea)
    for link in korea.links:
        premises = {str(each) for each in triples.objects(name(link.id), INF.J1_used_as_premise)}
        assert premises == {f"{BASE}#{label}-belief" for label in link.premises}
        assert str(triples.value(name(link.id), OWN.relation)) == link.relation
        assert triples.value(name(link.id), OWN.target) == name(link.target)


def test_words_and_addresses_are_what_the_map_has(korea: Graph) -> None:
    triples = read_triples(korea)
    labels = rdflib.RDFS.label
    for claim in korea.claims:
        assert triples.value(name(claim.id), labels) == rdflib.Literal(claim.text, lang=korea.language)
    supports = {(link.premises[0], link.target) for link in korea.links if link.relation == "supports"}
    assert all((name(one), CITO.supports, name(other)) in triples for one, other in supports)


def test_what_linked_data_does_not_hold_is_said(korea: Graph) -> None:
    losses = {(loss.kind, loss.field) for loss in write_json_ld(korea).losses}
    assert (RecordKind.SOURCE, "csl") in losses or not any(source.csl for source in korea.sources)
    assert (RecordKind.TEXT, "versions") in losses


def test_nothing_has_to_be_fetched(korea: Graph) -> None:
    assert b'"@context":"http' not in write_json_ld(korea).data.replace(b" ", b"")
