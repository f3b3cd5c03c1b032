"""What citations are known to go wrong in: names, numbers, marks, dates, archives, each by its rule."""

import re

import pytest

from argument_maps.citation.archives import ANY_SHEETS, FEDERAL_GERMAN, GERMAN, find_preset
from argument_maps.citation.editions import list_unused_fields
from argument_maps.citation.names import abbreviate_given_names, invert_name, join_surnames
from argument_maps.citation.punctuation import (
    bracket_nested_parentheses,
    dash_number_spans,
    set_typographic_marks,
    shorten_page_spans,
    shorten_page_spans_for_mla,
    use_english_quotes,
    use_single_quotes,
)
from argument_maps.citation.source_lists import list_sources, sort_entry
from argument_maps.citation.sources import cite, cite_in_one_line
from argument_maps.graph import Graph
from argument_maps.values import Agent, Source
from models.vocabulary import CitationStyle

NOTES, AUTHOR_DATE, MLA, GOST, ARCHIVE = CitationStyle


def agent(name: str, family: str = "", given: str = "") -> Agent:
    return Agent(id=name, name=name, family=family, given=given)


ABLE, BAKER, COLE = (agent(f"{given} {family}", family, given) for given, family in
    (("Ann", "Able"), ("Bob", "Baker"), ("Cy", "Cole")))  # fmt: skip
BETHMANN = agent("Theobald von Bethmann Hollweg", "Bethmann Hollweg", "Theobald")


def parts(*pairs: tuple[str, str]) -> tuple[dict[str, str], ...]:
    return tuple({"label": label, "value": value} for label, value in pairs)


def cite_one(style: CitationStyle, locator: str = "", *, agents=(ABLE, BAKER, COLE), map_language="en", **fields):
    source = Source(id="s", **{"title": "A Book", "type": "book", **fields})
    drawn = Graph(slug="one", title="One", language=map_language, sources=(source,), agents=agents)
    return cite(drawn, "s", locator, style)


def authors(*people: Agent) -> dict[str, object]:
    return {"author": tuple(person.id for person in people), "agents": people}


# Chicago 16.71 (particles), 16.76 (family first), 16.84 (Spanish), 16.41 (Jr.); GOST R 7.0.5-2008 abbreviates given
# names, of a double one both parts.
@pytest.mark.parametrize(
    ("person", "inverted", "initials"),
    [
        (agent("Kimberly Kim", "Kim", "Kimberly"), "Kim, Kimberly", "Kim K."),
        (agent("Kim Il Sung", "Kim", "Il Sung"), "Kim Il Sung", "Kim Il Sung"),
        (agent("Li Lin", "Lin", "Li"), "Lin, Li", "Lin L."),
        (agent("沈志华", "沈", "志华"), "沈志华", "沈志华"),
        (agent("Jean-Luc Petit", "Petit", "Jean-Luc"), "Petit, Jean-Luc", "Petit J.-L."),
        (agent("Hans-Peter Ernst Müller", "Müller", "Hans-Peter Ernst"), "Müller, Hans-Peter Ernst", "Müller H.-P. E."),
        (agent("И. Н. Розанов", "Розанов", "И.Н."), "Розанов, И.Н.", "Розанов И. Н."),
        (agent("Yu. A. Petrov", "Petrov", "Yu. A."), "Petrov, Yu. A.", "Petrov Yu. A."),
        (BETHMANN, "Bethmann Hollweg, Theobald von", "Bethmann Hollweg T. von"),
        (agent("Charles de Gaulle", "de Gaulle", "Charles"), "de Gaulle, Charles", "de Gaulle C."),
        (agent("Ludwig van Beethoven", "Beethoven", "Ludwig van"), "Beethoven, Ludwig van", "Beethoven L. van"),
        (agent("Gabriel García Márquez", "García Márquez", "Gabriel"), "García Márquez, Gabriel", "García Márquez G."),
        (agent("Martin Luther King Jr.", "King", "Martin Luther"), "King, Martin Luther, Jr.", "King M. L. Jr."),
        (agent("Pat O'Hara", "O'Hara", "Pat"), "O’Hara, Pat", "O’Hara P."),
        (agent("Plato"), "Plato", "Plato"),
    ],
)
def test_a_name_is_turned_round_by_its_family_name(person, inverted, initials):
    assert (invert_name(person), abbreviate_given_names(person)) == (inverted, initials)


