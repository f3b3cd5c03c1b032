"""A record of which two maps have gone on, merged field by field."""

from itertools import product
from typing import Any

import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import ValidationError

from argument_maps.comparison.field_merging import join_lists, merge_fields
from argument_maps.comparison.field_rules import LED, TOGETHER, split_fields
from argument_maps.comparison.merging import find_differences, plan_merge
from argument_maps.draft_values import build_draft
from argument_maps.references import find_record_kind
from argument_maps.values import Agent, Annotation, AnyRecord, Claim, Evidence, Link, Region, Source, Stance, Tag
from models.records.fields import list_date_fields
from models.records.kinds import KINDS
from models.records.references import find_reference_faults
from models.vocabulary import RecordKind
from tests.argument_maps.comparison.test_merging import BASE, everything, merged, put, sides
from tests.argument_maps.graphs import finding

HASHES = ("a" * 64, "b" * 64)
# The kind of every label that the records below name.
NAMED = {
    **dict.fromkeys(("a1", "a2", "a3"), RecordKind.AGENT),
    **dict.fromkeys(("t1", "t2", "t3"), RecordKind.TAG),
    **dict.fromkeys(("s1", "s2", "s3"), RecordKind.SOURCE),
    **dict.fromkeys(("c1", "c2", "c3"), RecordKind.CLAIM),
    **dict.fromkeys(("x1", "x2"), RecordKind.TEXT),
    **dict.fromkeys(("sc1", "sc2"), RecordKind.SCAN),
    "q1": RecordKind.QUESTION,
    "l1": RecordKind.LINK,
}
TAGS = [{"tags": tags} for tags in ((), ("t1",), ("t2", "t1"), ("t1", "t3"), ("t3", "t2", "t1"))]
NOTES = [{"note": "Looked up."}, {"note": "Doubtful."}]
WHEN = [
    {"when": "1950", "written_dates": {"when": "in 1950"}},
    {"when": "1950-06", "written_dates": {}},
    {"when": "1950-06", "written_dates": {"when": "June 1950"}},
]
BOX: dict[str, Any] = {"x": 0, "y": 0, "width": 10, "height": 10}
# A record of each of these kinds, and what somebody may do to it at once.
EDITS: tuple[tuple[AnyRecord, list[dict[str, Any]]], ...] = (
    (
        Claim(id="r", text="It was ordered.", kind="perception", source="s1", locator="p. 1", held_by=("a1", "a2")),
        [
            *({"text": "It was allowed."}, {"text": "It was forbidden."}, {"certainty": "high"}),
            *({"certainty": "low", "certainty_note": "One witness."}, {"certainty_note": "Hearsay."}),
            *({"held_by": ("a2",)}, {"held_by": ("a1", "a3", "a2")}, {"held_by": ("a2", "a1")}),
            *({"source": "s2", "locator": "f. 3"}, {"locator": "p. 2"}),
            *({"kind": "finding", "overall_verdict": None, "verdict_reason": ""}, {"answers": "q1"}),
            {"overall_verdict": "confirmed", "verdict_reason": "Both say so."},
            {"overall_verdict": "mixed", "verdict_reason": "They differ."},
        ],
    ),
    (
        Link(id="r", premises=("c1", "c2"), relation="supports", target="c3"),
        [
            *({"premises": ("c1",)}, {"premises": ("c2",)}, {"premises": ("c2", "c1")}),
            *({"relation": "tests", "verdict": "confirmed"}, {"relation": "tests", "verdict": "open"}),
            *({"relation": "challenges", "verdict": None}, {"warrant": "By rule."}),
            *({"target": "l1"}, {"relation": "undercuts", "verdict": None, "target": "l1"}),
        ],
    ),
    (
        Source(
            id="r",
            type="archival",
            title="A telegram",
            author=("a1",),
            repository="RGANI",
            reference=({"label": "f.", "value": "5"},),
            csl={"archive": "RGANI"},
        ),
        [
            *({"title": "The telegram"}, {"author": ("a1", "a2")}, {"author": ("a3", "a1")}, {"author": ()}),
            *({"repository": "AVPRF"}, {"reference": ({"label": "f.", "value": "45"},)}),
            *({"also_at": ("Wilson Center",)}, {"also_at": ("Library of Congress",)}),
            *({"csl": {"archive": "RGANI", "genre": "telegram"}}, {"csl": {}}, {"csl": {"archive": "AVPRF"}}),
            *({"issued": "1950-01-30", "written_dates": {"issued": "30 Jan."}}, {"issued": "1950"}),
            *({"available": "1995", "available_note": "In translation."}, {"available": "1996"}),
            *({"published_in": "s1", "published_pages": "3"}, {"published_in": "s2", "published_pages": "9"}),
            {"criticism": ({"aspect": "external", "text": "A copy."},)},
            {"criticism": ({"aspect": "internal", "text": "Partial."},)},
        ],
    ),
    (
        Evidence(id="r", summary="He agreed.", source="s1", locator="f. 1", quotation="yes", language="en"),
        [
            *({"summary": "He consented."}, {"certainty": "high"}),
            *({"source": "s2", "locator": "", "quotation": "da", "language": "ru"}, {"locator": "f. 2"}),
            *({"quotation": "yes!", "selectors": ({"type": "TextQuoteSelector", "exact": "yes!"},)},),
            *({"translation": "oui", "translation_language": "fr"}, {"translation_language": "de"}),
        ],
    ),
    (
        Agent(id="r", name="Shen Zhihua", family="Shen"),
        [
            *({"aliases": ("Z. Shen",)}, {"aliases": ("Shen",)}, {"given": "Zhihua"}, {"role": "historian"}),
            *({"school": "new", "school_assigned_by": "us"}, {"school": "old"}),
            *({"names": ({"text": "沈志华", "language": "zh"},)}, {"active": "1950"}),
        ],
    ),
    (
        Stance(id="r", agent="a1", target="c1", stance="accepts", reason="He says so.", source="s1"),
        [
            *({"stance": "rejects", "reason": "He denies it."}, {"reason": "He says so twice."}, {"agent": "a2"}),
            *({"confidence": "high"}, {"source": "s2", "locator": "p. 9"}, {"locator": "p. 3"}),
        ],
    ),
    (
        Annotation(id="r", in_text="x1", version=HASHES[0], exact="so", start=3, end=5, bodies=("c1",)),
        [
            *({"bodies": ("c1", "c2")}, {"bodies": ()}, {"comment": "Look."}),
            {"exact": "it was", "start": 0, "end": 6},
            {"version": HASHES[1], "start": 13, "end": 15},
            {"state": "needs review", "score": 0.7},
        ],
    ),
    (
        Region(id="r", in_scan="sc1", image=HASHES[0], **BOX, bodies=("c1",)),
        [
            *({"width": 20}, {"transcription": "Yes."}, {"bodies": ("c2",)}, {"image": HASHES[1]}),
            {"points": ([0, 0], [10, 0], [5, 10])},
        ],
    ),
)


