"""Writing: every change leaves its revision, is refused when stale, and can be taken back."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import msgspec
import pytest
from sqlalchemy import Engine, event, func, select
from sqlmodel import col

from argument_maps.assembly import add_contents, load_graph, load_record
from argument_maps.formats import native
from models import changes
from models.engine import reading, writing
from models.errors import CannotUndo, LabelTaken, MapError, RecordInUse, StaleRevision, UnknownMap, UnknownReference
from models.history.revisions import Revision, read_revisions
from models.records.arguments import ClaimDraft, InterpretationDraft, LinkDraft
from models.records.maps import ArgumentMapDraft, Record
from models.records.stances import StanceDraft
from models.search.full_text import search_full_text
from models.vocabulary import RecordKind, StanceKind
from tests.builders import a_debate


@pytest.fixture
def debate(engine: Engine) -> Engine:
    with writing(engine) as session:
        changes.replace_map(session, "debate", a_debate().document(), version=None, author="me", why="to begin")
    return engine


def document(engine: Engine) -> bytes:
    with reading(engine) as session:
        return native.write_map_document(add_contents(session, load_graph(session, "debate")))


def history(engine: Engine) -> list[Revision]:
    with reading(engine) as session:
        found = changes.find_map(session, "debate")
        return read_revisions(session, found.id or 0)


def create(engine: Engine, **fields: Any) -> str:
    with writing(engine) as session:
        found = changes.find_map(session, "debate")
        draft = ClaimDraft.model_validate({"text": "A new finding.", "kind": "finding", **fields})
        return changes.create_record(session, found, RecordKind.CLAIM, draft, author="me").label


def delete(engine: Engine, label: str, *, all_of_it: bool = False) -> int:
    with writing(engine) as session:
        found = changes.find_map(session, "debate")
        return changes.delete_record(session, found, label, revision=None, author="me", with_dependents=all_of_it)[
            0
        ].change


def undo(engine: Engine, change: int) -> int:
    with writing(engine) as session:
        return changes.revert_change(session, "debate", change, author="me")[0].change


def test_a_document_comes_back_as_it_was_put_in(debate: Engine) -> None:
    given = msgspec.structs.replace(native.build_graph_from_document(a_debate().document()), slug="debate")
    assert document(debate) == native.write_map_document(given)


def test_new_claims_are_labelled_by_their_kind(debate: Engine) -> None:
    assert [create(debate), create(debate, kind="perception"), create(debate, kind="assertion")] == ["F3", "P2", "C1"]


def test_the_label_of_a_deleted_record_is_not_given_out_again(debate: Engine) -> None:
    delete(debate, create(debate))
    assert create(debate) == "F4"


def test_a_taken_label_is_refused(debate: Engine) -> None:
    with pytest.raises(LabelTaken), writing(debate) as session:
        draft = ClaimDraft(text="Once more.")
        changes.create_record(
            session, changes.find_map(session, "debate"), RecordKind.CLAIM, draft, label="F1", author="me"
        )


def test_an_unknown_reference_is_named_with_its_place(debate: Engine) -> None:
    with pytest.raises(UnknownReference) as raised:
        create(debate, answers="Q7")
    assert (raised.value.pointer, "Q7" in raised.value.detail) == ("/answers", True)


def test_every_write_leaves_one_revision_for_each_record(debate: Engine) -> None:
    create(debate)
    delete(debate, "P1", all_of_it=True)
    told = [(entry.sequence, entry.change, entry.kind, entry.label) for entry in history(debate)]
    assert told == [
        (1, 1, "imported", None),
        (2, 2, "created", "F3"),
        (3, 3, "changed", "N1"),
        (4, 3, "deleted", "ST1"),
        (5, 3, "deleted", "L1"),
        (6, 3, "deleted", "P1"),
    ]


def test_a_revision_says_who_when_why_and_what_was_before_and_after(debate: Engine) -> None:
    with writing(debate) as session:
        found = changes.find_map(session, "debate")
        draft = ClaimDraft.model_validate({"text": "Changed.", "kind": "finding", "answers": "Q1"})
        changes.change_record(session, found, "F1", draft, revision=1, author="somebody", why="better said")
    last = history(debate)[-1]
    assert (last.author, last.why, last.before["text"], last.after["text"]) == (  # type: ignore[index] # a change has both
        "somebody",
        "better said",
        "It was not ordered.",
        "Changed.",
    )
    assert last.at.year >= 2020


def test_what_is_rolled_back_leaves_no_revision(debate: Engine) -> None:
    with pytest.raises(RuntimeError), writing(debate) as session:
        found = changes.find_map(session, "debate")
        changes.create_record(session, found, RecordKind.CLAIM, ClaimDraft(text="Never."), author="me")
        raise RuntimeError
    assert len(history(debate)) == 1


def test_a_stale_revision_is_refused_with_the_current_one(debate: Engine) -> None:
    with pytest.raises(StaleRevision) as raised, writing(debate) as session:
        found = changes.find_map(session, "debate")
        changes.change_record(session, found, "F1", ClaimDraft(text="Late."), revision=0, author="me")
    assert raised.value.current == 1


@pytest.mark.parametrize("label", ["P1", "S1", "observer", "Q1", "early", "L2", "X1"])
def test_a_record_in_use_is_not_deleted_alone(debate: Engine, label: str) -> None:
    with pytest.raises(RecordInUse):
        delete(debate, label)


@pytest.mark.one_in(2)
@pytest.mark.parametrize(
    "label", ["P1", "S1", "observer", "Q1", "early", "L2", "E1", "I1", "historian", "X1", "X2", "N1"]
)
def test_deleting_with_dependents_can_be_undone_to_the_byte(debate: Engine, label: str) -> None:
    before = document(debate)
    change = delete(debate, label, all_of_it=True)
    assert document(debate) != before
    undo(debate, change)
    assert document(debate) == before


def test_what_goes_with_a_record_is_told_in_one_order_on_every_database(debate: Engine) -> None:
    with writing(debate) as session:
        found = changes.find_map(session, "debate")
        for label in ("ST9", "ST7", "ST8"):
            draft = StanceDraft(agent="observer", stance=StanceKind.ACCEPTS, target="F1")
            changes.create_record(session, found, RecordKind.STANCE, draft, label=label, author="me")
    delete(debate, "observer", all_of_it=True)
    gone = [each.label for each in history(debate) if each.kind == "deleted" and each.record_kind == RecordKind.STANCE]
    assert gone == sorted(gone, reverse=True)
    assert len(gone) >= 3


@pytest.mark.one_in(2)
@pytest.mark.parametrize("label", ["P1", "S1", "observer", "early", "X1"])
def test_an_undo_can_be_undone(debate: Engine, label: str) -> None:
    change = delete(debate, label, all_of_it=True)
    after = document(debate)
    undo(debate, undo(debate, change))
    assert document(debate) == after


def test_a_deleted_record_comes_back_under_its_global_id(debate: Engine) -> None:
    def identity() -> int | None:
        with reading(debate) as session:
            return session.scalar(select(col(Record.id)).where(col(Record.label) == "P1"))

    before = identity()
    change = delete(debate, "P1", all_of_it=True)
    create(debate)
    undo(debate, change)
    assert identity() == before


def test_the_making_of_a_record_is_undone_only_while_nothing_needs_it(debate: Engine) -> None:
    label = create(debate)
    change = history(debate)[-1].change
    with writing(debate) as session:
        link = LinkDraft.model_validate({"premises": [label], "relation": "supports", "target": "P1"})
        changes.create_record(session, changes.find_map(session, "debate"), RecordKind.LINK, link, author="me")
    with pytest.raises(CannotUndo, match="needed by"):
        undo(debate, change)


def test_a_change_is_not_undone_over_a_later_one(debate: Engine) -> None:
    for text in ("First.", "Second."):
        with writing(debate) as session:
            found = changes.find_map(session, "debate")
            changes.change_record(session, found, "F1", ClaimDraft(text=text), revision=None, author="me")
    with pytest.raises(CannotUndo, match="changed again"):
        undo(debate, history(debate)[-2].change)


def test_a_change_is_undone_over_later_ones_that_were_taken_back(debate: Engine) -> None:
    before = document(debate)
    with writing(debate) as session:
        found = changes.find_map(session, "debate")
        changes.change_record(session, found, "I1", InterpretationDraft(text="Edited."), revision=None, author="me")
    edited = history(debate)[-1].change
    undo(debate, delete(debate, "I1", all_of_it=True))
    undo(debate, edited)
    assert document(debate) == before


def test_an_import_over_a_map_can_be_undone(debate: Engine) -> None:
    before = document(debate)
    with writing(debate) as session:
        smaller = a_debate().question("Q2").document()
        changes.replace_map(session, "debate", smaller, version=1, author="me")
    assert document(debate) != before
    undo(debate, 2)
    assert document(debate) == before


def test_an_import_keeps_the_global_ids_of_what_stays(debate: Engine) -> None:
    def identities() -> dict[str, int]:
        with reading(debate) as session:
            return dict(map(tuple, session.execute(select(col(Record.label), col(Record.id)))))

    before = identities()
    with writing(debate) as session:
        changes.replace_map(session, "debate", a_debate().question("Q2").document(), version=1, author="me")
    after = identities()
    assert after.pop("Q2") not in before.values()
    assert after == before


def test_a_stale_import_is_refused(debate: Engine) -> None:
    with pytest.raises(StaleRevision), writing(debate) as session:
        changes.replace_map(session, "debate", a_debate().document(), version=7, author="me")


def test_a_deleted_map_can_be_brought_back_to_the_byte(debate: Engine) -> None:
    before = document(debate)
    with writing(debate) as session:
        changes.delete_map(session, "debate", version=1, author="me")
    with pytest.raises(UnknownMap):
        document(debate)
    undo(debate, 2)
    assert document(debate) == before
    assert [entry.sequence for entry in history(debate)] == [1, 2, 3]


def test_a_changed_title_can_be_undone(debate: Engine) -> None:
    with writing(debate) as session:
        changes.change_map(session, "debate", ArgumentMapDraft(title="Renamed"), version=1, author="me")
    undo(debate, 2)
    with reading(debate) as session:
        assert changes.find_map(session, "debate").title == "A debate"


def test_links_may_not_argue_about_one_another_in_a_circle(debate: Engine) -> None:
    with pytest.raises(MapError, match="back to it"), writing(debate) as session:
        link = LinkDraft.model_validate({"premises": ["E1"], "relation": "qualifies", "target": "L3"})
        changes.change_record(session, changes.find_map(session, "debate"), "L2", link, revision=None, author="me")


def test_several_records_made_at_once_may_name_each_other(debate: Engine) -> None:
    with writing(debate) as session:
        link = LinkDraft.model_validate({"premises": ["C7"], "relation": "supports", "target": "P1"})
        items = [(RecordKind.LINK, "L7", link), (RecordKind.CLAIM, "C7", ClaimDraft(text="New."))]
        made = changes.create_records(session, changes.find_map(session, "debate"), items, author="me")
    assert [record.label for record in made] == ["L7", "C7"]


def test_of_several_records_all_are_made_or_none(debate: Engine) -> None:
    before = document(debate)
    with pytest.raises(UnknownReference), writing(debate) as session:
        items = [
            (RecordKind.CLAIM, None, ClaimDraft(text="New.")),
            (RecordKind.CLAIM, None, ClaimDraft(text="Also new.", answers="Q9")),
        ]
        changes.create_records(session, changes.find_map(session, "debate"), items, author="me")
    assert document(debate) == before


def test_eight_writers_at_once_lose_nothing(debate: Engine) -> None:
    with ThreadPoolExecutor(8) as pool:
        labels = list(pool.map(lambda number: create(debate, text=f"Finding {number}"), range(80)))
    assert sorted(labels, key=lambda label: int(label[1:])) == [f"F{number}" for number in range(3, 83)]
    assert [entry.sequence for entry in history(debate)] == list(range(1, 82))


def test_of_eight_writers_with_one_revision_exactly_one_wins(debate: Engine) -> None:
    def change(number: int) -> bool:
        try:
            with writing(debate) as session:
                found = changes.find_map(session, "debate")
                draft = ClaimDraft(text=f"Version {number}")
                changes.change_record(session, found, "F1", draft, revision=1, author="me")
        except StaleRevision:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(change, range(8))) == 1


def test_a_map_is_assembled_in_a_fixed_number_of_queries(debate: Engine) -> None:
    def queries() -> int:
        counted = 0

        def count(*_: object) -> None:
            nonlocal counted
            counted += 1

        event.listen(debate, "before_cursor_execute", count)
        try:
            with reading(debate) as session:
                load_graph(session, "debate")
        finally:
            event.remove(debate, "before_cursor_execute", count)
        return counted

    small = queries()
    for number in range(30):
        create(debate, text=f"Finding {number}", tags=["early"], held_by=["observer"])
    assert queries() == small
    assert small <= 22


def test_a_record_is_loaded_with_its_lists_in_order(debate: Engine) -> None:
    with reading(debate) as session:
        claim = load_record(session, "debate", "P1")
    assert (claim.held_by, claim.tags) == (("observer", "historian"), ("early",))  # type: ignore[union-attr] # a claim


def test_deleted_and_changed_words_are_no_longer_found(debate: Engine) -> None:
    delete(debate, "P1", all_of_it=True)
    with writing(debate) as session:
        found = changes.find_map(session, "debate")
        changes.change_record(session, found, "F1", ClaimDraft(text="Renamed."), revision=None, author="me")
    with reading(debate) as session:
        # A text of the debate says it too.
        assert [hit.label for hit in search_full_text(session, "ordered").hits] == ["X1"]
        assert [hit.label for hit in search_full_text(session, "renamed").hits] == ["F1"]


def test_deleting_a_map_leaves_no_rows_behind(debate: Engine) -> None:
    with writing(debate) as session:
        changes.delete_map(session, "debate", version=1, author="me")
    with reading(debate) as session:
        assert session.scalar(select(func.count()).select_from(Record)) == 0
        assert search_full_text(session, "ordered").total == 0