def test_of_three_authors_all_are_named_in_chicago_and_of_more_the_first():
    assert join_surnames([ABLE, BAKER, COLE]) == "Able, Baker, and Cole"
    assert join_surnames([ABLE, BAKER, COLE, BETHMANN]) == "Able et al."
    assert join_surnames([ABLE, BAKER, COLE], 2) == "Able et al."


def test_editor_and_translator_among_the_further_fields_are_named():
    fields = {"type": "chapter", "title": "A Chapter", "container_title": "A Reader", "issued": "1999",
        "csl": {"editor": "Baker, Bob", "translator": "Cy Cole and Eva Dahl"}, "author": (ABLE.id,)}  # fmt: skip
    assert cite_one(NOTES, **fields).note.text == (
        "Ann Able, “A Chapter,” in A Reader, ed. Bob Baker, trans. Cy Cole and Eva Dahl (1999)."
    )
    assert cite_one(GOST, **fields).entry.text == (
        "Able A. A Chapter // A Reader / ed. B. Baker ; trans. C. Cole, Eva Dahl. 1999."
    )
    assert list_unused_fields(Source(id="s", **fields)) == []
    unused = Source(id="s", type="book", title="T", editor=("a",), csl={"editor": "B", "annote": "x", "genre": "y"})
    assert list_unused_fields(unused) == ["annote", "editor"]


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("ORE 18-50", "ORE 18-50"), ("795.00/6-2550", "795.00/6-2550"), ("no. 858-372", "no. 858-372"),
        ("ll. 87-91", "ll. 87–91"), ("2-2ob", "2–2ob"), ("Л. 2-2об", "Л. 2–2об"), ("pp. 176-85", "pp. 176–85"),
        ("S. 13-15", "S. 13–15"), ("AR 1720-1970", "AR 1720-1970"), ("12-14, 20-22", "12–14, 20–22"),
    ],
)  # fmt: skip
def test_only_numbers_that_span_get_a_dash(written, printed):
    assert dash_number_spans(written) == printed


# Chicago 9.61 and its examples; MLA 2.139.
@pytest.mark.parametrize(
    ("span", "chicago", "mla"),
    [
        ("3-10", "3–10", "3–10"), ("71-72", "71–72", "71–72"), ("100-104", "100–104", "100–04"),
        ("101-108", "101–8", "101–08"), ("808-833", "808–33", "808–33"), ("321-328", "321–28", "321–28"),
        ("498-532", "498–532", "498–532"), ("1087-1089", "1087–89", "1087–89"), ("1496-1500", "1496–500", "1496–1500"),
        ("11564-11615", "11564–615", "11564–11615"), ("12991-13001", "12991–3001", "12991–13001"),
        ("176-85", "176–85", "176–85"),
    ],
)  # fmt: skip
def test_spans_of_pages_are_shortened_by_one_rule(span, chicago, mla):
    assert (shorten_page_spans(span), shorten_page_spans_for_mla(span)) == (chicago, mla)


def test_pages_are_shortened_alike_in_note_short_note_and_entry():
    article = {"type": "article-journal", "container_title": "Past", "page": "249-257", "author": (ABLE.id,)}
    cited = cite_one(NOTES, "pp. 249-257", **article)
    assert [form.text.count("249–57") for form in (cited.note, cited.short, cited.entry)] == [1, 1, 1]


