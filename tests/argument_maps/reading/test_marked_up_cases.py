"""Small files of HTML and Markdown, each standing for a kind of fault, come out as a reader of them would see them."""

from pathlib import Path

import pytest

from argument_maps.reading import find_media_type, read_text
from argument_maps.reading.plain_text import write_plain_text

CASES = Path(__file__).parent / "cases"
EXPECTED = {
    "html-del-ins.html": "We shall attack.",
    "html-pre.html": "Dear Sir,\n  the army has crossed.\n\nYours,\nSmith",
    "html-blocks.html": "TOP SECRET\n\nTo: the Premier\n\nPyongyang\n\nNote\n\nThe rest.",
    "html-ruby.html": "漢字を読む",
    "md-footnote.md": "The order was given.[1]\n\n[1] Ibid.",
    "md-date-first.md": "1950. The war began in June.\n\n25. Juni 1950 begann der Krieg.",
    "md-numbered.md": "1. The Council calls for an end.\n\n2. It decides to meet.",
}


@pytest.mark.parametrize(("name", "expected"), EXPECTED.items(), ids=EXPECTED)
def test_case_comes_out_as_it_is_read(name: str, expected: str) -> None:
    reading = read_text((CASES / name).read_bytes(), find_media_type("", name))
    assert write_plain_text(reading.content) == expected
