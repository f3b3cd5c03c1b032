"""What the project says of itself is so."""

import re
import tomllib
from pathlib import Path

import pytest

from models import text_vocabulary, vocabulary, weighing_vocabulary
from tests.architecture import reference
from tests.architecture.tracked import ROOMS, ROOT, modules, texts

SECTIONS = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
VERSION = re.compile(r"^## \[(?:Unreleased|(\d+\.\d+\.\d+))\](?: - (\d{4}-\d{2}-\d{2}))?$", re.MULTILINE)
TERMS = [
    value
    for module in (vocabulary, text_vocabulary, weighing_vocabulary)
    for value in vars(module).values()
    if isinstance(value, type) and issubclass(value, vocabulary.Term)
]

DOCUMENTS = sorted(str(path) for path in texts() if path.suffix == ".md" and path.parent in (Path(), Path("docs")))


def _text(name: str) -> str:
    return texts()[Path(name)]


@pytest.mark.parametrize("name", reference.TABLES)
def test_the_reference_lists_what_the_program_has(name: str) -> None:
    written = reference.read_written_table(name)
    assert written == reference.TABLES[name](), "run: .venv/bin/python -m tests.architecture.reference"


def test_every_setting_says_what_it_decides() -> None:
    assert [name for name, field in reference.Settings.model_fields.items() if not field.description] == []


def test_every_command_shows_an_example() -> None:
    rows = reference.commands_table().splitlines()[2:]
    assert [row for row in rows if "`sicetnon" not in row.rpartition(" | ")[2]] == []


def test_contributing_names_every_make_target() -> None:
    targets = set(re.findall(r"^([a-z-]+):.*## ", _text("Makefile"), re.MULTILINE))
    assert {"setup", "serve", "test", "bench", "soak", "lock"} <= targets
    assert {name for name in targets if f"`make {name}`" not in _text("CONTRIBUTING.md")} == {"help", "setup-dev"}


def test_the_readme_is_read_in_a_few_minutes() -> None:
    assert len(_text("README.md").splitlines()) <= 150


@pytest.mark.parametrize("document", DOCUMENTS)
def test_links_within_the_project_lead_somewhere(document: str) -> None:
    places = re.findall(r"\]\((?!https?://|#)([^)#]+)[^)]*\)", _text(document))
    assert [place for place in places if not ((ROOT / document).parent / place).exists()] == []


def test_every_document_is_found_in_the_guide() -> None:
    entries = re.search(r"```\{toctree\}\n.*?\n\n(.*?)```", _text("docs/index.md"), re.DOTALL)
    assert entries is not None
    named = {"docs/index.md", *(f"docs/{name}.md" for name in entries[1].split())}
    assert named == {name for name in DOCUMENTS if name.startswith("docs/")}


def test_every_picture_is_shown() -> None:
    named = {name for document in DOCUMENTS for name in re.findall(r"!\[[^]]+\]\(([^)]+)\)", _text(document))}
    assert {path.name for path in (ROOT / "docs" / "pictures").glob("*.png")} == {Path(name).name for name in named}


@pytest.mark.parametrize("document", ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "docs/glossary.md"])
def test_named_files_exist(document: str) -> None:
    pattern = r"`((?:api|argument_maps|models|renderers|tests|benchmarks|\.ci)/[\w./-]*)`"
    named = re.findall(pattern, _text(document))
    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_the_tests_that_the_architecture_names_exist() -> None:
    defined = {name for text in modules("tests").values() for name in re.findall(r"def (test_\w+)", text)}
    named = re.findall(r"`(test_\w+)`", _text("ARCHITECTURE.md"))
    assert len(named) >= 10
    assert [name for name in named if name not in defined] == []


def test_architecture_names_every_room() -> None:
    assert [room for room in (*ROOMS, "tests") if f"`{room}/`" not in _text("ARCHITECTURE.md")] == []


def test_changelog_keeps_to_its_form() -> None:
    text = _text("CHANGELOG.md")
    assert text.startswith("# Changelog\n")
    assert len(VERSION.findall(text)) == len(re.findall(r"^## ", text, re.MULTILINE))
    assert set(re.findall(r"^### (.*)$", text, re.MULTILINE)) <= SECTIONS


def test_changelog_has_the_present_version() -> None:
    version = tomllib.loads(_text("pyproject.toml"))["project"]["version"]
    assert version in [number for number, _ in VERSION.findall(_text("CHANGELOG.md"))]


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.__name__)
def test_every_word_of_a_vocabulary_is_explained_in_a_sentence(term: type[vocabulary.Term]) -> None:
    assert [member for member in term if not re.match(r"[A-Z].{4,}[.?]$", member.explanation)] == []
