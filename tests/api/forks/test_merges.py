"""Forks of a map, and what of them is taken back."""

import itertools

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from api.forks.merges import MergeResult, merge_maps, preview_merge
from argument_maps.assembly import add_contents, load_graph
from argument_maps.comparison.map_differences import list_field_changes
from argument_maps.formats import native
from argument_maps.graph import Graph
from argument_maps.references import rename_labels
from argument_maps.values import AnyRecord
from models import changes
from models.engine import reading, writing
from models.errors import StaleRevision, UnrelatedMaps
from models.history.revisions import read_revisions
from models.records.arguments import ClaimDraft, LinkDraft
from models.records.maps import ArgumentMapDraft
from models.records.rows import read_drafts
from models.records.texts import AnnotationDraft
from models.vocabulary import RecordKind
from tests.argument_maps.comparison.test_merging import changed, without
from tests.argument_maps.graphs import graphs
from tests.builders import a_debate


def document(engine: Engine, slug: str) -> bytes:
    with reading(engine) as session:
        return native.write_map_document(add_contents(session, load_graph(session, slug)))


def fork(engine: Engine, slug: str, origin: str = "debate") -> None:
    with writing(engine) as session:
        changes.fork_map(session, changes.find_map(session, origin), slug, f"The {slug}", author="teacher")


def add(engine: Engine, slug: str, label: str | None = None, text: str = "New.", author: str = "student") -> str:
    with writing(engine) as session:
        draft = ClaimDraft.model_validate({"text": text, "kind": "finding"})
        found = changes.find_map(session, slug)
        return changes.create_record(session, found, RecordKind.CLAIM, draft, label=label, author=author).label


def edit(engine: Engine, slug: str, label: str, text: str, author: str = "student") -> None:
    with writing(engine) as session:
        draft = ClaimDraft(text=text)
        found = changes.find_map(session, slug)
        changes.change_record(session, found, label, draft, revision=None, author=author)


def offered(engine: Engine, source: str, target: str) -> dict[str, str]:
    with reading(engine) as session:
        return {each.label: each.sort.value for each in preview_merge(session, source, target).differences}


def take(engine: Engine, source: str, target: str, *labels: str) -> MergeResult:
    with writing(engine) as session:
        return merge_maps(session, source, target, labels, version=None, author="teacher")


def undo(engine: Engine, slug: str, change: int) -> int:
    with writing(engine) as session:
        return changes.revert_change(session, slug, change, author="teacher")[0].change


@pytest.fixture
def maps(engine: Engine) -> Engine:
    """The debate and its fork `group`."""
    with writing(engine) as session:
        changes.replace_map(session, "debate", a_debate().document(), version=None, author="teacher")
    fork(engine, "group")
    return engine


def test_a_fork_is_the_same_map_under_another_name(maps: Engine) -> None:
    head, forked = b'"slug":"debate","title":"A debate"', b'"slug":"group","title":"The group"'
    assert document(maps, "group") == document(maps, "debate").replace(head, forked)


def test_a_fork_gives_out_no_label_that_its_origin_gave_out(maps: Engine) -> None:
    add(maps, "debate", "F30")
    with writing(maps) as session:
        changes.delete_record(session, changes.find_map(session, "debate"), "F30", revision=None, author="me")
    fork(maps, "second")
    assert add(maps, "second") == "F31"


def test_a_map_is_forked_as_it_stood(maps: Engine) -> None:
    add(maps, "debate", "F9")
    with writing(maps) as session:
        changes.fork_map(session, changes.find_map(session, "debate"), "early", at=1, author="me")
    assert b"F9" not in document(maps, "early")


def test_what_was_taken_is_one_change_with_credit_and_undone_as_one(maps: Engine) -> None:
    before = document(maps, "debate")
    label = add(maps, "group", author="Ruth")
    edit(maps, "group", "F1", "Corrected.", author="Naomi")
    assert offered(maps, "group", "debate") == {"F1": "changed", label: "added"}
    done = take(maps, "group", "debate", "F1", label).revisions
    assert {(each.label, each.author, each.credit, each.why) for each in done} == {
        ("F1", "teacher", "Naomi", "Merged from another map."),
        (label, "teacher", "Ruth", "Merged from another map."),
    }
    assert len({each.change for each in done}) == 1
    undo(maps, "debate", done[0].change)
    assert document(maps, "debate") == before


def test_what_both_changed_is_contested_and_left_unless_taken(maps: Engine) -> None:
    edit(maps, "group", "F1", "Theirs.")
    edit(maps, "debate", "F1", "Ours.")
    assert offered(maps, "group", "debate") == {"F1": "contested"}
    take(maps, "group", "debate")
    assert b"Ours." in document(maps, "debate")
    assert offered(maps, "group", "debate") == {}


