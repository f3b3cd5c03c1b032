"""Files of TEI in all their forms: older ones, document types, entities and encodings; nothing is loaded."""

import pytest

from argument_maps.reading import FileReading, ReadingOptions, UnreadableText, read_text
from models.text_vocabulary import ReportSort


def find_report(reading: FileReading, sort: ReportSort) -> list[str]:
    return next((entry.samples for entry in reading.report if entry.sort is sort), [])


@pytest.mark.parametrize(
    "document",
    [
        "<TEI.2><teiHeader/><text><body><p>One.</p></body></text></TEI.2>",
        "<TEI><teiHeader/><text><body><p>One.</p></body></text></TEI>",
    ],
)
def test_older_forms_are_read_and_told(document: str) -> None:
    reading = read_text(document.encode(), "text/xml")
    assert reading.content.text == "One."
    assert len(find_report(reading, ReportSort.OLDER_FORM)) == 1


@pytest.mark.parametrize(
    ("document", "text"),
    [
        (
            '<!DOCTYPE TEI SYSTEM "a.dtd" [<!ENTITY w "war"><!ENTITY v "a &w;">]><TEI><text>&v;</text></TEI>',
            "a war",
        ),
        ('<!DOCTYPE TEI.2 [<!ENTITY w "<hi>war</hi>">]><TEI.2><text><p>&w;</p></text></TEI.2>', "war"),
        ("<TEI><text><p>caf&eacute;&mdash;bar &amp; <![CDATA[&eacute;]]></p></text></TEI>", "café—bar & &eacute;"),
        ('<tei:TEI xmlns:tei="http://www.tei-c.org/ns/1.0"><tei:text><tei:p>One</tei:p></tei:text></tei:TEI>', "One"),
        ('<?xml version="1.1"?>\n<!-- > --><?a b?><TEI><text><p>One</p></text></TEI>', "One"),
        ("<TEI><sourceDoc><surface><zone><line>a</line><line>b</line></zone></surface></sourceDoc></TEI>", "a\nb"),
        ("<TEI><text><group><text><p>a</p></text><text><p>b</p></text></group></text></TEI>", "a\n\nb"),
    ],
)
def test_other_forms_of_files_are_read(document: str, text: str) -> None:
    assert read_text(document.encode(), "text/xml").content.text == text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "koi8-r", "gb18030", "shift_jis"])
def test_encodings_are_read_as_declared(encoding: str) -> None:
    declared = encoding.removesuffix("-sig").replace("-le", "")
    document = f'<?xml version="1.0" encoding="{declared}"?><TEI><text><p>Москва</p></text></TEI>'
    assert read_text(document.encode(encoding), "text/xml").content.text == "Москва"


def test_an_encoding_that_is_chosen_counts_before_the_one_declared() -> None:
    document = '<?xml version="1.0" encoding="iso-8859-1"?><TEI><text><p>Москва</p></text></TEI>'
    assert read_text(document.encode("koi8-r"), "text/xml", ReadingOptions("koi8-r")).content.text == "Москва"


def test_an_entity_that_nothing_explains_is_kept_and_told() -> None:
    reading = read_text(b"<TEI><text><p>a &chapter2; b</p></text></TEI>", "text/xml")
    assert reading.content.text == "a &chapter2; b"
    assert find_report(reading, ReportSort.UNREADABLE_PARTS) == ["&chapter2;"]


def test_nothing_is_loaded() -> None:
    document = '<!DOCTYPE TEI [<!ENTITY x SYSTEM "/etc/passwd">]><TEI><text><p>a &x;</p></text></TEI>'
    reading = read_text(document.encode(), "text/xml")
    assert reading.content.text == "a &x;"
    assert find_report(reading, ReportSort.UNREADABLE_PARTS) == ["&x;"]


LAUGHTER = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    ("document", "words"),
    [
        (f'<!DOCTYPE TEI [<!ENTITY a0 "ha">{LAUGHTER}]><TEI><text><p>&a9;</p></text></TEI>', "too much text"),
        ('<!DOCTYPE TEI [<!ENTITY a "&b;"><!ENTITY b "&a;">]><TEI><text><p>&a;</p></text></TEI>', "stands for itself"),
        ("<!DOCTYPE TEI [<!ENTITY a '", "has no end"),
        ("<article><sec><p>x</p></sec></article>", "article, as in JATS or DocBook"),
        ("<root><p>x</p></root>", "outermost element is root"),
        ("<TEI><teiHeader/></TEI>", "has no text"),
        ("<TEI><text><p>x</TEI>", "not well-formed XML: line 1"),
        ("<TEI><text>" + "<div>" * 150 + "x" + "</div>" * 150 + "</text></TEI>", "nested more than"),
        ("<TEI><text>" + "<a>" * 1_100_000, "more than 1,000,000 elements"),
        ("<TEI><text><p> </p></text></TEI>", "no letters"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(document: str, words: str) -> None:
    with pytest.raises(UnreadableText, match=words) as refused:
        read_text(document.encode(), "text/xml")
    assert refused.value.remedy
