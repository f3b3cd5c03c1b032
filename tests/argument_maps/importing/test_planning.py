from collections.abc import Collection

import msgspec
from hypothesis import given, settings

from argument_maps.formats.native import build_graph_from_document, read_map_document, write_map_document
from argument_maps.graph import Graph
from argument_maps.importing.planning import ImportChoice, ImportPlan, ImportStatus, apply_plan, plan_import
from argument_maps.values import Agent, AnyRecord, Question
from tests.argument_maps.formats.sound_graphs import sound_graphs
from tests.argument_maps.graphs import evidence, finding, graph, perception, source

HERE = graph(
    Question(id="Q1", text="Who began the war?"),
    Agent(id="stalin", name="Joseph Stalin", aliases=("Сталин",)),
    source("s1", title="Telegram", issued="1950"),
    finding("F1", note="As it was."),
    links="F1 supports P9",
)


def assign(record: AnyRecord, used: Collection[str]) -> str:
    return next(f"{record.id}x{number}" for number in range(1, 1_000) if f"{record.id}x{number}" not in used)


def statuses(plan: ImportPlan) -> dict[str, tuple[str, str, str]]:
    return {entry.key: (entry.status.value, entry.choice.value, entry.label) for entry in plan.entries}


def test_records_that_are_here_are_found_by_name_and_by_words() -> None:
    incoming = graph(
        Agent(id="A1", name="Сталин", role="Premier"),
        Question(id="Q7", text="who began the WAR"),
        finding("F1").__class__(id="F1", text="Something else", kind="finding"),
    )
    plan = plan_import(HERE, incoming, assign)
    assert statuses(plan) == {
        "A1": ("same", "fill", "stalin"),
        "Q7": ("same", "fill", "Q1"),
        "F1": ("new", "add", "F1x1"),
    }
    after = apply_plan(HERE, plan)
    assert after.agents_by_id["stalin"].role == "Premier"
    assert after.agents_by_id["stalin"].name == "Joseph Stalin"


def test_what_is_kept_or_left_out_changes_nothing_and_references_follow() -> None:
    incoming = graph(
        Agent(id="A1", name="Joseph Stalin"),
        source("s2", title="Diary", author=("A1",)),
        evidence("E1", source="s2"),
        perception("P1", held_by=("A1",)),
        links="E1 supports P1, E1 undercuts L1",
    )
    plan = plan_import(HERE, incoming, assign)
    after = apply_plan(HERE, plan)
    assert after.sources_by_id["s2"].author == ("stalin",)
    without = plan_import(HERE, incoming, assign, choices={"s2": ImportChoice.OMIT})
    left_out = {entry.key for entry in without.entries if entry.choice is ImportChoice.OMIT}
    # The evidence needs its source, the links the evidence, and the undercut the link.
    assert left_out == {"s2", "E1", "L1", "L2"}
    assert without.drafts.keys() == {"P1"}


def test_both_are_kept_where_that_is_chosen() -> None:
    incoming = graph(Agent(id="stalin", name="Joseph Stalin"), perception("P1", held_by=("stalin",)))
    plan = plan_import(HERE, incoming, assign, choices={"stalin": ImportChoice.ADD})
    assert statuses(plan)["stalin"] == ("identical", "add", "stalinx1")
    assert apply_plan(HERE, plan).claims[-1].held_by == ("stalinx1",)


def test_a_sheet_that_comes_back_changes_by_id_and_empties_nothing() -> None:
    incoming = graph(finding("F1").__class__(id="F1", text="Corrected", kind="finding"), source("s1", title="Telegram"))
    plan = plan_import(HERE, incoming, assign, updates_by_id=True)
    changed = next(entry for entry in plan.entries if entry.key == "F1")
    assert changed.status is ImportStatus.CHANGED
    assert [(change.name, change.before, change.after) for change in changed.changes] == [("text", "F1", "Corrected")]
    after = apply_plan(HERE, plan)
    assert next(claim for claim in after.claims if claim.id == "F1").note == "As it was."
    assert after.sources_by_id["s1"].issued == "1950"


@given(here=sound_graphs(), incoming=sound_graphs())
@settings(max_examples=60)
def test_whatever_comes_in_the_map_stays_whole_and_loses_nothing(here: Graph, incoming: Graph) -> None:
    plan = plan_import(here, incoming, assign)
    after = apply_plan(here, plan)
    document, problems = read_map_document(write_map_document(after))
    assert problems == []
    assert build_graph_from_document(document).by_id.keys() == after.by_id.keys()
    assert here.by_id.keys() <= after.by_id.keys()
    assert all(entry.label in after.by_id for entry in plan.entries)


@given(incoming=sound_graphs())
@settings(max_examples=60)
def test_what_is_imported_twice_is_there_once(incoming: Graph) -> None:
    empty = Graph(slug="empty", title="Empty")
    once = apply_plan(empty, plan_import(empty, incoming, assign))
    assert msgspec.structs.replace(once, slug=incoming.slug, title=incoming.title, description="") == (
        msgspec.structs.replace(incoming, description="")
    )
    again = plan_import(once, incoming, assign, updates_by_id=True)
    assert again.drafts == {}


def test_one_choice_is_made_for_all_that_seem_to_be_here_but_for_those_with_their_own() -> None:
    incoming = graph(Agent(id="A1", name="Сталин", role="Premier"), Agent(id="A2", name="Lenin"), source("s9"))
    kept = plan_import(HERE, incoming, assign, same=ImportChoice.KEEP)
    assert statuses(kept) == {
        "A1": ("same", "keep", "stalin"),
        "A2": ("new", "add", "A2"),
        "s9": ("new", "add", "s9"),
    }
    own = plan_import(HERE, incoming, assign, same=ImportChoice.KEEP, choices={"A1": ImportChoice.ADD})
    assert statuses(own)["A1"] == ("same", "add", "A1")