def test_a_label_that_is_taken_gives_way_and_stays_known(maps: Engine) -> None:
    add(maps, "debate", "F7", "Ours.")
    add(maps, "group", "F7", "Theirs.")
    with writing(maps) as session:
        joined = LinkDraft.model_validate({"premises": ["F7"], "relation": "supports", "target": "F1"})
        changes.create_record(session, changes.find_map(session, "group"), RecordKind.LINK, joined, author="me")
    done = take(maps, "group", "debate", "F7", "L4")
    new = done.settled.labels["F7"]
    with reading(maps) as session:
        after = load_graph(session, "debate")
    assert (after.by_id["F7"].text, after.by_id[new].text) == ("Ours.", "Theirs.")  # type: ignore[union-attr] # claims
    assert after.links_by_id["L4"].premises == (new,)
    edit(maps, "group", "F7", "Theirs, again.")
    assert offered(maps, "group", "debate") == {"F7": "changed"}
    take(maps, "group", "debate", "F7")
    with reading(maps) as session:
        assert load_graph(session, "debate").by_id[new].text == "Theirs, again."  # type: ignore[union-attr] # a claim


def test_a_merge_that_is_undone_can_be_made_again_and_one_that_is_redone_not(maps: Engine) -> None:
    label = add(maps, "group")
    change = take(maps, "group", "debate", label).revisions[0].change
    back = undo(maps, "debate", change)
    assert offered(maps, "group", "debate") == {label: "added"}
    undo(maps, "debate", back)
    assert offered(maps, "group", "debate") == {}


def test_a_fork_follows_its_origin_and_its_sibling(maps: Engine) -> None:
    fork(maps, "second")
    first, other = add(maps, "group", "F8"), add(maps, "debate", "F9")
    assert offered(maps, "debate", "group") == {other: "added"}
    assert offered(maps, "group", "second") == {first: "added"}
    take(maps, "group", "debate", first)
    assert offered(maps, "debate", "second") == {first: "added", other: "added"}
    assert offered(maps, "debate", "group") == {other: "added"}


def test_what_came_from_a_map_is_no_news_to_it(maps: Engine) -> None:
    edit(maps, "group", "F1", "Corrected.")
    take(maps, "group", "debate", "F1")
    edit(maps, "group", "F1", "Corrected again.")
    assert offered(maps, "debate", "group") == {}
    assert offered(maps, "group", "debate") == {"F1": "changed"}
    edit(maps, "debate", "F1", "Put otherwise.")
    assert offered(maps, "debate", "group") == {"F1": "contested"}


def test_a_label_that_gave_way_is_known_in_the_other_direction(maps: Engine) -> None:
    add(maps, "debate", "F7", "Ours.")
    add(maps, "group", "F7", "Theirs.")
    new = take(maps, "group", "debate", "F7").settled.labels["F7"]
    edit(maps, "debate", new, "Theirs, put better.")
    with reading(maps) as session:
        found = {
            each.label: (each.target, each.sort.value) for each in preview_merge(session, "debate", "group").differences
        }
    assert found == {new: ("F7", "changed"), "F7": ("", "added")}


def test_taking_nothing_is_no_change(maps: Engine) -> None:
    add(maps, "group")
    before = document(maps, "debate")
    assert take(maps, "group", "debate").revisions == ()
    assert document(maps, "debate") == before
    with reading(maps) as session:
        found = changes.find_map(session, "debate")
        assert found.version == len(read_revisions(session, found.id or 0)) == 1


def test_texts_go_along_with_the_passages_marked_in_them(maps: Engine) -> None:
    with writing(maps) as session:
        other = changes.find_map(session, "debate")
        changes.delete_record(session, other, "X1", revision=None, author="me", with_dependents=True)
    with writing(maps) as session:
        group = changes.find_map(session, "group")
        note = {"comment": "Look again."}
        draft = AnnotationDraft.model_validate({**read_drafts(session, group.id or 0, ["N1"])["N1"][1], **note})
        changes.change_record(session, group, "N1", draft, revision=None, author="me")
    assert offered(maps, "group", "debate") == {"N1": "contested"}
    done = take(maps, "group", "debate", "N1")
    assert done.settled.required_by == {"X1": "N1"}
    read, problems = native.read_map_document(document(maps, "debate"))
    assert (problems, [text.id for text in read.texts]) == ([], ["X1", "X2"])


