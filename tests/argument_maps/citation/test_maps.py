"""A map is cited as it stands on a day."""

import json
from dataclasses import replace

import pytest

from argument_maps.citation.map_entries import format_bibtex, format_csl_json, format_ris
from argument_maps.citation.maps import CitedMap, cite_map, cite_record
from models.errors import UnknownRecord
from models.vocabulary import CitationStyle
from tests.argument_maps.graphs import evidence, finding, graph, source

EDITION = CitedMap("july-1914", "Who wanted war? A debate", 12, "2026-11-23", "https://maps.example.org/maps/july-1914")
WHERE = "https://maps.example.org/maps/july-1914/records/P3"
NOTES, AUTHOR_DATE, MLA, GOST, ARCHIVE = CitationStyle


@pytest.mark.parametrize(
    ("style", "note", "short", "entry"),
    [
        (NOTES, f"“Who wanted war? A debate,” Sic et Non, argument map july-1914, version 12, 23 November 2026, "
            f"record P3, {WHERE}.", "“Who wanted war? A debate,” record P3.",
            f"“Who wanted war? A debate.” Sic et Non. Argument map july-1914, version 12, 23 November 2026. {WHERE}."),
        (AUTHOR_DATE, "(“Who wanted war? A debate” 2026, record P3)", "“Who wanted war? A debate” 2026, record P3",
            f"“Who wanted war? A debate.” 2026. Sic et Non. Argument map july-1914, version 12, 23 November. {WHERE}."),
        (MLA, "(“Who wanted war? A debate,” record P3)", "“Who wanted war? A debate,” record P3",
            "“Who wanted war? A debate.” <i>Sic et Non</i>, argument map july-1914, version 12, 23 Nov. 2026, "
            f"{WHERE}."),
        (GOST, "Who wanted war? A debate [Electronic resource]: argument map july-1914, version 12, "
            f"23 November 2026 // Sic et Non. URL: {WHERE}. Record P3.", "Who wanted war? A debate. Record P3.",
            "Who wanted war? A debate [Electronic resource]: argument map july-1914, version 12, 23 November 2026 // "
            f"Sic et Non. URL: {WHERE}."),
    ],
)  # fmt: skip
def test_a_record_of_a_map_is_cited_by_its_short_name(style, note, short, entry):
    cited = cite_map(EDITION, style, "P3")
    assert (cited.note.html, cited.short.html, cited.entry.html) == (note, short, entry)


@pytest.mark.parametrize("style", list(CitationStyle))
def test_a_map_as_of_a_date_is_cited_with_that_date_in_every_form(style):
    cited = cite_map(replace(EDITION, as_of="1990~"), style)
    for form in (cited.note, cited.short, cited.entry):
        assert "as it could be known by about 1990" in form.text.replace("As it", "as it")
        assert "as it could" not in cite_map(EDITION, style).note.text
    assert f"{EDITION.address}?as_of=1990~" in cited.entry.text


def test_files_for_reference_managers_carry_the_date_that_a_map_is_seen_from():
    dated = replace(EDITION, as_of="1990")
    for written in (format_bibtex(dated), format_ris(dated), format_csl_json(dated).decode()):
        assert "as it could be known by 1990" in written
        assert f"{EDITION.address}?as_of=1990" in written


def test_a_map_without_history_is_cited_without_a_day():
    undated = CitedMap("new", "New", 0, "", "/maps/new")
    assert cite_map(undated, NOTES).note.text == "“New,” Sic et Non, argument map new, version 0, /maps/new."
    assert cite_map(undated, AUTHOR_DATE).note.text == "(“New” n.d.)"


def test_a_record_with_a_source_is_cited_by_the_source_and_the_passage():
    drawn = graph(source("s1", type="book", title="A Book", issued="2000"), evidence("E1", locator="p. 7"))
    found, cited = cite_record(drawn, "E1", NOTES, EDITION)
    assert (found, cited.note.text) == ("s1", "A Book (2000), 7.")


def test_a_record_without_a_source_is_cited_by_the_map():
    found, cited = cite_record(graph(finding("P3")), "P3", NOTES, EDITION)
    assert (found, cited) == (None, cite_map(EDITION, NOTES, "P3"))


def test_a_record_that_the_map_does_not_have_is_not_cited():
    with pytest.raises(UnknownRecord):
        cite_record(graph(), "P3", NOTES, EDITION)


def test_no_title_can_leave_its_field_in_bibtex():
    written = format_bibtex(CitedMap("x", r"100% {of} $5 & a_b#c~d^e\f", 1, "2026-11-23", "https://example.org/maps/x"))
    assert r"title = {{100\% \{of\} \$5 \& a\_b\#c\textasciitilde{}d\textasciicircum{}e\textbackslash{}f}}" in written
    assert "\n  year = {2026},\n  month = {11},\n" in written


def test_no_title_can_begin_a_field_in_ris():
    written = format_ris(CitedMap("x", "A title\r\nER  - ", 1, "2026-11-23", "https://example.org/maps/x"))
    assert written.splitlines()[2] == "TI  - A title ER -"
    assert written.endswith("UR  - https://example.org/maps/x\r\nER  - \r\n")


def test_csl_json_holds_the_version_and_its_day():
    [item] = json.loads(format_csl_json(EDITION))
    assert item["issued"] == {"date-parts": [[2026, 11, 23]]}
    assert (item["id"], item["version"], item["container-title"]) == ("july-1914", "12", "Sic et Non")


def test_an_edition_with_a_doi_is_cited_by_it_and_in_gost_by_both():
    deposited = replace(EDITION, number=2, sha256="ab" * 32, doi="10.5281/a<b>")
    for style in (NOTES, AUTHOR_DATE, MLA, ARCHIVE):
        entry = cite_map(deposited, style).entry.text
        assert entry.endswith("https://doi.org/10.5281/a%3Cb%3E.")
        assert EDITION.address not in entry
    assert cite_map(deposited, NOTES, "P3").note.text.endswith("record P3, https://doi.org/10.5281/a%3Cb%3E.")
    assert cite_map(deposited, GOST, "P3").note.text.endswith(f"URL: {WHERE}. DOI: 10.5281/a<b>. Record P3.")
    assert "DO  - 10.5281/a<b>\r\n" in format_ris(deposited)
    assert json.loads(format_csl_json(deposited))[0]["DOI"] == "10.5281/a<b>"
    assert "DO  - " not in format_ris(EDITION)
