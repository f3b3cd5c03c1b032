import pytest

from argument_maps.examples import read_korea_map
from argument_maps.formats.bibliographies.csl_json_reading import read_csl_json
from argument_maps.formats.bibliographies.csl_json_writing import write_csl_json
from argument_maps.formats.native import build_graph_from_document, read_map_document
from argument_maps.graph import Graph
from argument_maps.matching.same_agents import find_same_agents
from argument_maps.matching.same_sources import find_same_sources
from argument_maps.values import Agent, Source

ABLE = Agent(id="able", name="Ann Able", family="Able", given="Ann")


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


def build_map(*sources: Source, agents: tuple[Agent, ...] = (ABLE,)) -> Graph:
    return Graph(slug="any", title="Any", sources=sources, agents=agents)


def book(label: str, title: str, **fields: object) -> Source:
    return Source(id=label, title=title, **{"type": "book", "author": ("able",), "issued": "1990", **fields})  # type: ignore[arg-type] # fields of any kind


def letter(label: str, sheet: str, **fields: object) -> Source:
    reference = tuple({"label": name, "value": value} for name, value in (("f.", "558"), ("op.", "11"), ("l.", sheet)))
    return Source(
        id=label, type="archival", **{"title": "Letter", "repository": "RGASPI", "reference": reference, **fields}
    )  # type: ignore[arg-type] # fields of any kind


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        (book("a", "War", doi="10.1000/X"), book("b", "Le guerre", doi="10.1000/x"), "The DOI is the same."),
        (
            book("a", "War", csl={"ISBN": "978-3-86490-311-3"}),
            book("b", "War", issued="2001", csl={"ISBN": "3864903114"}),
            "The ISBN is the same.",
        ),
        (letter("a", "71–72"), letter("b", "71-72", title="Stalin to Gottwald"), "Archive and reference are the same."),
        (book("a", "The Korean War: A History"), book("b", "the korean war. a history"), "Title, year and author"),
        (book("a", "Odd Man Out: Truman, Stalin, Mao"), book("b", "Odd Man Out"), "Title, year and author are nearly"),
        (
            book("a", "The Orgins of the War"),
            book("b", "The Origins of the War", issued="1991"),
            "are nearly the same.",
        ),
    ],
)
def test_the_same_is_found_with_its_reason(one: Source, other: Source, reason: str) -> None:
    found = find_same_sources(build_map(one), build_map(other))
    assert [(same.label, reason in same.reason) for same in found["a"]] == [("b", True)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (book("a", "The Korean War"), book("b", "The Korean War", issued="2010")),
        (book("a", "The Korean War"), book("b", "The Vietnam War")),
        (book("a", "Origins", volume="1"), book("b", "Origins", volume="2")),
        (letter("a", "71"), letter("b", "75")),
        (letter("a", "71", issued="1950-01-19"), letter("b", "71", issued="1950-01-30", title="Something else")),
        (book("a", "One", type="chapter", csl={"ISBN": "3864903114"}), book("b", "Two", csl={"ISBN": "3864903114"})),
    ],
)
def test_what_is_not_the_same_is_not_asked_about(one: Source, other: Source) -> None:
    assert find_same_sources(build_map(one), build_map(other)) == {}


def test_agents_are_found_by_name_in_any_order_script_and_length() -> None:
    present = build_map(
        agents=(
            ABLE,
            Agent(id="mao", name="Mao Zedong", family="Mao", given="Zedong", names=({"text": "毛泽东"},)),
            Agent(id="truman", name="Harry S. Truman", family="Truman", given="Harry S."),
            Agent(id="un", name="United Nations", kind="organisation"),
        )
    )
    incoming = build_map(
        agents=(
            Agent(id="one", name="Zedong Mao", family="Mao", given="Zedong"),
            Agent(id="two", name="毛泽东", family="毛泽东"),
            Agent(id="three", name="H. Truman", family="Truman", given="H."),
            Agent(id="four", name="United Nations"),
            Agent(id="five", name="Ann Abel", family="Abel", given="Ann"),
        )
    )
    found = find_same_agents(incoming, present)
    assert {label: (same[0].label, same[0].sureness) for label, same in found.items()} == {
        "one": ("mao", 1.0),
        "two": ("mao", 1.0),
        "three": ("truman", 0.85),
    }
