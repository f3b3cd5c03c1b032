import time

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from argument_maps.examples import read_korea_map
from argument_maps.graph import Graph
from argument_maps.selection.selecting import Selected, Selection, UnknownFilterValue, UnknownFocus, select
from argument_maps.values import Agent, Question, Stance
from models.vocabulary import ClaimKind, RecordKind, Relation, Verdict
from tests.argument_maps.graphs import AGENTS, MOMENTS, QUESTIONS, evidence, finding, graph, graphs, perception, source
from tests.argument_maps.large import large_graph

KOREA = msgspec.json.decode(read_korea_map(), type=Graph)


def some(values: object) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(list(values)), max_size=2, unique=True).map(tuple)


@st.composite
def draw_selection(draw: st.DrawFn) -> tuple[Graph, Selection]:
    drawn = draw(graphs())
    labels = [*drawn.statements, *drawn.links_by_id, *QUESTIONS]
    selection = Selection(
        question=draw(some(QUESTIONS)),
        kind=draw(some([kind.value for kind in (*RecordKind, *ClaimKind)])),
        relation=draw(some([relation.value for relation in Relation])),
        agent=draw(some(AGENTS)),
        verdict=draw(some([verdict.value for verdict in Verdict])),
        fold=draw(some(labels)),
        focus=draw(st.none() | st.sampled_from([*labels, *AGENTS])),
        depth=draw(st.integers(1, 3)),
    )
    return drawn, selection


def is_closed(drawn: Graph) -> bool:
    return all(end in drawn.by_id for link in drawn.links for end in (*link.premises, link.target))


def list_shown(selected: Selected) -> set[str]:
    return set(selected.graph.statements)


@given(draw_selection())
def test_every_link_of_a_selection_has_its_premises_and_its_target(case):
    assert is_closed(select(*case).graph)


@given(draw_selection())
def test_a_selection_is_a_part_of_the_map_in_its_order(case):
    drawn, selection = case
    part = select(drawn, selection).graph
    assert list(part) == [record for record in drawn if record.id in part.by_id]


@given(draw_selection())
def test_the_focus_is_always_shown(case):
    drawn, selection = case
    assert selection.focus is None or selection.focus in select(drawn, selection).graph.by_id


@given(draw_selection())
def test_whatever_is_not_shown_for_folding_alone_was_counted(case):
    drawn, selection = case
    open_part = select(drawn, msgspec.structs.replace(selection, fold=()))
    folded = select(drawn, selection)
    # What two roots have in common may be counted at both.
    assert len(list_shown(open_part) - list_shown(folded)) <= sum(folded.folded.values())


@given(draw_selection())
def test_a_record_that_something_was_folded_into_is_shown(case):
    selected = select(*case)
    assert set(selected.folded) <= set(selected.graph.by_id)


@given(graphs(), MOMENTS)
def test_a_map_as_of_a_date_is_closed(drawn, moment):
    assert is_closed(select(drawn, Selection(as_of=moment)).graph)


def test_without_any_wish_the_whole_map_is_meant():
    assert select(KOREA).graph is KOREA


def test_a_question_brings_what_stands_under_it_and_the_evidence_for_it():
    selected = select(KOREA, Selection(question=("Q5",)))
    assert list_shown(selected) == {
        *("P11", "F15", "F28", "F29", "F32", "I13", "I14", "I15"),
        *("E18", "E19", "E20", "E21", "E28"),
    }


def test_a_question_filter_shows_only_the_questions_of_what_is_shown():
    selected = select(KOREA, Selection(question=("Q5",)))
    assert [question.id for question in selected.graph.questions] == ["Q5"]


def test_an_agent_is_shown_with_what_he_disputes_and_what_he_rests_on():
    assert list_shown(select(KOREA, Selection(agent=("cumings",)))) == {"I4", "F5", "F1", "E3", "E29", "E31"}


def test_a_holder_is_shown_with_the_tests_of_what_he_held():
    assert {"P10", "F6"} <= list_shown(select(KOREA, Selection(agent=("stalin",))))


