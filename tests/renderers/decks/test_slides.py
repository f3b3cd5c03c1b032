import re

import pytest
from defusedxml.ElementTree import fromstring

from argument_maps.graph import Graph
from argument_maps.selection.selecting import Selection, select
from argument_maps.values import Claim, Question
from models.vocabulary import CitationStyle
from renderers.decks.slides import HEIGHT, MOST_SLIDES, WIDTH, Deck, DeckTooLong, Slide, build_deck, fit_title
from renderers.figures.figure import NotInFigure
from renderers.footnoted.footnoted_text import collect_words
from renderers.raster.rasterising import read_picture_size
from tests.renderers.footnoted.noted_maps import MANY_LANGUAGES
from tests.renderers.pictures import korea_graph

KOREA = korea_graph()


def build(
    graph: Graph = KOREA,
    selection: Selection = Selection(),  # noqa: B008 # frozen
    style: CitationStyle = CitationStyle.CHICAGO_NOTES,
    **asked: object,
) -> Deck:
    settings = {"view": "perceptions", "theme": "light", "lang": "both", **asked}
    return build_deck(select(graph, selection), style, questions=selection.question, **settings)  # type: ignore[arg-type] # what is asked


def list_labels(slide: Slide) -> set[str]:
    """Return the records that stand on a slide."""
    groups = fromstring(slide.picture).iter("{http://www.w3.org/2000/svg}g")
    return {group.get("data-id", "") for group in groups if "edge" not in group.get("class", "")} - {""}


def list_notes(slide: Slide) -> list[str]:
    return [collect_words(line) for line in slide.notes]


def test_each_question_has_a_slide_in_its_order_with_its_words_as_title() -> None:
    deck = build()
    assert deck.title.text == KOREA.title
    assert [slide.title.text for slide in deck.slides] == [f"{each.id} {each.text}" for each in KOREA.questions]
    assert all(slide.picture for slide in deck.slides)


def test_a_picture_fills_the_slide_below_the_title_and_repeats_no_title() -> None:
    for slide in build().slides:
        width, height = read_picture_size(slide.picture)
        assert (width, height) == (WIDTH, pytest.approx(HEIGHT - slide.title.height, abs=0.01))
        assert slide.picture_height == pytest.approx(height, abs=0.01)
        drawn = " ".join(re.findall(r"<text[^>]*>([^<]*)", slide.picture))
        assert slide.title.text[3:30] not in drawn
        assert KOREA.title not in drawn


def test_what_the_slide_leaves_out_stands_on_it_and_in_its_notes() -> None:
    for slide in build().slides:
        (told,) = re.findall(r"Not shown: [^<]*\.", slide.picture)
        assert told in list_notes(slide)


def test_every_record_on_a_slide_is_in_its_notes_and_in_what_the_picture_is_said_to_be() -> None:
    for slide in build().slides:
        shown = list_labels(slide) & KOREA.statements.keys()
        notes = "\n".join(list_notes(slide))
        assert shown
        for label in shown:
            assert re.search(rf"^{label} \(", notes, re.MULTILINE), label
            assert re.search(rf"\b{label}\b", slide.description), label


def test_what_is_shown_is_cited_in_full_where_the_slide_first_names_it_then_briefly() -> None:
    (notes,) = [list_notes(slide) for slide in build().slides if slide.title.text.startswith("Q3")]
    essay = [line for line in notes if "Weathersby, “" in line and not line.startswith("E")]
    assert essay[0].endswith("Kathryn Weathersby, “The US, the USSR, and the Korean War,” ca. 2002.")
    assert len(essay) > 3
    assert all(line.endswith(" Weathersby, “US, the USSR, and the Korean War.”") for line in essay[1:])


def test_documents_that_a_box_only_counts_are_cited() -> None:
    (slide,) = [slide for slide in build().slides if slide.title.text.startswith("Q1")]
    assert "E4" not in list_labels(slide)
    (line,) = [line for line in list_notes(slide) if line.startswith("E4 ")]
    assert "not on the slide" in line
    assert "f. 059a, op. 5a, p. 11, d. 3, l. 92" in line


def test_a_style_that_cites_in_brackets_has_its_references_below() -> None:
    (slide,) = build(MANY_LANGUAGES, style=CitationStyle.CHICAGO_AUTHOR_DATE, wanted=["E2"]).slides
    notes = list_notes(slide)
    assert "(Shen 2012, 12)" in next(line for line in notes if line.startswith("E2 "))
    below = notes[notes.index("References") + 1 :]
    assert any(line.startswith("Shen Zhihua. 2012. Mao, Stalin and the War.") for line in below), below


def test_a_selection_has_only_its_questions_and_says_what_was_selected() -> None:
    deck = build(selection=Selection(question=("Q4", "Q2"), as_of="1990"))
    assert [slide.title.text[:2] for slide in deck.slides] == ["Q2", "Q4"]
    assert any("As it could be known by 1990." in line for line in deck.lines)
    assert all("As it could be known by 1990." in slide.picture for slide in deck.slides)
    for slide in deck.slides:
        assert list_labels(slide) & KOREA.statements.keys() <= select(KOREA, Selection(as_of="1990")).graph.by_id.keys()


