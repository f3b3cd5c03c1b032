import pytest

from argument_maps.formats.bibliographies.marked_up.endnote_xml import read_endnote_xml
from argument_maps.formats.bibliographies.marked_up.mods_reading import read_mods
from argument_maps.formats.exchange import UnreadableFile

MODS = """<?xml version="1.0"?>
<mods:modsCollection xmlns:mods="http://www.loc.gov/mods/v3" xmlns:xlink="http://www.w3.org/1999/xlink">
<mods:mods ID="one"><mods:titleInfo><mods:nonSort>The</mods:nonSort><mods:title>War</mods:title>
<mods:subTitle>A History</mods:subTitle></mods:titleInfo>
<mods:name type="personal"><mods:namePart type="family">Able</mods:namePart>
<mods:namePart type="given">Ann</mods:namePart>
<mods:role><mods:roleTerm type="code">edt</mods:roleTerm></mods:role></mods:name>
<mods:originInfo><mods:publisher>Press</mods:publisher><mods:place><mods:placeTerm type="code">enk</mods:placeTerm>
<mods:placeTerm type="text">London</mods:placeTerm></mods:place><mods:dateIssued>1950</mods:dateIssued>
<mods:issuance>monographic</mods:issuance></mods:originInfo>
<mods:language><mods:languageTerm type="code" authority="iso639-2b">ger</mods:languageTerm></mods:language>
<mods:subject><mods:topic>Korea</mods:topic><mods:topic>War</mods:topic></mods:subject></mods:mods>
<mods:mods ID="two"><mods:titleInfo><mods:title>Broken</mods:titleInfo></mods:mods>
<mods:mods ID="three"><mods:titleInfo><mods:title xlink:href="x">Article</mods:title></mods:titleInfo>
<mods:relatedItem type="host"><mods:titleInfo><mods:title>Journal</mods:title></mods:titleInfo>
<mods:originInfo><mods:issuance>continuing</mods:issuance></mods:originInfo><mods:part><mods:detail type="volume">
<mods:number>5</mods:number></mods:detail><mods:extent unit="page"><mods:start>1</mods:start><mods:end>9</mods:end>
</mods:extent></mods:part></mods:relatedItem></mods:mods>
</mods:modsCollection>"""


def test_mods_is_read_and_an_ill_formed_record_costs_only_itself() -> None:
    reading = read_mods(MODS.encode())
    book, article = reading.graph.sources[0], reading.graph.sources_by_id["three"]
    assert (book.id, book.type, book.title, book.editor) == ("one", "book", "The War: A History", ("able",))
    assert (book.publisher, book.publisher_place, book.issued, book.language) == ("Press", "London", "1950", "de")
    assert [tag.text for tag in reading.graph.tags] == ["Korea--War"]
    assert (article.type, article.container_title, article.volume, article.page) == (
        "article-journal",
        "Journal",
        "5",
        "1-9",
    )
    assert [problem.place.line for problem in reading.problems] == [13]


@pytest.mark.parametrize(
    "data",
    [
        b"<mods/>",
        b"<modsCollection>" + b"<mods><a>" * 2000,
        b"<!DOCTYPE m [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]><mods>&b;",
        b"<mods>" + b"<a>" * 5000 + b"</a>" * 5000 + b"</mods>",
    ],
)
def test_what_is_no_mods_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFile):
        read_mods(data)


def test_xml_of_endnote_is_read() -> None:
    data = b"""<xml><records><record><ref-type name="Journal Article">17</ref-type><contributors><authors><author>
    <style face="normal">Able, Ann</style></author></authors></contributors><titles><title><style>A </style><style>title
    </style></title><secondary-title>Journal</secondary-title></titles><periodical><full-title>Journal</full-title>
    </periodical><dates><year>1950</year><pub-dates><date>June 25</date></pub-dates></dates><volume>3</volume>
    <electronic-resource-num>10.1000/xyz</electronic-resource-num></record></records></xml>"""
    reading = read_endnote_xml(data)
    (source,) = reading.graph.sources
    assert (source.type, source.title, source.container_title) == ("article-journal", "A title", "Journal")
    assert (source.issued, source.volume, source.doi) == ("1950-06-25", "3", "10.1000/xyz")
    assert [agent.name for agent in reading.graph.agents] == ["Ann Able"]
