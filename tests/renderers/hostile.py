"""Texts that have broken a drawing program, a spreadsheet or a browser, and maps that are full of them."""

from hypothesis import strategies as st

from argument_maps.graph import Graph
from argument_maps.values import Agent, Claim, Evidence, Interpretation, Link, Question, Source

TRAPS = (
    "<see f. 12>",
    "<b>bold</b> &amp; &#60; ]]>",
    "quoted \"twice\" and 'once'",
    "a backslash at the end \\",
    "\\N \\G \\l \\E",
    "a:b:c|{d}",
    "=cmd|' /C calc'!A0",
    "+1",
    "-1",
    "@SUM(A1)",
    "<script>alert(1)</script>",
    "![x](javascript:alert(1)) `code` *strong* _weak_ # ~~gone~~",
    "\x00\x01\x0b\x0c\x1b\x7f\x85\x9f\ufffe\uffff",
    "first\nsecond\r\nthird\ttabbed\u2028apart",
    "שלום עולם العربية \u202eright to left\u202c",
    "👩‍👩‍👧‍👦 🇰🇷 e\u0301 \u0338>",
    "沈志华、彭德怀 김일성 Сталин",
    "x" * 10_000,
    "&" * 5_000,
    "汉" * 6_000,
    "   ",
)
# Words that mean something to DOT, and labels that differ in little.
LABELS = ("node", "edge", "Graph", "strict", "subgraph", "digraph", "n", "ne", "P1", "P-1", "P_1", "p1", "P10", "L1x")
_texts = st.one_of(st.sampled_from(TRAPS), st.text(st.characters(codec="utf-8"), max_size=80))


@st.composite
def hostile_graphs(draw: st.DrawFn) -> Graph:
    """Return a small map whose every text is hostile, as no draft would let it be."""
    labels = draw(st.lists(st.sampled_from(LABELS), min_size=3, max_size=8, unique=True))
    statements = labels[:-1]
    makers = [_claim, _interpretation, _evidence]
    records = [draw(st.sampled_from(makers))(draw, label) for label in statements]
    links: list[Link] = []
    for number in range(draw(st.integers(1, 5))):
        target = draw(st.sampled_from(statements + [link.id for link in links]))
        premises = draw(st.lists(st.sampled_from(statements), min_size=1, max_size=2, unique=True))
        relation = draw(st.sampled_from(["supports", "tests", "undermines"]))
        verdict = "contested" if relation == "tests" else None
        said = {"note": draw(_texts), "warrant": draw(_texts)}
        links.append(
            Link(id=f"L{number}", premises=tuple(premises), target=target, relation=relation, verdict=verdict, **said)
        )
    return Graph(
        slug="hostile",
        title=draw(_texts),
        questions=(Question(id=labels[-1], text=draw(_texts)),),
        agents=(Agent(id="a", name=draw(_texts), names=({"text": draw(_texts)},)),),
        sources=(Source(id="s", type="archival", title=draw(_texts), repository=draw(_texts)),),
        claims=tuple(record for record in records if isinstance(record, Claim)),
        interpretations=tuple(record for record in records if isinstance(record, Interpretation)),
        evidence=tuple(record for record in records if isinstance(record, Evidence)),
        links=tuple(links),
    )


def _claim(draw: st.DrawFn, label: str) -> Claim:
    kind = draw(st.sampled_from(["perception", "finding"]))
    return Claim(id=label, text=draw(_texts), kind=kind, held_by=("a",), certainty_note=draw(_texts), note=draw(_texts))


def _interpretation(draw: st.DrawFn, label: str) -> Interpretation:
    return Interpretation(id=label, text=draw(_texts), by=("a",), school=draw(_texts), source="s", locator=draw(_texts))


def _evidence(draw: st.DrawFn, label: str) -> Evidence:
    return Evidence(
        id=label, summary=draw(_texts), source="s", quotation=draw(_texts), language="ru", translation=draw(_texts)
    )
