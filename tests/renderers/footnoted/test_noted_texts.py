"""What stands in a text with notes, before anybody writes it down."""

import json
from collections.abc import Callable

import pytest
from hypothesis import given, settings

from argument_maps.examples import read_korea_expectations
from argument_maps.graph import Graph
from argument_maps.selection.selecting import Selected, Selection, select
from models.vocabulary import CitationStyle
from renderers.footnoted import figures
from renderers.footnoted.bibliography_text import (
    build_bibliography_text,
    build_reading_list_text,
    write_html_list,
)
from renderers.footnoted.citing import BRACKETED
from renderers.footnoted.figures import FigureDrawer
from renderers.footnoted.footnoted_text import (
    Figure,
    FootnotedText,
    ListItem,
    NestedList,
    NotedParagraph,
    ParagraphStyle,
    TextHeading,
    TextRun,
    TextTable,
    collect_words,
    is_from_the_right,
    nest_lists,
    split_directions,
)
from renderers.footnoted.ledger_text import build_ledger_text
from renderers.footnoted.outline_text import build_outline_text
from renderers.footnoted.reading_text import build_reading_text
from renderers.text.wording import list_cited_sources
from tests.argument_maps.graphs import graphs
from tests.renderers.footnoted.noted_maps import LIBRARY, MANY_LANGUAGES, list_references
from tests.renderers.pictures import korea_graph, whole

CHICAGO = CitationStyle.CHICAGO_NOTES
BUILDERS: dict[str, Callable[[Selected, CitationStyle], FootnotedText]] = {
    "outline": build_outline_text,
    "ledger": build_ledger_text,
    "reading": build_reading_text,
}


def headings(text: FootnotedText, level: int) -> list[str]:
    return [
        collect_words(block.inlines) for block in text.blocks if isinstance(block, TextHeading) and block.level == level
    ]


def entries(text: FootnotedText) -> list[str]:
    return [
        collect_words(block.inlines)
        for block in text.blocks
        if isinstance(block, NotedParagraph) and block.style == ParagraphStyle.ENTRY
    ]


def said(text: FootnotedText) -> str:
    """Return all that stands in a text and its notes."""
    parts: list[str] = []

    def look(block: object) -> None:
        for row in getattr(block, "rows", ()):
            for cell in row:
                for inner in cell:
                    look(inner)
        parts.append(collect_words(getattr(block, "inlines", ())))

    for block in text.blocks:
        look(block)
    return "\n".join([*parts, *(collect_words(note) for note in text.notes)])


@pytest.mark.parametrize("style", CitationStyle)
@pytest.mark.parametrize("build", BUILDERS.values(), ids=BUILDERS)
def test_each_note_of_the_korea_map_is_referred_to_once_and_in_order(
    build: Callable[..., FootnotedText], style: CitationStyle
) -> None:
    text = build(whole(korea_graph()), style)
    assert list_references(text) == list(range(1, len(text.notes) + 1))
    # Where documents are cited in brackets notes hold remarks alone.
    assert len(text.notes) > (2 if style in BRACKETED else 25)


@given(graphs())
@settings(deadline=None, max_examples=40)
def test_so_it_is_with_any_map(told: Graph) -> None:
    for build in BUILDERS.values():
        text = build(whole(told), CHICAGO)
        assert list_references(text) == list(range(1, len(text.notes) + 1))


def test_the_outline_has_every_record_and_every_link() -> None:
    korea = korea_graph()
    words = said(build_outline_text(whole(korea), CHICAGO))
    missing = [label for label in (*korea.statements, *korea.links_by_id) if label not in words]
    assert missing == []
    assert [record.id for record in korea.statements.values() if " ".join(record.text.split()) not in words] == []


def test_the_outline_lists_all_that_is_cited() -> None:
    korea = whole(korea_graph())
    text = build_outline_text(korea, CHICAGO)
    assert len(entries(text)) == len(list_cited_sources(korea))
    assert headings(text, 1)[-1] == "Bibliography"
    assert headings(text, 2) == ["Documents in archives", "Published works"]


