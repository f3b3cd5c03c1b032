"""What answers a search best comes first, whenever it was recorded, and in one order on both databases."""

import random
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from models.changes.maps import replace_map
from models.engine import open_engine, reading, writing
from models.search.full_text import find_matches, search_full_text
from models.search.queries import parse_search
from models.search.ranking import rate_text
from models.search.search_texts import SearchText
from tests.builders import MapBuilder
from tests.models.search.found_words import CASES

MANY = 2_500


def fill(engine: Engine, built: MapBuilder, slug: str = "library") -> None:
    with writing(engine) as session:
        replace_map(session, slug, built.document(), version=None, author="me")


def list_labels(engine: Engine, query: str) -> list[str]:
    with reading(engine) as session:
        return [match.label for match in find_matches(session, query)]


def test_the_best_of_thousands_comes_first_though_it_was_recorded_last(engine: Engine) -> None:
    built = MapBuilder()
    for number in range(MANY):
        built.finding(f"F{number}", "It was said at length in many papers of many offices, and also of the war.")
    built.finding("F9999", "The war of ministers.")
    fill(engine, built)
    labels = list_labels(engine, "war")
    assert labels[0] == "F9999"
    assert len(labels) == MANY + 1
    assert list_labels(engine, "war ministers") == ["F9999"]


@pytest.mark.parametrize(
    ("query", "labels"),
    [
        # A word comes before the beginning of one, and that before a part of one.
        ("krieg", ["F1", "F2", "F3"]),
        # The statement weighs more than the note, and the shorter more than the longer.
        ("treaty", ["F5", "F6", "F4"]),
        # The rarer of two words decides: "armistice" stands in the statement.
        ("war armistice", ["F8", "F7"]),
        # What is asked for by its label comes first.
        ("F3", ["F3"]),
        ("telegramm", ["telegramm", "F10"]),
    ],
)
def test_hits_come_by_how_well_they_answer(engine: Engine, query: str, labels: list[str]) -> None:
    built = MapBuilder()
    built.finding("F3", "Nach dem Weltkrieg").finding("F2", "Die Kriegsschuld").finding("F1", "Der Krieg")
    built.finding("F4", "It was signed.", note="After the treaty.").finding("F5", "A treaty.")
    built.finding("F6", "A treaty of which much was said and more was written, by ministers and by the press.")
    built.finding("F7", "Of the war.", note="Before the armistice.").finding("F8", "The armistice.", note="After war.")
    built.finding("F9", "The war at sea.").finding("F10", "Ein Telegramm").finding("telegramm", "Es gibt ein Wort.")
    for number in range(20, 30):
        built.finding(f"F{number}", "A war.")
    fill(engine, built)
    assert list_labels(engine, query) == labels


def test_equal_hits_come_by_map_and_label(engine: Engine) -> None:
    for slug, labels in (("second", ("F10", "F9")), ("first", ("F2", "F1"))):
        built = MapBuilder()
        for label in labels:
            built.finding(label, "The same.")
        fill(engine, built, slug)
    with reading(engine) as session:
        found = [(match.slug, match.label) for match in find_matches(session, "same")]
    assert found == [("first", "F1"), ("first", "F2"), ("second", "F9"), ("second", "F10")]


WORDS = [word for case in CASES for word in (*case.text.split(), *case.query.split())]


def write_words(chance: random.Random, most: int) -> str:
    gap = chance.choice([" "] * 6 + ["-", "/", ", ", ". ", "", "\u00ad", "’"])
    return gap.join(chance.choices(WORDS, k=chance.randint(1, most))) or "x"


@pytest.fixture
def both(sqlite_url: str, fresh_postgresql_url: str) -> Iterator[list[Engine]]:
    chance = random.Random(20)
    built = MapBuilder()
    for number in range(300):
        built.finding(f"F{number}", write_words(chance, 8), note=write_words(chance, 5))
        built.source(f"S{number}", write_words(chance, 3).replace("\n", " "))
    built.text("X1", "\n\n".join(write_words(chance, 12) for _ in range(20)))
    engines = [open_engine(url) for url in (sqlite_url, fresh_postgresql_url)]
    for engine in engines:
        fill(engine, built)
    yield engines
    for engine in engines:
        engine.dispose()


def write_queries(number: int) -> Iterator[str]:
    chance = random.Random(21)
    for _ in range(number):
        query = write_words(chance, 3)
        if chance.random() < 0.5:
            start = chance.randrange(len(query))
            query = query[start : start + chance.randint(1, 6)]
        yield f'"{query}"' if chance.random() < 0.2 else query


def test_both_databases_answer_alike_and_hide_nothing_that_fits(both: list[Engine]) -> None:
    total = 0
    with reading(both[0]) as session:
        kept = [each.words for each in session.exec(select(SearchText))]
    for query in write_queries(150):
        answers = []
        for engine in both:
            with reading(engine) as session:
                answers.append(search_full_text(session, query, limit=1_000))
        assert answers[0] == answers[1], query
        total += answers[0].total
        searched = parse_search(query)
        rarities = [1.0] * len(searched.words)
        fitting = [each for each in kept if searched.words and rate_text(searched, rarities, each) is not None]
        assert len(fitting) == answers[0].total, query
    assert total > 1_000
