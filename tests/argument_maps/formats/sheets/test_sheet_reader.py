"""Sheets as historians keep them become records, and whatever is not understood is named with its cell."""

import datetime
import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xlsxwriter import Workbook

from argument_maps.formats.exchange import FormatProblem, FormatReading, ProblemWeight, UnreadableFile
from argument_maps.formats.sheets.sheet_layout import rate_headings
from argument_maps.formats.sheets.sheet_reader import read_sheet
from argument_maps.formats.sheets.tables.csv_tables import read_csv_table
from models.vocabulary import RecordKind

EXCERPTS = (
    "Zitat;Quelle;Seite;Bemerkung\n"
    "„Wir greifen an.“;Telegramm an Stalin;12;wichtig\n"
    "„Noch nicht.“;telegramm an  stalin;13;\n"
)


def write_workbook(sheets: dict[str, list[list[Any]]]) -> bytes:
    buffer = io.BytesIO()
    with Workbook(buffer, {"in_memory": True}) as workbook:
        day = workbook.add_format({"num_format": "dd/mm/yyyy"})
        for name, rows in sheets.items():
            sheet = workbook.add_worksheet(name)
            for number, row in enumerate(rows):
                for place, cell in enumerate(row):
                    if isinstance(cell, datetime.date):
                        sheet.write_datetime(number, place, cell, day)
                    elif cell is not None:
                        sheet.write(number, place, cell)
    return buffer.getvalue()


def list_faults(reading: FormatReading) -> list[tuple[str, ProblemWeight]]:
    return [(problem.place.cell, problem.weight) for problem in reading.problems]


def weighty(reading: FormatReading) -> list[FormatProblem]:
    return [problem for problem in reading.problems if problem.weight is ProblemWeight.OMITTED]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_table_is_read_whatever_sets_its_cells_and_lines_apart(separator: str, end: str, encoding: str) -> None:
    text = EXCERPTS.replace(";", separator).replace("\n", end)
    reading = read_sheet(text.encode(encoding))
    assert [item.quotation for item in reading.graph.evidence] == ["„Wir greifen an.“", "„Noch nicht.“"]
    assert [item.locator for item in reading.graph.evidence] == ["12", "13"]
    assert not weighty(reading)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    ("declared", "separator"), [("sep=;", ";"), ('"sep=|"', "|"), ("SEP=,", ","), ("sep=\t", "\t")]
)
def test_the_separator_that_a_first_line_tells_excel_is_taken(declared: str, separator: str, end: str) -> None:
    reading = read_sheet(f'{declared}{end}text{separator}note{end}A{separator}"one\ntwo"{end}'.encode())
    assert [(claim.text, claim.note) for claim in reading.graph.claims] == [("A", "one\ntwo")]
    assert not weighty(reading)


@given(st.lists(st.sampled_from(["a", '"', ",", "\n", "\r\n", "\r", " ", "é", "\x85", "'"]), max_size=30).map("".join))
def test_how_lines_end_makes_no_difference_to_the_cells(text: str) -> None:
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    table, problems = read_csv_table(text.encode(), rate_headings)
    same, same_problems = read_csv_table(unified.encode(), rate_headings)
    assert (table.rows, problems) == (same.rows, same_problems)


def test_a_source_that_is_only_named_becomes_a_record_once() -> None:
    reading = read_sheet(EXCERPTS.encode())
    assert [source.title for source in reading.graph.sources] == ["Telegramm an Stalin"]
    assert {item.source for item in reading.graph.evidence} == {"S1"}
    assert reading.counts == {"evidence": 2}
    assert ("B2", ProblemWeight.NOTED) in list_faults(reading)


def test_quoted_cells_hold_separators_quotation_marks_and_line_breaks() -> None:
    reading = read_sheet(b'text,note\r\n"A, ""B""","one\r\ntwo"\r\n')
    assert [(claim.text, claim.note) for claim in reading.graph.claims] == [('A, "B"', "one\ntwo")]


def test_a_quotation_mark_that_nothing_closes_costs_its_line_alone() -> None:
    reading = read_sheet(b'text,note\nA,"b\nC,d\nE,f\n')
    assert [claim.text for claim in reading.graph.claims] == ["A", "C", "E"]
    assert [(problem.place.line, problem.weight) for problem in reading.problems] == [(2, ProblemWeight.CHANGED)]


def test_an_unknown_column_is_named_unless_it_is_empty() -> None:
    reading = read_sheet(b"text,Farbe,leer,\nA,rot,,\nB,,,x\n")
    assert list_faults(reading) == [("B1", ProblemWeight.OMITTED), ("D1", ProblemWeight.OMITTED)]
    assert "Farbe" in reading.problems[0].message


def test_columns_are_chosen_by_hand() -> None:
    data = b"Satz,Farbe,Wer\nA,rot,Stalin\n"
    reading = read_sheet(data, columns={"Satz": "text", "Farbe": "", "Wer": "held_by"}, kind="claim")
    assert [(claim.text, claim.held_by) for claim in reading.graph.claims] == [("A", ("A1",))]
    assert not weighty(reading)
    with pytest.raises(UnreadableFile) as refusal:
        read_sheet(b"Satz,Farbe\nA,rot\n")
    assert "which kind of records" in refusal.value.remedy


