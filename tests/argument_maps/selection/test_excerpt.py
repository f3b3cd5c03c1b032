import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from argument_maps.examples import read_korea_map
from argument_maps.formats import native
from argument_maps.graph import Graph
from argument_maps.references import list_references_to
from argument_maps.selection.excerpt import build_map_excerpt
from argument_maps.selection.selecting import Selection, select
from argument_maps.time_travel import take_snapshot
from argument_maps.values import Source, Tag
from benchmarks.generate import graph as made
from models.text_types import LONGEST_PROSE
from models.vocabulary import Certainty, ClaimKind, RecordKind, Relation, Verdict
from tests.argument_maps.graphs import MOMENTS, evidence, finding, graph, graphs, perception, reading, source
from tests.builders import MapBuilder, a_debate

KOREA = msgspec.json.decode(read_korea_map(), type=Graph)
DATES = st.integers(1950, 2020).map(str)


def some(values: object) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(sorted(values)), max_size=2, unique=True).map(tuple) if values else st.just(())


def tagged(drawn: Graph) -> Graph:
    """Return the map with a tag for the questions, one for the agents and one for the sources."""
    return msgspec.structs.replace(
        drawn,
        tags=tuple(Tag(id=f"T{kind}", text=kind) for kind in ("agents", "questions", "sources")),
        **{
            kind: tuple(msgspec.structs.replace(record, tags=(f"T{kind}",)) for record in getattr(drawn, kind))
            for kind in ("agents", "questions", "sources")
        },
    )


@st.composite
def draw_selection(draw: st.DrawFn) -> tuple[Graph, Selection]:
    """Return a whole map and anything that may be asked of it."""
    maps = st.just(KOREA) | st.builds(made, st.integers(1, 120), st.integers(1, 50), questions=st.booleans())
    drawn = draw(st.sampled_from([tagged, lambda whole: whole]))(draw(maps))
    moment = draw(st.none() | DATES)
    there = take_snapshot(drawn, moment).graph if moment else drawn
    kinds = [kind.value for kind in (*RecordKind, *ClaimKind)]
    few = {
        "question": [question.id for question in drawn.questions],
        "kind": kinds,
        "relation": [relation.value for relation in Relation],
        "agent": drawn.agents_by_id,
        "school": {agent.school for agent in drawn.agents} - {""},
        "tag": [tag.id for tag in drawn.tags],
        "verdict": [verdict.value for verdict in Verdict],
        "certainty": [certainty.value for certainty in Certainty],
    }
    filters = {name: draw(some(few[name])) for name in draw(some(few))}
    return drawn, Selection(
        **filters,
        fold=draw(some([*(question.id for question in drawn.questions), *drawn.statements, *drawn.links_by_id])),
        focus=draw(st.none() | st.sampled_from(sorted(there.by_id))) if there.by_id else None,
        depth=draw(st.integers(1, 3)),
        as_of=moment,
    )


def names(record: object) -> set[str]:
    single = {getattr(record, field, None) for field in ("answers", "source", "target")} - {None}
    return single.union(*(getattr(record, field, ()) for field in ("premises", "held_by", "by", "author", "tags")))


@given(draw_selection())
def test_what_comes_out_goes_in(case):
    document, problems = native.read_map_document(native.write_map_document(build_map_excerpt(select(*case))))
    assert problems == []
    assert document is not None


@pytest.mark.parametrize("year", range(1950, 2021))
def test_korea_as_of_any_year_is_a_whole_document(year):
    assert (
        native.read_map_document(
            native.write_map_document(build_map_excerpt(select(KOREA, Selection(as_of=str(year)))))
        )[1]
        == []
    )


@given(graphs(), MOMENTS)
def test_an_excerpt_names_only_what_it_holds(drawn, moment):
    part = build_map_excerpt(select(drawn, Selection(as_of=moment)))
    assert set().union(*map(names, part)) <= part.by_id.keys()


@given(graphs(), MOMENTS)
def test_an_excerpt_as_of_a_date_shows_the_same_at_that_date(drawn, moment):
    selected = select(drawn, Selection(as_of=moment))
    again = select(build_map_excerpt(selected), Selection(as_of=moment))
    assert (set(again.graph.statements), set(again.graph.links_by_id)) == (
        set(selected.graph.statements),
        set(selected.graph.links_by_id),
    )


@given(graphs(), MOMENTS)
def test_no_statement_or_link_is_lost_on_the_way_out(drawn, moment):
    selected = select(drawn, Selection(as_of=moment))
    assert [record.id for record in build_map_excerpt(selected).statements.values()] == list(selected.graph.statements)


def test_a_whole_map_goes_out_as_it_is():
    assert build_map_excerpt(select(KOREA)) is KOREA


def test_a_map_of_which_everything_is_known_goes_out_as_it_is():
    assert build_map_excerpt(select(KOREA, Selection(as_of="2030"))) == KOREA


