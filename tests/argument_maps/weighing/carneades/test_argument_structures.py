"""Argument graphs of Carneades 4 come to what their own tests ask for."""

from pathlib import Path

import pytest

from argument_maps.weighing.carneades.argument_structures import WeighableGraph, read_weighable_graph
from argument_maps.weighing.labelling.grounded import label_grounded
from argument_maps.weighing.labelling.labels import IN, OUT, UNDECIDED

# All examples of Carneades 4, those that are read as maps too among them.
_FOLDERS = (
    Path(__file__).parent / "files",
    Path(__file__).parents[2] / "formats" / "carneades" / "files",
)
FILES = {path.stem: path for folder in _FOLDERS for path in sorted(folder.glob("*.yml"))}
# Their tests ask for what their rules derive: arguments are made of schemes with variables, or issues of patterns.
RULES_NEEDED = {
    "abduction": {"rain", "undercut(a1)", "undercut(a2)", "more_coherent_explanation(weather,wet)"},
    "basic_event_calculus": {"holdsAt(wfh_required,3)", "notHoldsAt(wfh_required,5)"},
    "mcda-porsche": {"safety(volvo,medium)", "buy(volvo)"},
}
WORDS = {IN: "in", OUT: "out", UNDECIDED: "undecided"}


def read(text: str) -> WeighableGraph:
    return read_weighable_graph(text.encode())


def label(graph: WeighableGraph) -> dict[str, str]:
    labels = label_grounded(graph.structure).labels
    return {name: WORDS[labels[number]] for number, name in enumerate(graph.names)}


@pytest.mark.parametrize("name", FILES)
def test_examples_of_carneades_come_to_what_their_tests_ask_for(name: str) -> None:
    graph = read_weighable_graph(FILES[name].read_bytes())
    labels = label(graph)
    missed = {statement for statement, answer in graph.expected.items() if labels.get(statement) != answer}
    assert missed == RULES_NEEDED.get(name, set())
    assert not missed or any("is a rule" in str(problem.message) for problem in graph.problems)


def test_most_examples_have_tests_and_all_are_here() -> None:
    graphs = [read_weighable_graph(path.read_bytes()) for path in FILES.values()]
    assert (len(graphs), sum(bool(graph.expected) for graph in graphs)) == (43, 35)


def test_statements_are_called_and_ordered_as_the_file_has_them() -> None:
    graph = read(
        "statements: {'price(a, low)': Cheap., z: Z, 'says(x, y)': S}\n"
        "arguments: {a1: {premises: ['price(a,low)', w], conclusion: z}}\n"
        "assumptions: ['says(x,y)', 'price( a,low)']\ntests: {in: ['says(x,y)']}"
    )
    assert graph.names == ("price(a, low)", "z", "says(x,y)", "w")
    assert graph.texts == ("Cheap.", "Z", "S", "w")
    assert label(graph) == {"price(a, low)": "in", "z": "out", "says(x,y)": "in", "w": "out"}


@pytest.mark.parametrize(
    ("standard", "weight", "other", "winner"),
    [
        ("PE", 0.2, 0.1, "p"),
        ("PE", 0.2, 0.2, ""),
        ("CCE", 0.7, 0.1, "p"),
        ("CCE", 0.6, 0.1, ""),
        ("BRD", 0.9, 0.29, "p"),
        ("BRD", 0.9, 0.3, ""),
        ("brd", 0.1, 0.8, "q"),
    ],
)
def test_a_standard_asks_for_a_difference(standard: str, weight: float, other: float, winner: str) -> None:
    graph = read(
        f"statements: {{p: P, q: Q}}\nissues: {{i: {{positions: [p, q], standard: {standard}}}}}\n"
        f"argument_schemes: [{{id: s1, weight: {{constant: {weight}}}}}, {{id: s2, weight: {{constant: {other}}}}}]\n"
        "arguments: {a1: {scheme: s1, conclusion: p}, a2: {scheme: s2, conclusion: q}}"
    )
    assert label(graph) == {name: "in" if name == winner else "out" for name in "pq"}


@pytest.mark.parametrize(
    ("function", "assumed", "answer"),
    [
        ("linked", "a, b", "in"),
        ("linked", "a", "out"),
        ("convergent", "a", "in"),
        ("Convergent", "", "out"),
        ("cumulative", "a", "in"),
        ("cumulative", "", "out"),
        ("factorized", "a, b", "in"),
        ("factorized", "a", "out"),
        ("mine", "a, b", "in"),
        ("mine", "a", "out"),
        ("nothing", "a, b", "out"),
    ],
)
def test_a_scheme_is_weighed_by_its_function(function: str, assumed: str, answer: str) -> None:
    graph = read(
        "weighing_functions: {mine: {constant: 0.25}, nothing: {constant: 0}}\nstatements: {a: A, b: B, c: C}\n"
        f"arguments: {{a1: {{scheme: {function}, premises: [a, b], conclusion: c}}}}\nassumptions: [{assumed}]"
    )
    assert label(graph)["c"] == answer
    assert not graph.problems


