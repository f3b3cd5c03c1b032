import pytest

from argument_maps.examples import read_korea_map
from argument_maps.formats.bibliographies.csl_json_reading import read_csl_json
from argument_maps.formats.bibliographies.csl_json_writing import write_csl_json
from argument_maps.formats.native import build_graph_from_document, read_map_document
from argument_maps.graph import Graph
from argument_maps.matching.grades import MatchGrade
from argument_maps.matching.same_agents import find_same_agents
from argument_maps.matching.same_sources import find_same_sources
from argument_maps.values import Agent, Source

SURE, LIKELY, PERHAPS = reversed(MatchGrade)
ABLE = Agent(id="able", name="Ann Able", family="Able", given="Ann")
GADDIS = Agent(id="gaddis", name="John Lewis Gaddis", family="Gaddis", given="John Lewis")
GADDIS_SHORT = Agent(id="jlg", name="J. L. Gaddis", family="Gaddis", given="J. L.")
TORKUNOV = Agent(id="torkunov", name="Anatoly Torkunov", family="Torkunov", given="Anatoly")
TORKUNOV_CYRILLIC = Agent(id="torkunov-ru", name="Торкунов А. В.")
AGENTS = (ABLE, GADDIS, GADDIS_SHORT, TORKUNOV, TORKUNOV_CYRILLIC, Agent(id="baker", name="Ben Baker", family="Baker"))


def build_map(*sources: Source) -> Graph:
    return Graph(slug="any", title="Any", sources=sources, agents=AGENTS)


def book(title: str, **fields: object) -> Source:
    return Source(id="x", title=title, **{"type": "book", "author": ("able",), "issued": "1990", **fields})  # type: ignore[arg-type] # fields of any kind


def article(title: str, **fields: object) -> Source:
    return book(title, **{"type": "article-journal", "container_title": "Diplomatic History", **fields})


def frus(volume: str, **fields: object) -> Source:
    """Return a volume of a series, its number in a field or, as catalogues have it, in the title."""
    title = "Foreign Relations of the United States, 1950"
    is_title = "Volume" in volume
    number = {} if is_title else {"volume": volume}
    return book(
        f"{title}, {volume}" if is_title else title,
        **{"author": (), "issued": "1976", "publisher": "GPO", **number, **fields},
    )


def letter(title: str = "Letter", *, sheet: str = "", file: str = "62", **fields: object) -> Source:
    labels = {"f.": "558", "op.": "11", "d.": file, "l.": sheet}
    reference = tuple({"label": label, "value": value} for label, value in labels.items() if value)
    held = {"repository": "RGASPI", "reference": reference}
    return Source(id="x", title=title, type="archival", **{**held, **fields})  # type: ignore[arg-type] # fields of any kind


def grade(one: Source, other: Source) -> MatchGrade | None:
    """Return how surely two sources are the same, which does not depend on which of them came first."""
    found = [
        find_same_sources(build_map(first), build_map(second), PERHAPS).get("x", [])
        for first, second in ((one, other), (other, one))
    ]
    grades = {same[0].grade if same else None for same in found}
    assert len(grades) == 1
    return grades.pop()