def test_each_wrong_cell_is_named_with_what_was_expected() -> None:
    reading = read_sheet(
        write_workbook(
            {
                "Claims": [
                    ["id", "text", "certainty", "when", "answers"],
                    ["P1", "It rained.", "very", "32 June 1950", "Q9"],
                    ["P2", "It snowed.", "HIGH", "June 1950", None],
                ]
            }
        )
    )
    assert [problem.place.cell for problem in weighty(reading)] == ["Claims!C2", "Claims!D2", "Claims!E2"]
    assert "high, medium, low, unknown" in reading.problems[0].message
    assert [(claim.certainty, claim.when) for claim in reading.graph.claims] == [("unknown", None), ("high", "1950-06")]


def test_a_row_without_what_its_kind_needs_is_left_out_with_its_cell() -> None:
    reading = read_sheet(b"premises,relation,target\nE1,refutes,C1\n")
    assert {problem.place.cell for problem in weighty(reading)} == {"A2", "B2", "C2"}
    assert not reading.graph.links


def test_what_names_a_row_that_was_left_out_is_told_and_left_out_too() -> None:
    sheets: dict[str, list[list[Any]]] = {
        "Claims": [["id", "text"], ["C1", "A"], ["C2", None]],
        "Links": [["premises", "relation", "target"], ["C2", "supports", "C1"], ["C1; C2", "supports", "C1"]],
    }
    reading = read_sheet(write_workbook(sheets))
    assert [claim.id for claim in reading.graph.claims] == ["C1"]
    assert reading.graph.links == ()
    assert {"Claims!B3", "Links!A2", "Links!A3"} <= {problem.place.cell for problem in weighty(reading)}


def test_a_workbook_is_read_sheet_by_sheet_with_numbers_days_and_formulas_as_they_show() -> None:
    buffer = io.BytesIO()
    with Workbook(buffer, {"in_memory": True}) as workbook:
        day = workbook.add_format({"num_format": "dd/mm/yyyy"})
        claims = workbook.add_worksheet("Behauptungen")
        claims.merge_range(0, 0, 0, 3, "What was believed in 1950")
        claims.write_row(2, 1, ["Claim", "Date", "Question", "Note"])
        claims.write_string(4, 1, "It rained.")
        claims.write_datetime(4, 2, datetime.datetime(1950, 6, 25), day)  # noqa: DTZ001 # as the library wants it
        claims.write_number(4, 4, 1950)
        claims.write_formula(5, 1, '="It "&"snowed."', value="It snowed.")
        claims.write_number(5, 2, 1950)
        claims.write_formula(5, 4, "=1/0", value="#DIV/0!")
        claims.merge_range(4, 3, 5, 3, "Did it rain?")
        claims.write_comment(4, 1, "Says who?")
        workbook.add_worksheet("Leer")
    reading = read_sheet(buffer.getvalue())
    assert [(claim.text, claim.when, claim.note) for claim in reading.graph.claims] == [
        ("It rained.", "1950-06-25", "1950"),
        ("It snowed.", "1950", ""),
    ]
    # A cell that is merged over two rows belongs to both of them.
    assert {claim.answers for claim in reading.graph.claims} == {"Q1"}
    assert [question.text for question in reading.graph.questions] == ["Did it rain?"]
    assert ("Behauptungen!A1", ProblemWeight.NOTED) in list_faults(reading)
    assert ("Behauptungen!E6", ProblemWeight.OMITTED) in list_faults(reading)
    assert any("Says who?" in problem.message and problem.place.cell == "B5" for problem in reading.problems)


def test_the_number_by_which_excel_keeps_a_day_is_a_day_and_said_to_be_one() -> None:
    reading = read_sheet(b"text,when\nA,18439\n")
    assert reading.graph.claims[0].when == "1950-06-25"
    assert list_faults(reading) == [("B2", ProblemWeight.CHANGED)]


def test_an_id_is_kept_mended_or_given_and_names_follow() -> None:
    data = b"id,text,when\nP1,A,\n12 b,B,\nP1,C,\n,D,\n"
    reading = read_sheet(data)
    assert [(claim.id, claim.text) for claim in reading.graph.claims] == [
        ("C1", "D"),
        ("P1", "A"),
        ("P1-2", "C"),
        ("n12-b", "B"),
    ]
    assert list_faults(reading) == [("A3", ProblemWeight.CHANGED), ("A4", ProblemWeight.CHANGED)]


def test_a_row_can_say_which_kind_of_record_it_is() -> None:
    data = "record,id,title,text,source,summary\nmap,,The war,,,\nsource,S1,A book,,,\nclaim,C1,,It rained.,A book,\n"
    reading = read_sheet((data + "evidence,,,,S1,p\nnovel,,,,,x\n").encode())
    assert reading.graph.title == "The war"
    assert reading.graph.claims[0].source == "S1" == reading.graph.evidence[0].source
    # Nothing says of which type the source is.
    assert list_faults(reading) == [("A6", ProblemWeight.OMITTED), ("A3", ProblemWeight.NOTED)]
    assert reading.counts == {"map": 1, "sources": 1, "claims": 1, "evidence": 1}


