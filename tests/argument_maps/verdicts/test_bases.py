"""Whether a test could be known from documents or was argued in works, and since when."""

import pytest

from argument_maps.graph import Graph
from argument_maps.time_travel import take_snapshot
from argument_maps.verdicts.bases import find_test_basis, word_basis
from tests.argument_maps.graphs import evidence, finding, graph, perception, reading, source


def build(links: str, **fields: dict[str, object]) -> Graph:
    """Return a map of P1, F1, F2, I1 and E1 to E3 out of documents opened in 1991 to 1993, and two works.

    `fields` are further ones of the records that they name.
    """
    return graph(
        perception("P1", when="1950"),
        finding("F1", **fields.get("F1", {})),
        finding("F2", **fields.get("F2", {})),
        reading("I1", source="work"),
        *(evidence(f"E{number}", **{"source": f"s{number}", **fields.get(f"E{number}", {})}) for number in (1, 2, 3)),
        *(
            source(f"s{number}", **{"available": f"199{number}", **fields.get(f"s{number}", {})})
            for number in (1, 2, 3)
        ),
        source("work", **{"type": "book", "title": "A Work", "issued": "2000", **fields.get("work", {})}),
        source("later", type="book", title="A Later Work", issued="2005"),
        links=links,
    )


def say(drawn: Graph) -> str:
    test = next(link for link in drawn.links if link.relation == "tests")
    basis = find_test_basis(drawn, test)
    return word_basis(drawn, basis) if basis else ""


@pytest.mark.parametrize(
    ("links", "fields", "sentence"),
    [
        pytest.param("E1 supports F1, F1 tests P1 confirmed", {}, "could be known since 1991", id="one document"),
        pytest.param(
            "E1 supports F1, E2 supports F1, F1 tests P1 confirmed",
            {},
            "could be known since 1991",
            id="the first of two documents is enough",
        ),
        pytest.param(
            "E1+E2 supports F1, F1 tests P1 confirmed",
            {},
            "could be known since 1992",
            id="what two show together waits for both",
        ),
        pytest.param(
            "E1 supports F1, E3 supports F2, F1+F2 tests P1 confirmed",
            {},
            "could be known since 1993",
            id="a joint test waits for both findings",
        ),
        pytest.param(
            "E1 supports F2, F2 supports F1, F1 tests P1 confirmed",
            {},
            "could be known since 1991",
            id="a document below another finding",
        ),
        pytest.param(
            "E1 supports F1, F1 tests P1 confirmed",
            {"F1": {"source": "work"}},
            "could be known since 1991",
            id="a document before the work",
        ),
        pytest.param(
            "F1 tests P1 confirmed",
            {"F1": {"source": "work"}},
            "was argued (2000) in A Work (2000)",
            id="a work alone",
        ),
        pytest.param(
            "E1 supports F1, F1+F2 tests P1 confirmed",
            {"F2": {"source": "later"}},
            "was argued (2005) in A Later Work (2005)",
            id="one of two findings has a work alone",
        ),
        pytest.param(
            "I1+E1 supports F1, F1 tests P1 confirmed",
            {},
            "was argued (2000) in A Work (2000)",
            id="a document that speaks only with a scholar's reading",
        ),
        pytest.param(
            "E1 supports F1, F1 tests P1 confirmed",
            {"E1": {"source": "work", "tier": "secondary"}},
            "was argued (2000) in A Work (2000)",
            id="evidence that is a later account",
        ),
        pytest.param(
            "F1 tests P1 confirmed",
            {"F1": {"source": "work"}, "work": {"available": "2002~"}},
            "was argued (about 2002, an estimate, counted from 31 December 2002) in A Work (2000)",
            id="an approximate year",
        ),
        pytest.param(
            "F1 tests P1 confirmed",
            {"F1": {"source": "work"}, "work": {"available": "2001/2009"}},
            "was argued (2001–2009, an estimate, counted from 31 December 2009) in A Work (2000)",
            id="a range of years",
        ),
        pytest.param(
            "E3 supports F1, F1 tests P1 confirmed",
            {"s3": {"available": None}},
            "could be known; since when is not recorded",
            id="a document without a date",
        ),
        pytest.param("F1 tests P1 confirmed", {}, "", id="nothing is named"),
    ],
)
def test_a_test_tells_since_when_it_could_be_known_or_was_argued(links, fields, sentence):
    assert say(build(links, **fields)) == sentence


@pytest.mark.parametrize(
    ("as_of", "sentence"), [("2000", "was argued (2000) in A Work (2000)"), ("2001", "could be known since 2001")]
)
def test_until_a_document_is_open_it_was_only_argued(as_of, sentence):
    drawn = build("E3 supports F1, F1 tests P1 confirmed", F1={"source": "work"}, s3={"available": "2001"})
    assert say(take_snapshot(drawn, as_of).graph) == sentence
