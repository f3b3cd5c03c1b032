import pytest
from hypothesis import given
from msgspec import structs

from argument_maps.time_travel import (
    UNPUBLISHED,
    UnreadableMoment,
    find_counted_access,
    list_accesses,
    take_snapshot,
)
from argument_maps.values import Text
from models.dates import bounds
from models.errors import MapError
from tests.argument_maps.graphs import (
    MOMENTS,
    YEARS,
    evidence,
    finding,
    graph,
    graphs,
    perception,
    reading,
    response,
    source,
)


def stands(drawn, moment: str) -> set[str]:
    return set(take_snapshot(drawn, moment).graph.statements)


def first_year(drawn, label: str) -> int:
    return next(year for year in range(1900, 2100) if label in stands(drawn, str(year)))


@given(graphs(), YEARS, YEARS)
def test_what_stands_at_a_date_stands_at_every_later_one(drawn, one, other):
    earlier, later = sorted([one, other])
    assert {r.id for r in take_snapshot(drawn, earlier).graph} <= {r.id for r in take_snapshot(drawn, later).graph}


@given(graphs(), MOMENTS)
def test_whatever_is_missing_is_counted(drawn, moment):
    known = take_snapshot(drawn, moment)
    assert known.not_yet == len(drawn.statements) - len(known.graph.statements)


@given(graphs(), MOMENTS)
def test_what_rests_on_nothing_is_shown_and_has_no_support_that_is(drawn, moment):
    known = take_snapshot(drawn, moment)
    supported = {link.target for link in known.graph.links if link.relation == "supports"}
    assert known.resting_on_nothing <= set(known.graph.statements) - supported


def says_nothing(drawn, source):
    """Tell whether nothing is known of when the source opened, as where there is none."""
    found = drawn.sources_by_id.get(source)
    return found is None or (found.available is None and (found.issued is None or found.type in UNPUBLISHED))


@given(graphs())
def test_in_the_end_everything_is_known_but_findings_that_only_carry_one_another(drawn):
    known = take_snapshot(drawn, "9999/..")
    missing = set(drawn.statements) - set(known.graph.statements)
    assert all(says_nothing(drawn, drawn.statements[label].source) for label in missing)
    assert all(any(link.relation == "supports" for link in drawn.links_to.get(label, ())) for label in missing)


def test_a_source_that_does_not_say_when_it_opened_carries_a_finding_no_further_than_none():
    drawn = graph(
        finding("F1", source="s1"),
        finding("F2"),
        source("s1", type="archival", issued="1950"),
        links="F1 supports F2, F2 supports F1",
    )
    assert stands(drawn, "9999/..") == set()


def test_a_perception_stands_from_the_first_day_that_it_was_held():
    drawn = graph(perception("P1", when="1950-11/1953-07", source="s1"), source("s1", type="book", issued="2002"))
    assert first_year(drawn, "P1") == 1950


def test_a_response_stands_from_when_it_was_made_and_so_does_what_prompted_it():
    drawn = graph(
        perception("P1", when="1950-06", source="s1"),
        response("R1", when="1951", source="s1"),
        source("s1", type="book", issued="2002"),
        links="P1 prompted R1",
    )
    assert (first_year(drawn, "R1"), first_year(drawn, "P1")) == (1951, 1950)
    assert [link.id for link in take_snapshot(drawn, "1951").graph.links] == ["L1"]


def test_the_access_that_counts_is_the_one_that_was_surely_first():
    telegram = source("s1", type="archival", issued="1950", opened="1993-12-14", published="1995-21")
    assert [(each.access, each.date) for each in list_accesses(telegram)] == [
        ("opened", "1993-12-14"),
        ("published", "1995-21"),
    ]
    assert find_counted_access(telegram) == list_accesses(telegram)[0]
    assert find_counted_access(source("s2", type="archival", issued="1950")) is None
    same_day = source("s3", type="archival", published="1995", available="1995")
    assert find_counted_access(same_day).access == "published"


