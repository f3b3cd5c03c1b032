"""What a Carneades 4 argument graph is as a map, and what of a file is kept beside the map.

The format is what `src/engine/caes/encoding/yaml/yaml.go` of carneades-4 reads. A map has of it:

- `statements`: claims with their `text`. Ids that are no labels become labels: `¬p` is `not-p`, `¬app(a1)` is
  `not-app-a1`. An atom such as `expert(mary,law)` that is assumed or argued with and not declared becomes a claim in
  the words of `language`.
- `assumptions`, and `assumed: true` in a statement: the tag with the text “assumed” (`ASSUMED`).
- `arguments`: links that support the conclusion, with all `premises`; the roles of premises, a `scheme` that is none
  of ours (the weighing functions `linked`, `convergent`, `cumulative` and `factorized` among them) and the weight,
  stand in lines of the note: `roles: datum = s1, warrant = s2`, `scheme: convergent`, `weight: 0.5`. An argument
  without premises gets one that is assumed, a claim with the id of the argument as its text.
- `undercutter`: a link of its own, from that statement to the link of the argument.
- `issues`: questions, whose note has the line `standard: PE` (or CCE, BRD); the positions answer them.
- `tests` (before 4.2 `labels`): `CarneadesRemainder.expected`, by the labels of claims.
- `references`: sources.

Rules with variables are not applied. What an entry's `meta` says stands in its note; where it has `record`, as maps are
written, its other names are fields of that record. A map is written with all its fields in `meta`, and records that a
graph has no place for under `records` in its own. An attack on a statement `X` is an argument for `¬X`, at issue with
it; one on a link is an argument for its undercutter. Such statements and issues are marked `auxiliary`.
"""

import re
from dataclasses import dataclass, field

from argument_maps.formats.carneades.yaml_trees import PlacedValue
from argument_maps.graph import Graph
from models.vocabulary import RecordKind, Relation, Verdict

ASSUMED = "assumed"
STANDARDS = ("PE", "CCE", "BRD")
ANSWERS = ("in", "out", "undecided")
SECTIONS = (
    "meta",
    "language",
    "weighing_functions",
    "argument_schemes",
    "issue_schemes",
    "statements",
    "issues",
    "assumptions",
    "arguments",
    "references",
    "tests",
    "labels",
)
# Where records stand that have no section; links only where they are no arguments.
BESIDES = (RecordKind.TAG, RecordKind.QUESTION, RecordKind.AGENT, RecordKind.LINK, RecordKind.STANCE)
STANDARD_LINE = re.compile(r"^standard: (PE|CCE|BRD)$", re.MULTILINE)
WEIGHT_LINE = re.compile(r"^weight: ([0-9.eE+-]+)$", re.MULTILINE)
SCHEME_LINE = re.compile(r"^scheme: (.+)$", re.MULTILINE)
_ATOM = re.compile(r"([^\s(),]+)\((.*)\)", re.DOTALL)
_PRO = frozenset((Relation.SUPPORTS,))
_CON = frozenset((Relation.CHALLENGES, Relation.UNDERMINES, Relation.UNDERCUTS))
_FOR = frozenset((Verdict.CONFIRMED, Verdict.PARTLY_CONFIRMED))


@dataclass(frozen=True, slots=True)
class CarneadesRemainder:
    """A file as it was read: its tree, the map made of it, and what of the file is what of the map.

    `names` are the ids of records in the file. `expected` is what the file says that the evaluation of the graph
    comes to: “in”, “out” or “undecided”, by the labels of claims. `stand_ins` are the claims that stand in for the
    premise of an argument without any, `implied` those that are declared nowhere, `undercuts` the links that say the
    `undercutter` of an argument, by that argument's link.
    """

    root: PlacedValue
    graph: Graph
    names: dict[str, str]
    expected: dict[str, str] = field(default_factory=dict)
    stand_ins: frozenset[str] = frozenset()
    implied: frozenset[str] = frozenset()
    undercuts: dict[str, tuple[str, ...]] = field(default_factory=dict)


def weigh_relation(relation: str, verdict: str | None) -> int:
    """Return 1 where a link is an argument for its target, -1 against it, 0 where Carneades has no such argument."""
    if relation == Relation.TESTS:
        return 1 if verdict in _FOR else -1 if verdict == Verdict.CONTRADICTED else 0
    return 1 if relation in _PRO else -1 if relation in _CON else 0


def normalise_atom(text: str) -> str:
    """Return an atomic formula without spaces in it, any other id as it is but for those around it."""
    text = text.strip()
    return re.sub(r"\s+", "", text) if "(" in text else text


def word_atom(name: str, language: PlacedValue | None) -> str:
    """Return an atomic formula in the words of a language, or as it stands where that has no words for it."""
    predicate, terms = split_atom(name)
    template = language.words(f"{predicate}/{len(terms)}") if language is not None else ""
    words = re.split(r"%[sv]", template)
    if not template or len(words) != len(terms) + 1:
        return name
    return "".join(part + term for part, term in zip(words, [*terms, ""], strict=True))


def split_atom(name: str) -> tuple[str, list[str]]:
    """Return the predicate of an atomic formula and its terms, of any other id the id and no terms."""
    atom = _ATOM.fullmatch(name)
    return (atom[1], _split_terms(atom[2])) if atom else (name, [])


def _split_terms(text: str) -> list[str]:
    terms, depth = [""], 0
    for letter in text:
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if letter == "," and depth == 0:
            terms.append("")
        else:
            terms[-1] += letter
    return terms
