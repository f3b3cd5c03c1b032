"""Sources of every kind come out as the manuals have them, in the styles in which the kind goes wrong."""

import pytest

from argument_maps.citation.editions import list_unused_fields
from argument_maps.citation.names import put_initials_first
from argument_maps.citation.sources import cite
from argument_maps.graph import Graph
from argument_maps.values import Agent, Source
from models.vocabulary import CitationStyle

NOTES, AUTHOR_DATE, MLA, GOST, ARCHIVE = CitationStyle


def person(label, name, family="", given=""):
    return Agent(id=label, name=name, family=family, given=given)


PEOPLE = (
    person("able", "Ann Able", "Able", "Ann"),
    person("baker", "Bob Baker", "Baker", "Bob"),
    person("garcia", "José María García Marín", "García Marín", "José María"),
    person("laden", "Usama bin Laden", "bin Laden", "Usama"),
    person("ranke", "Leopold von Ranke", "Ranke", "Leopold von"),
    person("vega", "Garcilaso de la Vega", "Vega", "Garcilaso de la"),
    person("kita", "Kita Ikki", "Kita", "Ikki"),
    person("ivanov", "Иван Иванович Иванов", "Иванов", "Иван Иванович"),
    person("petrov", "П. С. Петров", "Петров", "П. С."),
    person("sidorov", "А. Б. Сидоров", "Сидоров", "А. Б."),
    person("kuznetsov", "В. Г. Кузнецов", "Кузнецов", "В. Г."),
)
BOOK = {"type": "book", "title": "A War", "author": ("able",), "publisher_place": "Leiden", "publisher": "Brill"}
PAGE = {"type": "webpage", "title": "Who Was Kim?", "container_title": "Example", "url": "https://example.org/kim",
    "csl": {"accessed": "2024-03-05"}}  # fmt: skip
FOUR = {"type": "book", "title": "История России", "author": ("ivanov", "petrov", "sidorov", "kuznetsov"),
    "publisher_place": "М.", "publisher": "Наука", "edition": "2", "language": "ru", "issued": "1990"}  # fmt: skip
MONARCHY = {"type": "article-journal", "title": "¿Qué es la monarquía? El caso de Castilla", "author": ("garcia",),
    "container_title": "Hispania", "volume": "60", "issue": "2", "page": "323-328", "issued": "2000",
    "language": "es"}  # fmt: skip
PLAN = {**BOOK, "title": "An Outline Plan", "original_title": "日本改造法案大綱", "author": ("kita",), "language": "ja",
    "issued": "1928"}  # fmt: skip
CHAPTER = {"type": "chapter", "title": "Memorandum", "container_title": "Foreign Relations", "volume": "7",
    "volume_title": "Korea", "publisher": "GPO", "issued": "1976", "page": "157-161"}  # fmt: skip


def cite_as(style, locator="", **fields):
    return cite(Graph(slug="m", title="M", sources=(Source(id="s", **fields),), agents=PEOPLE), "s", locator, style)