@pytest.mark.parametrize(
    ("title", "single", "english"),
    [
        ("'Peace' and War", "‘Peace’ and War", "‘Peace’ and War"),
        ("O'Hara's '30s", "O’Hara’s ’30s", "O’Hara’s ’30s"),
        ('On "facts"', "On ‘facts’", "On “facts”"),
        ("Die „Neue“ Zeit", "Die ‘Neue’ Zeit", "Die “Neue” Zeit"),
        ("Das „böse ‚Wort‘“", "Das ‘böse “Wort”’", "Das “böse ‘Wort’”"),
        ("»Kultur« heute", "‘Kultur’ heute", "“Kultur” heute"),
        ("Le « mot » juste", "Le ‘mot’ juste", "Le “mot” juste"),
        ("Мир «и „война“»", "Мир ‘и “война”’", "Мир “и ‘война’”"),
        ("The Allies’ “War”", "The Allies’ ‘War’", "The Allies’ “War”"),
        ("Ett ”ord” här", "Ett ‘ord’ här", "Ett ”ord” här"),
    ],
)
def test_quotation_marks_of_every_language_nest(title, single, english):
    marked = set_typographic_marks(title)
    assert (use_single_quotes(marked), use_english_quotes(marked)) == (single, english)


@pytest.mark.parametrize("style", [NOTES, AUTHOR_DATE, MLA, GOST])
@pytest.mark.parametrize("kind", ["book", "article-newspaper", "article-journal", "archival", "speech", "report"])
def test_no_full_stop_follows_a_question_mark(kind, style):
    cited = cite_one(style, type=kind, title="Why We Fight?", container_title="Pravda", issued="1950-06-28")
    assert not re.search(r"\?[”’]*\.", cited.note.text + cited.short.text + cited.entry.text)


def test_an_unsigned_article_stands_under_its_newspaper_once():
    cited = cite_one(NOTES, type="article-newspaper", title="Daily", container_title="Daily News", issued="1950-06-28")
    assert cited.entry.html == "<i>Daily News</i>. “Daily.” 28 June 1950."
    by_year = cite_one(
        AUTHOR_DATE, type="article-newspaper", title="Daily", container_title="Daily News", issued="-0043-03-15"
    )
    assert by_year.entry.html == "<i>Daily News</i>. 44 BC. “Daily.” 15 March."


@pytest.mark.parametrize(
    ("style", "kind", "language", "entry"),
    [
        (GOST, "article-newspaper", "en", "Able A. A Talk // Pravda. 1950. 28 June."),
        (GOST, "article-newspaper", "ru", "Able A. A Talk // Pravda. 1950. 28 июня."),
        (GOST, "speech", "en", "Able A. A Talk. 28 June 1950."),
        (MLA, "article-newspaper", "en", "Able, Ann. “A Talk.” Pravda, 28 June 1950."),
        (MLA, "speech", "en", "Able, Ann. “A Talk.” 28 June 1950."),
        (MLA, "interview", "en", "Able, Ann. “A Talk.” 28 June 1950."),
        (NOTES, "interview", "en", "Able, Ann. “A Talk.” 28 June 1950."),
    ],
)
def test_what_is_of_a_day_has_its_day(style, kind, language, entry):
    container = "Pravda" if kind == "article-newspaper" else ""
    source = Source(id="s", type=kind, title="A Talk", container_title=container, issued="1950-06-28",
        author=(ABLE.id,), language=language)  # fmt: skip
    cited = cite(Graph(slug="one", title="One", sources=(source,), agents=(ABLE,)), "s", "", style)
    assert cited.entry.text == entry


@pytest.mark.parametrize(
    ("text", "bracketed"),
    [
        ("(Roshchin to Filippov (Stalin) 1950)", "(Roshchin to Filippov [Stalin] 1950)"),
        ("a (b) c (d (e (f) g))", "a (b) c (d [e (f) g])"),
        ("(a", "(a"),
        ("a) (b (c)", "a) (b [c]"),
    ],
)
def test_brackets_within_brackets_are_square(text, bracketed):
    assert bracket_nested_parentheses(text) == bracketed


