"""A map is cited under its authors, as each style writes their names, and under its title where it has none."""

import json
from dataclasses import replace

import pytest

from argument_maps.citation.map_entries import format_bibtex, format_csl_json, format_ris
from argument_maps.citation.maps import CitedMap, cite_map
from argument_maps.values import Author, Forebear
from models.vocabulary import CitationStyle

NOTES, AUTHOR_DATE, MLA, GOST, ARCHIVE = CitationStyle
EDITION = CitedMap("july-1914", "Who wanted war? A debate", 12, "2026-11-23", "https://maps.example.org/maps/july-1914")
WEBER = Author(name="Anna Weber", family="Weber", given="Anna", orcid="https://orcid.org/0000-0002-1825-0097")
BETHMANN = Author(name="Theobald von Bethmann Hollweg", family="Bethmann Hollweg", given="Theobald von")
SHEN = Author(name="Shen Zhihua", family="Shen", given="Zhihua")
PLATO = Author(name="Plato")
BODY = Author(name="Seminar for History, Bonn", kind="body")
FOUR = (WEBER, SHEN, BETHMANN, PLATO)
TITLE = "“Who wanted war? A debate”"


def cited(style: CitationStyle, *authors: Author, label: str = ""):
    return cite_map(replace(EDITION, authors=authors), style, label)


@pytest.mark.parametrize(
    ("style", "authors", "note", "short", "entry"),
    [
        (NOTES, [WEBER], "Anna Weber, “Who", "Weber, “Who", "Weber, Anna. “Who"),
        (NOTES, [BETHMANN], "Theobald von Bethmann Hollweg, “Who", "Bethmann Hollweg, “Who",
            "Bethmann Hollweg, Theobald von. “Who"),
        (NOTES, [SHEN], "Shen Zhihua, “Who", "Shen, “Who", "Shen Zhihua. “Who"),
        (NOTES, [PLATO], "Plato, “Who", "Plato, “Who", "Plato. “Who"),
        (NOTES, [BODY], "Seminar for History, Bonn, “Who", "Seminar for History, Bonn, “Who",
            "Seminar for History, Bonn. “Who"),
        (NOTES, [WEBER, SHEN], "Anna Weber and Shen Zhihua, “Who", "Weber and Shen, “Who",
            "Weber, Anna, and Shen Zhihua. “Who"),
        (NOTES, [SHEN, WEBER], "Shen Zhihua and Anna Weber, “Who", "Shen and Weber, “Who",
            "Shen Zhihua and Anna Weber. “Who"),
        (NOTES, [WEBER, SHEN, PLATO], "Anna Weber, Shen Zhihua, and Plato, “Who", "Weber, Shen, and Plato, “Who",
            "Weber, Anna, Shen Zhihua, and Plato. “Who"),
        (NOTES, FOUR, "Anna Weber et al., “Who", "Weber et al., “Who",
            "Weber, Anna, Shen Zhihua, Theobald von Bethmann Hollweg, and Plato. “Who"),
        (AUTHOR_DATE, [WEBER, SHEN], "(Weber and Shen 2026)", "Weber and Shen 2026",
            "Weber, Anna, and Shen Zhihua. 2026. “Who"),
        (AUTHOR_DATE, [], "(“Who wanted war? A debate” 2026)", "“Who wanted war? A debate” 2026",
            "“Who wanted war? A debate.” 2026. Sic et Non."),
        (MLA, [WEBER, SHEN], "(Weber and Shen)", "Weber and Shen", "Weber, Anna, and Shen Zhihua. “Who"),
        (MLA, FOUR, "(Weber et al.)", "Weber et al.", "Weber, Anna, et al. “Who"),
        (GOST, [WEBER, SHEN], "Weber A., Shen Zhihua. Who wanted war?", "Weber A., Shen Zhihua. Who wanted war?",
            "Weber A., Shen Zhihua. Who wanted war?"),
        # Particles are no given names, and are not cut to initials.
        (GOST, [BETHMANN], *["Bethmann Hollweg T. von. Who"] * 3),
        (ARCHIVE, [WEBER], "Anna Weber, “Who", "Weber, “Who", "Weber, Anna. “Who"),
        (NOTES, [], "“Who", "“Who", "“Who"),
        (MLA, [], "(“Who", "“Who", "“Who"),
        (GOST, [], "Who", "Who", "Who"),
    ],
)  # fmt: skip
def test_a_map_begins_with_its_authors_in_every_form_of_every_style(style, authors, note, short, entry):
    found = cited(style, *authors)
    assert [form.text[: len(begun)] for form, begun in ((found.note, note), (found.short, short), (found.entry, entry))
            ] == [note, short, entry]  # fmt: skip


