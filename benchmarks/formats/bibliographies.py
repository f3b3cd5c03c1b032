"""How long bibliographies take to be read and to be compared with what is here."""

import random
from collections.abc import Iterator

from bibtexparser.entrypoint import parse_string

from argument_maps.formats.bibliographies.bibtex.bibtex_reading import read_bibtex
from argument_maps.matching.same_sources import find_same_sources
from benchmarks.figures import Figure, milliseconds, pairs

ENTRIES, ROUNDS = 10_000, 3
TIMES_PARSING = 2.0
COMPARING_SECONDS = 30.0
_FAMILIES = ("Cumings", "Weathersby", r"M{\"u}ller", "van der Berg", "Shen", r"Sm{\'\i}th", "Stueck", "Kim")


def figures() -> Iterator[Figure]:
    """Read 10,000 entries of BibTeX beside parsing alone, and look for each among 10,000 others."""
    text = write_bibliography(ENTRIES)
    data = text.encode()
    ours, peer = pairs(
        ROUNDS,
        lambda _: milliseconds(lambda: read_bibtex(data)),
        lambda _: milliseconds(lambda: parse_string(text)),
    )
    yield Figure("read 10,000 entries of BibTeX : bibtexparser alone", ours, peer, "ms", TIMES_PARSING)
    present = read_bibtex(data).graph
    incoming = read_bibtex(write_bibliography(ENTRIES, "10.2000").replace("Origins", "Orgins").encode()).graph
    took = milliseconds(lambda: find_same_sources(incoming, present))
    yield Figure("find 10,000 sources among 10,000 : promised", took / 1000, COMPARING_SECONDS, "s", 1.0)


def write_bibliography(number: int, prefix: str = "10.1000") -> str:
    """Return so many entries, with accents, strings, names and abstracts as libraries of references have them."""
    chance = random.Random(1950)  # the same file each time
    return "\n".join(_write_entry(key, prefix, chance) for key in range(number))


def _write_entry(key: int, prefix: str, chance: random.Random) -> str:
    given = ("Ann A.", "Ann B.", "Bob", "Bob C.", "Cy", "Cy D.", "Dee")
    people = " and ".join(
        f"{chance.choice(_FAMILIES)}{chance.choice('abcdefgh')}, {chance.choice(given)}"
        for _ in range(chance.choice((1, 1, 2, 3)))
    )
    title = f"The {{Korean}} War and its Origins, Part {key}: {chance.choice(('A History', 'Der Krieg'))}"
    fields = {
        "author": people,
        "title": title,
        "journal": f"Journal of {chance.choice(('Cold War', 'Modern'))} History",
        "volume": str(key % 90),
        "number": str(key % 4),
        "pages": f"{key}--{key + 20}",
        "year": str(1950 + key % 70),
        "publisher": "Princeton University Press",
        "address": "Princeton",
        "doi": f"{prefix}/xyz{key}",
        "keywords": "war, Korea, archives",
        "abstract": "The ministers were told that the DPRK had asked for arms. " * 6,
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@{chance.choice(('article', 'book', 'incollection'))}{{key{key},\n{lines}  month = jun,\n}}\n"
