"""Every class that a style sheet, a script or a browser test looks for is given to some element."""

import ast
import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

import api
import models.text_vocabulary
import models.vocabulary
import models.weighing_vocabulary
import renderers
from api.http.asset_files.asset_addresses import STATIC_FOLDER
from api.pages.templating import TEMPLATE_FOLDERS
from renderers.style import RELATIONS, THEMES
from renderers.text.accessible_names import slugify

STYLES = sorted((STATIC_FOLDER / "styles").glob("*.css"))
SCRIPTS = sorted((STATIC_FOLDER / "scripts").rglob("*.js"))
TEMPLATES = sorted(file for folder in TEMPLATE_FOLDERS for file in folder.glob("*.html"))
BROWSER_TESTS = sorted((Path(__file__).parents[2] / "browser").rglob("*.py"))
NAME = r"[A-Za-z][\w-]*"
JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
STRING = re.compile(r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`")
COMMENT = re.compile(r"^\s*//[^\n]*$|/\*.*?\*/", re.DOTALL | re.MULTILINE)
# How scripts give an element its classes: what the last string before this ends with is one of them.
GIVING = re.compile(r"className(?::|\s*=)(?:[^\"]|\"\")*$|\bclass\"?[:,] $|classList\??\.\w+\((?:\"[\w-]+\", )*$")
FINDING = re.compile(r"(?:querySelector(?:All)?|closest|matches)\($")
# Selectors that are written once, as a constant.
CONSTANT = re.compile(r"^(?:export )?const [A-Z]+ = (?:\[.*)?$")
SELECTOR = re.compile(r"^[.#]| ")
# What differs between two maps, and Swagger UI, which makes its own elements.
DIFFERENCES = {"added", "changed", "removed", "contested"}
SWAGGER = re.compile(r"^#api ")


def _classes_in(selector: str) -> set[str]:
    return set(re.findall(rf"\.({NAME})", re.sub(r"\[[^\]]*\]|\$\{.*?\}", "", selector)))


def _selectors(sheet: str) -> Iterator[str]:
    for head in re.findall(r"([^{};]+)\{", re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)):
        if not head.strip().startswith(("@", "from", "to")) and not SWAGGER.search(head.strip()):
            yield head


def _attributes(markup: str) -> Iterator[str]:
    """Yield what stands in each attribute `class`, with whatever Jinja makes of it."""
    for attribute in re.finditer(r"(?<![\w-])class=\"", markup):
        end = attribute.end()
        while markup[end] != '"':
            made = JINJA.match(markup, end)
            end = made.end() if made else end + 1
        yield markup[attribute.end() : end]


def _template_classes() -> Iterator[str]:
    """Yield the classes of templates, with a star for what an expression adds to a word."""
    for template in TEMPLATES:
        text = template.read_text("utf-8")
        blocks = re.findall(r"\{% block body_class %\}([^{]*)", text)
        for attribute in [*_attributes(text), *blocks]:
            for expression in JINJA.findall(attribute):
                for string in re.findall(r"\"([^\"]*)\"", expression):
                    yield from string.split()
            bare = re.sub(r"\{%.*?%\}", " ", attribute)
            yield from (each for each in re.sub(r"\{\{.*?\}\}", "*", bare).split() if each != "*")


def _strings(script: str) -> Iterator[tuple[str, str]]:
    """Yield each string of a script with the line before it."""
    text = COMMENT.sub("", script)
    for string in STRING.finditer(text):
        yield text[text.rfind("\n", 0, string.start()) + 1 : string.start()], string[0][1:-1]


def _script_classes() -> Iterator[str]:
    for script in SCRIPTS:
        for before, string in _strings(script.read_text("utf-8")):
            if GIVING.search(before):
                yield from string.split()


def _python_classes() -> Iterator[str]:
    """Yield the classes in markup that Python writes, and those of the groups of a picture."""
    folders = (Path(room.__file__ or "").parent for room in (api, renderers))
    for module in (file for folder in folders for file in folder.rglob("*.py")):
        for node in ast.walk(ast.parse(module.read_text("utf-8"))):
            match node:
                case ast.Constant(value=str(text)):
                    for attribute in re.findall(r"\bclass=\"([^\"]*)", text):
                        yield from attribute.split()
                case (
                    ast.Call(func=ast.Attribute(attr="_wrap_in_group"), args=[classes, *_])
                    | ast.Assign(targets=[ast.Name(id="classes")], value=classes)
                ):
                    for part in ast.walk(classes):
                        if isinstance(part, ast.Constant) and isinstance(part.value, str):
                            yield from part.value.split()


def _words_of_the_vocabulary() -> set[str]:
    modules = (models.vocabulary, models.text_vocabulary, models.weighing_vocabulary)
    terms = (each for module in modules for each in vars(module).values() if isinstance(each, type))
    words = {str(word) for term in terms if issubclass(term, models.vocabulary.Term) for word in term}
    return {slugify(word) for word in words} | {signs.hue for signs in RELATIONS.values()} | set(THEMES)


def _given_classes() -> set[str]:
    return {*_template_classes(), *_script_classes(), *_python_classes(), *_words_of_the_vocabulary(), *DIFFERENCES}


def _missing(sought: set[str]) -> list[str]:
    given = _given_classes()
    patterns = [each for each in given if "*" in each]
    return sorted(each for each in sought - given if not any(fnmatchcase(each, pattern) for pattern in patterns))


def test_every_class_in_a_style_sheet_is_given_to_an_element() -> None:
    sought = {name for sheet in STYLES for head in _selectors(sheet.read_text("utf-8")) for name in _classes_in(head)}
    assert len(sought) > 250
    assert _missing(sought) == []


def test_every_class_that_a_script_looks_for_is_given_to_an_element() -> None:
    sought = {
        name
        for script in SCRIPTS
        for before, string in _strings(script.read_text("utf-8"))
        if FINDING.search(before) or (CONSTANT.search(before) and SELECTOR.search(string))
        for name in _classes_in(string)
    }
    assert len(sought) > 30
    assert _missing(sought) == []


def test_every_class_that_a_browser_test_looks_for_is_given_to_an_element() -> None:
    sought = set()
    for module in BROWSER_TESTS:
        for node in ast.walk(ast.parse(module.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "locator":
                strings = [each.value for each in ast.walk(node.args[0]) if isinstance(each, ast.Constant)]
                sought |= {name for each in strings if isinstance(each, str) for name in _classes_in(each)}
    assert len(sought) > 50
    assert _missing(sought) == []


def test_every_style_sheet_and_script_that_a_template_asks_for_is_there() -> None:
    asked = {name for file in TEMPLATES for name in re.findall(r"asset\(\"([^\"]+)\"\)", file.read_text("utf-8"))}
    assert len(asked) > 10
    assert [name for name in sorted(asked) if not (STATIC_FOLDER / name).is_file()] == []
