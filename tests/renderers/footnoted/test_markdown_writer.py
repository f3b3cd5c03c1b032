from collections.abc import Callable

import pytest
from hypothesis import given, settings

from argument_maps.graph import Graph
from argument_maps.reading.markdown import make_markdown_parser, read_markdown
from argument_maps.reading.results import ReadingOptions
from models.vocabulary import CitationStyle
from renderers.footnoted.footnoted_text import FootnotedText, FootnoteMark, NotedParagraph, TextRun
from renderers.footnoted.ledger_text import build_ledger_text
from renderers.footnoted.markdown_writer import write_footnoted_markdown
from renderers.footnoted.outline_text import build_outline_text
from renderers.footnoted.reading_text import build_reading_text
from tests.renderers.footnoted.noted_maps import expected_notes, read_notes, squeeze
from tests.renderers.hostile import TRAPS, hostile_graphs
from tests.renderers.pictures import korea_graph, whole

CHICAGO = CitationStyle.CHICAGO_NOTES


def rendered(text: FootnotedText) -> str:
    parser = make_markdown_parser()
    return str(parser.render(write_footnoted_markdown(text).decode(), {}))


def paragraph(*runs: TextRun | FootnoteMark) -> FootnotedText:
    notes = ((TextRun("Noted."),),) if any(isinstance(run, FootnoteMark) for run in runs) else ()
    return FootnotedText("T", (), "en", (NotedParagraph(runs),), notes)


@pytest.mark.parametrize("build", [build_outline_text, build_ledger_text, build_reading_text])
def test_the_projects_own_reader_reads_every_note_of_the_korea_map(
    build: Callable[..., FootnotedText],
) -> None:
    text = build(whole(korea_graph()), CHICAGO)
    assert read_notes(read_markdown, write_footnoted_markdown(text)) == expected_notes(text)


def test_notes_stand_below_and_are_referred_to_by_number() -> None:
    written = write_footnoted_markdown(paragraph(TextRun("Said"), FootnoteMark(1))).decode()
    assert written == "# T\n\nSaid[^1]\n\n[^1]: Noted.\n"


def test_a_row_of_the_ledger_names_its_columns() -> None:
    written = write_footnoted_markdown(build_ledger_text(whole(korea_graph()), CHICAGO)).decode()
    assert "\n-   **P1** The invasion of 25 June 1950" in written
    assert "\n    -   **Held by:** Truman administration" in written
    assert "\n        -   L1, **confirmed**: **F5**" in written


@pytest.mark.parametrize("trap", [trap for trap in TRAPS if len(trap) < 200 and trap.strip()])
def test_nothing_that_users_wrote_is_markup(trap: str) -> None:
    text = paragraph(TextRun(trap), FootnoteMark(1))
    content = read_markdown(write_footnoted_markdown(text), ReadingOptions()).content
    said = squeeze(content.text)
    assert squeeze(trap.translate({0x85: " "})) in said or squeeze(trap) in said


@pytest.mark.parametrize(
    "words",
    [
        *(
            "1. first",
            "(a) one",
            "iv) four",
            "- dash",
            "+ plus",
            "% title",
            ": term",
            "# heading",
            "> quoted",
            "    code",
        ),
        *(
            "===",
            "[^1]: not a note",
            "[link](x)",
            "| a | b |",
            "@key says",
            "a -- b ... c",
            "H~2~O x^2^ $y$",
            "~~~",
            "***",
        ),
    ],
)
def test_what_would_begin_or_be_something_else_is_words(words: str) -> None:
    html = rendered(paragraph(TextRun(words)))
    body = html.partition("</h1>")[2].strip()
    assert body.startswith("<p>"), body
    assert body.count("<") == 2, body


def test_slanted_and_bold_words_are_so_and_their_spaces_stand_outside() -> None:
    written = write_footnoted_markdown(
        paragraph(TextRun("a "), TextRun(" slanted ", is_slanted=True), TextRun("b", is_bold=True))
    ).decode()
    assert "a  *slanted* **b**" in written
    assert "<em>slanted</em> <strong>b</strong>" in rendered(
        paragraph(TextRun("a "), TextRun(" slanted ", is_slanted=True), TextRun("b", is_bold=True))
    )


@given(hostile_graphs())
@settings(deadline=None, max_examples=25)
def test_as_many_notes_are_read_as_were_written(told: Graph) -> None:
    text = build_outline_text(whole(told), CHICAGO)
    assert len(read_notes(read_markdown, write_footnoted_markdown(text))) == len([n for n in expected_notes(text) if n])
