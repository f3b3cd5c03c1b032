"""Markdown as scholars write it: notes, numbers, tables, and nothing lost in angle brackets."""

import pytest

from argument_maps.reading import FileReading, read_text
from argument_maps.reading.plain_text import write_plain_text


def read(text: str) -> FileReading:
    return read_text(text.encode(), "text/markdown")


def write_plainly(text: str) -> str:
    return write_plain_text(read(text).content)


def read_report(text: str) -> dict[str, list[str]]:
    return {str(entry.sort): entry.samples for entry in read(text).report}


def list_blocks(text: str) -> list[tuple[str, str, str]]:
    content = read(text).content
    return [(str(block.sort), block.label, content.text[block.start : block.end]) for block in content.blocks]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A.[^1]\n\nB.\n\n[^1]: Ibid.", "A.[1]\n\n[1] Ibid.\n\nB."),
        ("A.[^n-a] B.[^n-a]\n\n[^n-a]: See *C*.\n\n    And D.", "A.[n-a] B.[n-a]\n\n[n-a] See C.\n\n[n-a] And D."),
        ("[^1]: First.\n\nA.[^1]", "A.[1]\n\n[1] First."),
        (
            "A.^[In *line*.] B.[^1] C.^[Third.]\n\n[^1]: One.",
            "A.[2] B.[1] C.[3]\n\n[2] In line.\n\n[1] One.\n\n[3] Third.",
        ),
        ("A.\n\n[^7]: Nobody asks.\n\nB.", "A.\n\n[7] Nobody asks.\n\nB."),
        ("A.[^9]", "A.[^9]"),
        ("- A.[^1]\n- B.\n\n[^1]: Ibid.", "A.[1]\n\n[1] Ibid.\n\nB."),
        ("> A.[^1]\n\n[^1]: # Not a heading\n", "A.[1]\n\n[1] Not a heading"),
    ],
)
def test_notes_stand_below_their_references(text: str, expected: str) -> None:
    assert write_plainly(text) == expected


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("1950. The war.", ["1950."]),
        ("25. Juni 1950", ["25."]),
        ("1. a\n2. b\n4. c", ["1.", "2.", "4."]),
        ("1. a\n1. b\n1. c", ["1.", "2.", "3."]),
        ("3) a\n4) b", ["3)", "4)"]),
        ("- a\n- b", ["", ""]),
        ("1. a\n   1. b\n   2. c\n2. d", ["1.", "1.", "2.", "2."]),
        ("- a\n\n  3. b", ["", "3."]),
    ],
)
def test_items_keep_the_numbers_that_are_written(text: str, labels: list[str]) -> None:
    assert [label for sort, label, _ in list_blocks(text) if sort == "list item"] == labels


@pytest.mark.parametrize(
    "words",
    [
        *("See <s. 12> and <Name>.", "a < b > c", "<persName>Kim</persName>", "<Center for Studies> met", "x <p. 3>"),
        *("[@key, 12] and [sic]", "He said “so” -- 'no'...", "2 * 3 * 4 and snake_case_word", "<http:x", "A & B; &c."),
        *("{% x %} and {y}", "~ about 5 ~", "Fn. ^", "[1] [2]", "1950-51. The"),
    ],
)
def test_words_stay_as_they_are_typed(words: str) -> None:
    assert write_plainly(words) == words
    assert write_plainly(f"{words}\n\nx") == f"{words}\n\nx"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("*a* __b__ ***c*** `d` un*frigging*believable", "a b c d unfriggingbelievable"),
        ("[words](https://x.example 'title') <https://y.example> [ref][r]\n\n[r]: /z", "words https://y.example ref"),
        ("\\*a\\* &amp; &copy; 1\\. b", "*a* & © 1. b"),
        ("one\ntwo  \nthree\\\nfour<br>five", "one two\nthree\nfour\nfive"),
        ("Title\n=====\n\n## Part {#p .x}\n\nx", "Title\n\nPart\n\nx"),
        ("Term\n: Meaning", "Term\n\nMeaning"),
        ("    a\n      b\n\n```\nc\n```", "a\n  b\n\nc"),
        ("H~2~O 2^nd^", "H2O 2nd"),
        ("<div>\n\n*a*\n\n</div>\n\n<b>b</b> <!-- c -->", "a\n\nb"),
        ("共同决\n定", "共同决定"),
    ],
)
def test_marks_are_read_and_not_shown(text: str, expected: str) -> None:
    assert write_plainly(text) == expected


def test_tables_are_cells() -> None:
    assert list_blocks("| a | b |\n|---|--:|\n| 1 | *2* |\n") == [
        ("table cell", "1.1", "a"),
        ("table cell", "1.2", "b"),
        ("table cell", "2.1", "1"),
        ("table cell", "2.2", "2"),
    ]


@pytest.mark.parametrize(
    ("text", "sort", "sample"),
    [
        ("We ~~will not~~ go", "deletions left out", "will not"),
        ("x ![A map](map.png)", "pictures left out", "A map"),
        ("x\n\n<!-- Check this. -->", "hidden parts left out", "Check this."),
        ("---\nabstract: In short.\n---\nx", "other parts left out", "abstract: In short."),
        ('[x](y){:target="_blank"}', "other parts left out", '{:target="_blank"}'),
        ("---\n: [\n---\nx", "parts that could not be read", ": ["),
    ],
)
def test_what_is_left_out_is_told(text: str, sort: str, sample: str) -> None:
    assert read_report(text) == {sort: [sample]}


@pytest.mark.parametrize(
    ("head", "source_data"),
    [
        (
            "---\ntitle: The *Plan*\nauthor:\n  - A. Able\n  - name: B. Baker\n  - {given: C, family: Cole}\n"
            "date: 1950-06-25\nlang: en\n---\n",
            {"title": "The *Plan*", "author": "A. Able; B. Baker; C Cole", "issued": "1950-06-25", "language": "en"},
        ),
        ("% The Plan\n% A. Able\n% June 1950\n", {"title": "The Plan", "author": "A. Able", "issued": "June 1950"}),
        ("", {}),
    ],
)
def test_the_head_fills_in_the_source_and_is_no_text(head: str, source_data: dict[str, str]) -> None:
    reading = read(f"{head}\nWords.")
    assert (reading.content.text, reading.source_data) == ("Words.", source_data)


@pytest.mark.parametrize(
    "sign",
    [
        "[",
        "![",
        "^[",
        "[^1]^[",
        "[a][",
        "*a ",
        "**a",
        "~~a ",
        "<a ",
        "`",
        "`a``",
        "> ",
        "- ",
        "\\",
        "&",
        "[^1]: x\n\n",
        "| a ",
    ],
)
def test_signs_without_end_are_read_in_time(sign: str) -> None:
    text = (sign * 100_000)[:300_000] if "\n" not in sign else sign * 10_000
    assert read(f"[^1]: x\n\n{text}y").content.text


def test_what_would_take_too_long_is_read_as_it_is_typed_and_told() -> None:
    reading = read("*a*\n\n" + "[*b*" * 600)
    assert reading.content.text == "a\n\n" + "[*b*" * 600
    assert [(str(entry.sort), entry.count) for entry in reading.report] == [("parts that could not be read", 1)]