def test_a_school_is_that_of_the_reading_or_of_its_author():
    assert {"I4", "I5", "I13", "I15"} <= list_shown(select(KOREA, Selection(school=("revisionist",))))


def test_a_verdict_is_the_one_that_all_tests_come_to():
    selected = select(KOREA, Selection(verdict=("contested",)))
    assert {claim.id for claim in selected.graph.claims if claim.kind == "perception"} == {"P2", "P3", "P8"}


def test_several_filters_mean_all_of_them():
    selected = select(KOREA, Selection(verdict=("mixed", "contested"), question=("Q3",)))
    assert {claim.id for claim in selected.graph.claims if claim.kind == "perception"} == {"P5"}


def test_several_values_of_a_filter_mean_any_of_them():
    selected = select(KOREA, Selection(verdict=("contested", "partly confirmed")))
    assert {claim.id for claim in selected.graph.claims if claim.kind == "perception"} == {"P1", "P2", "P3", "P8"}


def test_a_relation_filter_keeps_the_inferences_that_its_links_argue_with():
    selected = select(KOREA, Selection(relation=("undercuts",)))
    undercuts = {link.id for link in KOREA.links if link.relation == "undercuts"}
    assert {"L53", "L54", "L63", "L64"} < undercuts
    argued_with = {KOREA.links_by_id[label].target for label in undercuts}
    assert {link.id for link in selected.graph.links} == undercuts | argued_with


def test_a_kind_may_be_a_kind_of_claim():
    selected = select(KOREA, Selection(kind=("perception", "interpretation")))
    assert {type(record).__name__ for record in selected.graph.statements.values()} == {"Claim", "Interpretation"}
    assert all(claim.kind == "perception" for claim in selected.graph.claims)


def test_verdicts_are_told_even_where_the_tests_are_not_shown():
    assert select(KOREA, Selection(kind=("perception",))).verdicts["P3"] == "contested"


def test_certainty_is_that_of_the_record():
    medium = {label for label, record in KOREA.statements.items() if record.certainty == "medium"}
    assert {"E3", "E4", "E22", "I15", "F31"} < medium
    assert list_shown(select(KOREA, Selection(certainty=("medium",)))) == medium


def test_verdicts_lost_at_a_date_are_told():
    assert select(KOREA, Selection(as_of="1990")).lost_verdicts["P3"] == "contested"


def test_an_undercut_in_focus_brings_the_ends_of_the_inference():
    assert list_shown(select(KOREA, Selection(focus="L53"))) == {"I7", "E9", "F9"}


def test_each_step_from_the_focus_is_one_link():
    drawn = graph(
        evidence("E1"), finding("F1"), finding("F2"), perception("P1"), source("s1"),
        links="E1 supports F1, F1 supports F2, F2 tests P1 contradicted",
    )  # fmt: skip
    reached = [list_shown(select(drawn, Selection(focus="E1", depth=depth))) for depth in (1, 2, 3)]
    assert reached == [{"E1", "F1"}, {"E1", "F1", "F2"}, {"E1", "F1", "F2", "P1"}]


def test_folding_leaves_what_bears_on_something_else_too():
    selected = select(KOREA, Selection(fold=("F9",)))
    assert {"F7"} <= list_shown(selected)
    assert selected.folded == {"F9": 8}


def test_folding_a_question_takes_what_stands_under_it():
    selected = select(KOREA, Selection(fold=("Q5",)))
    assert selected.folded == {"Q5": 13}
    assert "Q5" in selected.graph.by_id


def test_a_fold_inside_a_fold_is_counted_in_the_outer_one():
    assert select(KOREA, Selection(fold=("F3", "F9"))).folded == {"F9": 8}


