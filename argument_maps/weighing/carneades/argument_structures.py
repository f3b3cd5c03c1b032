"""The argument evaluation structure in a Carneades 4 file, of the file as it stands and not of the map made of it.

Its grounded labelling is that of Carneades (Gordon and Walton 2016, section 4). Standards of proof: *PE*, the heavier
argument; *CCE*, heavier by more than 0.5; *BRD*, that and the other lighter than 0.3. Rules are not applied, neither
schemes that conclude something nor schemes of issues: only the arguments and issues that the file itself has count.
The `weight` at an argument is what a former weighing came to, and counts for nothing.
"""

import operator
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from argument_maps.formats.carneades.argument_graphs import ANSWERS, normalise_atom, word_atom
from argument_maps.formats.carneades.entries import list_meta
from argument_maps.formats.carneades.yaml_trees import PlacedValue, parse_yaml
from argument_maps.formats.exchange import FormatProblem, ProblemWeight
from argument_maps.formats.file_contents import decode_letters
from argument_maps.weighing.carneades.weighing_functions import (
    BASIC_FUNCTIONS,
    CountedArgument,
    RivalArguments,
    WeighingFunction,
    build_weigher,
    list_looked_at,
    read_function,
)
from argument_maps.weighing.labelling.structures import ArgumentStructure, Issue, Standard
from models.errors import Phrase

CLEARLY_MORE = 0.5
REASONABLE_DOUBT = 0.3
_TRUE = ("true", "yes", "on", "1")


def is_clearly_heavier(weight: float, other: float) -> bool:
    """Tell whether a weight is greater by as much as clear and convincing evidence asks for."""
    return weight - other > CLEARLY_MORE


def is_beyond_doubt(weight: float, other: float) -> bool:
    """Tell whether a weight is clearly greater than another that leaves no reasonable doubt."""
    return is_clearly_heavier(weight, other) and other < REASONABLE_DOUBT


_STANDARDS: dict[str, Standard] = {"PE": operator.gt, "CCE": is_clearly_heavier, "BRD": is_beyond_doubt}


@dataclass(frozen=True, slots=True)
class WeighableGraph:
    """An argument graph to be weighed: its statements as the file writes them, in its order, and what it expects.

    Further statements of the structure, behind those that have names, stand for the undercutters of an argument that
    has several. `expected` are the labels that the file's tests ask for, also of statements that are nowhere else.
    """

    structure: ArgumentStructure
    names: tuple[str, ...]
    texts: tuple[str, ...]
    arguments: tuple[str, ...]
    expected: Mapping[str, str]
    problems: tuple[FormatProblem, ...]


def read_weighable_graph(data: bytes) -> WeighableGraph:
    """Return the argument graph in a file. Raises `UnreadableFile`."""
    text, problems = decode_letters(data)
    root, more = parse_yaml(text)
    graph = build_weighable_graph(root)
    return replace(graph, problems=(*problems, *more, *graph.problems))


def build_weighable_graph(root: PlacedValue) -> WeighableGraph:
    """Return the argument graph that a file in YAML holds."""
    return _GraphBuilder(root).build()


