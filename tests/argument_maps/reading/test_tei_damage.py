"""Damaged TEI: a clear problem or a text, in time, whatever is done to a file."""

import random
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argument_maps.reading import ReadingOptions, read_text
from models.errors import MapError
from models.records.contents import ContentDraft
from tests.argument_maps.reading.listed_documents import list_documents

CASES = sorted((Path(__file__).parent / "cases" / "tei").glob("*.xml"))
MOST_SECONDS = 10.0
NAMES = (
    *("p", "div", "head", "note", "lb", "pb", "choice", "sic", "corr", "abbr", "expan", "app", "lem", "rdg", "gap"),
    *("add", "del", "subst", "supplied", "unclear", "list", "item", "label", "table", "row", "cell", "lg", "l", "sp"),
    *("stage", "speaker", "q", "quote", "figure", "figDesc", "ref", "ptr", "anchor", "w", "pc", "c", "ab", "signed"),
    *("addrLine", "address", "opener", "closer", "dateline", "date", "hi", "g", "s", "floatingText", "body", "text"),
    *("space", "surplus", "restore", "milestone", "cb", "fw", "index", "formula", "odd", "persName", "delSpan"),
)
ATTRIBUTES = (
    *('n="1"', 'xml:id="a"', 'target="#a"', 'break="no"', 'type="document"', 'type="textpart"', 'prev="#a"', ""),
    *('rend="sup"', 'wit="#b"', 'quantity="2" unit="line"', 'spanTo="#a"', 'place="margin"', 'cert="low"'),
    *('cols="3"', 'facs="x/1.jpg"', 'part="I"', 'join="left"', 'reason="omitted"', 'xml:space="preserve"'),
)


# Elements that are read with an eye on what stands in them.
DEEP = (b"choice", b"list", b"subst", b"rdgGrp", b"table", b"note", b"address", b"figure", b"q", b"app", b"ruby", b"sp")


def check(data: bytes, options: ReadingOptions | None = None) -> None:
    """Assert that a file is refused as it should be, or read soundly."""
    with suppress(MapError):
        content = read_text(data, "text/xml", options).content
        assert content.is_sound
        assert ContentDraft.model_validate(content.model_dump()) == content
    with suppress(MapError):
        for entry in list_documents(data, "text/xml"):
            assert entry.id


def damage(data: bytes, chance: random.Random) -> bytes:
    """Return a file cut, flipped, with stretches repeated, dropped or put in."""
    damaged = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        at, length = chance.randrange(len(damaged) + 1), chance.choice((1, 3, 20, 200))
        way = chance.randrange(5)
        if way == 0:
            del damaged[at:]
        elif way == 1:
            damaged[at : at + 1] = bytes([chance.randrange(256)])
        elif way == 2:
            damaged[at:at] = damaged[at : at + length] * chance.choice((1, 2, 50))
        elif way == 3:
            del damaged[at : at + length]
        else:
            damaged[at:at] = chance.choice((b"<", b">", b"&", b"]]>", b"<!--", b"<![CDATA[", b"&x;", b"<!DOCTYPE a ["))
    return bytes(damaged)


def damage_some(count: int, seed: int) -> None:
    chance = random.Random(seed)
    files = [path.read_bytes() for path in CASES]
    for number in range(count):
        damaged = damage(chance.choice(files), chance)
        begun = time.monotonic()
        check(damaged, ReadingOptions(document="d25") if number % 5 == 0 else None)
        assert time.monotonic() - begun < MOST_SECONDS


def test_damaged_files_are_refused_or_read() -> None:
    damage_some(400, 1)


@pytest.mark.soak
def test_ten_thousand_damaged_files_are_refused_or_read() -> None:
    damage_some(10_000, 2)


def write_tree(tree: Any) -> str:
    if isinstance(tree, str):
        return tree
    name, attribute, children = tree
    return f"<{name} {attribute}>{''.join(map(write_tree, children))}</{name}>"


WORDS = st.sampled_from(["a ", "word", "-", "\u00ac", " ", "\n  ", "A.", "“", "1", "金", "⟦", "]"])
TREES = st.recursive(
    WORDS,
    lambda children: st.tuples(st.sampled_from(NAMES), st.sampled_from(ATTRIBUTES), st.lists(children, max_size=5)),
    max_leaves=30,
)


@given(st.lists(TREES, max_size=6), st.sampled_from(["", ' xmlns="http://www.tei-c.org/ns/1.0"']))
def test_whichever_elements_stand_in_each_other_the_text_is_sound(trees: list[Any], namespace: str) -> None:
    check(f"<TEI{namespace}><text><body>{''.join(map(write_tree, trees))}</body></text></TEI>".encode())


@given(st.text(alphabet="<>&;!-[]?/\"'= aTEI\n", max_size=120))
def test_whatever_stands_before_the_text_is_refused_or_read(prolog: str) -> None:
    check(f"{prolog}<TEI><text><p>a</p></text></TEI>".encode())


@pytest.mark.parametrize(
    "data",
    [
        b"<TEI><text>" + b"<!--" * 500_000,
        b"<!DOCTYPE a [" + b"<!ENTITY " * 200_000,
        b"<!DOCTYPE a [" + b"<!--" * 400_000,
        b"<!DOCTYPE TEI [<!ENTITY b 'a'>]><TEI><text>" + b"<![CDATA[" * 300_000 + b"&b;",
        b"<TEI><text><p>" + b"&a;" * 500_000 + b"</p></text></TEI>",
        b"<TEI><text><p>" + b"-<lb/>" * 60_000 + b"</p></text></TEI>",
        b"<TEI><text><p>" + b"<ref target='#a'/>" * 30_000 + b"<note xml:id='a'>b</note></p></text></TEI>",
        b"<TEI><text><p>" + b"<note>a</note>" * 20_000 + b"</p></text></TEI>",
        b"<TEI><text><app>" + b"<rdg>a</rdg>" * 30_000 + b"</app></text></TEI>",
        b"<TEI><text><choice>" + b"<sic>a</sic>" * 100_000 + b"</choice></text></TEI>",
        b"<TEI><text>" + b"<div type='document'><head>a</head></div>" * 10_000 + b"</text></TEI>",
        b"<TEI><text>" + b"<app><lem>a" * 45 + b"</lem></app>" * 45 + b"</text></TEI>",
        b"<TEI><text>" + b"<choice><sic>b</sic><corr>a" * 45 + b"</corr></choice>" * 45 + b"</text></TEI>",
        *(b"<TEI><text><%b>%b</%b></text></TEI>" % (n, b"<%b>" % n * 9_000 + b"</%b>" % n * 9_000, n) for n in DEEP),
        b"<TEI><text><p>" + b" " * 8_000_000 + b"a</p></text></TEI>",
    ],
    ids=[
        *(
            "comments",
            "declarations",
            "comments in a subset",
            "sections",
            "references",
            "line ends",
            "references to a note",
        ),
        *("notes", "readings", "forms", "documents", "readings of readings", "forms of forms"),
        *(f"{name.decode()} in itself" for name in DEEP),
        "spaces",
    ],
)
def test_much_of_one_thing_is_refused_or_read_in_time(data: bytes) -> None:
    begun = time.monotonic()
    check(data)
    assert time.monotonic() - begun < MOST_SECONDS