def test_a_perception_without_a_date_stands_always():
    drawn = graph(perception("P1", source="s1"), source("s1", type="book", issued="2002"))
    assert stands(drawn, "1901") == {"P1"}


@pytest.mark.parametrize(
    ("dates", "since"),
    [
        ({"type": "archival", "issued": "1950", "available": "1995"}, 1995),
        ({"type": "book", "issued": "1956"}, 1956),
        ({"type": "archival", "available": "199X"}, 1999),
        ({"type": "report", "issued": "1952-07-30", "available": "1990~"}, 1990),
        ({"type": "archival", "opened": "1993-12-14", "published": "1995", "translated": "1996"}, 1993),
        ({"type": "archival", "published": "2005", "translated": "2008"}, 2005),
        ({"type": "archival", "published": "1987", "opened": "2006"}, 1987),
        ({"type": "archival", "opened": "1994/2001", "published": "1998"}, 1998),
        ({"type": "book", "issued": "1993", "translated": "2006"}, 1993),
        ({"type": "book", "issued": "1993", "published": "1991", "translated": "2006"}, 1991),
        ({"type": "book", "issued": "2006", "translated": "1993"}, 1993),
    ],
)
def test_evidence_stands_from_when_its_source_was_surely_open(dates, since):
    assert first_year(graph(evidence("E1"), source("s1", **dates)), "E1") == since


@pytest.mark.parametrize("dates", [{"type": "archival", "issued": "1950"}, {"type": "book"}])
def test_evidence_whose_opening_nothing_tells_stands_always_and_is_named(dates):
    known = take_snapshot(graph(evidence("E1"), source("s1", **dates)), "1940")
    assert (set(known.graph.statements), known.undated) == ({"E1"}, {"E1"})


def test_an_interpretation_stands_from_its_publication_or_from_when_it_was_held_if_that_was_earlier():
    book = source("s1", type="book", issued="1990")
    drawn = graph(reading("I1", source="s1"), reading("I2", source="s1", when="1972"), book)
    assert (first_year(drawn, "I1"), first_year(drawn, "I2")) == (1990, 1972)


def test_a_finding_stands_from_the_first_document_under_it():
    drawn = graph(
        finding("F1", source="essay"), finding("F2", source="essay"), evidence("E1", "s1"), evidence("E2", "s2"),
        source("s1", available="1995"), source("s2", available="1998"),
        source("essay", type="webpage", available="2002"),
        links="E2 supports F1, E1 supports F1, F1 supports F2",
    )  # fmt: skip
    assert (first_year(drawn, "F1"), first_year(drawn, "F2")) == (1995, 1995)


def test_a_finding_without_support_stands_from_its_own_source():
    drawn = graph(finding("F1", source="essay", when="1949"), source("essay", type="webpage", available="2002~"))
    assert first_year(drawn, "F1") == 2002


def test_findings_that_only_carry_one_another_do_not_stand():
    drawn = graph(finding("F1"), finding("F2"), links="F1 supports F2, F2 supports F1")
    assert stands(drawn, "2020") == set()


def test_a_joint_inference_carries_only_when_all_its_premises_stand():
    drawn = graph(
        finding("F1"), evidence("E1", "s1"), evidence("E2", "s2"),
        source("s1", available="1995"), source("s2", available="1998"),
        links="E1+E2 supports F1",
    )  # fmt: skip
    assert first_year(drawn, "F1") == 1998


def test_a_link_that_argues_with_a_link_falls_with_it():
    drawn = graph(
        evidence("E1", "s1"), finding("F1", source="s2"), reading("I1", when="1960"),
        source("s1", available="1995"), source("s2", type="book", issued="1950"),
        links="E1 challenges F1, I1 undercuts L1",
    )  # fmt: skip
    assert [len(take_snapshot(drawn, year).graph.links) for year in ("1990", "1995")] == [0, 2]