def is_valid(record: AnyRecord) -> bool:
    kind, values = build_draft(record)
    try:
        draft = KINDS[kind].draft.model_validate(values)
    except ValidationError:
        return False
    return not [*find_reference_faults(kind, record.id, draft, {**NAMED, "r": kind})]


def edit(record: AnyRecord, *edits: dict[str, Any]) -> AnyRecord:
    for fields in edits:
        record = msgspec.structs.replace(record, **fields)
    return record


@st.composite
def three_ways(draw: st.DrawFn) -> tuple[AnyRecord, AnyRecord, AnyRecord]:
    """Return a record and what two sides have made of it."""
    base, own = draw(st.sampled_from(EDITS))
    names = base.__struct_fields__
    edits = [each for each in (*own, *NOTES, *TAGS, *WHEN) if all(name in names for name in each)]
    some = st.lists(st.sampled_from(edits), max_size=4)
    base = edit(base, *draw(st.lists(st.sampled_from(edits), max_size=2)))
    theirs, ours = edit(base, *draw(some)), edit(base, *draw(some))
    assume(all(map(is_valid, (base, theirs, ours))))
    return base, theirs, ours


def bound(record: AnyRecord) -> set[tuple[str, str]]:
    """Return the fields that may have to come from one side together with others."""
    kind = find_record_kind(record)
    names = {name for group in TOGETHER.get(kind, ()) for name in group}
    names |= {name for head, led in LED.get(kind, ()) for name in (head, *led)}
    dates = list_date_fields(KINDS[kind].draft)
    return {*((name, "") for name in (*names, *dates)), *(("written_dates", name) for name in dates)}


@given(three_ways())
def test_whatever_only_one_side_changed_is_in_the_result(records: tuple[AnyRecord, AnyRecord, AnyRecord]) -> None:
    base, theirs, ours = records
    merge = merge_fields(base, base, theirs, ours)
    was, other, own, found = map(split_fields, (base, theirs, ours, merge.record))
    open_slots = {slot for conflict in merge.conflicts for slot in conflict.slots}
    for slot in was.keys() | other.keys() | own.keys():
        values = [side.get(slot) for side in (was, other, own)]
        if slot in open_slots:
            # Only what both changed is open, or what one changed and cannot be without what the other did.
            assert slot in bound(base) or (values[0] not in values[1:])
        elif values[1] == values[0]:
            assert found.get(slot) == values[2]
        elif values[2] in (values[0], values[1]):
            assert found.get(slot) == values[1]
        else:
            assert slot[0] in merge.joined
            added = [member for side in values[1:] for member in side if member not in values[0]]
            removed = [member for member in values[0] if member not in values[1] or member not in values[2]]
            assert all(member in found[slot] for member in added)
            assert not any(member in found[slot] for member in removed)
    for conflict in merge.conflicts:
        assert any(other.get(slot) != was.get(slot) for slot in conflict.slots)
        assert any(own.get(slot) != was.get(slot) for slot in conflict.slots)