def test_the_ledger_is_a_table_with_the_verdicts_that_are_expected() -> None:
    expected = {label: entry["verdict"] for label, entry in json.loads(read_korea_expectations())["ledger"].items()}
    table = next(
        block for block in build_ledger_text(whole(korea_graph()), CHICAGO).blocks if isinstance(block, TextTable)
    )
    found = {collect_words(row[0][0].inlines).split()[0]: collect_words(row[2][0].inlines) for row in table.rows}
    assert found == expected
    assert sum(table.shares) == pytest.approx(1)
    assert {len(row) for row in table.rows} == {len(table.titles)}


def test_the_reading_goes_from_question_to_perception_as_its_page_does() -> None:
    korea = korea_graph()
    text = build_reading_text(whole(korea), CHICAGO)
    assert [each.split()[0] for each in headings(text, 1)] == [
        *(question.id for question in korea.questions),
        "Bibliography",
    ]
    told = {each.split()[0] for each in headings(text, 2)}
    assert {claim.id for claim in korea.claims if claim.kind == "perception"} <= told


def test_a_verdict_is_told_with_what_disputes_it() -> None:
    words = said(build_reading_text(whole(korea_graph()), CHICAGO))
    assert "Verdict: partly confirmed. disputed by I4 (L48), I5 (L50)" in words


def test_the_note_stands_behind_the_quotation_and_holds_citation_and_remarks() -> None:
    text = build_outline_text(whole(MANY_LANGUAGES), CHICAGO)
    quoted = [
        block for block in text.blocks if isinstance(block, NotedParagraph) and block.style == ParagraphStyle.QUOTATION
    ]
    assert [run.language for block in quoted for run in block.inlines if isinstance(run, TextRun) and run.language] == [
        "he",
        "zh-CN",
        "ru",
    ]
    assert collect_words(text.notes[-3]).endswith("A note.")
    assert collect_words(text.notes[-1]) == "Shen, Mao, Stalin and the War, 13."


def test_a_note_says_once_since_when_a_document_can_be_read_and_not_of_a_work_that_has_its_year() -> None:
    notes = [collect_words(note) for note in build_outline_text(whole(korea_graph()), CHICAGO).notes]
    assert sum("Opened June 1994" in note for note in notes) > 2
    assert [note for note in notes if note.startswith("Soviet Foreign Ministry, Survey") and "ublished" in note] == []
    assert [note for note in notes if note.startswith("Nikita Khrushchev") and "Published 1970" in note] == []


def test_only_what_is_chosen_of_quotations_is_told() -> None:
    assert "Hello" not in said(build_outline_text(whole(MANY_LANGUAGES), CHICAGO, "original"))
    assert "שלום" not in said(build_outline_text(whole(MANY_LANGUAGES), CHICAGO, "translation"))


def test_as_of_a_date_nothing_is_cited_that_was_not_there() -> None:
    text = build_outline_text(select(korea_graph(), Selection(as_of="1960")), CHICAGO)
    assert "As it could be known by 1960" in said(text)
    assert "2002" not in "\n".join(entries(text))


def test_of_a_selection_only_its_records_are_told() -> None:
    words = said(build_outline_text(select(korea_graph(), Selection(question=("Q4",))), CHICAGO))
    assert "\nF2 (" not in words
    assert "I11 (" in words


def drawer() -> FigureDrawer:
    return FigureDrawer(theme="light", lang="both", crops=None)


def test_figures_are_those_that_can_be_read_on_a_page() -> None:
    drawn = [
        block
        for block in build_reading_text(whole(korea_graph()), CHICAGO, "both", drawer()).blocks
        if isinstance(block, Figure)
    ]
    assert len(drawn) > 5
    assert all(each.width <= figures.PAGE_WIDTH and each.height <= figures.PAGE_HEIGHT for each in drawn)
    assert [collect_words(each.caption).split(".")[0] for each in drawn] == [
        f"Figure {number}" for number in range(1, len(drawn) + 1)
    ]
    assert all("Argument map" in each.description for each in drawn)