def test_a_dated_link_waits_for_its_date():
    drawn = graph(evidence("E1"), finding("F1"), source("s1", available="1995"), links="E1 supports F1")
    dated = graph(evidence("E1"), finding("F1"), source("s1", available="1995"))
    link = type(drawn.links[0])(id="L1", premises=("E1",), relation="supports", target="F1", when="1999")
    later = type(dated)(
        slug="s", title="t", claims=dated.claims, evidence=dated.evidence, sources=dated.sources, links=(link,)
    )
    assert (first_year(drawn, "F1"), first_year(later, "F1")) == (1995, 1999)


def linked(**fields):
    """Return E1, known since 1990, that supports F1 by a link of which these fields tell."""
    drawn = graph(
        evidence("E1", "old"), finding("F1", source="old"),
        source("old", available="1990"), source("essay", type="book", issued="2001"), source("undated"),
        links="E1 supports F1",
    )  # fmt: skip
    return structs.replace(drawn, links=(structs.replace(drawn.links[0], **fields),))


@pytest.mark.parametrize(
    ("fields", "since"),
    [
        ({}, 1990),
        ({"source": "essay"}, 2001),
        ({"source": "undated"}, 1990),
        ({"when": "1995-06/1999"}, 1995),
        ({"when": "1995", "source": "essay"}, 1995),
    ],
    ids=str,
)
def test_a_link_waits_for_its_own_date_or_else_for_its_source(fields, since):
    drawn = linked(**fields)
    assert next(year for year in range(1980, 2010) if take_snapshot(drawn, str(year)).graph.links) == since


def test_a_link_is_there_on_the_first_day_that_its_date_can_mean():
    drawn = linked(when="1995-06/1999")
    assert [len(take_snapshot(drawn, day).graph.links) for day in ("1995-05-31", "1995-06-01")] == [0, 1]


def test_a_text_without_a_source_is_there_from_the_day_of_its_first_version():
    text = Text(id="X1", title="Introduction", versions=({"sha256": "0" * 64, "at": "1995-06-01T23:59:00Z"},))
    drawn = structs.replace(graph(), texts=(text,))
    assert [len(take_snapshot(drawn, day).graph.texts) for day in ("1995-05-31", "1995-06-01")] == [0, 1]


def test_what_is_shown_without_the_support_that_it_has_today_rests_on_nothing():
    drawn = graph(perception("P1"), evidence("E1"), source("s1", available="1995"), links="E1 supports P1")
    assert (take_snapshot(drawn, "1990").resting_on_nothing, take_snapshot(drawn, "1995").resting_on_nothing) == (
        {"P1"},
        set(),
    )


def test_a_moment_counts_to_its_last_day():
    drawn = graph(evidence("E1"), source("s1", available="1995-12-31"))
    assert bounds("1995")[1] == bounds("1995-12-31")[1]
    assert stands(drawn, "1995") == {"E1"}


def test_a_moment_that_is_no_date_is_refused_as_an_error_of_the_map():
    with pytest.raises(UnreadableMoment) as refusal:
        take_snapshot(graph(), "soon")
    assert isinstance(refusal.value, MapError)
    assert refusal.value.detail.startswith("“soon” is not a date.")
    assert refusal.value.remedy == "Write a date such as 1990 or 1996-05."


def test_a_finding_that_only_undated_documents_carry_is_undated_until_a_dated_one_does():
    drawn = graph(
        finding("F1"), evidence("E1", "s1"), evidence("E2", "s2"),
        source("s1"), source("s2", available="1995"),
        links="E1 supports F1, E2 supports F1",
    )  # fmt: skip
    assert take_snapshot(drawn, "1940").undated == {"E1", "F1"}
    assert take_snapshot(drawn, "1995").undated == {"E1"}


def test_a_perception_that_does_not_say_when_it_was_held_is_undated():
    drawn = graph(perception("P1"), perception("P2", when="1950"))
    assert take_snapshot(drawn, "1990").undated == {"P1"}


@given(graphs(), MOMENTS)
def test_what_is_undated_is_shown_at_the_earliest_date_as_well(drawn, moment):
    assert take_snapshot(drawn, moment).undated <= stands(drawn, "0001")
