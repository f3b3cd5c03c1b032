"""Arbitrary maps with everything in them that weighing looks at, small enough to try all that can be set aside."""

from hypothesis import strategies as st

from argument_maps.graph import Graph
from argument_maps.values import Agent, Claim, Evidence, Interpretation, Link, Source, Stance, Statement
from models.vocabulary import Certainty, Relation, StanceKind, Tier, Verdict

AGENTS = ("A1", "A2", "A3")
SOURCE_TYPES = st.sampled_from(("archival", "archival", "book", "manuscript"))
CERTAINTIES = st.sampled_from(list(Certainty)).map(str)
TIERS = st.sampled_from(list(Tier)).map(str)
# Links that only qualify or answer argue for nothing; those that do come more often.
RELATIONS = st.sampled_from(
    (
        *(Relation.SUPPORTS.value, Relation.SUPPORTS.value, Relation.SUPPORTS.value, Relation.CHALLENGES.value),
        *(Relation.CHALLENGES.value, Relation.UNDERMINES.value, Relation.UNDERCUTS.value, Relation.UNDERCUTS.value),
        *(Relation.TESTS.value, Relation.QUALIFIES.value),
    )
)
VERDICTS = st.sampled_from(list(Verdict)).map(str)
FEW_AGENTS = st.lists(st.sampled_from(AGENTS), max_size=1).map(tuple)


@st.composite
def weighable_graphs(draw: st.DrawFn, most_sources: int = 6, most_links: int = 14) -> Graph:
    """Return a map of up to a dozen statements on so many sources, some of them copies or translations of others."""
    labels = [f"S{number}" for number in range(1, draw(st.integers(1, most_sources)) + 1)]
    sources = tuple(_draw_source(draw, label, labels) for label in labels)
    claims, readings, items = _draw_statements(draw, labels)
    statements: list[Statement] = [*claims, *readings, *items]
    links = _draw_links(draw, [record.id for record in statements], most_links)
    return Graph(
        slug="weighed",
        title="Weighed",
        agents=tuple(Agent(id=label, name=label) for label in AGENTS),
        sources=sources,
        claims=claims,
        interpretations=readings,
        evidence=items,
        links=links,
        stances=_draw_stances(draw, [*(record.id for record in statements), *(link.id for link in links)]),
    )


def _draw_source(draw: st.DrawFn, label: str, labels: list[str]) -> Source:
    # Also of each other, which no model forbids.
    original = st.one_of(st.none(), st.none(), st.none(), st.sampled_from(labels))
    copied = draw(original)
    translated = draw(original)
    return Source(
        id=label,
        type=draw(SOURCE_TYPES),
        title=label,
        author=draw(FEW_AGENTS),
        witness=draw(FEW_AGENTS),
        released_by=draw(FEW_AGENTS),
        repository=draw(st.sampled_from(("", "APRF", "RGANI"))),
        copy_of=copied if copied != label else None,
        translation_of=translated if translated != label else None,
        issued=draw(st.sampled_from((None, "1950", "1960"))),
        available=draw(st.sampled_from((None, "1970", "1990"))),
    )


def _draw_statements(
    draw: st.DrawFn, labels: list[str]
) -> tuple[tuple[Claim, ...], tuple[Interpretation, ...], tuple[Evidence, ...]]:
    named = st.none() | st.sampled_from(labels)
    claims = tuple(
        Claim(
            id=f"C{number}",
            text="A claim.",
            kind=draw(st.sampled_from(("perception", "finding", "assertion"))),
            source=draw(named),
            certainty=draw(CERTAINTIES),
        )
        for number in range(1, draw(st.integers(1, 5)) + 1)
    )
    readings = tuple(
        Interpretation(
            id=f"I{number}", text="A reading.", source=draw(named), certainty=draw(CERTAINTIES), by=draw(FEW_AGENTS)
        )
        for number in range(1, draw(st.integers(0, 2)) + 1)
    )
    items = tuple(
        Evidence(
            id=f"E{number}",
            summary="A passage.",
            source=draw(st.sampled_from(labels)),
            certainty=draw(CERTAINTIES),
            tier=draw(TIERS),
        )
        for number in range(1, draw(st.integers(0, 5)) + 1)
    )
    return claims, readings, items


def _draw_links(draw: st.DrawFn, statements: list[str], most: int) -> tuple[Link, ...]:
    links: list[Link] = []
    for number in range(1, draw(st.integers(0, most)) + 1):
        relation = draw(RELATIONS)
        ends = [link.id for link in links] if relation == Relation.UNDERCUTS and links else statements
        links.append(
            Link(
                id=f"L{number}",
                premises=tuple(draw(st.lists(st.sampled_from(statements), min_size=1, max_size=2, unique=True))),
                relation=relation,
                target=draw(st.sampled_from(ends)),
                verdict=draw(VERDICTS) if relation == Relation.TESTS else None,
            )
        )
    return tuple(links)


def _draw_stances(draw: st.DrawFn, targets: list[str]) -> tuple[Stance, ...]:
    kinds = st.sampled_from((StanceKind.ACCEPTS.value, StanceKind.REJECTS.value))
    taken = draw(st.lists(st.sampled_from(targets), max_size=2, unique=True))
    return tuple(
        Stance(id=f"T{number}", agent="A1", target=target, stance=draw(kinds)) for number, target in enumerate(taken, 1)
    )