def test_folds_beside_one_another_are_each_counted_and_none_ends_the_others():
    assert select(KOREA, Selection(fold=("F9", "F9", "E1", "Q5"))).folded == {"F9": 8, "Q5": 13}
    drawn = graph(
        evidence("E1"), evidence("E2"), evidence("E3"), finding("F1"), finding("F2"), finding("F3"), source("s1"),
        links="E1 supports F1, E2 supports F2, F2 supports F3, E3 supports F3",
    )  # fmt: skip
    assert select(drawn, Selection(fold=("F1", "F2", "F3"))).folded == {"F1": 1, "F3": 3}
    assert list_shown(select(drawn, Selection(fold=("F1", "F2", "F3")))) == {"F1", "F3"}


def test_around_a_stance_stands_what_it_is_taken_on():
    drawn = graph(evidence("E1"), finding("F1"), finding("F2"), source("s1"), links="E1 supports F1, F1 supports F2")
    taken = [
        Stance(id=f"S{number}", agent="a1", target=target, stance="accepts")
        for number, target in ((1, "F2"), (2, "L1"))
    ]
    drawn = msgspec.structs.replace(drawn, agents=(Agent(id="a1", name="A"),), stances=tuple(taken))
    assert list_shown(select(drawn, Selection(focus="S1"))) == {"F2"}
    assert list_shown(select(drawn, Selection(focus="S2"))) == {"E1", "F1"}


def test_a_partner_in_an_inference_that_stays_is_not_folded():
    drawn = graph(
        evidence("E1"), evidence("E2"), finding("F1"), finding("F2"), source("s1"),
        links="E1+E2 supports F1, E2 supports F2",
    )  # fmt: skip
    assert select(drawn, Selection(fold=("F1",))).folded == {}


def test_records_that_bear_on_one_another_fold_together():
    drawn = graph(finding("F1"), finding("F2"), finding("F3"), links="F2 supports F1, F3 supports F2, F2 supports F3")
    assert select(drawn, Selection(fold=("F1",))).folded == {"F1": 2}


@pytest.mark.parametrize(
    "selection",
    [
        Selection(question=("Q9",)),
        Selection(kind=("rumour",)),
        Selection(relation=("likes",)),
        Selection(agent=("nobody",)),
        Selection(school=("none",)),
        Selection(tag=("T1",)),
        Selection(verdict=("true",)),
        Selection(certainty=("sure",)),
        Selection(fold=("weathersby",)),
    ],
    ids=lambda selection: next(name for name in selection.__struct_fields__ if getattr(selection, name)),
)
def test_an_unknown_value_is_refused_and_the_known_ones_are_named(selection):
    with pytest.raises(UnknownFilterValue) as refusal:
        select(KOREA, selection)
    assert refusal.value.remedy.startswith(("Choose one of: ", "The map has no value"))


def test_an_unknown_focus_is_refused():
    with pytest.raises(UnknownFocus, match="X9"):
        select(KOREA, Selection(focus="X9"))


def test_a_focus_that_could_not_be_known_yet_is_refused():
    with pytest.raises(UnknownFocus, match="could not be known by 1990"):
        select(KOREA, Selection(focus="I7", as_of="1990"))


def test_a_question_without_anything_under_it_gives_an_empty_map():
    drawn = graph(Question(id="Q1", text="Why?"), finding("F1"))
    assert list_shown(select(drawn, Selection(question=("Q1",)))) == set()


@pytest.mark.parametrize(
    "selection",
    [
        Selection(as_of="1990"),
        Selection(question=("Q1",)),
        Selection(verdict=("contradicted",)),
        Selection(focus="F0", depth=4),
        Selection(fold=("F0", "F1", "F2")),
    ],
    ids=["as_of", "question", "verdict", "focus", "fold"],
)
def test_the_cost_grows_with_the_records_and_not_with_their_square(selection):
    small, big = large_graph(1_000), large_graph(8_000)
    # Eight times the records; a square would take 64 times as long.
    assert _seconds(big, selection) < 30 * _seconds(small, selection) + 0.05


def _seconds(drawn: Graph, selection: Selection) -> float:
    best = 60.0
    for _ in range(3):
        fresh = msgspec.structs.replace(drawn)
        start = time.thread_time()
        select(fresh, selection)
        best = min(best, time.thread_time() - start)
    return best