def test_a_perception_stands_without_the_essay_that_reports_it():
    drawn = graph(
        perception("P1", when="1950", source="s1", locator="p. 3"), source("s1", type="book", issued="1998")
    )  # fmt: skip
    part = build_map_excerpt(select(drawn, Selection(as_of="1990")))
    assert [(claim.id, claim.source, claim.locator) for claim in part.claims] == [("P1", None, "")]
    assert part.description == (
        "An excerpt of this map, as it could be known by 1990: 1 of 2 records. "
        "The source of P1 was not yet open or written and is not named."
    )


def test_nothing_that_was_not_there_by_1990_is_named():
    part = build_map_excerpt(select(KOREA, Selection(as_of="1990")))
    later = {source.id for source in KOREA.sources} - {source.id for source in part.sources}
    later |= {"weathersby", "zhang-xiaoming", "leitenberg"}
    told = native.write_map_document(msgspec.structs.replace(part, description="")).decode()
    assert len(later) > 40
    assert [label for label in later if f'"{label}"' in told] == []


def test_an_agent_in_focus_stays_although_nothing_names_her_yet():
    part = build_map_excerpt(select(KOREA, Selection(as_of="1990", focus="weathersby")))
    assert [agent.id for agent in part.agents] == ["weathersby"]


def test_the_description_is_kept_and_says_how_much_this_is():
    part = build_map_excerpt(select(KOREA, Selection(question=("Q5",))))
    assert (
        part.description
        == f"{KOREA.description}\n\nAn excerpt of this map: {len(part.by_id)} of {len(KOREA.by_id)} records."
    )


def test_a_long_description_gives_way_to_what_is_told():
    drawn = graph(finding("F1"), finding("F2"))
    long = msgspec.structs.replace(drawn, description="x" * LONGEST_PROSE)
    part = build_map_excerpt(select(long, Selection(focus="F1")))
    assert len(part.description) == LONGEST_PROSE
    assert part.description.endswith("x…\n\nAn excerpt of this map: 1 of 2 records.")


def test_many_records_without_their_sources_are_counted():
    drawn = graph(
        *(reading(f"I{number}", when="1950", source="s1") for number in range(1, 41)),
        source("s1", type="book", issued="1998"),
    )
    part = build_map_excerpt(select(drawn, Selection(as_of="1990")))
    assert "I29, I30 and 10 more were not yet open or written" in part.description


def test_a_source_brings_its_authors_and_their_tags():
    drawn = tagged(KOREA)
    part = build_map_excerpt(select(drawn, Selection(kind=("source",))))
    wanted = {agent for each in part.sources for agent in list_references_to(each, RecordKind.AGENT)}
    assert wanted == {agent.id for agent in part.agents}
    assert {tag.id for tag in part.tags} == {"Tagents", "Tsources"}


def test_a_link_stands_without_the_book_that_draws_it_later():
    drawn = graph(evidence("E1"), finding("F1"), source("s1", available="1950"), links="E1 supports F1")
    drawn = msgspec.structs.replace(
        drawn,
        sources=(*drawn.sources, Source(id="s2", type="book", title="Later", issued="1998")),
        links=(msgspec.structs.replace(drawn.links[0], when="1951", source="s2"),),
    )
    part = build_map_excerpt(select(drawn, Selection(as_of="1990")))
    assert [(link.id, link.source) for link in part.links] == [("L1", None)]


@pytest.mark.parametrize(
    "selection",
    [
        Selection(as_of="1990"),
        Selection(as_of="1996"),
        Selection(agent=("historian",)),
        Selection(relation=("supports",)),
        Selection(focus="X1"),
        Selection(focus="X2", depth=2),
        Selection(focus="N1"),
        Selection(kind=("text",), tag=("early",)),
    ],
    ids=str,
)
def test_a_part_of_a_map_with_texts_is_a_whole_map_again(selection: Selection) -> None:
    drawn = native.build_graph_from_document(a_debate().document())
    document, problems = native.read_map_document(
        native.write_map_document(build_map_excerpt(select(drawn, selection)))
    )
    assert problems == []
    assert {version.sha256 for text in document.texts for version in text.versions} == document.contents.keys()


def test_what_a_text_says_is_not_known_before_its_source_is_open() -> None:
    drawn = native.build_graph_from_document(a_debate().document())
    assert [text.id for text in select(drawn, Selection(as_of="1996")).graph.texts] == ["X1", "X2"]
    early = select(drawn, Selection(as_of="1990")).graph
    assert (early.texts, early.annotations, early.contents) == ((), (), {})


def test_a_text_of_ones_own_is_not_known_before_it_was_written() -> None:
    drawn = native.build_graph_from_document(
        MapBuilder().text("X1", "As we see it.", title="An introduction").document()
    )
    assert [text.id for text in select(drawn, Selection(as_of="2026")).graph.texts] == ["X1"]
    assert select(drawn, Selection(as_of="2025")).graph.texts == ()
