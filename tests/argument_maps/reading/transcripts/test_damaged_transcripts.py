"""Damaged transcriptions, and ones made of anything: read in part, or refused with what to do, always in time."""

import io
import random
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argument_maps.reading import Spelling, UnreadableText, read_text
from argument_maps.reading.builder import TextBuilder
from argument_maps.reading.transcripts.custom_tags import mark_line, parse_custom
from tests.argument_maps.reading.test_damaged_texts import check, damage, read_damaged
from tests.argument_maps.reading.transcripts.transcript_files import (
    alto_block,
    alto_line,
    hocr_line,
    hocr_page,
    page_line,
    page_region,
    write_alto,
    write_hocr,
    write_page,
)

CUSTOM = "readingOrder {index:0;} unclear {offset:0; length:3;} abbrev {offset:4; length:4; expansion:Soldat;}"
ALTO = write_alto(
    alto_block(alto_line('<String CONTENT="Ver" SUBS_TYPE="HypPart1" SUBS_CONTENT="Vertrag"/><HYP CONTENT="-"/>')),
    alto_block(
        alto_line('<String CONTENT="trag" WC="0.3" SUBS_TYPE="HypPart2" SUBS_CONTENT="Vertrag"/>'), attributes='ID="B"'
    ),
    "<ComposedBlock TAGREFS='T'>"
    + alto_block(alto_line("Über Größe und Maß"), attributes='ID="A" IDNEXT="B"')
    + "</ComposedBlock>",
    tags='<LayoutTag ID="T" LABEL="footnote"/>',
)
PAGE = write_page(
    page_region(page_line("Der Sold. ging", custom=CUSTOM), page_line("Ver¬", 150), attributes='id="a" type="heading"'),
    "<TableRegion>" + f'<TableCell row="0" col="1">{page_line("Größe")}</TableCell>' + "</TableRegion>",
    order='<ReadingOrder><OrderedGroup id="o"><RegionRef index="0" regionRef="a"/></OrderedGroup></ReadingOrder>',
)
HOCR = write_hocr(
    hocr_page(f"<p class='ocr_par'>{hocr_line('Der Ver-')}{hocr_line('trag über Größe', 150)}</p>"),
    hocr_page("<table><tr><td>Maß</td></tr></table>", "<div class='ocr_photo'></div>"),
)
WHOLE = {"text/xml": ALTO, "application/vnd.prima.page+xml": PAGE, "text/html": HOCR}
WORDS = st.text(st.characters(codec="utf-8", exclude_characters="<>&\"'", exclude_categories=("Cc", "Cs")), max_size=12)


@pytest.mark.parametrize("media_type", WHOLE)
def test_a_damaged_transcription_is_read_in_part_or_refused(media_type: str) -> None:
    read_damaged(WHOLE[media_type].decode(), media_type, 150, seed=17)


@pytest.mark.soak
@pytest.mark.parametrize("media_type", WHOLE)
def test_ten_thousand_damaged_transcriptions_are_read_in_part_or_refused(media_type: str) -> None:
    read_damaged(WHOLE[media_type].decode(), media_type, 10_000, seed=1950)


def test_a_volume_with_damaged_pages_is_read_in_part_or_refused() -> None:
    chance = random.Random(3)
    for _ in range(60):
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
            for number, page in enumerate((ALTO, PAGE, PAGE)):
                archive.writestr(f"p{number}.xml", damage(page.decode(), chance) if chance.random() < 0.7 else page)
        data = bytearray(held.getvalue())
        if chance.random() < 0.5:
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        try:
            reading = read_text(bytes(data), "application/zip")
        except UnreadableText as refused:
            told = (refused.detail, refused.remedy)
        else:
            told = ("read", "read")
            check(reading)
        assert all(told)


@given(
    st.lists(st.tuples(WORDS, st.integers(-100, 1_200), st.integers(-100, 2_500), WORDS), max_size=6),
    st.sampled_from(["", "-", "¬", "=", "⸗", "."]),
)
def test_whatever_lines_say_and_wherever_they_stand_their_places_are_sound(
    lines: list[tuple[str, int, int, str]], end: str
) -> None:
    written = [
        page_line(text + end, top, left=left, custom=f"comment {{offset:0; length:2; comment:{said};}}")
        for text, left, top, said in lines
    ]
    try:
        reading = read_text(write_page(page_region(*written)), "text/xml")
    except UnreadableText:
        assert not any((text + end).strip() for text, *_ in lines)
        return
    check(reading)
    shown = reading.content.text
    assert all(
        not shown[box.start].isspace() and not shown[box.end - 1].isspace() for box in reading.content.line_boxes
    )


TAGS = st.tuples(
    st.sampled_from(["unclear", "gap", "supplied", "add", "sic", "abbrev", "textStyle", "comment", "person"]),
    st.integers(0, 12),
    st.integers(0, 12),
)


@given(WORDS, st.lists(TAGS, max_size=6), st.sampled_from(Spelling))
def test_however_tags_lie_over_each_other_no_word_is_lost(
    text: str, tags: list[tuple[str, int, int]], spelling: Spelling
) -> None:
    values = "correction:; expansion:; comment:c; strikethrough:true"
    custom = " ".join(f"{name} {{offset:{offset}; length:{length}; {values};}}" for name, offset, length in tags)
    pieces = mark_line(text, parse_custom(custom), spelling, TextBuilder())
    shown = "".join(piece.text for piece in pieces).replace("[…]", "")
    kept = "".join(letter for letter in shown if letter not in "[]⟦⟧")
    assert kept == "".join(letter for letter in text if letter not in "[]⟦⟧")