@pytest.mark.parametrize(
    ("issued", "note", "entry"),
    [
        ("1950~", "Ann Able, “A Letter,” ca. 1950, TNA", "Able, Ann. “A Letter,” ca. 1950. "),
        ("1950?", "Ann Able, “A Letter,” [1950?], TNA", "Able, Ann. “A Letter,” [1950?]. "),
        ("-0379", "Ann Able, “A Letter,” 380 BC, TNA", "Able, Ann. “A Letter,” 380 BC. "),
        ("1950-22", "Ann Able, “A Letter,” summer 1950, TNA", "Able, Ann. “A Letter,” summer 1950. "),
    ],
)
def test_a_date_begins_a_sentence_with_a_capital(issued, note, entry):
    cited = cite_one(NOTES, type="archival", title="A Letter", issued=issued, repository="TNA", author=(ABLE.id,))
    assert cited.note.text.replace("The National Archives (TNA)", "TNA").startswith(note)
    assert cited.entry.text.startswith(entry)


LETTER = {"type": "archival", "title": "Bethmann Hollweg to Tschirschky", "issued": "1914-07-06", "repository": "PA AA",
    "reference": parts(("", "RZ 201"), ("", "R 19865"), ("Bl.", "34-36")), **authors(BETHMANN)}  # fmt: skip


def test_who_wrote_a_letter_is_named_once_in_every_mention():
    cited = cite_one(NOTES, **LETTER)
    assert cited.note.text.startswith("Theobald von Bethmann Hollweg to Tschirschky, 6 July 1914, RZ 201, R 19865, ")
    assert cited.short.text == "Bethmann Hollweg to Tschirschky, 6 July 1914, PA AA, RZ 201, R 19865, Bl. 34–36."
    assert cited.entry.text.startswith("Bethmann Hollweg, Theobald von, to Tschirschky, 6 July 1914. ")
    for style in CitationStyle:
        forms = cite_one(style, **LETTER)
        assert max(form.text.count("Bethmann Hollweg") for form in (forms.note, forms.short, forms.entry)) == 1


def test_a_title_is_quoted_in_later_mentions_as_in_the_first():
    cited = cite_one(NOTES, type="archival", title="Minute", repository="TNA", author=(ABLE.id,))
    assert ("“Minute,”" in cited.note.text, "“Minute,”" in cited.short.text) == (True, True)


# The archives themselves: Politisches Archiv (RZ 206, R 103295; B 20-200, Bd. 52), Bundesarchiv (R 43-I/161, fol. 91).
@pytest.mark.parametrize(
    ("repository", "reference", "locator", "place"),
    [
        ("PA AA", parts(("", "RZ 201"), ("", "R 19865"), ("Bl.", "34")), "", "PA AA, RZ 201, R 19865, Bl. 34."),
        ("PA AA", parts(("RZ", "201"), ("R", "19865"), ("Bl.", "34-36")), "35", "PA AA, RZ 201, R 19865, Bl. 35."),
        ("PA AA", parts(("B", "20-200"), ("Bd.", "52")), "", "PA AA, B 20-200, Bd. 52."),
        ("HHStA", parts(("PA", "I")), "", "HHStA, PA I."),
        ("HHStA", parts(("", "PA I"), ("Karton", "810"), ("fol.", "12")), "", "HHStA, PA I, Kt. 810, fol. 12."),
        ("BArch", parts(("N", "1180/4")), "", "BArch, N 1180/4."),
        ("Bundesarchiv", parts(("Bestand", "N 1180"), ("Nr.", "4")), "Bl. 7", "BArch, N 1180/4, Bl. 7."),
        ("BArch", parts(("", "R 43-I"), ("", "161"), ("fol.", "91")), "", "BArch, R 43-I/161, fol. 91."),
    ],
)
def test_german_and_austrian_archives_are_cited_as_they_ask(repository, reference, locator, place):
    cited = cite_one(ARCHIVE, locator, type="archival", title="Bericht", issued="1914-07-06", repository=repository,
        reference=reference, map_language="de")  # fmt: skip
    assert cited.note.text == f"Bericht, 6. Juli 1914, {place}"


