"""Small graphs written down in a line, and arbitrary ones for properties."""

from hypothesis import strategies as st

from argument_maps.graph import Graph, natural_sort_key
from argument_maps.values import Agent, Claim, Evidence, Interpretation, Link, Question, Source
from models.vocabulary import Relation, Verdict

YEARS = st.integers(1945, 2020).map(str)
MOMENTS = st.one_of(YEARS, st.sampled_from(["1990~", "195X", "1995-24", "1950-06-25", "1950-11/1953-07", "1950/.."]))
QUESTIONS = ("Q1", "Q2")
SOURCES = ("s1", "s2", "s3")
AGENTS = ("a1", "a2")


def perception(label: str, **fields: object) -> Claim:
    return Claim(id=label, text=label, kind="perception", **fields)


def response(label: str, **fields: object) -> Claim:
    return Claim(id=label, text=label, kind="response", **fields)


def finding(label: str, **fields: object) -> Claim:
    return Claim(id=label, text=label, kind="finding", **fields)


def reading(label: str, **fields: object) -> Interpretation:
    return Interpretation(id=label, text=label, **fields)


def evidence(label: str, source: str = "s1", **fields: object) -> Evidence:
    return Evidence(id=label, summary=label, source=source, **fields)


def source(label: str, **fields: object) -> Source:
    return Source(id=label, **{"type": "archival", "title": label, **fields})


def graph(*records: object, links: str = "") -> Graph:
    """Return the graph of these records; `links` says `E1+E2 supports F1` and so on, one after the other by commas.

    They are L1, L2 and so on; a fourth word is the verdict of a test.
    """
    sorts = {
        "questions": Question,
        "agents": Agent,
        "sources": Source,
        "claims": Claim,
        "interpretations": Interpretation,
        "evidence": Evidence,
    }
    lists = {name: tuple(record for record in records if isinstance(record, sort)) for name, sort in sorts.items()}
    written = [line.split(maxsplit=3) for line in links.split(",") if line.strip()]
    made = tuple(
        Link(
            id=f"L{number}",
            premises=tuple(words[0].split("+")),
            relation=words[1],
            target=words[2],
            verdict=words[3].strip() if len(words) > 3 else None,
        )
        for number, words in enumerate(written, 1)
    )
    return Graph(slug="small", title="Small", links=made, **lists)


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """Return any graph of up to a dozen statements, with co-premises and links that argue with links."""
    optional_year = st.none() | MOMENTS
    sources = tuple(
        source(
            label,
            type=draw(st.sampled_from(["archival", "book"])),
            issued=draw(optional_year),
            available=draw(optional_year),
        )
        for label in SOURCES
    )
    named = st.none() | st.sampled_from(SOURCES)
    asked = st.none() | st.sampled_from(QUESTIONS)
    held = st.lists(st.sampled_from(AGENTS), max_size=2).map(tuple)
    claims = tuple(
        Claim(
            id=f"C{number}",
            text="A claim.",
            kind=draw(st.sampled_from(["perception", "finding", "assertion"])),
            answers=draw(asked),
            held_by=draw(held),
            when=draw(optional_year),
            source=draw(named),
        )
        for number in range(draw(st.integers(1, 6)))
    )
    readings = tuple(
        reading(
            f"I{number}",
            answers=draw(asked),
            by=draw(held),
            when=draw(optional_year),
            source=draw(named),
            school=draw(st.sampled_from(["", "old", "new"])),
        )
        for number in range(draw(st.integers(0, 3)))
    )
    items = tuple(evidence(f"E{number}", draw(st.sampled_from(SOURCES))) for number in range(draw(st.integers(0, 3))))
    statements = [record.id for record in (*claims, *readings, *items)]
    links = []
    for number in range(draw(st.integers(0, 14))):
        relation = draw(st.sampled_from([each.value for each in Relation if each is not Relation.ANSWERS]))
        target = draw(st.sampled_from(statements + [link.id for link in links]))
        premises = draw(st.lists(st.sampled_from(statements), min_size=1, max_size=3, unique=True))
        verdict = draw(st.sampled_from([each.value for each in Verdict])) if relation == Relation.TESTS else None
        when = draw(optional_year)
        links.append(
            Link(
                id=f"L{number}", premises=tuple(premises), relation=relation, target=target, verdict=verdict, when=when
            )
        )
    return Graph(
        slug="any",
        title="Any",
        questions=tuple(Question(id=label, text="A question?") for label in QUESTIONS),
        agents=tuple(Agent(id=label, name=label, school="old") for label in AGENTS),
        sources=sources,
        claims=claims,
        interpretations=readings,
        evidence=items,
        links=tuple(sorted(links, key=lambda link: natural_sort_key(link.id))),
    )
