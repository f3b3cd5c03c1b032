"""Damaged PDFs: a clear problem, or what can be read with its report, within seconds."""

import random
import time
from itertools import cycle, islice
from pathlib import Path

import pytest

from argument_maps.reading import read_text
from models.errors import MapError

CASES = sorted((Path(__file__).parents[1] / "cases").glob("pdf-*.pdf"))
LONGEST = 10.0


def damage(data: bytes, chance: random.Random) -> bytes:
    """Return a file cut off, with bytes flipped or zeroed, with a stretch repeated, left out or exchanged."""
    broken = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 5))):
        start = chance.randrange(len(broken))
        end = min(start + chance.choice((1, 8, 100, 2_000)), len(broken))
        match chance.randrange(6):
            case 0:
                del broken[max(start, 20) :]
            case 1:
                for place in range(start, end, chance.choice((1, 7, 50))):
                    broken[place] ^= 1 << chance.randrange(8)
            case 2:
                broken[start:end] = broken[start:end] * chance.choice((2, 3, 30))
            case 3:
                del broken[start:end]
            case 4:
                broken[start:end] = bytes(end - start)
            case _:
                # A number in the file's structure becomes another: a length, a place, a count.
                digits = [place for place in range(start, end) if 0x30 <= broken[place] <= 0x39]
                for place in digits[:3]:
                    broken[place] = chance.choice(b"0123456789-")
    return bytes(broken)


def read_damaged(number: int, seed: int) -> int:
    """Read so many damaged files; return of how many something was read."""
    chance, read = random.Random(seed), 0
    refusals: list[MapError] = []
    originals = [path.read_bytes() for path in CASES]
    for data in islice(cycle(originals), number):
        broken = damage(data, chance)
        began = time.process_time()
        try:
            content = read_text(broken, "application/pdf").content
        except MapError as refused:
            refusals.append(refused)
        else:
            assert content.is_sound
            read += 1
        assert time.process_time() - began < LONGEST
    assert all(refused.detail and refused.remedy for refused in refusals)
    return read


def test_damaged_pdfs_are_refused_or_read_in_part() -> None:
    assert read_damaged(30, 1) > 0


@pytest.mark.soak
def test_ten_thousand_damaged_pdfs_are_refused_or_read_in_part() -> None:
    assert read_damaged(10_000, 2) > 1_000


def test_of_a_pdf_without_its_table_of_objects_the_text_is_read() -> None:
    whole = next(path for path in CASES if path.name == "pdf-notes.pdf").read_bytes()
    cut = whole[: whole.rindex(b"xref")]
    assert "agreed to provide the necessary forces" in read_text(cut, "application/pdf").content.text