def test_who_keeps_a_document_counts_before_its_labels():
    assert find_preset(parts(("series", "FO 371")), "TNA").name == "The National Archives of the United Kingdom"
    assert find_preset(parts(("Bl.", "1"), ("x", "2")), "PA AA") is GERMAN
    assert find_preset((), "BArch") is FEDERAL_GERMAN
    assert find_preset(parts(("x", "1")), "Somewhere") is None
    assert ANY_SHEETS.find_part("ff.").counts


@pytest.mark.parametrize(
    ("repository", "reference", "locator", "box"),
    [
        ("AVPRF", parts(("f.", "059a"), ("d.", "3"), ("ll.", "87-91")), "l. 88", "AVPRF, f. 059a, d. 3, l. 88"),
        ("AVPRF", parts(("f.", "059a"), ("d.", "3"), ("ll.", "87-91")), "88", "AVPRF, f. 059a, d. 3, l. 88"),
        ("AVPRF", parts(("f.", "059a"), ("d.", "3"), ("ll.", "87-91")), "88-89", "AVPRF, f. 059a, d. 3, ll. 88–89"),
        ("TNA", parts(("series", "FO 371"), ("piece", "9"), ("ff.", "12-18")), "f. 13", "TNA, FO 371/9, f. 13"),
        ("TNA", parts(("series", "FO 371"), ("piece", "9"), ("ff.", "12-18")), "14", "TNA, FO 371/9, f. 14"),
        ("Castle", parts(("shelf", "7"), ("fol.", "3-9")), "fol. 4r", "Castle, shelf 7, fol. 4r"),
        ("AVPRF", parts(("f.", "059a"), ("d.", "3"), ("ll.", "87-91")), "note 2",
            "AVPRF, f. 059a, d. 3, ll. 87–91, note 2"),
    ],
)  # fmt: skip
def test_a_passage_takes_the_place_of_the_sheets_in_boxes_too(repository, reference, locator, box):
    source = Source(id="s", type="archival", title="A cable", issued="1950", repository=repository, reference=reference)
    drawn = Graph(slug="one", title="One", sources=(source,))
    assert cite_in_one_line(drawn, "s", locator) == f"A cable, 1950, {box}"
    assert cite(drawn, "s", locator).short.text == f"Cable, 1950, {box}."


@pytest.mark.parametrize(
    ("title", "language", "short"),
    [
        ("The Making of War: A History", "en", "Making of War"),
        ("To Attack? Stalin and Kim", "en", "To Attack?"),
        ("Der Griff nach der Weltmacht. Die Kriegszielpolitik", "de", "Griff nach der Weltmacht"),
        ("L’étrange défaite: témoignage", "fr", "Étrange défaite"),
        ("A Book", "de", "A Book"),
    ],
)
def test_a_short_title_has_neither_article_nor_subtitle(title, language, short):
    source = Source(id="s", type="book", title=title, language=language, author=(ABLE.id,))
    drawn = Graph(slug="one", title="One", sources=(source,), agents=(ABLE,))
    assert cite(drawn, "s").short.html == f"Able, <i>{short}</i>{'' if short.endswith('?') else '.'}"


def test_two_works_of_a_year_are_told_apart_by_letters():
    sources = (
        Source(id="late", type="book", title="The Zebra", issued="1950", author=(ABLE.id,)),
        Source(id="early", type="book", title="An Ant", issued="1950", author=(ABLE.id,)),
        Source(id="other", type="book", title="Bear", issued="1951", author=(ABLE.id,)),
        Source(id="undated", type="book", title="Cat", author=(BAKER.id,)),
        Source(id="too", type="book", title="Dog", author=(BAKER.id,)),
    )
    drawn = Graph(slug="m", title="M", sources=sources, agents=(ABLE, BAKER))
    cited = {source.id: cite(drawn, source.id, "5", AUTHOR_DATE) for source in sources}
    assert [cited[label].note.text for label in ("early", "late", "other", "undated")] == [
        "(Able 1950a, 5)", "(Able 1950b, 5)", "(Able 1951, 5)", "(Baker, n.d.-a, 5)"]  # fmt: skip
    assert cited["late"].entry.text == "Able, Ann. 1950b. The Zebra."
    assert cite(drawn, "late").entry.text == "Able, Ann. The Zebra. 1950."


