"""Each format and each view is known wherever one chooses among them, and is written down in one table alone."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi import FastAPI
from typer.testing import CliRunner

from api.command_line import program
from api.pictures.deck_formats import DeckFormat
from api.pictures.export_formats import EXPORTS, LedgerFormat, PictureFormat
from api.pictures.format_definitions import ExportFormat
from api.pictures.text_formats import BibliographyFormat, OutlineFormat, ReadingFormat
from renderers.views.view_table import DEFAULT_VIEW, View
from tests.api.conftest import OnlyReading
from tests.architecture.tracked import texts

MAP = "/maps/korea-1950"
ENDINGS = {export.value for export in EXPORTS.values()}
TABLES = {
    Path("api/pictures/deck_formats.py"),
    Path("api/pictures/export_formats.py"),
    Path("api/pictures/format_definitions.py"),
    Path("api/pictures/text_formats.py"),
    Path("renderers/views/view_table.py"),
    Path("docs/reference.md"),
}
OPERATIONS = {
    "drawMap": PictureFormat,
    "readLedger": LedgerFormat,
    "readOutline": OutlineFormat,
    "readGuidedReading": ReadingFormat,
    "readBibliography": BibliographyFormat,
    "drawDeck": DeckFormat,
}
# What the raster process is asked for by name, and what it calls its own.
OTHER_LISTS = {Path("renderers/raster/raster_program.py")}
# So many of them within so many lines are a list.
MANY, LINES = 4, 4


def part(text: str, begin: str, end: str) -> str:
    """Return what stands between two marks, of which each has to be there."""
    assert begin in text
    assert end in text.partition(begin)[2]
    return text.partition(begin)[2].partition(end)[0]


def chosen_views(text: str) -> list[str]:
    """Return the values that the choice of a page's view offers."""
    return re.findall(r'<option value="([^"]*)"', part(text, '<select name="view"', "</select>"))


@pytest.fixture
def korea(with_korea: Callable[[str], FastAPI]) -> FastAPI:
    # What is said is the same on either database.
    return with_korea("sqlite")


@pytest.fixture
def reader(korea: FastAPI) -> OnlyReading:
    return OnlyReading(korea)


@pytest.fixture(scope="module")
def draw_help() -> str:
    shown = CliRunner().invoke(program, ["draw", "--help"], env={"COLUMNS": "200"})
    assert shown.exit_code == 0
    return re.sub(r"\s+", " ", shown.output)


@pytest.mark.parametrize("picture_format", list(PictureFormat), ids=str)
def test_a_format_is_on_the_menu_of_a_map_or_says_why_not(reader: OnlyReading, picture_format: PictureFormat) -> None:
    menu = part(reader.get(MAP).text, 'id="downloads"', "</details>")
    offered = (
        f'<a href="{MAP}.{picture_format}" download="korea-1950.{picture_format}">{picture_format.definition.title}'
    )
    assert (offered in menu) != bool(picture_format.definition.left_out_because)


@pytest.mark.parametrize("ledger_format", list(LedgerFormat), ids=str)
def test_a_format_is_offered_beside_the_ledger_or_says_why_not(
    reader: OnlyReading, ledger_format: LedgerFormat
) -> None:
    menu = part(reader.get(f"{MAP}/ledger").text, '<article class="ledger">', "</form>")
    offered = f'<a href="{MAP}/ledger.{ledger_format}" download>{ledger_format.definition.title}</a>'
    assert (offered in menu) != bool(ledger_format.definition.left_out_because)


@pytest.mark.parametrize(
    "export",
    [each for each in EXPORTS.values() if "style" in each.definition.uses and not isinstance(each, DeckFormat)],
    ids=lambda each: each.extension,
)
def test_a_text_with_notes_can_be_taken_from_its_page(reader: OnlyReading, export: ExportFormat) -> None:
    page = reader.get(f"{MAP}/with-notes?style=mla").text
    assert f'<a href="{MAP}/{export.extension}?style=mla" download="korea-1950.{export.extension}">' in page


@pytest.mark.parametrize("deck_format", list(DeckFormat), ids=str)
def test_a_deck_can_be_taken_from_the_page_of_figures(reader: OnlyReading, deck_format: DeckFormat) -> None:
    page = reader.get(f"{MAP}/figure?figure=page&question=Q2").text
    offered = (
        f'href="{MAP}/deck.{deck_format}?question=Q2&amp;style=chicago-notes" download="korea-1950-deck.{deck_format}"'
    )
    assert offered in page


@pytest.mark.parametrize("export", EXPORTS.values(), ids=EXPORTS)
def test_a_format_is_answered_as_the_table_says(reader: OnlyReading, export: ExportFormat) -> None:
    address = f"{MAP}.{export.extension}" if isinstance(export, PictureFormat) else f"{MAP}/{export.extension}"
    answer = reader.get(address, headers={"Accept-Encoding": "gzip"})
    assert answer.status_code == 200
    assert answer.content
    assert answer.headers["content-type"] == export.definition.media_type.header
    assert ("content-encoding" in answer.headers) != export.definition.media_type.is_compressed