def test_a_small_map_has_one_picture_at_its_beginning_and_a_large_one_says_why_it_has_none() -> None:
    small = build_outline_text(whole(MANY_LANGUAGES), CHICAGO, "both", drawer())
    assert [isinstance(block, Figure) for block in small.blocks].count(True) == 1
    large = build_outline_text(whole(korea_graph()), CHICAGO, "both", drawer())
    assert "too large for a page" in said(large)


def test_no_more_pictures_are_drawn_than_there_is_time_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figures, "MOST_FIGURES", 2)
    text = build_reading_text(whole(korea_graph()), CHICAGO, "both", drawer())
    assert [isinstance(block, Figure) for block in text.blocks].count(True) == 2


def test_the_bibliography_is_the_list_alone() -> None:
    text = build_bibliography_text(whole(korea_graph()), CHICAGO)
    assert text.notes == ()
    assert text.title.endswith(": bibliography")
    assert headings(text, 1) == ["Documents in archives", "Published works"]
    assert entries(text) == entries(build_outline_text(whole(korea_graph()), CHICAGO))


def test_a_map_that_cites_nothing_says_so() -> None:
    text = build_bibliography_text(whole(Graph(slug="bare", title="Bare")), CHICAGO)
    assert "Nothing is cited here." in said(text)


def test_a_reading_list_names_each_source_once_with_the_maps_that_cite_it() -> None:
    korea = korea_graph()
    text = build_reading_list_text("Reading list", [korea, korea_graph(), LIBRARY], CHICAGO)
    assert len(entries(text)) == len(set(entries(text)))
    assert any(entry.startswith("Shen Zhihua. A Later Work. Press, 2012. [") for entry in entries(text))
    assert sum(f"[{korea.title}]" in entry for entry in entries(text)) == len(korea.sources)


def test_a_list_as_html_escapes_what_users_wrote_and_keeps_slanted_titles() -> None:
    text = FootnotedText(
        title="T",
        authors=(),
        language="en",
        notes=(),
        blocks=(NotedParagraph((TextRun("<b>&"), TextRun("Title", is_slanted=True)), ParagraphStyle.ENTRY),),
    )
    assert write_html_list(text) == '<ul class="sources"><li dir="auto">&lt;b&gt;&amp;<i>Title</i></li></ul>'


def test_lists_are_nested_as_deep_as_their_items_say() -> None:
    one, two, deep, below = (
        ListItem((TextRun("1"),)),
        ListItem((TextRun("2"),)),
        ListItem((TextRun("3"),), 4),
        NotedParagraph((), depth=4),
    )
    nested = nest_lists([one, deep, below, two, NotedParagraph(())])
    assert isinstance(nested[0], NestedList)
    assert [len(item.blocks) for item in nested[0].items] == [2, 1]
    inner = nested[0].items[0].blocks[1]
    assert isinstance(inner, NestedList)
    assert inner.items[0].blocks == [deep, below]
    assert nested[1] == NotedParagraph(())


@pytest.mark.parametrize(
    ("run", "stretches"),
    [
        (TextRun("plain"), [("plain", False)]),
        (TextRun("say שלום עולם twice"), [("say ", False), ("שלום עולם", True), (" twice", False)]),
        (TextRun("(1950)", language="he"), [("(1950)", True)]),
        (TextRun("العربية"), [("العربية", True)]),
    ],
)
def test_a_run_is_divided_where_its_direction_changes(run: TextRun, stretches: list[tuple[str, bool]]) -> None:
    assert list(split_directions(run)) == stretches


def test_a_paragraph_begins_at_the_side_of_its_first_letter() -> None:
    assert is_from_the_right((TextRun("“"), TextRun("שלום and more")))
    assert not is_from_the_right((TextRun("12 P1 "), TextRun("שלום")))
    assert not is_from_the_right(())
