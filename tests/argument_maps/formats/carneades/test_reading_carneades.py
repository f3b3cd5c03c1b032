"""What an argument graph becomes on a map, what a weighing needs of it, and what is told."""

import time
from pathlib import Path

import pytest

from argument_maps.formats.carneades.reading import read_carneades
from argument_maps.formats.exchange import UnreadableFile
from argument_maps.formats.registry import recognise_format
from argument_maps.values import Link

# Examples of Carneades 4.
FILES = sorted((Path(__file__).parent / "files").glob("*.yml"))
GRAPH = """
meta:
  title: The letter
  source: An example
language:
  expert/2: "%s knows %s."
statements:
  p: He wrote it.
  ¬p: {text: He did not write it., label: out}
  hand: {text: It is in his hand., assumed: true}
  ¬app(a1): The hand proves nothing.
issues:
  i1: {positions: [p, ¬p], standard: BRD}
argument_schemes:
  - id: sign
    weight: {constant: 0.7}
  - id: rule
    variables: [X]
    premises: [wrote(X)]
    conclusions: [author(X)]
arguments:
  a1:
    scheme: expert_opinion
    conclusion: p
    premises: {major: hand, minor: "expert(ann, hands)"}
    undercutter: ¬app(a1)
  a2: {scheme: sign, conclusion: ¬p, premises: [hand]}
  a3: {conclusion: ¬app(a1), weight: 0.25}
assumptions: ["expert(ann,hands)"]
tests: {in: [hand], out: [p], undecided: [author(ann)]}
"""


def read(text: str) -> tuple[dict[str, Link], list[str], list[tuple[int | None, int | None]]]:
    """Return the links, the problems in words, and their places."""
    reading = read_carneades(text.encode())
    problems = [f"{problem.message} {problem.outcome}" for problem in reading.problems]
    places = [(problem.place.line, problem.place.column) for problem in reading.problems]
    return reading.graph.links_by_id, problems, places


def test_statements_arguments_and_issues_become_records() -> None:
    graph = read_carneades(GRAPH.encode()).graph
    assert (graph.title, graph.description) == ("The letter", "source: An example")
    assert {claim.id: claim.text for claim in graph.claims} == {
        "p": "He wrote it.",
        "not-p": "He did not write it.",
        "hand": "It is in his hand.",
        "not-app-a1": "The hand proves nothing.",
        "expert-ann-hands": "ann knows hands.",
        "a3-premise": "a3",
    }
    assert [(link.id, link.premises, link.relation, link.target, link.scheme) for link in graph.links] == [
        ("a1", ("hand", "expert-ann-hands"), "supports", "p", "argument from expert opinion"),
        ("a1-undercutter", ("not-app-a1",), "undercuts", "a1", None),
        ("a2", ("hand",), "supports", "not-p", "argument from sign"),
        ("a3", ("a3-premise",), "supports", "not-app-a1", None),
    ]
    assert [(question.id, question.text) for question in graph.questions] == [
        ("i1", "He wrote it. / He did not write it.")
    ]


def test_what_a_weighing_needs_can_be_found() -> None:
    reading = read_carneades(GRAPH.encode())
    graph = reading.graph
    assert [claim.id for claim in graph.claims if claim.tags] == ["a3-premise", "expert-ann-hands", "hand"]
    assert [tag.text for tag in graph.tags] == ["assumed"]
    assert graph.questions[0].note == "standard: BRD"
    assert [claim.id for claim in graph.claims if claim.answers == "i1"] == ["not-p", "p"]
    assert [graph.links_by_id[label].note for label in ("a1", "a2", "a3")] == [
        "roles: major = hand, minor = expert(ann, hands)",
        "weight: 0.7",
        "weight: 0.25",
    ]
    assert reading.remainder.expected == {"hand": "in", "p": "out", "not-p": "out"}
    assert reading.counts["tests"] == {"in": 1, "out": 2, "undecided": 0}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_example_is_recognised_and_read_with_what_its_tests_name(path: Path) -> None:
    data = path.read_bytes()
    assert recognise_format(data).name == "carneades"
    reading = read_carneades(data)
    tests = reading.counts["tests"]
    assert isinstance(tests, dict)
    assert sum(tests.values()) == len(reading.remainder.expected) > 0
    assert all(len(link.premises) > 0 for link in reading.graph.links)
    supports = [link for link in reading.graph.links if link.relation == "supports"]
    assert len(supports) == reading.counts["arguments"]