@pytest.mark.parametrize("extension", EXPORTS)
def test_a_format_is_in_the_help_of_the_command_line(draw_help: str, extension: str) -> None:
    assert extension in part(draw_help, "One of ", ";").split(", ")


@pytest.mark.parametrize(("operation", "formats"), OPERATIONS.items())
def test_formats_are_in_the_description_of_the_api(korea: FastAPI, operation: str, formats: type[ExportFormat]) -> None:
    described = next(
        each
        for methods in korea.openapi()["paths"].values()
        for each in methods.values()
        if isinstance(each, dict) and each.get("operationId") == operation
    )
    lines = described["description"].splitlines()
    assert [each for each in formats if f"- `{each}`: {each.definition.explanation}" not in lines] == []
    assert set(described["responses"]["200"]["content"]) == {each.definition.media_type.name for each in formats}


def test_formats_are_in_the_reference() -> None:
    reference = texts()[Path("docs/reference.md")]
    for name, formats in (
        ("formats", PictureFormat),
        ("ledger formats", LedgerFormat),
        ("outline formats", OutlineFormat),
        ("reading formats", ReadingFormat),
        ("bibliography formats", BibliographyFormat),
        ("deck formats", DeckFormat),
    ):
        table = part(reference, f"<!-- {name} -->", f"<!-- end of {name} -->")
        assert [each for each in formats if f"| `.{each}` | {each.definition.explanation} |" not in table] == []


def test_an_unknown_format_is_answered_with_those_that_there_are(reader: OnlyReading) -> None:
    for address, formats in (
        (f"{MAP}.bmp", PictureFormat),
        (f"{MAP}/ledger.bmp", LedgerFormat),
        (f"{MAP}/outline.bmp", OutlineFormat),
    ):
        problem = reader.get(address, headers={"Accept": "application/json"})
        assert problem.status_code == 404
        assert ", ".join(formats) in problem.json()["remedy"]


def test_every_view_can_be_chosen_on_the_page_of_a_map(reader: OnlyReading) -> None:
    text = reader.get(MAP).text
    assert chosen_views(text) == list(View)
    assert [each for each in View if f">{each.definition.title}</option>" not in text] == []
    assert f'<option value="{DEFAULT_VIEW}" selected>' in text


def test_every_view_can_be_chosen_where_a_map_is_printed(reader: OnlyReading) -> None:
    assert set(chosen_views(reader.get(f"{MAP}/print?focus=P3").text)) == set(View)
    without_focus = [each for each in View if not each.definition.needs_focus]
    assert chosen_views(reader.get(f"{MAP}/print").text) == without_focus
    assert len(without_focus) < len(View)


def test_a_view_of_one_record_asks_for_it(reader: OnlyReading) -> None:
    for view in View:
        answer = reader.get(f"{MAP}.svg?view={view}")
        assert answer.status_code == (422 if view.definition.needs_focus else 200), view


def test_every_view_is_in_the_help_of_the_command_line(draw_help: str) -> None:
    assert part(draw_help, "--view <", ">").split("|") == list(View)


def test_every_view_is_in_the_description_of_the_api(korea: FastAPI) -> None:
    described = korea.openapi()
    assert described["components"]["schemas"]["View"]["enum"] == list(View)
    parameters = described["paths"]["/maps/{slug}.{extension}"]["get"]["parameters"]
    lines = next(each["description"] for each in parameters if each["name"] == "view").splitlines()
    assert [each for each in View if f"- `{each}`: {each.definition.explanation}" not in lines] == []


def test_every_view_is_in_the_reference() -> None:
    table = part(texts()[Path("docs/reference.md")], "<!-- views -->", "<!-- end of views -->")
    assert [each for each in View if f"| `{each}` | {each.definition.title} | " not in table] == []


def hand_lists(path: Path, text: str, names: set[str]) -> list[str]:
    """Return the lines at which many of the names stand together, whole and also with a dot in front."""
    word = re.compile(rf"(?<![\w.-])\.?({'|'.join(names)})(?![\w-])")
    lines = text.splitlines()
    spans = ("\n".join(lines[number : number + LINES]) for number in range(len(lines)))
    return [f"{path}:{number}" for number, span in enumerate(spans, 1) if len(set(word.findall(span))) >= MANY]


@pytest.mark.parametrize("names", [ENDINGS, set(View)], ids=["formats", "views"])
def test_there_is_no_other_list_by_hand(names: set[str]) -> None:
    assert hand_lists(Path("one"), f"Choose {', .'.join(sorted(names)[:MANY])}.", names) == ["one:1"]
    found = [
        place
        for path, text in texts().items()
        if path.parts[0] in ("api", "renderers", "docs") or len(path.parts) == 1
        if path.suffix in (".py", ".html", ".js", ".css", ".md") and "vendor" not in path.parts
        if path not in TABLES | OTHER_LISTS
        for place in hand_lists(path, text, names)
    ]
    assert found == []
