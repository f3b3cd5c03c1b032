"""YAML as a tree in which everything has its place, read so that one bad entry costs only itself.

Nothing is constructed but texts, lists and mappings (YAML 1.1 as PyYAML composes it); tags are passed over. Nesting
and what aliases multiply are bounded. Where the whole cannot be parsed, each part of the first level is, by itself, and
of a part that cannot, each of its entries.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from argument_maps.formats.exchange import FilePlace, FormatProblem, ProblemWeight, UnreadableFile
from models.errors import Phrase

MOST_LEVELS = 40
MOST_VALUES = 200_000
# What no YAML stream may hold (YAML 1.1, section 5.1).
_NOT_YAML = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SECTION = re.compile(r"^(?![\s#\-]).*$", re.MULTILINE)
_NULL, _INTEGER, _NUMBER, _TRUTH = (f"tag:yaml.org,2002:{name}" for name in ("null", "int", "float", "bool"))
Lines = Callable[[int], int]


@dataclass(slots=True)
class PlacedValue:
    """A value and its place: a text, a list, or a mapping by the texts of its keys, whose places its values have."""

    line: int
    column: int
    text: str = ""
    items: list["PlacedValue"] | None = None
    entries: dict[str, "PlacedValue"] | None = None
    node: yaml.Node | None = None

    def place(self, entry: str = "") -> FilePlace:
        """Return where it stands, with what the file calls it."""
        return FilePlace(self.line, self.column, entry=entry[:80])

    def get(self, name: str) -> "PlacedValue | None":
        """Return a value of a mapping, None where it has none of this name, or is none."""
        return self.entries.get(name) if self.entries is not None else None

    def words(self, name: str) -> str:
        """Return a text of a mapping, nothing where it has none."""
        value = self.get(name)
        return value.text.strip() if value is not None else ""

    def list_texts(self) -> Iterator["PlacedValue"]:
        """Go through the texts of a list, or the one text that stands for a list of one."""
        values = self.items if self.items is not None else [self] if self.text and self.entries is None else []
        return (value for value in values if value.items is None and value.entries is None)

    def build(self) -> Any:
        """Return the value as YAML means it, but for dates, which stay texts."""
        if self.entries is not None:
            return {name: value.build() for name, value in self.entries.items()}
        if self.items is not None:
            return [value.build() for value in self.items]
        return _read_scalar(self.text, self.node.tag if self.node is not None else "")


@dataclass(slots=True)
class _Budget:
    values: int = 0
    problems: list[FormatProblem] = field(default_factory=list)


def parse_yaml(text: str) -> tuple[PlacedValue, list[FormatProblem]]:
    """Return the mapping that a YAML text is, and what of it cannot be read. Raises `UnreadableFile`."""
    budget = _Budget()
    if _NOT_YAML.search(text):
        text = _NOT_YAML.sub("\ufffd", text)
        message = Phrase("The file holds characters that YAML does not allow.")
        outcome = Phrase("“\ufffd” stands in their place.")
        budget.problems.append(FormatProblem(message, outcome, weight=ProblemWeight.CHANGED))
    try:
        root = _compose(text, budget, lambda line: line)
    except yaml.YAMLError as error:
        root = _compose_parts(text, budget, error)
    if root is None or root.entries is None:
        raise UnreadableFile(
            Phrase("The YAML text is no mapping with names such as “statements”."),
            Phrase("Send an argument graph as Carneades 4 writes it."),
        )
    return root, budget.problems


def _compose(text: str, budget: _Budget, lines: Lines) -> PlacedValue | None:
    """Return the first document of a text. Raises `yaml.YAMLError`, and `UnreadableFile` beyond the bounds."""
    second = _measure(text)
    node = next(yaml.compose_all(text, Loader=yaml.CSafeLoader), None)
    if second is not None:
        message = Phrase("A second YAML document begins here.")
        place = FilePlace(lines(second.line) + 1, second.column + 1)
        budget.problems.append(FormatProblem(message, Phrase("Only the first one is read."), place))
    return _place_node(node, budget, lines, 0) if node is not None else None


def _measure(text: str) -> Any:
    """Return where a second document begins, None where none does. Raises as `_compose`, before anything recurs."""
    level, second, documents = 0, None, 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            level += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            level -= 1
        elif isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            second = event.start_mark if documents == 2 else second
        if level > MOST_LEVELS:
            raise UnreadableFile(
                Phrase("The YAML text is nested too deeply."), Phrase("Export it again, or make it of flat lists.")
            )
    return second


def _place_node(node: yaml.Node, budget: _Budget, lines: Lines, level: int) -> PlacedValue:
    budget.values += 1
    if budget.values > MOST_VALUES or level > MOST_LEVELS:
        raise UnreadableFile(
            Phrase("The YAML text says too much: its aliases repeat one another, or lead back to themselves."),
            Phrase("Export it without aliases (“&” and “*”)."),
        )
    mark = node.start_mark
    value = PlacedValue(lines(mark.line) + 1, mark.column + 1, node=node)
    if isinstance(node, yaml.SequenceNode):
        value.items = [_place_node(item, budget, lines, level + 1) for item in node.value]
    elif isinstance(node, yaml.MappingNode):
        value.entries = {}
        for key, item in node.value:
            inner = _place_node(item, budget, lines, level + 1)
            inner.line, inner.column = lines(key.start_mark.line) + 1, key.start_mark.column + 1
            _add_entry(value, key, inner, budget)
    elif node.tag != _NULL:
        value.text = node.value
    return value


def _add_entry(mapping: PlacedValue, key: yaml.Node, inner: PlacedValue, budget: _Budget) -> None:
    if not isinstance(key, yaml.ScalarNode):
        message, outcome = Phrase("A name here is a list or a mapping."), Phrase("What it names is left out.")
        budget.problems.append(FormatProblem(message, outcome, inner.place()))
        return
    _note_repeated(mapping, key.value, inner, budget)
    if mapping.entries is not None:
        mapping.entries[key.value] = inner


def _compose_parts(text: str, budget: _Budget, error: yaml.YAMLError) -> PlacedValue:
    """Return what can be read of a text that cannot be as a whole: its sections, or their entries."""
    lines = text.split("\n")
    starts = [number for number, line in enumerate(lines) if _SECTION.match(line)]
    root = PlacedValue(1, 1, entries={})
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        for part, shift in _list_readable(lines, start, end, budget):
            read = _compose_quietly(part, budget, shift)
            if read is not None and read.entries is not None:
                _merge(root, read, budget)
    if not root.entries:
        line, column, reason = _locate(error)
        raise UnreadableFile(
            Phrase(
                "The YAML text goes wrong at line %(line)s, column %(column)s: %(reason)s.",
                line=line,
                column=column,
                reason=reason,
            ),
            Phrase("Mend it there, or export it again."),
        ) from None
    return root


def _list_readable(lines: list[str], start: int, end: int, budget: _Budget) -> Iterator[tuple[str, Lines]]:
    """Yield a section, or else its entries each below the name of the section, with where their lines are."""
    section = "\n".join(lines[start:end])
    if _find_error(section) is None:
        yield section, lambda line: line + start
        return
    stripped = {number: lines[number].lstrip() for number in range(start + 1, end)}
    body = [number for number, line in stripped.items() if line and not line.startswith("#")]
    depth = min((_indent(lines[number]) for number in body), default=0)
    entries = [number for number in body if _indent(lines[number]) == depth]
    if not entries:
        _tell(section, start, budget)
        return
    for first, last in zip(entries, [*entries[1:], end], strict=True):
        part = "\n".join((lines[start], *lines[first:last]))
        if _find_error(part) is None:
            yield part, lambda line, first=first: start if line == 0 else line + first - 1  # type: ignore[misc] # bound for this entry
        else:
            _tell(part, first - 1, budget)


def _tell(part: str, shift: int, budget: _Budget) -> None:
    line, column, reason = _locate(_find_error(part))
    message = Phrase("This entry is no sound YAML: %(reason)s.", reason=reason)
    budget.problems.append(FormatProblem(message, Phrase("It is left out."), FilePlace(line + shift, column)))


def _compose_quietly(part: str, budget: _Budget, lines: Lines) -> PlacedValue | None:
    try:
        return _compose(part, budget, lines)
    except yaml.YAMLError:
        return None


def _find_error(text: str) -> yaml.YAMLError | None:
    try:
        _measure(text)
        next(yaml.compose_all(text, Loader=yaml.CSafeLoader), None)
    except yaml.YAMLError as error:
        return error
    return None


def _locate(error: yaml.YAMLError | None) -> tuple[int, int, str]:
    mark = getattr(error, "problem_mark", None)
    reason = getattr(error, "problem", None) or "it cannot be parsed"
    return (mark.line + 1, mark.column + 1, reason) if mark is not None else (1, 1, reason)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _merge(root: PlacedValue, read: PlacedValue, budget: _Budget) -> None:
    for name, value in (read.entries or {}).items():
        known = root.get(name)
        if known is not None and known.entries is not None and value.entries is not None:
            for key, entry in value.entries.items():
                _note_repeated(known, key, entry, budget)
                known.entries[key] = entry
        elif known is not None and known.items is not None and value.items is not None:
            known.items += value.items
        elif root.entries is not None:
            _note_repeated(root, name, value, budget)
            root.entries[name] = value
            continue
        if known is not None:
            # What was joined has no node of its own.
            known.node = None


def _note_repeated(mapping: PlacedValue, name: str, value: PlacedValue, budget: _Budget) -> None:
    if mapping.get(name) is not None:
        message = Phrase("“%(name)s” stands twice in one mapping.", name=name[:80])
        budget.problems.append(FormatProblem(message, Phrase("The last one is read."), value.place(name)))


def _read_scalar(text: str, tag: str) -> Any:
    if tag == _NULL:
        return None
    if tag == _TRUTH:
        return text.lower() in ("true", "yes", "on")
    try:
        if tag == _INTEGER and len(text) < 20:
            return int(text)
        if tag == _NUMBER:
            return float(text)
    except ValueError:
        return text
    return text


class _TreeDumper(yaml.CSafeDumper):
    """Writes values, and among them nodes as they were read."""

    def ignore_aliases(self, _: Any) -> bool:
        """Write everything out, without aliases."""
        return True


def _take_node(_: _TreeDumper, node: yaml.Node) -> yaml.Node:
    return node


for _node_class in (yaml.ScalarNode, yaml.SequenceNode, yaml.MappingNode):
    _TreeDumper.add_representer(_node_class, _take_node)


def build_node(value: PlacedValue) -> yaml.Node:
    """Return a value as the node that it was read from, or, where it was put together, as one of what is in it."""
    if value.node is not None:
        return value.node
    if value.entries is None:
        return yaml.SequenceNode("tag:yaml.org,2002:seq", [build_node(item) for item in value.items or ()])
    pairs = [
        (yaml.ScalarNode("tag:yaml.org,2002:str", name), build_node(inner)) for name, inner in value.entries.items()
    ]
    return yaml.MappingNode("tag:yaml.org,2002:map", pairs)


def write_yaml(value: Any) -> bytes:
    """Return a value, with nodes in it, as a YAML text in UTF-8."""
    text = yaml.dump(value, Dumper=_TreeDumper, sort_keys=False, allow_unicode=True, width=120)
    return str(text).encode()