def test_maps_without_a_common_past_are_not_merged(maps: Engine) -> None:
    with writing(maps) as session:
        changes.create_map(session, "other", ArgumentMapDraft(title="Other"), author="me")
    with reading(maps) as session:
        for pair in (("other", "debate"), ("debate", "debate")):
            with pytest.raises(UnrelatedMaps):
                preview_merge(session, *pair)


def test_a_merge_into_a_map_that_was_changed_meanwhile_is_refused(maps: Engine) -> None:
    label = add(maps, "group")
    with writing(maps) as session, pytest.raises(StaleRevision):
        merge_maps(session, "group", "debate", [label], version=0, author="me")


def sound(graph: Graph) -> Graph:
    """Return a map without the links that no map may have."""
    while True:
        document, faults = native.read_map_document(native.write_map_document(graph))
        if document is not None and not faults:
            return graph
        places = {fault.pointer.split("/")[1:3][-1] for fault in faults if fault.pointer.startswith("/links/")}
        assert places, faults
        doomed = {link.id for number, link in enumerate(graph.links) if str(number) in places}
        # What argues with a link that goes has to go as well.
        while more := {each.id for each in graph.links if doomed & {*each.premises, each.target}} - doomed:
            doomed |= more
        graph = without(graph, *doomed)


_runs = itertools.count()


@st.composite
def two_forks(draw: st.DrawFn) -> tuple[Graph, Graph, Graph, Graph]:
    """Return a map, two forks of it that went on by themselves, and the map as it went on meanwhile."""
    base = sound(draw(graphs()))
    return base, *(sound(draw(changed(base))) for _ in range(3))


def put(engine: Engine, slug: str, graph: Graph) -> None:
    read, faults = native.read_map_document(native.write_map_document(msgspec.structs.replace(graph, slug=slug)))
    assert not faults
    with writing(engine) as session:
        changes.replace_map(session, slug, read, version=None, author="student", checked=True)


def says_what_both_changed(
    base: Graph, theirs: AnyRecord, labels: dict[str, str], ours: AnyRecord | None, after: AnyRecord
) -> bool:
    """Tell whether a merged record has each field as the fork changed it, else as the other map has it."""
    was, other = base.by_id.get(theirs.id), rename_labels(theirs, labels)
    if was is None or ours is None or type(was) is not type(after) or other == after:
        return other == after
    changed_fields = {change.name for change in list_field_changes(was, theirs)}
    return all(
        getattr(after, name) == getattr(other if name in changed_fields else ours, name)
        for name in after.__struct_fields__
        if name != "id"
    )


def loses_nothing(engine: Engine, maps: tuple[Graph, Graph, Graph, Graph]) -> None:
    """Let two forks be taken into their origin, one after the other, and back again; check what stands after each."""
    origin, *forks = (f"{name}-{next(_runs)}" for name in ("origin", "one", "two"))
    put(engine, origin, maps[0])
    for slug in forks:
        fork(engine, slug, origin)
    for slug, after in zip([*forks, origin], maps[1:], strict=True):
        put(engine, slug, after)
    documents, merges = [document(engine, origin)], []
    for slug, theirs in zip(forks, maps[1:], strict=False):
        with reading(engine) as session:
            before = load_graph(session, origin).by_id
        found = offered(engine, slug, origin)
        done = take(engine, slug, origin, *found)
        labels = done.settled.labels
        with reading(engine) as session:
            after = load_graph(session, origin).by_id
        # All that was offered is there as the fork has it; all that was there is, unless that was taken.
        for label in found:
            if label in theirs.by_id:
                target = labels.get(label, label)
                assert says_what_both_changed(maps[0], theirs.by_id[label], labels, before.get(target), after[target])
        assert before.keys() - after.keys() <= found.keys() - theirs.by_id.keys()
        assert {label for label in before.keys() & after.keys() if before[label] != after[label]} <= {
            labels.get(label, label) for label in found
        }
        assert offered(engine, slug, origin) == {}
        documents.append(document(engine, origin))
        merges.append(done.revisions[0].change if done.revisions else 0)
    for change in reversed(merges):
        assert document(engine, origin) == documents.pop()
        if change:
            undo(engine, origin, change)
    assert document(engine, origin) == documents.pop()


def generated(engine: Engine, examples: int) -> None:
    """Let so many generated pairs of forks be merged."""

    @settings(max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(two_forks())
    def merged(maps: tuple[Graph, Graph, Graph, Graph]) -> None:
        loses_nothing(engine, maps)

    merged()


def test_a_merge_of_two_forks_loses_no_record(engine: Engine) -> None:
    generated(engine, 3)


@pytest.mark.soak
def test_a_thousand_merges_of_two_forks_lose_no_record(engine: Engine) -> None:
    generated(engine, 500)
