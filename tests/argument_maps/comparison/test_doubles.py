"""Two records that stand for the same, merged into one."""

import msgspec
import pytest

from argument_maps.comparison.doubles import compare_doubles, plan_double_merge
from argument_maps.values import Agent, AnyRecord, Claim, Link, Region, Scan, Source, Stance, Text
from models.errors import DoublesInACircle, NotTheSameKind
from tests.argument_maps.graphs import evidence, graph, perception, source

STALIN = Agent(id="A1", name="Joseph Stalin", family="Stalin", note="Of the Politburo.")
DOUBLE = Agent(id="A2", name="I. V. Stalin", given="Iosif", aliases=("Koba",), role="general secretary")


def planned(*records: AnyRecord, kept: str, other: str, fields: tuple[str, ...] = ()) -> dict[str, AnyRecord | None]:
    lists = {"texts": Text, "scans": Scan, "regions": Region, "stances": Stance}
    extra = {name: tuple(record for record in records if isinstance(record, sort)) for name, sort in lists.items()}
    links = tuple(record for record in records if isinstance(record, Link))
    return plan_double_merge(msgspec.structs.replace(graph(*records), links=links, **extra), kept, other, fields)


def test_what_only_one_says_is_kept_and_names_stay() -> None:
    merge = compare_doubles(STALIN, DOUBLE)
    assert [conflict.name for conflict in merge.conflicts] == ["name"]
    assert set(merge.taken) == {"given", "aliases", "role"}
    assert set(merge.kept) == {"family", "note"}
    for kept_fields, name, other_name in (
        (("name",), "Joseph Stalin", "I. V. Stalin"),
        ((), "I. V. Stalin", "Joseph Stalin"),
    ):
        drafts = planned(STALIN, DOUBLE, kept="A1", other="A2", fields=kept_fields)
        merged = drafts["A1"]
        assert isinstance(merged, Agent)
        assert drafts == {"A1": merged, "A2": None}
        assert (merged.name, merged.aliases) == (name, ("Koba", other_name))
        assert (merged.family, merged.given, merged.role) == ("Stalin", "Iosif", "general secretary")


def test_whatever_named_the_other_names_the_one_that_stays() -> None:
    drafts = planned(
        STALIN,
        DOUBLE,
        perception("P1", held_by=("A2", "A1")),
        perception("P2", held_by=("A1",)),
        source("S1", author=("A2",), released_by=("A2",)),
        Stance(id="ST1", agent="A2", target="P1", stance="accepts"),
        kept="A1",
        other="A2",
    )
    assert drafts.keys() == {"A1", "A2", "P1", "S1", "ST1"}
    claim, work, stance = drafts["P1"], drafts["S1"], drafts["ST1"]
    assert isinstance(claim, Claim)
    assert isinstance(work, Source)
    assert isinstance(stance, Stance)
    assert (claim.held_by, work.author, work.released_by, stance.agent) == (("A1",), ("A1",), ("A1",), "A1")


def test_texts_scans_evidence_links_and_works_follow_their_source() -> None:
    drafts = planned(
        source("S1", repository="AVPRF", reference=({"label": "f.", "value": "59"},)),
        source("S2", title="S1", repository="RGASPI", reference=({"label": "f.", "value": "558"},)),
        source("S3", title="Another", published_in="S2"),
        evidence("E1", "S2"),
        perception("P1", source="S2"),
        Link(id="L1", premises=("E1",), relation="supports", target="P1", source="S2"),
        Text(id="X1", title="The text", source="S2"),
        Scan(id="SC1", title="The scan", source="S2"),
        kept="S1",
        other="S2",
        fields=("repository",),
    )
    assert drafts.keys() == {"S1", "S2", "S3", "E1", "P1", "L1", "X1", "SC1"}
    assert all(draft.source == "S1" for label, draft in drafts.items() if label not in ("S1", "S2", "S3"))  # type: ignore[union-attr] # all have one
    kept, work = drafts["S1"], drafts["S3"]
    assert isinstance(kept, Source)
    assert isinstance(work, Source)
    assert (kept.repository, work.published_in) == ("AVPRF", "S1")
    assert [("RGASPI" in place, "558" in place) for place in kept.also_at] == [(True, True)]


@pytest.mark.parametrize("field", ["copy_of", "translation_of", "published_in"])
def test_a_source_does_not_come_from_itself(field: str) -> None:
    for kept, other in (("S1", "S2"), ("S2", "S1")):
        with pytest.raises(DoublesInACircle):
            planned(source("S1", **{field: "S2"}), source("S2"), kept=kept, other=other)
    between = [source("S1", **{field: "S3"}), source("S2"), source("S3", copy_of="S2")]
    with pytest.raises(DoublesInACircle):
        planned(*between, kept="S2", other="S1")


@pytest.mark.parametrize(("kept", "other"), [("A1", "S1"), ("A1", "A1"), ("P1", "P2"), ("A1", "A9")])
def test_only_two_of_one_kind_are_merged(kept: str, other: str) -> None:
    with pytest.raises(NotTheSameKind):
        planned(STALIN, source("S1"), perception("P1"), perception("P2"), kept=kept, other=other)