@given(three_ways())
def test_both_orders_agree_where_there_is_no_conflict(records: tuple[AnyRecord, AnyRecord, AnyRecord]) -> None:
    base, theirs, ours = records
    merge, other = merge_fields(base, base, theirs, ours), merge_fields(base, base, ours, theirs)
    assert [conflict.name for conflict in merge.conflicts] == [conflict.name for conflict in other.conflicts]
    if not merge.conflicts:
        assert merge.record == other.record
    names = [conflict.name for conflict in merge.conflicts]
    assert merge.settle() == other.settle(names)
    assert merge.settle(names) == other.settle()


@given(three_ways())
def test_whatever_is_decided_the_record_is_sound(records: tuple[AnyRecord, AnyRecord, AnyRecord]) -> None:
    base, theirs, ours = records
    merge = merge_fields(base, base, theirs, ours)
    names = [conflict.name for conflict in merge.conflicts]
    for choices in product((False, True), repeat=len(names)):
        settled = merge.settle([name for name, chosen in zip(names, choices, strict=True) if chosen])
        assert is_valid(settled), settled


@pytest.mark.parametrize(
    ("theirs", "ours", "ordered", "joined"),
    [
        ("abcx", "abcy", False, "abcxy"),
        ("abcy", "abcx", False, "abcxy"),
        ("abcx", "abcy", True, None),
        ("xabc", "abcy", True, "xabcy"),
        ("ac", "abcy", False, "acy"),
        ("cba", "abcy", False, "cyba"),
        ("cba", "acb", False, None),
        ("", "abc", False, ""),
        ("aabc", "abcd", False, None),
    ],
)
def test_lists_are_merged_by_their_members(theirs: str, ours: str, ordered: bool, joined: str | None) -> None:
    base = tuple("abc")
    found = join_lists(base, base, tuple(theirs), tuple(ours), ordered=ordered)
    assert found == (tuple(joined) if joined is not None else None)


def test_a_note_of_one_and_the_words_of_the_other_both_stay() -> None:
    both = sides(
        BASE, put(BASE, finding("F1", note="Theirs.")), put(BASE, msgspec.structs.replace(finding("F1"), text="Ours."))
    )
    [difference] = find_differences(both)
    assert (difference.sort, difference.fields and difference.fields.taken) == ("changed", ("note",))
    after, _ = merged(both, everything(both))
    assert (after.by_id["F1"].text, after.by_id["F1"].note) == ("Ours.", "Theirs.")  # type: ignore[union-attr] # a claim


def test_new_tags_of_both_under_one_label_are_both_on_the_record() -> None:
    theirs = put(BASE, Tag(id="T1", text="Theirs"), finding("F1", tags=("T1",)))
    ours = put(BASE, Tag(id="T1", text="Ours"), finding("F1", tags=("T1",)))
    both = sides(BASE, theirs, ours)
    after, settled = merged(both, ["F1"])
    # The tag comes along though it was not chosen, under a label of its own.
    assert settled.required_by == {"T1": "F1"}
    assert sorted(after.by_id[label].text for label in after.by_id["F1"].tags) == ["Ours", "Theirs"]  # type: ignore[union-attr] # a claim


def test_what_is_kept_brings_nothing_along() -> None:
    theirs = put(BASE, Source(id="s9", type="book", title="Theirs"), finding("F1", source="s9", note="Theirs."))
    ours = put(BASE, Source(id="s8", type="book", title="Ours"), finding("F1", source="s8"))
    both = sides(BASE, theirs, ours)
    found = find_differences(both)
    [conflict] = next(each for each in found if each.label == "F1").fields.conflicts  # type: ignore[union-attr] # both have it
    assert (conflict.name, conflict.fields) == ("source", ("source",))
    for kept, source in ({}, "s9"), ({"F1": ["source"]}, "s8"):
        settled = plan_merge(both, found, ["F1"], lambda _: "Z1", kept)
        draft = settled.drafts["F1"]
        assert isinstance(draft, Claim)
        assert (draft.source, draft.note) == (source, "Theirs.")
        assert ("s9" in settled.required_by) == (source == "s9")
