import pytest

from argument_maps.graph import Graph
from argument_maps.matching.grades import MatchGrade
from argument_maps.matching.same_agents import find_same_agents
from argument_maps.values import Agent

SURE, LIKELY, PERHAPS = reversed(MatchGrade)
ORCID = "0000-0002-1825-0097"


def person(name: str, family: str = "", given: str = "", **fields: object) -> Agent:
    return Agent(id="x", name=name, family=family, given=given, **fields)  # type: ignore[arg-type] # fields of any kind


def body(name: str) -> Agent:
    return person(name, kind="organisation")


def grade(one: Agent, other: Agent) -> MatchGrade | None:
    """Return how surely two agents are the same, which does not depend on which of them came first."""
    maps = [Graph(slug="any", title="Any", agents=(agent,)) for agent in (one, other)]
    found = [find_same_agents(first, second, PERHAPS).get("x", []) for first, second in (maps, reversed(maps))]
    grades = {same[0].grade if same else None for same in found}
    assert len(grades) == 1
    return grades.pop()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (person("Mao Zedong", "Mao", "Zedong"), person("Zedong Mao", "Mao", "Zedong")),
        (person("毛泽东"), person("Mao Zedong", "Mao", "Zedong", names=({"text": "毛泽东"},))),
        (person("Kim Il Sung", "Kim", "Il Sung"), person("KIM, Il-sŏng", aliases=("Kim Ilsung",))),
        (person("Simone de Beauvoir", "Beauvoir", "Simone de"), person("de Beauvoir, Simone")),
        (person("Carl von Clausewitz", "von Clausewitz", "Carl"), person("Carl Clausewitz", "Clausewitz", "Carl")),
        (person("Martin Luther King, Jr."), person("King, Martin Luther, Jr.")),
        (person("Ann Able", note=f"https://orcid.org/{ORCID}"), person("A. Baker", aliases=(f"ORCID: {ORCID}",))),
        (body("The Workers’ Party of Korea"), body("Workers Party of Korea")),
        # Whoever writes a name alone says of a body that it is a person.
        (body("United Nations"), person("United Nations")),
        (person("…"), person("…")),
    ],
)
def test_who_is_surely_the_same_is(one: Agent, other: Agent) -> None:
    assert grade(one, other) is SURE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (person("John Lewis Gaddis", "Gaddis", "John Lewis"), person("Gaddis, J. L.")),
        (person("John Lewis Gaddis"), person("Gaddis JL", "Gaddis", "JL")),
        (person("H. Truman", "Truman", "H."), person("Harry S. Truman", "Truman", "Harry S.")),
        (person("A. V. Torkunov", "Torkunov", "A. V."), person("Торкунов Анатолий Васильевич", "Торкунов", "Анатолий")),
        (person("F. M. Dostoevskii"), person("Fyodor Dostoyevsky")),
        (person("Ann Müller", "Müller", "Ann"), person("Ann Mueller", "Mueller", "Ann")),
        (person("John D. Rockefeller"), person("John D. Rockefeller Jr.")),
        (person("Nguyen Van Thieu"), person("Nguyen Thieu")),
    ],
)
def test_who_is_likely_the_same_is_asked(one: Agent, other: Agent) -> None:
    assert grade(one, other) is LIKELY


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (person("Joseph Stalin", "Stalin"), person("I. V. Stalin")),
        (person("Zubok"), person("Vladislav M. Zubok", "Zubok", "Vladislav M.")),
        (body("Foreign Ministry"), body("Soviet Foreign Ministry")),
    ],
)
def test_who_is_perhaps_the_same_is_for_who_looks_for_doubles(one: Agent, other: Agent) -> None:
    assert grade(one, other) is PERHAPS


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (person("Ann Able", "Able", "Ann"), person("Ann Abel", "Abel", "Ann")),
        (person("Kim Il Sung"), person("Kim Sung Il")),
        (person("Kim Il Sung", "Kim", "Il Sung"), person("Kim Jong Il", "Kim", "Jong Il")),
        (person("Kim"), person("Kim Il Sung", "Kim", "Il Sung")),
        (person("John L. Smith", "Smith", "John L."), person("John Lewis", "Lewis", "John")),
        (person("Nicholas I"), person("Nicholas II")),
        (person("John Able", active="1650"), person("John Able", active="1950")),
        (person("John D. Rockefeller, Jr."), person("John D. Rockefeller, Sr.")),
        (person("Li Wei", note=f"ORCID {ORCID}"), person("Li Wei", note="ORCID 0000-0001-5109-3700")),
        (person("Amartya Sen", "Sen", "Amartya"), person("Amartya Basu", "Basu", "Amartya")),
        (body("24th Infantry Division"), body("25th Infantry Division")),
    ],
)
def test_who_is_not_the_same_is_not_asked_about(one: Agent, other: Agent) -> None:
    assert grade(one, other) is None