def test_lists_have_semicolons_and_parts_their_signs() -> None:
    data = (
        "type\ttitle\treference\talso at\tcriticism\tcsl\tauthor\n"
        "archival\tTelegram\tfond: 059a; opis: 5a; delo: 3\tWilson Center; NSA\\; Box 2\tbias | He had reasons. | Kim\t"
        "genre: telegram\tShtykov, T.; Stalin\n"
    )
    source = read_sheet(data.encode()).graph.sources[0]
    assert [part["value"] for part in source.reference] == ["059a", "5a", "3"]
    assert source.also_at == ("Wilson Center", "NSA; Box 2")
    assert source.criticism == ({"aspect": "bias", "text": "He had reasons.", "by": "Kim"},)
    assert source.csl == {"genre": "telegram"}
    assert source.author == ("A1", "A2")


def test_what_the_map_has_already_can_be_named_and_a_correction_keeps_what_it_does_not_say() -> None:
    here = read_sheet(
        write_workbook(
            {
                "Agents": [["id", "name"], ["A1", "Stalin"]],
                "Claims": [
                    ["id", "text", "note", "held by", "when"],
                    ["P1", "It rained.", "Seen.", "A1", "25 June 1950"],
                ],
            }
        )
    ).graph
    reading = read_sheet(b"id,text,held by\nP1,It poured.,stalin\n,New.,A1\n", here=here, kind=RecordKind.CLAIM)
    assert not weighty(reading)
    (new, claim), (former,) = reading.graph.claims, here.claims
    assert new.text == "New."
    assert (claim.text, claim.note, claim.held_by, claim.when) == ("It poured.", "Seen.", ("A1",), "1950-06-25")
    assert claim.written_dates == former.written_dates
    assert [record.id for record in reading.graph] == ["A1", "C1", "P1"]


@pytest.mark.parametrize("data", [b"", b"\n\n", b"PK\x03\x04rest", b"\xd0\xcf\x11\xe0", b"%PDF-1.4", b"just words"])
def test_what_holds_no_records_is_refused_with_what_to_do(data: bytes) -> None:
    with pytest.raises(UnreadableFile) as refusal:
        read_sheet(data)
    assert refusal.value.remedy


@pytest.mark.parametrize(
    "headings",
    [
        "Author,Source,Page,Quotation,Comment,Keyword,Date",
        "Auteur,Titre,Folio,Citation,Commentaire,Mot-clé,Date",
        "Autor,Titel,Seite,Zitat,Kommentar,Schlagwort,Datum",
        "Autore,Titolo,Pagina,Citazione,Commento,Parola chiave,Data",
    ],
)
def test_passages_with_their_pages_are_excerpts_whatever_else_their_columns_say(headings: str) -> None:
    reading = read_sheet(f'{headings}\nRome,Bulldozer,34,"Wells failed.",Check,"water, suburbs",1959\n'.encode())
    passage = reading.graph.evidence[0]
    assert (passage.quotation, passage.locator, passage.note) == ("Wells failed.", "34", "Check")
    assert [tag.text for tag in reading.graph.tags] == ["water", "suburbs"]
    assert [source.title for source in reading.graph.sources] == ["Bulldozer"]


def test_a_list_of_publications_with_their_citations_is_no_list_of_excerpts() -> None:
    table = "Author,Title,Year,Publisher,Pages,Citation\nRome,The Bulldozer,2001,CUP,299,Rome 2001\n"
    assert [source.title for source in read_sheet(table.encode()).graph.sources] == ["The Bulldozer"]


def test_a_tag_that_has_a_comma_is_one_where_it_is_here() -> None:
    table = b'Text,Tags\nWater was scarce.,"Harris, Townsend"\n'
    here = read_sheet(b'id,keyword\nT1,"Harris, Townsend"\n', kind="tag").graph
    assert read_sheet(table, here=here).graph.claims[0].tags == ("T1",)
    assert read_sheet(table).graph.claims[0].tags == ("T1", "T2")


def test_several_columns_stand_together_in_the_note() -> None:
    table = b"Quotation,Source,Page,Note,Remarks,Read on\nIt was so.,Diary,1,Mine,Strong!,2023\nNo.,Diary,2,,,\n"
    reading = read_sheet(table, columns={"Read on": "note"}, kind="evidence")
    assert [passage.note for passage in reading.graph.evidence] == ["Mine\nRemarks: Strong!\nRead on: 2023", ""]
    assert not weighty(reading)
    assert [column.fields for column in reading.sheets[0].columns][3:] == [("note",)] * 3


@pytest.mark.parametrize("written", ["n.d.", "N. d.", "s. d.", "o. D.", "o.J.", "undated", "без даты", "—", "?"])
def test_a_cell_that_says_there_is_no_date_is_no_wrong_cell(written: str) -> None:
    reading = read_sheet(f"title,issued\nDiary,{written}\n".encode())
    assert reading.graph.sources[0].issued is None
    assert not weighty(reading)
