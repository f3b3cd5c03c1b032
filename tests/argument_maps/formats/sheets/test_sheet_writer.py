"""What is written as sheets: no formulas, a mark at the beginning, and templates that explain themselves."""

import csv
import io
import zipfile
from collections.abc import Callable

import pytest
from python_calamine import CalamineWorkbook

from argument_maps.comparison.map_differences import FieldChange
from argument_maps.examples import read_korea_map
from argument_maps.formats.exchange import FormatWriting
from argument_maps.formats.native import build_graph_from_document, read_map_document
from argument_maps.formats.sheets.columns.column_meanings import EXAMPLES, MEANINGS
from argument_maps.formats.sheets.columns.sheet_columns import COLUMNS, SHEET_KINDS
from argument_maps.formats.sheets.sheet_reader import read_sheet
from argument_maps.formats.sheets.sheet_templates import TEMPLATE_KINDS, explain_columns, write_template
from argument_maps.formats.sheets.sheet_writer import write_csv_kind, write_csv_map, write_xlsx_map
from argument_maps.graph import Graph
from argument_maps.importing.planning import ImportStatus, plan_import
from argument_maps.values import Agent, Claim, Question
from models.vocabulary import RecordKind

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "'=1", "''+1", "x")


@pytest.fixture(scope="module")
def korea() -> Graph:
    return build_graph_from_document(read_map_document(read_korea_map())[0])


def build_formulas() -> Graph:
    claims = tuple(Claim(id=f"C{number}", text=text) for number, text in enumerate(FORMULAS, start=1))
    return Graph(slug="any", title="=cmd|' /C calc'!A0", claims=claims)


