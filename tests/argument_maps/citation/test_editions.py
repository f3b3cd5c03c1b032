"""A citation says who edited and translated a work, and in which text a document was read."""

from xml.etree import ElementTree

import msgspec
import pytest

from argument_maps.citation.sources import cite, cite_in_one_line
from argument_maps.graph import Graph
from argument_maps.time_travel import UNPUBLISHED
from argument_maps.values import Agent, Source
from models.vocabulary import CitationStyle, SourceType

NOTES, AUTHOR_DATE, MLA, GOST, ARCHIVE = CitationStyle
PEOPLE = (
    Agent(id="eva", name="Eva Adler", family="Adler", given="Eva"),
    Agent(id="ben", name="Ben Cole", family="Cole", given="Ben"),
    Agent(id="ada", name="Ada Dahl", family="Dahl", given="Ada"),
)
REFERENCE = tuple({"label": label, "value": value} for label, value in (("f.", "45"), ("op.", "1"), ("d.", "334")))
WORKS = (
    Source(
        id="bulletin",
        type="article-journal",
        title="New Papers",
        author=("eva",),
        container_title="The Bulletin",
        issue="6-7",
        issued="1995",
        page="30-84",
    ),
    Source(
        id="telegram",
        type="archival",
        title="Telegram to the front",
        original_title="Телеграмма на фронт",
        language="ru",
        issued="1950-10-01",
        repository="APRF",
        reference=REFERENCE,
        published_in="bulletin",
        published_pages="45-47",
        translator=("ben",),
    ),
    Source(id="copy", type="archival", title="A copy", language="ru", issued="1950-10-02", copy_of="telegram"),
    Source(id="reader", type="book", title="A Reader", editor=("eva", "ben"), publisher="Press", issued="1970"),
    Source(id="chapter", type="chapter", title="A Talk", author=("ada",), published_in="reader", published_pages="3-9"),
    Source(
        id="novel",
        type="book",
        title="The War",
        author=("ada",),
        translator=("ben",),
        editor=("eva",),
        collection_title="Papers",
        collection_number="5",
        original_title="Voina",
        original_language="ru",
        language="en",
        publisher="Press",
        issued="1970",
    ),
    Source(
        id="memoirs",
        type="book",
        title="Memoirs",
        volume="2",
        volume_title="Years & Days",
        author=("ada",),
        publisher="Press",
        issued="1956",
    ),
)
GRAPH = Graph(slug="works", title="Works", sources=WORKS, agents=PEOPLE)
READ = "in Eva Adler, “New Papers,” The Bulletin, nos. 6–7 (1995): 45–47, trans. Ben Cole."
PUBLISHED = "Опубликовано: Adler E. New Papers // The Bulletin. 1995. № 6–7. P. 45–47. Перевод: B. Cole."


@pytest.mark.parametrize(
    ("style", "read"),
    [
        (NOTES, f"I{READ[1:]}".replace("trans.", "translated by")),
        (AUTHOR_DATE, f"I{READ[1:]}".replace("trans.", "translated by")),
        (MLA, "“New Papers,” by Eva Adler, translated by Ben Cole, The Bulletin, nos. 6–7, 1995, pp. 45–47."),
    ],
)
def test_a_document_says_in_which_text_it_was_read(style, read):
    cited = cite(GRAPH, "telegram", "", style)
    assert cited.entry.text.endswith(f" {read}")
    assert "Bulletin" not in cited.short.text


def test_a_note_names_the_text_behind_the_archive():
    note = cite(GRAPH, "telegram").note
    assert note.text == (
        "Telegram to the front, 1 October 1950, f. 45, op. 1, d. 334, "
        f"Archive of the President of the Russian Federation (APRF); {READ}"
    )
    assert "<i>The Bulletin</i>" in note.html


@pytest.mark.parametrize("style", [GOST, ARCHIVE])
def test_a_russian_document_is_cited_by_its_own_title_and_says_where_it_was_printed(style):
    cited = cite(GRAPH, "telegram", "", style).entry.text
    assert cited == f"Телеграмма на фронт : 1 октября 1950 г. // АПРФ. Ф. 45. Оп. 1. Д. 334. {PUBLISHED}"


def test_a_copy_says_of_what():
    assert cite(GRAPH, "copy").note.text == "A copy, 2 October 1950; copy of f. 45, op. 1, d. 334, APRF."
    assert cite(GRAPH, "copy", "", GOST).note.text.endswith(" Копия.")


def test_a_work_that_is_not_on_the_map_is_not_named():
    alone = msgspec.structs.replace(GRAPH, sources=(GRAPH.sources_by_id["telegram"],))
    assert cite(alone, "telegram").note.text.endswith("(APRF).")


@pytest.mark.parametrize(
    ("style", "note", "entry"),
    [
        (NOTES, "Eva Adler and Ben Cole, eds., A Reader (Press, 1970).",
            "Adler, Eva, and Ben Cole, eds. A Reader. Press, 1970."),
        (AUTHOR_DATE, "(Adler and Cole 1970)", "Adler, Eva, and Ben Cole, eds. 1970. A Reader. Press."),
        (MLA, "(Adler and Cole)", "Adler, Eva, and Ben Cole, editors. A Reader. Press, 1970."),
        (GOST, "A Reader / ed. E. Adler, B. Cole. Press, 1970.", "A Reader / ed. E. Adler, B. Cole. Press, 1970."),
    ],
)  # fmt: skip
def test_a_work_without_an_author_stands_under_its_editors(style, note, entry):
    cited = cite(GRAPH, "reader", "", style)
    assert (cited.note.text, cited.entry.text) == (note, entry)