def test_questions_of_which_a_filter_leaves_nothing_are_named_on_the_title_slide() -> None:
    deck = build(selection=Selection(verdict=("partly confirmed",)))
    shown = [slide.title.text[:2] for slide in deck.slides]
    assert "Q1" in shown
    assert len(shown) < len(KOREA.questions)
    (said,) = [line for line in deck.lines if line.startswith("Nothing of what was selected stands under ")]
    assert sorted([*shown, *re.findall(r"Q\d", said)]) == [question.id for question in KOREA.questions]


def test_a_question_without_records_has_a_slide_that_says_so() -> None:
    graph = Graph(
        slug="two",
        title="Two questions",
        questions=(Question(id="Q1", text="Who knew?"), Question(id="Q2", text="Who cared?")),
        claims=(Claim(id="P1", kind="perception", text="All did", answers="Q1"),),
    )
    deck = build(graph)
    assert [(bool(slide.picture), slide.remark) for slide in deck.slides] == [
        (True, ""),
        (False, "Nothing is recorded under this question yet."),
    ]
    (selected,) = build(graph, Selection(question=("Q1",), kind=("finding",))).slides
    assert selected.remark == "Nothing of what was selected stands under this question."


def test_what_stands_under_no_question_has_the_last_slide() -> None:
    stray = Claim(id="P2", kind="perception", text="Nobody asked")
    asked = Claim(id="P1", kind="perception", text="All did", answers="Q1")
    told = {"slug": "stray", "title": "A stray", "claims": (asked, stray)}
    deck = build(Graph(questions=(Question(id="Q1", text="Who knew?"),), **told))
    assert [slide.title.text for slide in deck.slides] == ["Q1 Who knew?", "Under no question"]
    assert list_labels(deck.slides[1]) == {"P2"}
    (only,) = build(Graph(slug="none", title="No question", claims=(stray,))).slides
    assert only.title.text == "No question"


def test_records_of_other_questions_stand_below_those_of_the_slides_own() -> None:
    own = Claim(id="P2", kind="perception", text="Mine", answers="Q2")
    other = Claim(id="F1", kind="finding", text="Theirs", answers="Q1")
    questions = (Question(id="Q1", text="First?"), Question(id="Q2", text="Second?"))
    deck = build(Graph(slug="two", title="Two", questions=questions, claims=(own, other)), wanted=["P2"])
    assert [list_labels(slide) & {"P2", "F1"} for slide in deck.slides] == [{"F1"}, {"P2"}]
    (slide,) = [slide for slide in build(KOREA).slides if slide.title.text.startswith("Q4")]
    assert 'data-id="Q4"' not in slide.picture


def test_what_has_to_be_in_it_is_on_the_slide_of_its_question() -> None:
    assert "E4" in list_labels(build(wanted=["E4"]).slides[0])
    with pytest.raises(NotInFigure):
        build(selection=Selection(question=("Q2",)), wanted=["E4"])


def test_a_record_that_fits_no_slide_is_told_in_words() -> None:
    long = Claim(id="P1", kind="perception", text="It went on and on. " * 500, answers="Q1")
    (slide,) = build(
        Graph(slug="long", title="Long", questions=(Question(id="Q1", text="How?"),), claims=(long,))
    ).slides
    assert not slide.picture
    assert "Not even one record fits" in slide.remark
    assert "1 perception" in slide.remark


@pytest.mark.parametrize(
    ("words", "size", "is_cut"), [(2, 44, False), (9, 38, False), (20, 32, False), (32, 27, False), (90, 27, True)]
)
def test_a_title_is_as_large_as_has_room_and_cut_beyond_that(words: int, size: float, *, is_cut: bool) -> None:
    text = " ".join(["question"] * words)
    title = fit_title(text)
    assert (title.size, title.is_cut) == (size, is_cut)
    assert title.text == text or (is_cut and title.text.endswith("…") and text.startswith(title.text[:-1]))
    assert title.height < HEIGHT / 4


def test_of_a_title_that_is_cut_the_notes_have_the_whole() -> None:
    asked = "Why " + "oh why " * 100 + "did it last"
    claim = Claim(id="P1", kind="perception", text="It did", answers="Q1")
    graph = Graph(slug="why", title="Why", questions=(Question(id="Q1", text=asked),), claims=(claim,))
    assert list_notes(build(graph).slides[0])[0] == f"Q1 {asked}"


def test_too_many_slides_are_refused_with_what_to_do() -> None:
    questions = tuple(Question(id=f"Q{number}", text="And?") for number in range(1, MOST_SLIDES + 2))
    with pytest.raises(DeckTooLong) as refused:
        build(Graph(slug="many", title="Many", questions=questions))
    assert "101 slides" in str(refused.value.detail)
    assert "questions" in str(refused.value.remedy)