def test_lists_are_by_the_alphabet_and_archives_apart():
    sources = (
        Source(id="z", type="book", title="The Ant"),
        Source(id="a", type="book", title="“Bear”"),
        Source(id="e", type="book", title="Été"),
        Source(id="k", type="archival", title="A letter", repository="TNA"),
    )
    listed = list_sources(Graph(slug="m", title="M", sources=sources), ["a", "e", "k", "z"])
    assert (listed.together, listed.archival, listed.published) == (("z", "a", "e", "k"), ("k",), ("z", "a", "e"))
    assert sort_entry("—") == "—"


# Chicago 17th edition, 14.103: whoever only edited heads the entry, family name first where the map knows it.
def test_editors_who_are_named_as_agents_are_have_their_family_names() -> None:
    edited = cite_one(NOTES, csl={"editor": "Bob Baker and Eva Dahl"}, issued="1990")
    assert edited.entry.text == "Baker, Bob, and Eva Dahl, eds. A Book. 1990."
    assert edited.short.text == "Baker and Eva Dahl, Book."


# Chicago 6.9, 14.94: Annotations to “Finnegans Wake.” Baltimore. MLA 9th edition, 2.97. An apostrophe is no such mark.
@pytest.mark.parametrize(
    ("title", "entry"),
    [
        ('Notes on "Il Principe"', "Notes on “Il Principe.” 1961."),
        ("“Peace”: A Study of ‘War’", "“Peace”: A Study of ‘War.’ 1961."),
        ("The Soldiers'", "The Soldiers’. 1961."),
        ('Who Wrote "Faust"?', "Who Wrote “Faust”? 1961."),
    ],
)
def test_a_full_stop_stands_within_the_marks_at_the_end_of_a_title_in_italics(title: str, entry: str) -> None:
    for style in (NOTES, MLA):
        assert cite_one(style, title=title, issued="1961", **authors(BAKER)).entry.text == f"Baker, Bob. {entry}"


def test_the_era_of_a_span_is_given_once_by_year_too() -> None:
    war = {"title": "Gallic War", "issued": "-0057/-0049", **authors(agent("Julius Caesar", "Caesar", "Julius"))}
    assert cite_one(AUTHOR_DATE, **war).note.text == "(Caesar 58–50 BC)"
    assert cite_one(GOST, **war).entry.text == "Caesar J. Gallic War. 58–50 BC."


def test_a_repeated_reference_has_the_short_name_that_the_archive_asks_for() -> None:
    kept = {"type": "archival", "title": "Aufzeichnung", "repository": "Politisches Archiv des Auswärtigen Amts"}
    parted = parts(("Bestand", "RZ 201"), ("Signatur", "R 19865"), ("Blatt", "34"))
    assert cite_one(ARCHIVE, reference=parted, **kept).short.text == "PA AA, RZ 201, R 19865, Bl. 34."


# GOST R 7.0.5-2008 describes what is cited in its own language.
def test_a_russian_document_has_its_own_title_where_only_the_language_of_that_is_given() -> None:
    cable = {"title": "Telegram to Stalin", "original_title": "Телеграмма Сталину", "original_language": "ru"}
    kept = {"type": "archival", "repository": "AVPRF", "reference": parts(("fond", "059a"), ("opis", "5a"))}
    assert "Телеграмма Сталину" in cite_one(GOST, **cable, **kept).entry.text
    assert "Телеграмма Сталину" not in cite_one(GOST, language="en", **cable, **kept).entry.text
    # A book of which it is said in which language it was first written is a translation.
    assert "Телеграмма Сталину" not in cite_one(GOST, **cable).entry.text


def test_an_event_is_named_under_either_of_its_names_in_csl() -> None:
    for name in ("event", "event-title"):
        held = cite_one(NOTES, type="speech", title="A Speech", csl={name: "National Press Club"}, issued="1950-01-12")
        assert "National Press Club" in held.note.text