def test_a_chapter_takes_its_book_from_the_map():
    assert cite(GRAPH, "chapter").note.text == (
        "Ada Dahl, “A Talk,” in A Reader, ed. Eva Adler and Ben Cole (Press, 1970), 3–9."
    )
    assert cite_in_one_line(GRAPH, "chapter") == "Dahl, “A Talk” (undated)"


def test_editor_translator_series_and_original_title_are_named():
    assert cite(GRAPH, "novel").entry.text == (
        "Dahl, Ada. The War. Edited by Eva Adler. Translated by Ben Cole. Papers 5. Press, 1970. "
        "Originally published as Voina."
    )
    assert cite(GRAPH, "novel", "", GOST).entry.text == (
        "Dahl A. The War / ed. E. Adler ; trans. B. Cole. Press, 1970. (Papers ; 5)."
    )


@pytest.mark.parametrize(
    ("style", "entry"),
    [
        (NOTES, "Dahl, Ada. <i>Years &amp; Days</i>. Vol. 2 of <i>Memoirs</i>. Press, 1956."),
        (MLA, "Dahl, Ada. <i>Years &amp; Days</i>. Press, 1956. Vol. 2 of <i>Memoirs</i>."),
        (GOST, "Dahl A. Memoirs. Vol. 2 : Years &amp; Days. Press, 1956."),
    ],
)
def test_a_volume_with_a_title_of_its_own_is_cited_by_it(style, entry):
    assert cite(GRAPH, "memoirs", "", style).entry.html == entry
    assert "Years" in cite_in_one_line(GRAPH, "memoirs")


def test_a_short_title_of_its_own_field_counts_before_the_further_variables():
    work = Source(id="s", type="book", title="A Long Title", title_short="Long", csl={"title-short": "Other"})
    drawn = Graph(slug="w", title="W", sources=(work,))
    assert cite_in_one_line(drawn, "s") == "Long (undated)"


@pytest.mark.parametrize("number", ["2", ""])
@pytest.mark.parametrize("container", ["Papers & Letters", ""])
@pytest.mark.parametrize("kind", [kind for kind in SourceType if kind not in UNPUBLISHED])
def test_a_volume_is_named_in_every_type_without_half_a_pair(kind, container, number):
    work = Source(
        id="w",
        type=str(kind),
        title="Memoirs",
        volume=number,
        volume_title="Years & Days",
        container_title=container,
        author=("ada",),
        issued="1956",
    )
    drawn = Graph(slug="w", title="W", sources=(work,), agents=PEOPLE)
    for style in (NOTES, AUTHOR_DATE, MLA, GOST):
        cited = cite(drawn, "w", "45", style)
        for form in (cited.note, cited.short, cited.entry):
            ElementTree.fromstring(f"<p>{form.html}</p>")  # noqa: S314 # our own
            assert form.html.count("“") == form.html.count("”"), form.html
            assert not {"\ue000", "\ue001"} & set(form.html)


def test_a_volume_of_a_quoted_work_is_quoted_as_well():
    work = Source(id="w", type="thesis", title="Memoirs", volume="2", volume_title="Years", author=("ada",))
    drawn = Graph(slug="w", title="W", sources=(work,), agents=PEOPLE)
    assert cite(drawn, "w").entry.html == "Dahl, Ada. “Years.” Vol. 2 of “Memoirs.” n.d."


@pytest.mark.parametrize(
    ("style", "note", "entry"),
    [
        (NOTES, "Eva Adler et al., eds., A Handbook (Press, 1970).",
            "Adler, Eva, Ben Cole, Ada Dahl, and Ida Ems, eds. A Handbook. Press, 1970."),
        (AUTHOR_DATE, "(Adler et al. 1970)",
            "Adler, Eva, Ben Cole, Ada Dahl, and Ida Ems, eds. 1970. A Handbook. Press."),
        (MLA, "(Adler et al.)", "Adler, Eva, et al., editors. A Handbook. Press, 1970."),
    ],
)  # fmt: skip
def test_of_many_editors_under_whom_a_work_stands_the_first_are_named(style, note, entry):
    people = (*PEOPLE, Agent(id="ida", name="Ida Ems", family="Ems", given="Ida"))
    editors = tuple(agent.id for agent in people)
    work = Source(id="w", type="book", title="A Handbook", editor=editors, publisher="Press", issued="1970")
    cited = cite(Graph(slug="w", title="W", sources=(work,), agents=people), "w", "", style)
    assert (cited.note.text, cited.entry.text) == (note, entry)


def test_of_many_authors_of_a_document_the_first_is_named():
    people = (*PEOPLE, Agent(id="ida", name="Ida Ems", family="Ems", given="Ida"))
    authors = tuple(agent.id for agent in people)
    letter = Source(id="w", type="archival", title="A letter", author=authors, repository="TNA")
    note = cite(Graph(slug="w", title="W", sources=(letter,), agents=people), "w").note.text
    assert note.startswith("Eva Adler et al., “A letter,”")
