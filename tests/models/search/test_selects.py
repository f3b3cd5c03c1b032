"""A page of what was found takes as many selects for many maps and texts as for one."""

from collections.abc import Callable

from sqlalchemy import Engine, event

from models.engine import reading
from models.search.facets import RecordFacets, read_facets
from models.search.full_text import SearchMatch, build_hits, find_matches, search_full_text
from tests.builders import MapBuilder
from tests.models.search.test_ranking import fill

MAPS = 6


def build(number: int) -> MapBuilder:
    return (
        MapBuilder()
        .question("Q1")
        .source("S1", "Minutes of the treaty", issued=f"195{number}")
        .tag("G1", f"tag {number}")
        .perception("P1", "The treaty held.", answers="Q1", tags=["G1"])
        .finding("F1", "The treaty was broken.", answers="Q1", when=f"194{number}")
        .finding("F2", "A treaty there was.", answers="Q1")
        .evidence("E1", "S1", "The treaty as it was signed.")
        .interpretation("I1", "Of the treaty nothing is known.")
        .link("L1", "F1", "tests", "P1", verdict="contradicted")
        .link("L2", "F2", "tests", "P1", verdict="confirmed" if number % 2 else "open: records closed")
        .link("L3", "I1", "undercuts" if number % 3 else "qualifies", "L1")
        .text("X1", f"Nothing.\n\nThe treaty of map {number}, word for word.\n\nNothing else.", source="S1")
    )


def count_selects(engine: Engine, work: Callable[[], object]) -> int:
    statements: list[str] = []

    def note(*told: object) -> None:
        statements.append(str(told[2]))

    event.listen(engine, "before_cursor_execute", note)
    work()
    event.remove(engine, "before_cursor_execute", note)
    return len(statements)


def test_traits_of_records_of_many_maps_take_no_more_selects_and_keep_the_maps_apart(engine: Engine) -> None:
    for number in range(MAPS):
        fill(engine, build(number), f"map-{number}")

    def read_apart(matches: list[SearchMatch], slug: str) -> list[RecordFacets]:
        return read_facets(session, [match for match in matches if match.slug == slug])

    with reading(engine) as session:
        matches = sorted(find_matches(session, "treaty"), key=lambda match: match.slug)
        assert {match.slug for match in matches} == {f"map-{number}" for number in range(MAPS)}
        one = count_selects(engine, lambda: read_apart(matches, "map-0"))
        assert count_selects(engine, lambda: read_facets(session, matches)) == one
        together = read_facets(session, matches)
        assert together == [facets for number in range(MAPS) for facets in read_apart(matches, f"map-{number}")]
    perceptions = [facets for facets in together if facets.kind == "perception"]
    assert [facets.tags for facets in perceptions] == [(f"tag {number}",) for number in range(MAPS)]
    assert perceptions[1].verdicts == ("contradicted", "confirmed")
    assert [facets.scholars_disagree for facets in perceptions] == [bool(number % 3) for number in range(MAPS)]


def test_a_map_of_which_very_many_were_found_is_read_whole(engine: Engine) -> None:
    built = build(1)
    for number in range(3, 700):
        built.finding(f"F{number}", "Another treaty.", when="1951")
    fill(engine, built, "large")
    fill(engine, build(2), "small")
    with reading(engine) as session:
        matches = find_matches(session, "treaty")
        facets = dict(zip([(match.slug, match.label) for match in matches], read_facets(session, matches), strict=True))
    assert facets["large", "F699"].span == facets["large", "F3"].span is not None
    assert facets["small", "P1"].tags == ("tag 2",)
    assert facets["large", "P1"].tags == ("tag 1",)


def test_passages_of_many_texts_take_no_more_selects_than_that_of_one(engine: Engine) -> None:
    built = MapBuilder().source("S1")
    for number in range(1, 8):
        built.text(f"X{number}", f"The treaty of text {number}.", source="S1")
    fill(engine, built)
    with reading(engine) as session:
        matches = find_matches(session, "treaty")
        one = count_selects(engine, lambda: build_hits(session, matches[:1], "treaty"))
        assert count_selects(engine, lambda: build_hits(session, matches, "treaty")) == one
        hits = search_full_text(session, "treaty").hits
    assert {(hit.label, hit.passage) for hit in hits} == {
        (f"X{number}", f"The treaty of text {number}.") for number in range(1, 8)
    }