def test_a_cumulative_argument_with_more_premises_in_outweighs_one_with_fewer() -> None:
    text = (
        "statements: {a: A, b: B, p: P, q: Q}\nissues: {i: {positions: [p, q]}}\narguments:\n"
        "  a1: {scheme: cumulative, premises: [a, b], conclusion: p}\n"
        "  a2: {scheme: cumulative, premises: [a, x, y], conclusion: q}\nassumptions: "
    )
    assert label(read(text + "[a]"))["p"] == "in"
    assert label(read(text + "[a, x, y]"))["q"] == "in"


PREFERENCE = """
weighing_functions:
  law: {preference: [{property: authority, order: [state, federal]}, {property: date, order: ascending}]}
argument_schemes:
  - {id: one, weight: law, meta: {authority: %s, date: %s}}
  - {id: other, weight: law, meta: {authority: %s, date: %s}}
statements: {p: P, q: Q}
issues: {i: {positions: [p, q]}}
arguments: {a1: {scheme: one, conclusion: p}, a2: {scheme: other, conclusion: q}}
"""


@pytest.mark.parametrize(
    ("one", "other", "winner"),
    [
        (("federal", "1989-06-14"), ("state", "2008-04-13"), "p"),
        (("state", "1989-06-14"), ("federal", "1988-04-13"), "q"),
        (("state", "1989-06-14"), ("state", "2008-04-13"), "q"),
        (("state", "2009"), ("state", "2008"), "p"),
        (("state", "1989-06-14"), ("state", "1989-06-14"), ""),
    ],
)
def test_a_preference_compares_property_by_property(one: tuple[str, str], other: tuple[str, str], winner: str) -> None:
    expected = {name: "in" if name == winner else "out" for name in "pq"}
    assert label(read(PREFERENCE % (*one, *other))) == expected


CRITERIA = """
argument_schemes:
  - id: buying
    weight:
      criteria:
        hard: [%s]
        soft:
          price: {factor: 1, values: {low: 1.0, high: 0.2}}
          safety: {factor: 3, values: {low: 0.0, high: 1.0}}
statements: {buy(volvo): V, buy(porsche): P}
issues:
  i1: {positions: [buy(volvo), buy(porsche)]}
  i2: {positions: ["safety(volvo,high)", "safety(volvo,low)"]}
arguments:
  a1: {scheme: buying, conclusion: buy(volvo), premises: ["price(volvo,high)", "safety(volvo,high)"]}
  a2: {scheme: buying, conclusion: buy(porsche), premises: ["price(porsche,low)", "safety(porsche,low)"]}
  a3: {conclusion: "safety(volvo,%s)"}
assumptions: ["price(volvo,high)", "price(porsche,low)", "safety(porsche,low)"]
"""


def test_criteria_are_a_weighted_mean_of_what_is_in_also_of_a_rival_of_a_premise() -> None:
    assert label(read(CRITERIA % ("", "high")))["buy(volvo)"] == "in"
    lower = label(read(CRITERIA % ("", "low")))
    assert (lower["safety(volvo,low)"], lower["buy(volvo)"], lower["buy(porsche)"]) == ("in", "out", "in")
    assert label(read(CRITERIA % ("1", "low")))["buy(volvo)"] == "out"


def test_several_undercutters_each_take_an_argument_out_of_the_count() -> None:
    text = (
        "statements: {a: A, p: P, u: U, v: V}\nassumptions: [a%s]\n"
        "arguments: {a1: {premises: [a], conclusion: p, undercutter: u, exceptions: [v]}}"
    )
    for assumed, answer in (("", "in"), (", u", "out"), (", v", "out"), (", u, v", "out")):
        graph = read(text % assumed)
        assert label(graph)["p"] == answer
        assert len(graph.names) == 4


def test_what_is_assumed_in_a_statement_is_in_and_its_rivals_are_out() -> None:
    graph = read(
        "statements: {p: {text: P, assumed: true}, q: Q}\nissues: {i: {positions: [p, q]}}\n"
        "arguments: {a1: {conclusion: q}}"
    )
    assert label(graph) == {"p": "in", "q": "out"}


def test_what_is_weighed_otherwise_than_the_file_says_is_told() -> None:
    graph = read(
        "statements: {p: P}\nissues: {i: {positions: [p], standard: XX}}\n"
        "argument_schemes: [{id: s, weight: {heavy: 3}}]\nweighing_functions: {w: {constant: much}}\n"
        "arguments: {a1: {conclusion: p, scheme: s}, a2: {conclusion: p, scheme: unheard}}"
    )
    told = [f"{problem.place.entry}: {problem.message} {problem.outcome}" for problem in graph.problems]
    assert told == [
        "i: There is no standard “XX”. It is weighed as PE.",
        "w: “w” is weighed by what is no weighing function. It is weighed as linked.",
        "s: “s” is weighed by what is no weighing function. It is weighed as linked.",
        "a2: The scheme “unheard” has no weighing function. The argument is weighed as linked.",
    ]
    assert label(graph) == {"p": "in"}