def test_of_more_than_three_authors_the_standard_of_russia_names_one_behind_the_title():
    assert "23 November 2026 / Weber A. [et al.] // Sic et Non" in cited(GOST, *FOUR).entry.text
    russian = cite_map(replace(EDITION, authors=FOUR, language="ru"), GOST)
    assert "/ Weber A. [и др.] // Sic et Non" in russian.entry.text


def test_a_record_of_a_map_is_cited_under_the_maps_authors():
    assert cited(NOTES, WEBER, label="P3").note.text.startswith(f"Anna Weber, {TITLE[:-1]},” Sic et Non, argument map")
    assert cited(NOTES, WEBER, label="P3").short.text == "Weber, “Who wanted war? A debate,” record P3."
    assert cited(AUTHOR_DATE, WEBER, label="P3").note.text == "(Weber 2026, record P3)"
    assert cited(MLA, WEBER, label="P3").note.text == "(Weber, record P3)"


@pytest.mark.parametrize("style", list(CitationStyle))
def test_the_program_is_nobodys_author_and_no_name_becomes_markup(style):
    hostile = Author(name='<b>"A" & {B}</b>')
    found = cited(style, hostile)
    for form in (found.note, found.short, found.entry):
        assert "<b>" not in form.html
    assert not cited(style).entry.text.startswith("Sic et Non")


@pytest.mark.parametrize("style", list(CitationStyle))
def test_a_map_made_of_another_names_the_authors_of_that_one(style):
    made = replace(EDITION, authors=(WEBER,), forebears=(Forebear(title="Guilt", authors=(BETHMANN, SHEN)), Forebear()))
    assert "after Theobald von Bethmann Hollweg and Shen Zhihua, “Guilt" in cite_map(made, style).entry.text


def test_bibtex_parts_names_as_their_bearers_do():
    [line] = [line for line in format_bibtex(replace(EDITION, authors=(*FOUR, BODY))).splitlines() if "author" in line]
    assert line == (
        "  author = {Weber, Anna and {Shen Zhihua} and Bethmann Hollweg, Theobald von and {Plato} and "
        "{Seminar for History, Bonn}},"
    )
    odd = Author(name="C A and B, Jr.", family="A and B", given="C, Jr.")
    assert "author = {{A and B}, {C, Jr.}}" in format_bibtex(replace(EDITION, authors=(odd,)))
    assert "author" not in format_bibtex(EDITION)


def test_ris_has_a_line_for_each_author_with_the_family_name_first():
    lines = [
        line for line in format_ris(replace(EDITION, authors=(*FOUR, BODY))).split("\r\n") if line.startswith("AU")
    ]
    assert lines == [
        *("AU  - Weber, Anna", "AU  - Shen, Zhihua", "AU  - Bethmann Hollweg, Theobald von", "AU  - Plato"),
        "AU  - Seminar for History Bonn",
    ]
    assert "AU  -" not in format_ris(EDITION)
    assert format_ris(replace(EDITION, authors=(Author(name="x\r\nER  - y"),))).count("\r\nER  - ") == 1


def test_csl_json_parts_names_and_turns_none_round_that_begins_with_the_family():
    [item] = json.loads(format_csl_json(replace(EDITION, authors=(*FOUR, BODY))))
    assert item["author"] == [
        {"family": "Weber", "given": "Anna"},
        {"family": "Shen", "given": "Zhihua", "static-ordering": True},
        {"family": "Bethmann Hollweg", "given": "Theobald von"},
        {"literal": "Plato"},
        {"literal": "Seminar for History, Bonn"},
    ]


def test_entries_for_reference_managers_name_the_map_that_theirs_was_made_of():
    made = replace(EDITION, forebears=(Forebear(title="Guilt", authors=(SHEN,)),))
    assert "note = {After Shen Zhihua, “Guilt”}" in format_bibtex(made)
    assert "N1  - After Shen Zhihua, “Guilt”" in format_ris(made)
    assert json.loads(format_csl_json(made))[0]["note"] == "After Shen Zhihua, “Guilt”"
