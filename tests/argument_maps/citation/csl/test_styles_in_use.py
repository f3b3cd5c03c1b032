"""What styles of journals ask for is done, and what comes of them has no raw markup and no doubled stop."""

import msgspec

from argument_maps.citation.csl.citing import cite_in_csl, repeat_in_csl
from argument_maps.citation.csl.map_styles import find_style, list_map_styles
from argument_maps.citation.csl.style_files import CslStyle, read_style
from argument_maps.citation.source_lists import list_sources
from argument_maps.examples import read_korea_map
from argument_maps.graph import Graph
from argument_maps.selection.selecting import select
from argument_maps.values import NamedStyle
from models.records.styles.map_styles import digest_style
from models.vocabulary import CitationStyle
from renderers.footnoted.bibliography_text import build_bibliography_text
from renderers.footnoted.footnoted_text import NotedParagraph, ParagraphStyle
from renderers.footnoted.outline_text import build_outline_text
from tests.argument_maps.citation.csl.test_style_files import INFO, style

KOREA = msgspec.json.decode(read_korea_map(), type=Graph)
TITLE = '<text variable="title"/>'


def cite(citation: str, label: str = "truman-1956", locator: str = "", **parts: str):
    return cite_in_csl(KOREA, label, read_style(style(citation, **parts)), locator)


def test_what_stands_around_a_variable_is_text_and_no_markup():
    cited = cite('<text variable="URL" prefix="Online: &lt;" suffix="&gt;"/>', "doc-1950-03-24")
    assert cited.note.text.startswith("Online: <https://digitalarchive.wilsoncenter.org/document/112046>; in Kathryn")


def test_names_without_rules_of_their_own_have_the_family_first_where_it_is():
    assert cite('<names variable="author"/>', "chen-jian-1994").note.text == "Chen Jian"


def test_a_stop_stands_once_where_a_part_is_missing():
    missing = '<text variable="publisher-place" prefix=", "/><text value="" prefix=". "/>'
    cited = cite(f'<group>{TITLE}<text value=". "/><text value=", 1956"/><text value=". ."/></group>{missing}')
    assert cited.note.text.startswith("Memoirs. Years of Trial and Hope. 1956.")
    assert ". ." not in cited.note.text


def test_a_full_stop_gives_way_to_the_sheet_behind_it_and_an_abbreviation_keeps_its_own():
    assert cite(f"<group>{TITLE}<text value='.'/></group>", "doc-1950-05-14", "p. 3").note.text.endswith("Zedong, p. 3")
    assert cite("<text value='op. cit.'/>", "doc-1950-05-14", "p. 3").note.text == "op. cit., p. 3"


def test_sheets_within_a_document_take_the_place_of_those_of_the_whole():
    cited = cite('<text variable="archive_location"/>', "doc-1950-03-24", "l. 97")
    assert cited.note.text.startswith("f. 059a, op. 5a, p. 11, d. 3, l. 97;")
    assert "l. 97" not in cited.entry.text


def test_an_entry_without_a_list_has_no_locator():
    cited = cite('<text variable="title"/><text variable="locator" prefix=", "/>', locator="p. 12")
    assert (cited.note.text[-4:], cited.entry.text) == (", 12", "Memoirs. Years of Trial and Hope")


def test_works_under_the_same_names_are_told_apart_where_the_style_asks_for_it():
    told = f'<names variable="author"><name form="short"/></names><choose><if disambiguate="true">{TITLE}</if></choose>'
    assert cite(told).note.text == "Truman"
    assert "Biological Warfare" in cite(told, "endicott-hagerman-1998").note.text


IBID = (
    '<choose><if position="ibid-with-locator"><text value="ebd."/><text variable="locator" prefix=", S. "/></if>'
    f'<else-if position="ibid"><text value="ebd."/></else-if><else>{TITLE}</else></choose>'
)


def test_what_the_note_before_cites_is_repeated_as_the_style_has_it():
    read = read_style(style(IBID))
    book, document = KOREA.sources_by_id["truman-1956"], KOREA.sources_by_id["doc-1950-03-24"]
    assert repeat_in_csl(KOREA, book, read, "p. 12", "p. 12").text == "ebd."
    assert repeat_in_csl(KOREA, book, read, "p. 13", "p. 12").text == "ebd., S. 13"
    assert repeat_in_csl(KOREA, document, read, "l. 97", "l. 97").text == "ebd."


def make_numeric() -> CslStyle:
    listed = '<text variable="citation-number" suffix="."/><text variable="title"/>'
    raised = (
        f'<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">{INFO}<citation>'
        '<layout vertical-align="sup"><text variable="citation-number"/></layout></citation>'
        f'<bibliography second-field-align="flush"><layout>{listed}</layout></bibliography></style>'
    )
    return read_style(raised.encode())


def test_numbers_follow_the_text_and_stand_in_the_list_in_their_order():
    numeric = make_numeric()
    text = build_outline_text(select(KOREA), numeric)
    entries = [
        "".join(run.text for run in block.inlines if hasattr(run, "text"))
        for block in text.blocks
        if isinstance(block, NotedParagraph) and block.style == ParagraphStyle.ENTRY
    ]
    assert [entry.partition(". ")[0] for entry in entries] == [str(n) for n in range(1, len(entries) + 1)]
    words = "".join(run.text for block in text.blocks for run in getattr(block, "inlines", ()) if hasattr(run, "text"))
    assert words.index("¹") < words.index("²")
    assert build_bibliography_text(select(KOREA), numeric).blocks


def test_elsewhere_a_number_is_the_place_among_the_sources_of_the_map():
    numeric = make_numeric()
    labels = [source.id for source in KOREA.sources]
    assert cite_in_csl(KOREA, labels[11], numeric).note.text == "¹²"
    assert cite_in_csl(KOREA, labels[11], numeric).entry.text.startswith("12. ")
    assert list(list_sources(KOREA, labels, numeric).together) == labels


def test_a_style_without_a_language_is_written_in_that_of_the_map():
    german = msgspec.structs.replace(KOREA, language="de")
    read = read_style(style('<text term="no date"/>').replace(b' default-locale="en-US"', b""))
    assert cite_in_csl(KOREA, "truman-1956", read).note.text == "no date"
    assert cite_in_csl(german, "truman-1956", read).note.text == "ohne Datum"


def test_a_map_is_cited_in_its_own_styles_beside_those_of_the_program():
    data = style(TITLE)
    own = msgspec.structs.replace(
        KOREA,
        styles=(NamedStyle(name="ours", title="Ours", sha256=digest_style(data)),),
        style_files={digest_style(data): data},
    )
    found = find_style(own, "ours")
    assert isinstance(found, CslStyle)
    assert list_map_styles(own) == [*CitationStyle, found]
    assert find_style(own, "mla") is CitationStyle.MLA