class _GraphBuilder:
    def __init__(self, root: PlacedValue) -> None:
        self._root = root
        self._structure = ArgumentStructure()
        self._problems: list[FormatProblem] = []
        # The numbers of statements by their normal names, and those names by number.
        self._numbers: dict[str, int] = {}
        self._names: list[str] = []
        self._written: list[str] = []
        # All positions of the issue that a statement is at.
        self._positions_with: dict[int, tuple[int, ...]] = {}

    def build(self) -> WeighableGraph:
        self._tell_rules()
        for name in self._list_section("statements"):
            self._find(name)
        issues = list(self._read_issues())
        arguments = [
            argument
            for name, entry in self._list_section("arguments").items()
            if (argument := self._read_argument(name, entry)) is not None
        ]
        for value in self._list_texts(self._root.get("assumptions")):
            self._structure.assumed.add(self._find(value.text))
        for name, entry in self._list_section("statements").items():
            if entry.words("assumed").casefold() in _TRUE:
                self._structure.assumed.add(self._find(name))
        names = len(self._names)
        self._structure.issues += issues
        self._add_arguments(arguments)
        expected = self._read_expected()
        written = [self._spelt.get(normalise_atom(name), name) for name in self._written[:names]]
        return WeighableGraph(
            self._structure,
            tuple(written),
            tuple(self._find_text(name) for name in self._names[:names]),
            tuple(argument.name for argument in arguments),
            expected,
            tuple(self._problems),
        )

    def _tell_rules(self) -> None:
        section = self._root.get("argument_schemes")
        for scheme in (section.items or ()) if section is not None else ():
            if scheme.get("conclusions") is not None:
                name = scheme.words("id")
                message = Phrase("“%(name)s” is a rule, from which Carneades makes arguments.", name=name[:80])
                self._tell(message, Phrase("No arguments are made of it."), scheme, name, ProblemWeight.OMITTED)
        for name, patterns in self._list_section("issue_schemes").items():
            message = Phrase("“%(name)s” is a rule, from which Carneades makes issues.", name=name[:80])
            self._tell(message, Phrase("No issues are made of it."), patterns, name, ProblemWeight.OMITTED)

    def _find_text(self, name: str) -> str:
        entry = self._statements.get(name)
        said = (entry.text or entry.words("text")) if entry is not None else ""
        return " ".join(said.split()) or word_atom(name, self._root.get("language"))

    @cached_property
    def _statements(self) -> dict[str, PlacedValue]:
        return {normalise_atom(name): entry for name, entry in self._list_section("statements").items()}

    def _list_section(self, name: str) -> dict[str, PlacedValue]:
        section = self._root.get(name)
        return (section.entries or {}) if section is not None else {}

    def _list_texts(self, section: PlacedValue | None) -> Iterator[PlacedValue]:
        return (value for value in section.list_texts() if value.text.strip()) if section is not None else iter(())

    def _find(self, text: str) -> int:
        """Return the number of the statement of this name, a new one where the file has not named it before."""
        name = normalise_atom(text)
        if name not in self._numbers:
            self._numbers[name] = self._structure.add_statement()
            self._names.append(name)
            self._written.append(text.strip())
        return self._numbers[name]

    def _read_issues(self) -> Iterator[Issue]:
        for name, entry in self._list_section("issues").items():
            found = dict.fromkeys(self._find(value.text) for value in self._list_texts(entry.get("positions")))
            positions = tuple(position for position in found if position not in self._positions_with)
            standard = entry.words("standard").upper()
            if not positions:
                continue
            self._positions_with |= dict.fromkeys(positions, positions)
            yield Issue(positions, _STANDARDS.get(standard, operator.gt))
            if standard and standard not in _STANDARDS:
                message = Phrase("There is no standard “%(standard)s”.", standard=standard[:80])
                self._tell(message, Phrase("It is weighed as PE."), entry, name)

    def _read_argument(self, name: str, entry: PlacedValue) -> CountedArgument | None:
        conclusion = entry.words("conclusion")
        if not conclusion:
            return None
        section = entry.get("premises")
        named = [value for value in (section.entries or {}).values() if value.text.strip()] if section else []
        premises = [self._find(value.text) for value in named or self._list_texts(section)]
        target = self._find(conclusion)
        undercutters = [
            self._find(value.text)
            for part in ("undercutter", "exceptions")
            for value in self._list_texts(entry.get(part))
        ]
        scheme = entry.words("scheme")
        function, properties = self._find_scheme(scheme)
        if function is None:
            message = Phrase("The scheme “%(scheme)s” has no weighing function.", scheme=scheme[:80])
            outcome = Phrase("The argument is weighed as linked.")
            self._tell(message, outcome, entry, name, ProblemWeight.NOTED)
        return CountedArgument(
            name.strip(),
            tuple(premises),
            target,
            tuple(dict.fromkeys(undercutters)),
            function or WeighingFunction(),
            properties,
        )

    def _find_scheme(self, scheme: str) -> tuple[WeighingFunction | None, dict[str, Any]]:
        """Return how arguments of a scheme are weighed, and what its `meta` says of it."""
        if not scheme:
            return WeighingFunction(), {}
        if scheme in self._schemes:
            return self._schemes[scheme]
        folded = scheme.casefold()
        if folded in self._functions:
            return self._functions[folded], {}
        return (WeighingFunction(folded), {}) if folded in BASIC_FUNCTIONS else (None, {})

    @cached_property
    def _functions(self) -> dict[str, WeighingFunction]:
        functions: dict[str, WeighingFunction] = {}
        for name, body in self._list_section("weighing_functions").items():
            function = read_function(body, functions)
            if function is None:
                self._tell_strange(name, body)
            functions[name.casefold()] = function or WeighingFunction()
        return functions

    @cached_property
    def _schemes(self) -> dict[str, tuple[WeighingFunction, dict[str, Any]]]:
        schemes = {}
        section = self._root.get("argument_schemes")
        for scheme in (section.items or ()) if section is not None else ():
            weight = scheme.get("weight")
            function = read_function(weight, self._functions)
            if function is None and weight is not None:
                self._tell_strange(scheme.words("id"), weight)
            properties = {name: value.build() for name, value in list_meta(scheme).items()}
            schemes[scheme.words("id")] = (function or WeighingFunction(), properties)
        return schemes

    def _tell_strange(self, name: str, place: PlacedValue) -> None:
        message = Phrase("“%(name)s” is weighed by what is no weighing function.", name=name[:80])
        self._tell(message, Phrase("It is weighed as linked."), place, name)

    def _tell(
        self,
        message: Phrase,
        outcome: Phrase,
        value: PlacedValue,
        name: str,
        weight: ProblemWeight = ProblemWeight.CHANGED,
    ) -> None:
        self._problems.append(FormatProblem(message, outcome, value.place(name), weight))

    def _add_arguments(self, arguments: list[CountedArgument]) -> None:
        rivals: dict[int, RivalArguments] = {}
        for argument in arguments:
            first = self._positions_with.get(argument.conclusion, (argument.conclusion,))[0]
            if first not in rivals:
                rivals[first] = RivalArguments(is_at_issue=argument.conclusion in self._positions_with)
            rivals[argument.conclusion] = rivals[first]
            rivals[first].arguments.append(argument)
        joined: list[tuple[int, tuple[int, ...]]] = []
        for argument in arguments:
            conclusion = argument.conclusion
            undercutter = argument.undercutters[0] if argument.undercutters else -1
            if len(argument.undercutters) > 1:
                undercutter = self._structure.add_statement()
                joined.append((undercutter, argument.undercutters))
            number = self._structure.add_argument(
                list_looked_at(argument, self._names, self._positions_with),
                conclusion,
                rivals[conclusion].weigh_linked(argument),
                undercutter,
            )
            weigher = build_weigher(argument, self._names, self._positions_with)
            if weigher is not None:
                self._structure.weighers[number] = weigher
        for statement, undercutters in joined:
            for each in undercutters:
                self._structure.add_argument((each,), statement)

    @cached_property
    def _spelt(self) -> dict[str, str]:
        """The names as the tests of the file spell them, by their normal form."""
        return {normalise_atom(value.text): value.text.strip() for _, value in self._list_tested()}

    def _list_tested(self) -> Iterator[tuple[str, PlacedValue]]:
        for section in (self._root.get("labels"), self._root.get("tests")):
            for answer in ANSWERS:
                for value in self._list_texts(section.get(answer) if section is not None else None):
                    yield answer, value

    def _read_expected(self) -> dict[str, str]:
        expected = {
            name.strip(): entry.words("label").casefold()
            for name, entry in self._list_section("statements").items()
            if entry.words("label").casefold() in ANSWERS
        }
        return expected | {value.text.strip(): answer for answer, value in self._list_tested()}