@pytest.mark.parametrize(
    ("style", "form", "fields", "locator", "written"),
    [
        # Chicago 6.125 and 14.96: a comma stays behind a question mark, a full stop does not.
        (NOTES, "note", PAGE, "", "“Who Was Kim?,” Example, accessed 5 March 2024, https://example.org/kim."),
        (NOTES, "short", MONARCHY, "325", "García Marín, “¿Qué es la monarquía?,” 325."),
        (NOTES, "short", MONARCHY, "", "García Marín, “¿Qué es la monarquía?”"),
        (NOTES, "short", {**BOOK, "title": "Who Lost China?"}, "45", "Able, Who Lost China?, 45."),
        # 14.206 and 14.207: what has no date has the day on which it was read, and its site once.
        (NOTES, "entry", PAGE, "", "Example. “Who Was Kim?” Accessed 5 March 2024. https://example.org/kim."),
        (MLA, "entry", PAGE, "", "“Who Was Kim?” Example, example.org/kim. Accessed 5 Mar. 2024."),
        (GOST, "entry", PAGE, "",
            "Who Was Kim? [Electronic resource] // Example. URL: https://example.org/kim (accessed: 05.03.2024)."),
        # 14.114 and 15.40; MLA 5.108.
        (NOTES, "note", {**BOOK, "issued": "1994", "csl": {"original-date": "1959"}}, "",
            "Ann Able, A War (1959; repr., Leiden: Brill, 1994)."),
        (NOTES, "entry", {**BOOK, "issued": "1994", "csl": {"original-date": "1959"}}, "",
            "Able, Ann. A War. 1959. Reprint, Leiden: Brill, 1994."),
        (AUTHOR_DATE, "entry", {**BOOK, "issued": "1994", "csl": {"original-date": "1959"}}, "",
            "Able, Ann. (1959) 1994. A War. Reprint, Leiden: Brill."),
        (MLA, "entry", {**BOOK, "issued": "1994", "csl": {"original-date": "1959"}}, "",
            "Able, Ann. A War. 1959. Brill, 1994."),
        # 14.121: a volume that has parts is labelled as any other.
        (NOTES, "note", {**BOOK, "volume": "3, pt. 1", "issued": "1927"}, "",
            "Ann Able, A War, vol. 3, pt. 1 (Leiden: Brill, 1927)."),
        (NOTES, "entry", {**BOOK, "volume": "3, pt. 1", "issued": "1927"}, "",
            "Able, Ann. A War. Vol. 3, pt. 1. Leiden: Brill, 1927."),
        # MLA 5.51 and 5.62; 5.43: what stands behind a comma begins small.
        (MLA, "entry", {**BOOK, "volume": "5", "publisher": "Yale University Press", "issued": "1986"}, "",
            "Able, Ann. A War. Vol. 5, Yale UP, 1986."),
        (MLA, "entry", {**BOOK, "editor": ("baker",), "translator": ("garcia",), "issued": "1986"}, "",
            "Able, Ann. A War. Edited by Bob Baker, translated by José María García Marín, Brill, 1986."),
        (MLA, "entry", {"type": "thesis", "title": "A War", "author": ("able",), "publisher": "Harvard University",
            "issued": "1998", "csl": {"genre": "PhD diss."}}, "",
            "Able, Ann. A War. 1998. Harvard U, PhD dissertation."),
        # A chapter is cited by its own title, and not by that of the volume that holds it.
        (NOTES, "short", CHAPTER, "", "“Memorandum.”"),
        (NOTES, "entry", CHAPTER, "", "“Memorandum.” In Korea, vol. 7 of Foreign Relations, 157–61. GPO, 1976."),
        # GOST 4.10: of four authors the first stands behind the title, initials first; GOST 7.1: marks with spaces.
        (GOST, "entry", FOUR, "", "История России / И. И. Иванов [и др.]. 2-е изд. М. : Наука, 1990."),
        (GOST, "short", FOUR, "5-6", "История России. С. 5–6."),
        (GOST, "entry", {**FOUR, "editor": ("petrov",)}, "",
            "История России / И. И. Иванов [и др.] ; ред. П. С. Петров. 2-е изд. М. : Наука, 1990."),
        (GOST, "entry", {**BOOK, "author": ("able", "baker", "garcia", "ranke"), "issued": "1947"}, "",
            "A War / A. Able [et al.]. Leiden : Brill, 1947."),
        (GOST, "entry", {**BOOK, "collection_title": "Studies", "collection_number": "12", "issued": "2001"}, "",
            "Able A. A War. Leiden : Brill, 2001. (Studies ; 12)."),
        (GOST, "entry", MONARCHY, "",
            "García Marín J. M. ¿Qué es la monarquía? El caso de Castilla // Hispania. 2000. Vol. 60, № 2. "
            "P. 323–328."),
        # 14.99: what is not in English stands in its own writing, with the title of the map in brackets.
        (NOTES, "note", PLAN, "",
            "Kita Ikki, 日本改造法案大綱 [An Outline Plan] (Leiden: Brill, 1928)."),
        (NOTES, "short", PLAN, "", "Kita, Outline Plan."),
        # 14.305: the parts of an entry are divided by full stops; MLA 5.3.
        (NOTES, "entry", {"type": "legislation", "title": "Treaty of Peace", "issued": "1951-09-08"}, "",
            "Treaty of Peace, 8 September 1951."),
        (MLA, "note", {"type": "legislation", "title": "Treaty of Peace", "issued": "1951-09-08"}, "",
            "(Treaty of Peace)"),
        (MLA, "note", {**BOOK, "issued": "-0050"}, "1.1", "(Able 1.1)"),
        (MLA, "entry", {"type": "archival", "title": "A Letter", "author": ("able",), "issued": "1950~"}, "",
            "Able, Ann. “A Letter.” Circa 1950."),
        (GOST, "entry", {"type": "archival", "title": "A Letter", "author": ("able",), "issued": "1950~"}, "",
            "Able A. A Letter : [ca. 1950]."),
        (GOST, "entry", {**PAGE, "issued": "2002~", "csl": {}}, "",
            "Who Was Kim? [Electronic resource] // Example. [Ca. 2002]. URL: https://example.org/kim."),
    ],
)  # fmt: skip
def test_a_kind_of_source_comes_out_as_its_manual_has_it(style, form, fields, locator, written):
    assert getattr(cite_as(style, locator, **fields), form).text == written


@pytest.mark.parametrize(
    ("person", "printed"),
    [
        ("able", "A. Able"), ("garcia", "J. M. García Marín"), ("ranke", "L. von Ranke"), ("vega", "G. de la Vega"),
        ("kita", "Kita Ikki"), ("ivanov", "И. И. Иванов"), ("petrov", "П. С. Петров"), ("laden", "U. bin Laden"),
    ],
)  # fmt: skip
def test_who_edits_or_translates_has_initials_before_the_family_name(person, printed):
    assert put_initials_first(next(agent for agent in PEOPLE if agent.id == person)) == printed


@pytest.mark.parametrize("style", [NOTES, AUTHOR_DATE, MLA, GOST])
def test_a_part_of_a_reference_that_tells_itself_needs_no_label(style):
    reference = ({"label": "file", "value": "File 795.00/6-2550"}, {"label": "box", "value": "4262"},
        {"label": "series", "value": "Central Decimal Files, 1950–54"})  # fmt: skip
    cited = cite_as(style, type="archival", title="Memorandum", repository="NARA", reference=reference)
    assert "File 795.00/6-2550, box 4262, Central Decimal Files, 1950–54" in cited.entry.text


def test_a_document_stands_in_the_text_as_its_entry_begins():
    cable = {"type": "archival", "title": "Telegram, Able to Baker", "issued": "1950"}
    named = cite_as(AUTHOR_DATE, title_short="Able to Baker", **cable)
    assert (named.note.text, named.entry.text) == (
        "(Telegram, Able to Baker 1950)",
        "Telegram, Able to Baker. 1950.",
    )
    assert cite_as(MLA, title_short="Telegram", **cable).note.text == "(Telegram)"
    assert cite_as(NOTES, title_short="Able to Baker", **cable).short.text == "Able to Baker, 1950."


def test_days_of_reading_and_of_first_printing_are_used():
    fields = {"accessed": "2024-03-05", "original-date": "1959", "annote": "x"}
    assert list_unused_fields(Source(id="s", type="book", title="T", csl=fields)) == ["annote"]
