"""A large map in the proportions of the benchmark, the same for every run."""

import random

from argument_maps.graph import Graph
from argument_maps.values import Claim, Evidence, Interpretation, Link, Question, Source


def large_graph(records: int) -> Graph:
    """Return a map of so many statements: 5% perceptions, 20% findings, 35% readings, 40% evidence; 1.3 links each."""
    dice = random.Random(records)
    questions = tuple(Question(id=f"Q{number}", text="Why?") for number in range(1, 11))
    sources = tuple(
        Source(id=f"s{number}", type="archival", title="A letter", available=str(1950 + number % 70))
        for number in range(max(records // 10, 1))
    )
    perceptions = [f"P{number}" for number in range(records // 20)]
    findings = [f"F{number}" for number in range(records // 5)]
    readings = [f"I{number}" for number in range(records * 35 // 100)]
    items = [f"E{number}" for number in range(records * 40 // 100)]
    claims = [
        Claim(id=label, text="So it was.", kind="perception", answers=_any(dice, questions)) for label in perceptions
    ]
    claims += [Claim(id=label, text="So it was.", kind="finding", answers=_any(dice, questions)) for label in findings]
    links: list[Link] = []
    for _ in range(records * 13 // 10):
        links.append(_link(dice, len(links), perceptions, findings, readings, items))
    return Graph(
        slug="large",
        title="Large",
        questions=questions,
        sources=sources,
        claims=tuple(claims),
        interpretations=tuple(
            Interpretation(id=label, text="So it is read.", when=str(dice.randrange(1950, 2020))) for label in readings
        ),
        evidence=tuple(Evidence(id=label, summary="A passage.", source=_any(dice, sources)) for label in items),
        links=tuple(links),
    )


def _link(dice: random.Random, number: int, perceptions: list, findings: list, readings: list, items: list) -> Link:
    label = f"L{number}"
    choice = dice.random()
    if choice < 0.1:
        verdict = dice.choice(["confirmed", "contradicted", "contested"])
        return Link(
            id=label,
            premises=(dice.choice(findings),),
            relation="tests",
            target=dice.choice(perceptions),
            verdict=verdict,
        )
    if choice < 0.25 and number:
        return Link(
            id=label, premises=(dice.choice(readings),), relation="undercuts", target=f"L{dice.randrange(number)}"
        )
    if choice < 0.6:
        return Link(id=label, premises=(dice.choice(items),), relation="supports", target=dice.choice(findings))
    if choice < 0.7:
        return Link(id=label, premises=(dice.choice(findings),), relation="supports", target=dice.choice(findings))
    return Link(id=label, premises=(dice.choice(readings),), relation="challenges", target=dice.choice(findings))


def _any(dice: random.Random, records: tuple) -> str:
    return dice.choice(records).id
