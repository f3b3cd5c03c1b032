"""Volumes of transcribed pages in an archive, and what formats are known by."""

import io
import zipfile

import pytest

from argument_maps.reading import UnreadableText, find_media_type, read_text
from argument_maps.reading.transcripts import volumes
from argument_maps.reading.transcripts.spoken_languages import find_language_tag
from argument_maps.reading.transcripts.xml_elements import find_root_name
from models.text_vocabulary import ReportSort
from tests.argument_maps.reading.transcripts.transcript_files import (
    alto_block,
    alto_line,
    count_reports,
    list_blocks,
    list_lines,
    list_pages,
    page_line,
    page_region,
    read,
    write_alto,
    write_page,
)

ZIP = "application/zip"


def pack(**files: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "/").replace("_x", ".x"), data)
    return held.getvalue()


def test_pages_are_one_text_in_the_natural_order_of_their_names() -> None:
    pages = {f"page__p{number}_xml": write_page(page_region(page_line(f"Blatt {number}."))) for number in (10, 2, 1)}
    alto = write_alto(alto_block(alto_line("Zuletzt.")))
    reading = read(pack(mets_xml=b"<mets/>", readme=b"", z_xml=alto, bad_xml=b"<PcGts>", **pages), ZIP)
    assert [words for _, words in list_blocks(reading)] == ["Blatt 1.", "Blatt 2.", "Blatt 10.", "Zuletzt."]
    assert [page for _, page, *_ in list_lines(reading)] == [1, 2, 3, 4]
    assert [label for _, label, _ in list_pages(reading)] == ["scan_0009", "scan_0009", "scan_0009", "0017"]
    assert count_reports(reading) == {ReportSort.OTHERS_LEFT_OUT: 2, ReportSort.UNREADABLE_PARTS: 1}


def test_a_word_goes_on_from_one_file_to_the_next() -> None:
    one, two = write_page(page_region(page_line("Der Ver-"))), write_page(page_region(page_line("trag.")))
    assert list_blocks(read(pack(a1_xml=one, a2_xml=two), ZIP)) == [("paragraph", "Der Vertrag.")]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (pack(mets_xml=b"<mets/>"), "no page in ALTO or PAGE"),
        (b"PK\x05\x06 no archive", "no archive"),
        (pack(p1_xml=write_page(page_region("")), p2_xml=write_page()), "not transcribed"),
    ],
)
def test_what_is_no_volume_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(UnreadableText, match=words) as refused:
        read_text(data, ZIP)
    assert refused.value.remedy


def test_volumes_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    page = write_page(page_region(page_line("Er.")))
    monkeypatch.setattr(volumes, "MOST_PAGES", 1)
    with pytest.raises(UnreadableText, match="more than 1 pages"):
        read_text(pack(a_xml=page, b_xml=page), ZIP)
    monkeypatch.setattr(volumes, "MOST_UNPACKED_PAGES", 100)
    with pytest.raises(UnreadableText, match="together"):
        read_text(pack(a_xml=page), ZIP)


@pytest.mark.parametrize(
    ("declared", "name", "media_type"),
    [
        ("application/zip", "letter.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("application/zip", "export.zip", ZIP),
        ("application/zip", "", ZIP),
        ("", "export.zip", ZIP),
        ("application/alto+xml", "p.xml", "application/alto+xml"),
        ("application/vnd.prima.page+xml", "p.xml", "application/vnd.prima.page+xml"),
    ],
)
def test_types_are_known_by_what_is_said_or_by_names(declared: str, name: str, media_type: str) -> None:
    assert find_media_type(declared, name) == media_type


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"<alto/>", "alto"),
        (b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- <PcGts> -->\n<pc:PcGts xmlns:pc="x">', "PcGts"),
        (b'<!DOCTYPE alto [<!ENTITY a "b">]><alto>', "alto"),
        ("<?xml version='1.0'?><alto>".encode("utf-16"), "alto"),
        ("<alto>".encode("utf-16-le"), "alto"),
        (b"<!-- without end <alto>", ""),
        (b"<?xml without end <alto>", ""),
        (b"words", ""),
        (b"", ""),
    ],
)
def test_the_outermost_element_is_found_behind_what_stands_before_it(data: bytes, name: str) -> None:
    assert find_root_name(data) == name


@pytest.mark.parametrize(
    ("name", "tag"),
    [
        *(("German", "de"), ("deu", "de"), ("ger", "de"), ("de-AT", "de-AT"), ("deu_frak", "de"), ("deu+lat", "de")),
        *(
            ("Greek", "el"),
            ("Latin", "la"),
            ("Old Church Slavonic", "cu"),
            ("Norwegian Bokmål", "nb"),
            ("chi_sim", "zh-Hans"),
        ),
        *(("other", ""), ("", ""), ("qqqq", "")),
    ],
)
def test_languages_are_known_by_codes_and_by_names(name: str, tag: str) -> None:
    assert find_language_tag(name) == tag