def test_csv_begins_with_a_mark_and_holds_no_formula() -> None:
    data = write_csv_map(build_formulas()).data
    assert data.startswith(b"\xef\xbb\xbfrecord,")
    cells = [cell for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")) for cell in row]
    assert "'=cmd|' /C calc'!A0" in cells
    assert not [cell for cell in cells if cell.lstrip()[:1] in ("=", "+", "-", "@")]


def test_a_workbook_holds_texts_only() -> None:
    data = write_xlsx_map(build_formulas()).data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheets = [archive.read(name).decode() for name in archive.namelist() if "worksheets/sheet" in name]
        styles = archive.read("xl/styles.xml").decode()
    assert len(sheets) == 2
    assert all("<f" not in sheet and "<v>" in sheet and "hyperlink" not in sheet for sheet in sheets)
    assert all(cell.split(">")[0].endswith('t="s"') for sheet in sheets for cell in sheet.split("<c ")[1:])
    assert 'quotePrefix="1"' in styles


@pytest.mark.parametrize("write", [write_csv_map, write_xlsx_map])
def test_what_began_like_a_formula_comes_back(write: Callable[[Graph], FormatWriting]) -> None:
    told = build_formulas()
    writing = write(told)
    read = read_sheet(writing.data).graph
    assert read.title == told.title
    kept = {claim.id: claim.text for claim in read.claims}
    lost = {label for loss in writing.losses for label in loss.labels}
    assert kept == {claim.id: claim.text for claim in told.claims}
    assert not lost


def test_one_map_gives_the_same_workbook_every_time(korea: Graph) -> None:
    assert write_xlsx_map(korea).data == write_xlsx_map(korea).data


def test_the_records_of_one_kind_are_a_table_of_their_own(korea: Graph) -> None:
    reading = read_sheet(write_csv_kind(korea, RecordKind.AGENT))
    assert reading.graph.agents == korea.agents
    assert write_csv_kind(korea, RecordKind.STANCE).startswith(b"\xef\xbb\xbfid,agent,target,stance")


def test_what_a_cell_does_not_hold_is_a_loss() -> None:
    claim = Claim(id="C1", text="A", note="ends \n", when="2002-07")
    agent = Agent(id="A1", name="N", aliases=("a\\", "b"))
    told = Graph(slug="any", title="T", claims=(claim,), agents=(agent,))
    losses = {(loss.kind, loss.field, loss.labels) for loss in write_csv_map(told).losses}
    assert losses == {
        (RecordKind.CLAIM, "note", ("C1",)),
        (RecordKind.CLAIM, "written_dates", ("C1",)),
        (RecordKind.AGENT, "aliases", ("A1",)),
    }


@pytest.mark.parametrize("kind", TEMPLATE_KINDS)
@pytest.mark.parametrize("file_format", ["xlsx", "csv"])
def test_a_template_can_be_sent_back_filled_in_and_its_example_is_no_record(kind: str, file_format: str) -> None:
    data = write_template(kind, file_format)  # type: ignore[arg-type] # one of the two
    assert read_sheet(data, kind=kind).graph == Graph(slug="untitled", title="Untitled")


@pytest.mark.parametrize("kind", ["claim", "source", "agent", "question", "interpretation", "tag"])
def test_a_row_below_the_example_of_a_table_is_a_record(kind: str) -> None:
    rows = list(csv.reader(io.StringIO(write_template(kind, "csv").decode("utf-8-sig"))))
    named = next(column.field for column in COLUMNS[kind] if column.is_required and not column.terms)
    filled = io.StringIO()
    csv.writer(filled).writerows([*rows, ["Words" if heading == named else "" for heading in rows[0]]])
    assert read_sheet(filled.getvalue().encode()).counts == {f"{kind}s": 1}


@pytest.mark.parametrize("kind", SHEET_KINDS)
def test_every_column_is_explained_and_examples_are_of_columns(kind: str) -> None:
    assert all(MEANINGS[column.field] for column in COLUMNS[kind])
    assert EXAMPLES[kind].keys() <= {column.heading for column in COLUMNS[kind]}


def test_a_template_lists_the_allowed_words_and_offers_them() -> None:
    data = write_template(RecordKind.CLAIM)
    explained = {row[0]: row for row in explain_columns(RecordKind.CLAIM)}
    assert "perception (What contemporaries believed" in explained["kind"][3]
    with CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
        assert workbook.sheet_names == ["Claims", "Explanation"]
        assert workbook.get_sheet_by_index(1).to_python()[1][0] == "id"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert '"perception,response,finding,assertion"' in archive.read("xl/worksheets/sheet1.xml").decode().replace(
            "&quot;", '"'
        )


def test_a_corrected_sheet_says_what_it_would_change(korea: Graph) -> None:
    lines = write_csv_kind(korea, RecordKind.AGENT).decode("utf-8-sig").split("\r\n")
    first = korea.agents[0]
    lines[1] = lines[1].replace(first.name, "Somebody Else")
    sent = "\r\n".join([*lines[:3], "P1,Of another kind", ",Someone New"])
    incoming = read_sheet(sent.encode(), here=korea, kind=RecordKind.AGENT).graph
    entries = plan_import(korea, incoming, lambda *_: "A99", updates_by_id=True).entries
    told = {entry.key: entry for entry in entries}
    assert told[korea.agents[1].id].status is ImportStatus.IDENTICAL
    assert told[first.id].changes == (FieldChange(name="name", before=first.name, after="Somebody Else"),)
    new = {entry.incoming.name for entry in entries if isinstance(entry.incoming, Agent) and entry.existing is None}
    assert new == {"Of another kind", "Someone New"}
    # What is here under that id and is of another kind stays.
    assert told["P1"].label == "A99"


def test_a_map_that_comes_back_as_it_went_changes_nothing() -> None:
    question = Question(id="Q1", text="Why?", when="1950-06-25", written_dates={"when": "25 June 1950"})
    told = Graph(slug="any", title="T", questions=(question,))
    for data in (write_csv_map(told).data, write_xlsx_map(told).data):
        plan = plan_import(told, read_sheet(data, here=told).graph, lambda *_: "Q99", updates_by_id=True)
        assert [(entry.key, entry.status) for entry in plan.entries] == [("Q1", ImportStatus.IDENTICAL)]
        assert plan.drafts == {}