def test_rules_with_variables_are_told_with_their_line() -> None:
    _, problems, places = read(GRAPH)
    rule = next(number for number, problem in enumerate(problems) if problem.startswith("“rule” is a rule"))
    assert places[rule] == (17, 5)
    assert not any("“sign” is a rule" in problem for problem in problems)


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("statements:\n  p: One\n  q: Two\n  p: Three\n", (4, 3), "“p” stands twice"),
        ("statements:\n  p: One\nargumentz: {}\n", (3, 1), "has no “argumentz”"),
        ("statements:\n  p: One\nassumptions: {p: yes}\n", (3, 1), "“assumptions” is not what it is"),
        ("statements: {p: One}\narguments:\n  a: {conclusion: p, premises: [r]}\n", (3, 33), "“r” is not declared"),
        ("statements: {p: One}\narguments:\n  a: {premises: [p]}\n", (3, 3), "has no conclusion"),
        ("statements: {p: One}\narguments:\n  a: {conclusion: p}\n", (3, 3), "has no premises"),
        ("statements: {p: One, q: Two}\nissues:\n  i: {positions: [p], standard: X}\n", (3, 3), "no standard “X”"),
        ("statements: {p: One}\nissues:\n  i: {positions: [p]}\n  j: {positions: [p]}\n", (4, 3), "issue twice"),
        ("statements: {p: One}\nissues:\n  i: words\n", (3, 3), "has no positions"),
        ("statements: {p: One}\ntests:\n  in: [q]\n", (3, 8), "“q” is tested and stands nowhere"),
        ("statements: {p: One}\nreferences:\n  r: {title: A book}\n", (3, 3), "what sort of source"),
        ("statements: {p: One}\n? [a, b]\n: 1\n", (2, 3), "a list or a mapping"),
        ("statements: {p: One}\n---\nstatements: {}\n", (2, 1), "second YAML document"),
    ],
)
def test_a_bad_entry_is_told_with_its_place(text: str, place: tuple[int, int], said: str) -> None:
    _, problems, places = read(text)
    assert any(said in problem and where == place for problem, where in zip(problems, places, strict=True)), (
        problems,
        places,
    )


def test_an_entry_that_is_no_yaml_costs_no_other() -> None:
    text = "statements:\n  p: One\n  q: 'Two\n  r: Three\narguments:\n  a: [p\n  b: {conclusion: p, premises: [r]}\n"
    links, problems, places = read(text)
    assert links["b"].premises == ("r",)
    assert [place for problem, place in zip(problems, places, strict=True) if "no sound YAML" in problem] == [
        (3, 10),
        (7, 1),
    ]


def test_an_alias_that_leads_nowhere_costs_only_its_entry() -> None:
    text = "statements:\n  p: One\n  q: *none\n  r: &three Three\n  s: Four\n"
    reading = read_carneades(text.encode())
    assert [claim.id for claim in reading.graph.claims] == ["p", "r", "s"]
    assert [problem.place.line for problem in reading.problems] == [3]


def test_aliases_are_bounded() -> None:
    laughs = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"a{number}: &a{number} [{', '.join([f'*a{number - 1}'] * 10)}]\n" for number in range(1, 12)
    )
    begun = time.perf_counter()
    for text in (laughs, "statements: &s {p: *s}\n"):
        with pytest.raises(UnreadableFile, match="aliases"):
            read_carneades(text.encode())
    assert time.perf_counter() - begun < 10


@pytest.mark.parametrize("text", ["", "words", "- a\n- b\n", "statements: " + "[" * 100_000, "- " * 50_000, "%"])
def test_what_is_no_argument_graph_is_refused(text: str) -> None:
    with pytest.raises(UnreadableFile):
        read_carneades(text.encode())


def test_tags_of_yaml_construct_nothing() -> None:
    graph = read_carneades(
        b"statements:\n  p: !!python/object/apply:os.getcwd []\n  q: !!python/name:os.system x\n"
    ).graph
    assert [claim.text for claim in graph.claims] == ["p", "x"]


def test_links_in_a_long_chain_are_dropped_in_a_time_that_goes_with_its_length() -> None:
    # Each attacks the next, the last is left out, since it is its own premise.
    count = 3_000
    lines = ["statements: {p: One}", "arguments:"]
    lines += [
        f"  a{number}: {{conclusion: p, premises: [p], meta: {{record: link, relation: undercuts, "
        f"attacks_argument: a{number + 1}}}}}"
        for number in range(count)
    ]
    lines.append(f"  a{count}: {{conclusion: p, premises: [p]}}")
    begun = time.perf_counter()
    links, problems, _ = read("\n".join(lines))
    assert links == {}
    assert len(problems) == count + 1
    assert time.perf_counter() - begun < 10


def test_references_are_sources() -> None:
    graph = read_carneades(b"statements: {p: One}\nreferences:\n  W1: {title: A book, creator: Ann}\n").graph
    assert [(source.id, source.type, source.title, source.note) for source in graph.sources] == [
        ("W1", "book", "A book", "creator: Ann")
    ]
