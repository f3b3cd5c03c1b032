"""What the box of a perception says of its verdict, and that it says nothing where there is nothing to tell."""

import pytest

from argument_maps.graph import Graph
from argument_maps.selection.selecting import Selection, select
from argument_maps.values import Evidence
from renderers.boxes.contents import describe_box
from tests.argument_maps.graphs import evidence, finding, graph, perception, reading, source

DOCUMENTED = "E1 supports F1, E2 supports F1, F1 tests P1 contradicted"


def build(links: str, **fields: object) -> Graph:
    return graph(
        perception("P1", **fields),
        finding("F1"),
        finding("F2", source="work"),
        reading("I1"),
        *(evidence(f"E{number}", f"s{number}") for number in (1, 2, 3)),
        *(source(f"s{number}") for number in (1, 2, 3)),
        source("work", type="book", title="A Work", issued="2000"),
        links=links,
    )


def list_remarks(drawn: Graph, selection: Selection = Selection()) -> list[str]:  # noqa: B008 # frozen
    box_content = describe_box(select(drawn, selection), drawn.by_id["P1"], "both")
    return [text for style, text in box_content.paragraphs if style == "warning"]


@pytest.mark.parametrize(
    "links",
    [
        pytest.param(DOCUMENTED, id="several documents"),
        pytest.param("E1 supports F1, F1 tests P1 contradicted", id="one document"),
        pytest.param("F1 tests P1 contradicted", id="no document"),
        pytest.param("I1 challenges P1", id="no test"),
        pytest.param(f"{DOCUMENTED}, E3 supports F2, F2 tests P1 contradicted", id="two tests that agree"),
    ],
)
def test_a_box_says_nothing_of_a_verdict_that_nothing_disputes(links):
    assert list_remarks(build(links)) == []


@pytest.mark.parametrize(
    ("links", "remarks"),
    [
        pytest.param(
            f"{DOCUMENTED}, I1 undercuts L3, E3 undermines E1",
            ["rests on a disputed document (L5); inference undercut (L4)"],
            id="attacks in one paragraph",
        ),
        pytest.param("F2 tests P1 confirmed", ["on A Work (2000) alone"], id="a work alone"),
        pytest.param(
            f"{DOCUMENTED}, E3 supports F2, F2 tests P1 confirmed",
            ["its tests together: mixed"],
            id="a verdict that no test has",
        ),
    ],
)
def test_a_box_says_what_is_read_beside_the_verdict(links, remarks):
    assert list_remarks(build(links)) == remarks


def test_a_box_says_what_the_editor_states_without_the_reason():
    drawn = build(DOCUMENTED, overall_verdict="contested", verdict_reason="It is long. " * 200)
    assert list_remarks(drawn) == ["the editor: contested", "computed from its tests: contradicted"]


def test_what_a_filter_hides_is_told_all_the_same():
    drawn = build(f"{DOCUMENTED}, E3 undermines E1")
    assert list_remarks(drawn, Selection(kind=("perception",))) == ["rests on a disputed document (L4)"]


@pytest.mark.parametrize(
    ("summary", "quotation", "said"),
    [
        ("Wells failed.", "The wells have failed.", ["Wells failed.", "“The wells have failed.”"]),
        ("Wells failed.", "“The wells have failed.”", ["Wells failed.", "“The wells have failed.”"]),
        ("Wells failed.", "„Es fehlt.“", ["Wells failed.", "„Es fehlt.“"]),
        ("Wells failed.", '"Dry", he said, "and bad."', ["Wells failed.", '“"Dry", he said, "and bad."”']),
        ("Wells failed.", "“Dry,” he said, “and bad.”", ["Wells failed.", "““Dry,” he said, “and bad.””"]),
        ("The wells have…", "The wells  have failed.", ["“The wells have failed.”"]),
        ("“Dry.”", "“Dry.”", ["“Dry.”"]),
    ],
)
def test_a_box_says_a_passage_once_and_between_one_pair_of_marks(summary: str, quotation: str, said: list[str]) -> None:
    drawn = graph(Evidence(id="E1", source="s", summary=summary, quotation=quotation), source("s"))
    paragraphs = describe_box(select(drawn, Selection()), drawn.by_id["E1"], "both").paragraphs
    assert [" ".join(text.split()) for style, text in paragraphs if style == "statement"] == said