def test_every_source_of_the_korea_map_is_found_again_and_the_surest_is_itself() -> None:
    document, _ = read_map_document(read_korea_map())
    korea = build_graph_from_document(document)
    again = read_csl_json(write_csl_json(korea).data).graph
    found = find_same_sources(again, korea)
    assert {label: same[0].label for label, same in found.items()} == {source.id: source.id for source in korea.sources}
    names = {agent.id: agent.name for agent in korea.agents}
    agents = find_same_agents(again, korea)
    assert all(names[agents[agent.id][0].label] == agent.name for agent in again.agents)
    # Nothing else of the map is taken for it, though many telegrams have the same sender and receiver.
    assert all(len(same) == 1 for same in found.values())


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        (book("War", doi="10.1000/X"), book("Le guerre", doi="10.1000/x"), "The DOI is the same."),
        (book("War", doi="10.1000/x"), book("War", url="https://doi.org/10.1000/X"), "The DOI is the same."),
        (
            book("War", csl={"ISBN": "978-3-86490-311-3"}),
            book("War", issued="2001", csl={"ISBN": "0691078432 3864903114"}),
            "The ISBN is the same.",
        ),
        (letter(sheet="71–72"), letter("Stalin to Gottwald", sheet="71-72"), "Archive and reference are the same."),
        (
            book("The Korean War: A History"),
            book("the korean war. a history", edition="2"),
            "Title, year and author are the same.",
        ),
        (book("Odd Man Out: Truman, Stalin"), book("Odd Man Out"), "Title, year and author are nearly the same."),
        (book("The Orgins of the War"), book("The Origins of the War", issued="1991"), "are nearly the same."),
    ],
)
def test_the_same_is_found_with_its_reason(one: Source, other: Source, reason: str) -> None:
    found = find_same_sources(build_map(one), build_map(other))
    assert [(same.label, reason in same.reason) for same in found["x"]] == [("x", True)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (book("We Now Know", author=("gaddis",)), book("We Now Know: Rethinking the Cold War", author=("jlg",))),
        (book("Zagadochnaia voina: Koreia"), book("Zagadochnaya voyna: Koreya")),
        (book("Загадочная война", author=("torkunov-ru",)), book("Zagadochnaia voina", author=("torkunov",))),
        (book("The Korean War, 1950–1953"), book("The Korean War, 1950-53")),
        (book("Documents on Korea, vol. II"), book("Documents on Korea", volume="2")),
        (frus("VII"), frus("Volume VII: Korea")),
        (frus("VII"), frus("7")),
        (article("Long Peace", page="99-142"), article("Long Peace", page="99", container_title="Diplom. Hist.")),
        (letter(sheet="71-72", issued="1950-01-30"), letter(sheet="71-72", issued="1950-01")),
        (
            letter("Telegram, Shtykov to Vyshinsky", issued="1950-01-30"),
            letter("Telegram, Shtykov to Vyshinsky", issued="1950-01-30", sheet="7"),
        ),
        (article("Long Peace, Part 1", volume="10"), article("Long Peace, Part 1", issue="2")),
        (book("Documents of Korean history", author=()), book("Documents of Korean History", author=(), edition="2")),
        (book("Briefe aus dem Krieg / Letters from the War"), book("Briefe aus dem Krieg", edition="2")),
        # Two that say the same are the same, whatever they leave out.
        (letter("Letter", reference=()), letter("letter", reference=())),
        (book("…", author=(), issued=None), book("…", author=(), issued=None)),
    ],
)  # fmt: skip
def test_what_is_surely_the_same_is(one: Source, other: Source) -> None:
    assert grade(one, other) is SURE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # Two languages, or a work and its translation.
        (book("Zagadochnaia voina [The Enigmatic War]"), book("The Enigmatic War")),
        (book("The Enigmatic War", original_title="Загадочная война"), book("Загадочная война")),
        (book("Stalin", language="de"), book("Stalin", language="en-GB")),
        # A set and one of its volumes.
        (frus(""), frus("VII")),
        (article("The Long Peace"), article("The Long Peace, Part 1")),
        (book("The Korean War", type="thesis"), book("The Korean War")),
        # First published in the year of the other.
        (book("The Korean War", issued="2010", csl={"original-date": "1990"}), book("The Korean War")),
        # One says more exactly than the other which document of a file it is.
        (letter("Report", sheet="71"), letter("Report", issued="1950-01")),
        (book("The Korean War", author=()), book("The Korean War", author=())),
        (letter("Letter", reference=(), note="To Mao."), letter("Letter", reference=())),
        (book("The United States and the War in Korea"), book("The United States and the War in China")),
    ],
)
def test_what_is_likely_the_same_is_asked(one: Source, other: Source) -> None:
    other = Source(**{**{name: getattr(other, name) for name in other.__struct_fields__}, "note": "", "edition": "x"})
    assert grade(one, other) is LIKELY


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (book("The Korean War"), book("The Korean War", issued="2010")),
        (article("The Long Peace"), article("The Long Peace", container_title="International Security")),
        (article("Editor’s Note", page="3"), article("Editor’s note", page="7")),
    ],
)
def test_what_is_perhaps_the_same_is_for_who_looks_for_doubles(one: Source, other: Source) -> None:
    assert grade(one, other) is PERHAPS
    assert find_same_sources(build_map(one), build_map(other)) == {}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (book("The Korean War"), book("The Vietnam War")),
        (book("The Korean War"), book("The Korean War", author=("baker",))),
        (book("The Korean War", author=("gaddis",)), book("The Korean War", author=("baker",), issued="2010")),
        (book("Origins", volume="1"), book("Origins", volume="2")),
        (book("The Second World War, vol. 1"), book("The Second World War, vol. 2")),
        (book("Briefe, Bd. 1", csl={"ISBN": "3864903114"}), book("Briefe, Bd. 2", csl={"ISBN": "3864903114"})),
        (book("毛泽东选集 第一卷"), book("毛泽东选集 第二卷")),
        (article("Long Peace, Part 1", volume="10"), article("Long Peace, Part 2", volume="10")),
        (article("Notes from the Archives", volume="10"), article("Notes from the Archives", volume="11")),
        (book("World War I"), book("World War II")),
        (book("Sitzungen 1950"), book("Sitzungen 1951", issued="1990")),
        (frus("VII"), frus("VI")),
        (frus("VII"), frus("Volume VI: East Asia and the Pacific")),
        (frus("Volume VII: Korea"), frus("Volume VI: Korea")),
        (frus("Volume XV, Korea, Part 1"), frus("Volume XV, Korea, Part 2")),
        (letter(sheet="71"), letter(sheet="75")),
        (letter(sheet="71", issued="1950-01-19"), letter(sheet="71", issued="1950-01-30")),
        (letter(issued="1950-01-19"), letter(issued="1950-01-30")),
        (letter("Stalin to Mao", issued="1950-01-19"), letter("Stalin to Mao", issued="1950-01-19", file="63")),
        (letter("Telegram no. 12", sheet="71"), letter("Telegram no. 13", sheet="71")),
        (book("One", type="chapter", csl={"ISBN": "3864903114"}), book("Two", csl={"ISBN": "3864903114"})),
        (book("Korea", type="report", number="ORE 3-49"), book("Korea", type="report", number="ORE 58-48")),
    ],
)
def test_what_is_not_the_same_is_not_asked_about(one: Source, other: Source) -> None:
    assert grade(one, other) is None
