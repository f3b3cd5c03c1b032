"""Damaged pages, Markdown and plain text: read in part, or refused with what to do, and always in time."""

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argument_maps.reading import FileReading, UnreadableText, read_text
from models.errors import MapError
from models.records.contents import ContentDraft

SECONDS = 10.0
PAGE = """<!DOCTYPE html><html lang="de"><head><meta charset="utf-8"><title>Bericht</title><style>p {color: red}</style>
<meta name="author" content="Ann Able"></head>
<body><nav><a href="#a">Übersicht</a></nav>
<main><h1 id="a">Die Lage</h1>
<p>Er sagte: <q>Nein, <q>nie</q></q>.<sup id="r1"><a href="#n1">[1]</a></sup> Am 25.&nbsp;Juni
<del>griff</del><ins>schlug</ins>
er zu.<br>Ende &amp; aus.</p>
<ol start="3" type="a"><li>Erstens<ul><li>Panzer</li></ul></li><li value="9"><p>Zweitens</p></li>
</ol>
<table><caption>Verluste</caption>
<thead><tr><th>Armee<th>Panzer</thead><tr><td rowspan="2">1.<td>242<tr><td>7</table>
<pre>  Sehr geehrter Herr,
      es ist so weit.</pre><p><ruby>漢字<rp>(</rp><rt>かんじ</rt><rp>)</rp></ruby> H<sub>2</sub>O
<img alt="Karte" src="k.png">
<span hidden>verborgen</span><svg><text>x</text></svg><math><msup><mi>x</mi><mn>2</mn></msup></math></p></main>
<section class="footnotes"><ol><li id="n1">Protokoll, S. 12. <a href="#r1">↩</a></li></ol></section></body></html>"""
MARKDOWN = """---
title: Bericht
author: [Ann Able, Bob Baker]
---
# Die *Lage* {#lage}

25. Juni 1950 begann der Krieg.[^1] Er sagte^[Vor Zeugen.] ~~nie~~ **nein** `<s. 12>` <Name> a < b.

> Ein Zitat [mit Link](https://x.example "t") und ![Karte](k.png)
> weiter

1. eins
   - zwei
2. drei

| Armee | Panzer |
|-------|-------:|
| 1.    | 242[^1] |

Begriff
: Erklärung größerer Übungen für Späher

<div><b>HTML</b> <!-- verborgen --></div>

    Code

[^1]: Protokoll, *S. 12*.

    Zweiter Absatz.
"""
LETTER = (
    "Genosse Stalin!\r\n\r\n\tIch übersende Ihnen den Bericht – „vertraulich“.\n\x0c\nSeite 2\n\n\nGezeichnet: Штыков\n"
)
WHOLE = {"text/html": PAGE, "text/markdown": MARKDOWN, "text/plain": LETTER}
ENCODINGS = ("utf-8", "utf-8", "utf-16", "cp1252", "cp1251", "koi8-r")
PIECES = (
    b"<",
    b">",
    b"&",
    b"<!--",
    b"</p>",
    b"<table><tr>",
    b"<b>",
    b"\0",
    b"\xff\xfe",
    b"```",
    b"[^1]",
    b"> ",
    b"1. ",
)


def damage(whole: str, chance: random.Random) -> bytes:
    """Return a file that was cut, overwritten, repeated or mixed up."""
    data = bytearray(whole.encode(chance.choice(ENCODINGS), "ignore"))
    for _ in range(chance.randint(1, 12)):
        at = chance.randrange(len(data) + 1)
        match chance.randrange(6):
            case 0:
                data[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                del data[at : at + chance.randint(1, len(data) // 4 + 1)]
            case 2:
                data[at:at] = data[chance.randrange(len(data) + 1) :][: chance.randint(1, 80)] * chance.choice(
                    (1, 3, 200)
                )
            case 3:
                data[at:at] = chance.choice(PIECES) * chance.choice((1, 2, 500))
            case 4:
                data = data[: max(at, 20)]
            case _:
                data[at : at + 1] = bytes([data[at] ^ 1 << chance.randrange(8)]) if at < len(data) else b""
    return bytes(data)


def read_damaged(whole: str, media_type: str, number: int, seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(number):
        data = damage(whole, chance)
        begun = time.perf_counter()
        try:
            reading = read_text(data, media_type)
        except MapError as refused:
            told = (refused.detail, refused.remedy)
        else:
            told = ("read", "read")
            check(reading)
        assert all(told)
        assert time.perf_counter() - begun < SECONDS


def check(reading: FileReading) -> None:
    content = reading.content
    assert content.is_sound
    assert ContentDraft.model_validate(content.model_dump()) == content
    assert all(entry.count >= 1 for entry in reading.report)


@pytest.mark.parametrize("media_type", WHOLE)
def test_a_damaged_file_is_read_in_part_or_refused(media_type: str) -> None:
    read_damaged(WHOLE[media_type], media_type, 100, seed=17)


@pytest.mark.soak
@pytest.mark.parametrize("media_type", WHOLE)
def test_ten_thousand_damaged_files_are_read_in_part_or_refused(media_type: str) -> None:
    read_damaged(WHOLE[media_type], media_type, 10_000, seed=1950)


@pytest.mark.parametrize("media_type", WHOLE)
def test_most_of_a_file_with_one_broken_byte_is_read(media_type: str) -> None:
    data = bytearray(WHOLE[media_type].encode())
    at = data.rindex(b"S. 12" if media_type != "text/plain" else b"Seite")
    data[at] = 0xFF
    assert "Able" in str(read_text(bytes(data), media_type).source_data) or media_type == "text/plain"


SIGNS = (
    *(
        "<p>",
        "</p>",
        "<ol>",
        "<li>",
        "</ol>",
        "<table>",
        "<tr>",
        "<td>",
        "</table>",
        "<ruby>",
        "<rt>",
        "</ruby>",
        "<q>",
    ),
    *("<sup><a href='#n'>1</a></sup>", "<p id=n>1 ", "<pre>", "</pre>", "<br>", "<del>", "</del>", "<div hidden>"),
    *("</div>", "[^1]", "\n\n[^1]: ", "^[", "]", "\n\n", "* ", "1. ", "> ", "`", "~~", "<h2>", "<svg>"),
    "| a | b |\n|--|--|\n",
)
MARKUP = st.lists(st.one_of(st.sampled_from(SIGNS), st.text(max_size=8)), max_size=25).map("".join)


@given(MARKUP, st.sampled_from(["text/html", "text/markdown"]))
def test_however_marks_are_mixed_the_places_are_sound(text: str, media_type: str) -> None:
    try:
        reading = read_text(text.encode("utf-8", "replace"), media_type)
    except UnreadableText:
        return
    check(reading)
    assert reading.content.text == reading.content.text.strip("\n")
