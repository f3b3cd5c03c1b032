"""What errors say is found in the code: every template is a literal, and whoever raises an error gives it phrases."""

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.phrases import messages
from models.errors import MapError, Phrase
from tests.architecture.tracked import ROOMS, modules

CONSTRUCTORS = {"Phrase": 1, "pluralise_phrase": 2}
# What rebuilds a phrase from parts that were literals where it was made.
REBUILDERS = {Path("models/errors/phrases.py"), Path("argument_maps/reading/reading_program.py")}


def _called(node: ast.Call) -> str:
    match node.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def _calls() -> Iterator[tuple[str, ast.Call]]:
    for path, text in modules(*ROOMS).items():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call):
                yield f"{path}:{node.lineno}", node


def _errors() -> Iterator[type[MapError]]:
    """Yield every class of errors that the program has, having loaded all of it."""
    for room in ROOMS:
        for module in pkgutil.walk_packages(importlib.import_module(room).__path__, f"{room}."):
            if ".migrations." not in module.name and not module.name.endswith("__main__"):
                importlib.import_module(module.name)
    waiting = [MapError]
    while waiting:
        error = waiting.pop()
        # Tests make errors of their own.
        if error.__module__.partition(".")[0] in ROOMS:
            yield error
        waiting += error.__subclasses__()


def _literal(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def test_every_template_is_a_literal_whose_names_have_values() -> None:
    wrong = []
    number = 0
    for place, call in _calls():
        templates = CONSTRUCTORS.get(_called(call))
        if templates is None:
            continue
        number += 1
        literals = [_literal(node) for node in call.args[:templates]]
        names = {keyword.arg for keyword in call.keywords} | ({"num"} if templates > 1 else set())
        for literal in literals:
            fits = literal is not None and literal.strip() and names >= set(_names_in(literal))
            # Without values nothing is put in: a name would stay as it is.
            if not fits:
                wrong.append((place, literal))
    assert wrong == []
    assert number > 200


def _names_in(template: str) -> list[str]:
    return [part.partition(")s")[0] for part in template.split("%(")[1:]]


def test_phrases_are_rebuilt_only_from_parts_of_phrases() -> None:
    rebuilding = {
        Path(place.partition(":")[0])
        for place, call in _calls()
        if isinstance(call.func, ast.Attribute)
        and call.func.attr == "fill"
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id in ("Phrase", "cls")
    }
    assert rebuilding == REBUILDERS


def test_every_error_is_raised_with_phrases_and_nothing_composed() -> None:
    places = {error.__name__: _find_phrase_places(error) for error in _errors()}
    assert len(places) > 90
    composed, number = [], 0
    for place, call in _calls():
        for position, node in enumerate(call.args):
            if position in places.get(_called(call), ()):
                number += 1
                composed += [(place, ast.unparse(part)) for part in _alternatives(node) if not _is_phrase(part)]
    assert composed == []
    assert number > 100


def _find_phrase_places(error: type[MapError]) -> set[int]:
    """Return the positions of an error's arguments that are phrases, or lists of them."""
    annotations = [str(each.annotation) for each in inspect.signature(error.__init__).parameters.values()]
    return {place for place, each in enumerate(annotations[1:]) if "Phrase" in each and "tuple" not in each}


def _alternatives(node: ast.expr) -> list[ast.expr]:
    if isinstance(node, ast.IfExp):
        return [*_alternatives(node.body), *_alternatives(node.orelse)]
    return [node]


def _is_phrase(node: ast.expr) -> bool:
    """Tell whether an argument is a phrase, or the name of one, whose type mypy holds."""
    if isinstance(node, ast.Call):
        return _called(node) in {*CONSTRUCTORS, "_list_names", "put_together"}
    return isinstance(node, ast.Name | ast.Attribute | ast.List | ast.ListComp)


def test_what_is_composed_is_found() -> None:
    for source in (
        'f"It has {number} lines."',
        '"It has " + number',
        '"It has lines."',
        'text.format("x")',
        "str(error)",
    ):
        node = ast.parse(source, mode="eval").body
        assert not _is_phrase(node), source


@pytest.mark.parametrize("part", ["title", "phrases"])
def test_whatever_an_error_says_is_in_the_catalogue(part: str) -> None:
    catalogue = (messages.FOLDER / "messages.pot").read_text(encoding="utf-8")
    known = set(_read_messages(catalogue))
    if part == "title":
        titles = {error.__name__: error.title for error in _errors()}
        assert {name for name, title in titles.items() if not isinstance(title, Phrase)} == set()
        missing = {name: str(title) for name, title in titles.items() if title.template not in known}
    else:
        missing = {
            place: template
            for place, call in _calls()
            for node in call.args[: CONSTRUCTORS.get(_called(call), 0)]
            if (template := _literal(node)) is not None and template not in known
        }
    assert missing == {}


def _read_messages(catalogue: str) -> Iterator[str]:
    for line in catalogue.splitlines():
        if line.startswith(("msgid ", "msgid_plural ")):
            yield ast.literal_eval(line.partition(" ")[2])
