import pytest

from argument_maps.values import Source
from models.vocabulary import CitationStyle
from renderers.footnoted.citing import Citer
from renderers.footnoted.footnoted_text import collect_words
from tests.argument_maps.graphs import graph
from tests.renderers.footnoted.noted_maps import BOOK, LATER, LIBRARY, RUSSIAN_BOOK, SHEN, cited_in

CHICAGO, GOST, MLA = CitationStyle.CHICAGO_NOTES, CitationStyle.GOST, CitationStyle.MLA
AUTHOR_DATE = CitationStyle.CHICAGO_AUTHOR_DATE


def test_the_first_mention_is_whole_and_later_ones_are_short() -> None:
    inside, notes = cited_in(CHICAGO, ("book", "12"), ("telegram", ""), ("book", "14"))
    assert inside == ["", "", ""]
    assert notes[0] == "Shen Zhihua, Mao, Stalin and the War (Press, 2012), 12."
    assert notes[2] == "Shen, Mao, Stalin and the War, 14."


def test_chicago_repeats_the_short_form_and_does_not_say_ibid() -> None:
    _, notes = cited_in(CHICAGO, ("book", "12"), ("book", "12"))
    assert notes[1] == "Shen, Mao, Stalin and the War, 12."


def test_gost_says_ibid_of_what_follows_at_once_with_another_page_where_one_is_meant() -> None:
    _, notes = cited_in(GOST, ("book", "12"), ("book", "12"), ("book", "15"), ("later", ""), ("book", "15"))
    assert notes[1:3] == ["Ibid.", "Ibid. P. 15."]
    assert "Ibid" not in notes[3] + notes[4]
    assert notes[4].endswith("P. 15.")


def test_gost_says_it_in_russian_of_what_is_russian() -> None:
    _, notes = cited_in(GOST, ("russian", "12"), ("russian", "12"), ("russian", "68"))
    assert notes[1:] == ["Там же.", "Там же. С. 68."]


def test_what_follows_a_note_without_a_citation_is_not_ibid() -> None:
    citer = Citer(LIBRARY, GOST, ["book"])
    citer.cite("book", "12")
    citer.cite(None, "", ["A remark"])
    citer.cite("book", "12")
    assert collect_words(citer.notes[1]) == "A remark."
    assert "Ibid" not in collect_words(citer.notes[2])


@pytest.mark.parametrize(("style", "bracket"), [(MLA, " (Shen 12)"), (AUTHOR_DATE, " (Shen 2012a, 12)")])
def test_styles_of_author_and_page_cite_in_brackets(style: CitationStyle, bracket: str) -> None:
    inside, notes = cited_in(style, ("later", "12"))
    assert (inside, notes) == ([bracket], [])


def test_a_remark_stands_behind_the_citation_and_alone_where_that_is_in_brackets() -> None:
    for style, expected in ((CHICAGO, "Shen Zhihua, A Later Work (Press, 2012). Opened 1995."), (MLA, "Opened 1995.")):
        citer = Citer(LIBRARY, style, ["later"])
        citer.cite("later", "", ["Opened 1995"])
        assert [collect_words(note) for note in citer.notes] == [expected]


def test_works_of_one_author_and_year_have_letters_in_the_order_of_the_list() -> None:
    citer = Citer(LIBRARY, AUTHOR_DATE, ["book", "later", "russian"])
    _, works = citer.list_entries()
    assert [entry.text for _, entry in works if entry.text.startswith("Shen")] == [
        "Shen Zhihua. 2012a. A Later Work. Press.",
        "Shen Zhihua. 2012b. Mao, Stalin and the War. Press.",
    ]
    assert citer.cite_source("book", "3").note.text == "(Shen 2012b, 3)"
    assert "2000" in citer.cite_source("russian").note.text
    assert "2000a" not in citer.cite_source("russian").note.text


def test_more_works_than_letters_are_told_apart_still() -> None:
    works = [
        Source(id=f"w{number}", type="book", title=f"Work {number:02}", author=("shen",), issued="2012")
        for number in range(30)
    ]
    citer = Citer(graph(SHEN, *works), AUTHOR_DATE, [work.id for work in works])
    notes = [citer.cite_source(work.id).note.text for work in works]
    assert len(set(notes)) == 30
    assert notes[-4:] == ["(Shen 2012aa)", "(Shen 2012ab)", "(Shen 2012ac)", "(Shen 2012ad)"]


def test_a_work_has_the_letter_that_it_has_on_the_map_whatever_else_is_cited() -> None:
    assert Citer(LIBRARY, AUTHOR_DATE, ["book"]).cite_source("book").note.text == "(Shen 2012b)"


def test_documents_in_archives_are_listed_apart_and_each_list_is_by_the_alphabet() -> None:
    documents, works = Citer(LIBRARY, CHICAGO, ["telegram", "book", "later", "russian", "nobody"]).list_entries()
    assert [label for label, _ in documents] == ["telegram"]
    assert [label for label, _ in works] == ["later", "book", "russian"]


def test_what_the_map_does_not_have_is_not_cited() -> None:
    assert cited_in(CHICAGO, ("nobody", "12")) == ([""], [])


def test_the_list_is_called_as_the_style_calls_it() -> None:
    titles = [Citer(LIBRARY, style, []).list_title for style in (CHICAGO, AUTHOR_DATE, MLA, GOST)]
    assert titles == ["Bibliography", "References", "Works Cited", "Bibliography"]


def test_the_sources_of_the_tests_are_those_that_are_meant() -> None:
    assert BOOK.issued == LATER.issued != RUSSIAN_BOOK.issued
