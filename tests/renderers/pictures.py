"""What the drawing tests share: maps to draw, and a reader of drawn pictures."""

import random
from xml.etree import ElementTree as ET

import msgspec
from defusedxml.ElementTree import fromstring

from argument_maps.examples import read_korea_map
from argument_maps.graph import Graph
from argument_maps.selection.selecting import Selected, Selection, select
from argument_maps.values import Claim, Evidence, Interpretation, Link, Question, Source

SVG = "{http://www.w3.org/2000/svg}"


def korea_graph() -> Graph:
    return msgspec.json.decode(read_korea_map(), type=Graph)


def whole(graph: Graph) -> Selected:
    return select(graph, Selection())


def read(svg: str) -> ET.Element:
    return fromstring(svg)


def drawn(svg: str, sort: str) -> dict[str, ET.Element]:
    """Return the groups of class `node` or `edge` under the label in which their id ends."""
    found = {}
    for group in read(svg).iter(f"{SVG}g"):
        if sort in group.get("class", "").split():
            label = group.get("id", "").partition("-")[2]
            assert label not in found, f"{label} is drawn twice"
            found[label] = group
    return found


def lines(group: ET.Element) -> list[str]:
    return ["".join(element.itertext()) for element in group.iter(f"{SVG}text")]


def random_graph(seed: int, size: int = 40, *, questions: int = 3) -> Graph:
    """Return a map with every relation, co-premises and links that argue with links."""
    chance = random.Random(seed)
    kinds = "PFIE"
    labels = [f"{kinds[chance.randrange(4)]}{index}" for index in range(size)]
    asked = [f"Q{index}" for index in range(1, questions + 1)]

    def answers() -> str | None:
        return chance.choice([*asked, None])

    links: list[Link] = []
    for index in range(size + size // 3):
        premises = tuple(chance.sample(labels, chance.choice([1, 1, 1, 2, 3])))
        on_link = bool(links) and chance.random() < 0.2
        target = chance.choice(links).id if on_link else chance.choice([x for x in labels if x not in premises])
        relation = chance.choice(
            ["undercuts", "qualifies"] if on_link else ["supports", "challenges", "undermines", "tests"]
        )
        verdict = chance.choice(["confirmed", "contradicted", "contested"]) if relation == "tests" else None
        links.append(Link(id=f"L{index}", premises=premises, relation=relation, target=target, verdict=verdict))
    return Graph(
        slug="random",
        title="A map of chance",
        questions=tuple(Question(id=label, text=f"What of {label}?") for label in asked),
        sources=(Source(id="S1", type="book", title="A book"),),
        claims=tuple(
            Claim(
                id=x,
                text=f"Claim {x} " * chance.randrange(1, 9),
                answers=answers(),
                kind="perception" if x[0] == "P" else "finding",
            )
            for x in labels
            if x[0] in "PF"
        ),
        interpretations=tuple(
            Interpretation(id=x, text=f"Reading {x}", answers=answers()) for x in labels if x[0] == "I"
        ),
        evidence=tuple(Evidence(id=x, summary=f"Passage {x}", source="S1") for x in labels if x[0] == "E"),
        links=tuple(links),
    )
