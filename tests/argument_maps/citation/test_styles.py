"""Every style gives the first mention, later ones, and the entry in the bibliography."""

import html
import re

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from argument_maps.citation.names import abbreviate_given_names, add_native_name, invert_name
from argument_maps.citation.sources import cite
from argument_maps.examples import read_korea_map
from argument_maps.graph import Graph
from argument_maps.values import Agent, Source
from models.vocabulary import CitationStyle, SourceType

KOREA = msgspec.json.decode(read_korea_map(), type=Graph)
LABELS = ["f.", "RG", "series", "全宗", "carton", "?"]
DATES = [None, "1950", "1950~", "1950-06-25", "1950/1951", "195X", "1995-24", "-0044", "../1950"]
TEXT = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=30)
NOTES, AUTHOR_DATE, MLA, GOST, ARCHIVE = CitationStyle
SHEN = "<i>Mao, Stalin and the Korean War: Trilateral Communist Relations in the 1950s</i>"
U_TURN = "Stalin’s Korean U-Turn: The USSR’s Evolving Security Strategy and the Origins of the Korean War"
LUNCHEON = "Shtykov to Vyshinsky on a luncheon at the DPRK Foreign Ministry"
ONLINE = (
    "Wilson Center Digital Archive, "
    "https://digitalarchive.wilsoncenter.org/document/telegram-shtykov-vyshinsky-luncheon-ministry-foreign-affairs-dprk"
)
ATTACK = "To Attack, or Not to Attack? Stalin, Kim Il Sung, and the Prelude to War"
BULLETIN = "Cold War International History Project Bulletin"
READ = f"in Kathryn Weathersby, “{ATTACK},” {BULLETIN}, no. 5 (Spring 1995), trans. Kathryn Weathersby."
LISTED = f"I{READ[1:]}".replace("trans.", "translated by")
PRINTED = f"Опубликовано: Weathersby K. {ATTACK} // {BULLETIN}. 1995. № 5. Перевод: K. Weathersby."
AVPRF = "Archive of Foreign Policy of the Russian Federation (AVPRF), f. 059a, op. 5a, p. 11, d. 3, ll. 87–91"


@pytest.mark.parametrize(
    ("style", "note", "short", "entry"),
    [
        (NOTES, f"Shen Zhihua [沈志华], {SHEN}, trans. Neil Silver (Routledge, 2012), 12–14.",
            "Shen, <i>Mao, Stalin and the Korean War</i>, 12–14.",
            f"Shen Zhihua [沈志华]. {SHEN}. Translated by Neil Silver. Routledge, 2012."),
        (AUTHOR_DATE, "(Shen 2012, 12–14)", "Shen 2012, 12–14",
            f"Shen Zhihua [沈志华]. 2012. {SHEN}. Translated by Neil Silver. Routledge."),
        (MLA, "(Shen 12–14)", "Shen 12–14",
            f"Shen Zhihua [沈志华]. {SHEN}. Translated by Neil Silver, Routledge, 2012."),
        (GOST, f"Shen Zhihua. {SHEN[3:-4]} / trans. N. Silver. Routledge, 2012. P. 12–14.",
            "Shen Zhihua. Mao, Stalin and the Korean War. P. 12–14.",
            f"Shen Zhihua. {SHEN[3:-4]} / trans. N. Silver. Routledge, 2012."),
    ],
)  # fmt: skip
def test_a_book_is_cited_in_every_style(style, note, short, entry):
    cited = cite(KOREA, "shen-2012", "pp. 12-14", style)
    assert (cited.note.html, cited.short.html, cited.entry.html) == (note, short, entry)


@pytest.mark.parametrize(
    ("style", "note", "short", "entry"),
    [
        (NOTES, f"Donggil Kim [김동길], “{U_TURN},” <i>Seoul Journal of Korean Studies</i> 24, no. 1 (June 2011): 90.",
            "Kim, “Stalin’s Korean U-Turn,” 90.",
            f"Kim, Donggil [김동길]. “{U_TURN}.” <i>Seoul Journal of Korean Studies</i> 24, no. 1 (June 2011): "
            "89–114."),
        (AUTHOR_DATE, "(Kim 2011, 90)", "Kim 2011, 90",
            f"Kim, Donggil [김동길]. 2011. “{U_TURN}.” <i>Seoul Journal of Korean Studies</i> 24 (1): 89–114."),
        (MLA, "(Kim 90)", "Kim 90",
            f"Kim, Donggil [김동길]. “{U_TURN}.” <i>Seoul Journal of Korean Studies</i>, vol. 24, no. 1, June 2011, "
            "pp. 89–114."),
        (GOST, f"Kim D. {U_TURN} // Seoul Journal of Korean Studies. 2011. Vol. 24, № 1. P. 90.",
            "Kim D. Stalin’s Korean U-Turn. P. 90.",
            f"Kim D. {U_TURN} // Seoul Journal of Korean Studies. 2011. Vol. 24, № 1. P. 89–114."),
    ],
)  # fmt: skip
def test_an_article_is_cited_in_every_style(style, note, short, entry):
    cited = cite(KOREA, "kim-2011", "90", style)
    assert (cited.note.html, cited.short.html, cited.entry.html) == (note, short, entry)


@pytest.mark.parametrize(
    ("style", "note", "short", "entry"),
    [
        (NOTES, f"{LUNCHEON}, 19 January 1950, f. 059a, op. 5a, p. 11, d. 3, l. 88, Archive of Foreign Policy of the "
            f"Russian Federation (AVPRF); {ONLINE}; {READ}",
            "Shtykov to Vyshinsky, 19 January 1950, AVPRF, f. 059a, op. 5a, p. 11, d. 3, l. 88.",
            f"{LUNCHEON}, 19 January 1950. {AVPRF}. {ONLINE}. {LISTED}"),
        (AUTHOR_DATE, "(Shtykov to Vyshinsky 1950, l. 88)", "Shtykov to Vyshinsky 1950, l. 88",
            f"{LUNCHEON}. 1950. 19 January. {AVPRF}. {ONLINE}. {LISTED}"),
        (MLA, "(Shtykov to Vyshinsky, l. 88)", "Shtykov to Vyshinsky, l. 88",
            f"{LUNCHEON}. 19 Jan. 1950. {AVPRF}. {ONLINE.replace('https://', '')}. “{ATTACK},” by Kathryn Weathersby, "
            f"translated by Kathryn Weathersby, {BULLETIN}, no. 5, spring 1995."),
        (GOST, f"{LUNCHEON} : 19 January 1950 // АВПРФ. Ф. 059а. Оп. 5а. П. 11. Д. 3. Л. 88. {PRINTED}",
            "АВПРФ. Ф. 059а. Оп. 5а. П. 11. Д. 3. Л. 88.",
            f"{LUNCHEON} : 19 January 1950 // АВПРФ. Ф. 059а. Оп. 5а. П. 11. Д. 3. Л. 87–91. {PRINTED}"),
    ],
)  # fmt: skip
def test_a_document_is_cited_in_every_style(style, note, short, entry):
    cited = cite(KOREA, "doc-1950-01-19", "l. 88", style)
    assert (cited.note.text, cited.short.text, cited.entry.text) == (note, short, entry)


@pytest.mark.parametrize("style", CitationStyle)
@pytest.mark.parametrize("source", [source.id for source in KOREA.sources])
def test_every_citation_of_the_korea_map_is_clean(source, style):
    cited = cite(KOREA, source, "", style)
    for written in (cited.note.text, cited.short.text, cited.entry.text):
        assert not re.search(r"^[,.; ]|\.\.|,,| ,|  |\(\)|<|&amp|'|\"|[?!]\.|\. ?:", written), written
    # What stands within brackets or a sentence takes no full stop of its own.
    stopped = style not in (AUTHOR_DATE, MLA)
    assert re.search(r"[.?!][”’]?$", cited.entry.text)
    assert bool(re.search(r"[.?!][”’]*$", cited.note.text)) is stopped


@pytest.mark.parametrize("style", [NOTES, AUTHOR_DATE, MLA, GOST])
def test_a_work_without_an_author_has_its_title_once(style):
    drawn = Graph(slug="w", title="W", sources=(Source(id="s", type="book", title="Alone (1)", issued="2000"),))
    assert cite(drawn, "s", "", style).entry.text.count("Alone") == 1


@pytest.mark.parametrize("style", [NOTES, AUTHOR_DATE, MLA, GOST])
@pytest.mark.parametrize("kind", ["interview", "article-newspaper", "article-journal", "speech"])
def test_no_edition_is_named_where_there_is_none(kind, style):
    source = Source(id="s", type=kind, title="A talk", issued="1990", author=("a",))
    drawn = Graph(slug="w", title="W", sources=(source,), agents=(Agent(id="a", name="Jane Doe"),))
    cited = cite(drawn, "s", "5", style)
    assert "dition" not in cited.note.text + cited.short.text + cited.entry.text


def test_a_russian_work_is_cited_with_russian_abbreviations():
    source = Source(id="s", type="article-journal", title="Война в Корее", container_title="Вопросы истории",
        volume="3", page="10-20", issued="2000", language="ru", author=("a",))  # fmt: skip
    drawn = Graph(slug="w", title="W", sources=(source,), agents=(
        Agent(id="a", name="Анатолий Торкунов", family="Торкунов", given="Анатолий"),))  # fmt: skip
    assert cite(drawn, "s", "12", GOST).note.text == "Торкунов А. Война в Корее // Вопросы истории. 2000. Т. 3. С. 12."


@pytest.mark.parametrize(
    ("agent", "note", "entry", "initials"),
    [
        ("shen-zhihua", "Shen Zhihua [沈志华]", "Shen Zhihua [沈志华]", "Shen Zhihua"),
        ("kim", "Kim Il Sung [김일성]", "Kim Il Sung [김일성]", "Kim Il Sung"),
        ("kim-donggil", "Donggil Kim [김동길]", "Kim, Donggil [김동길]", "Kim D."),
        ("gaddis", "John Lewis Gaddis", "Gaddis, John Lewis", "Gaddis J. L."),
        ("mansourov", "Alexandre Y. Mansourov", "Mansourov, Alexandre Y.", "Mansourov A. Y."),
        ("xue-litai", "Xue Litai [薛理泰]", "Xue Litai [薛理泰]", "Xue Litai"),
    ],
)  # fmt: skip
def test_a_name_whose_family_comes_first_is_never_turned_round(agent, note, entry, initials):
    found = KOREA.agents_by_id[agent]
    assert (add_native_name(found), invert_name(found), abbreviate_given_names(found)) == (note, entry, initials)


def test_a_japanese_name_is_introduced_in_its_own_script():
    wada = Agent(id="w", name="Wada Haruki", family="Wada", given="Haruki", names=({"text": "和田春樹"},))
    assert invert_name(wada) == "Wada Haruki [和田春樹]"


def test_a_label_without_a_source_stands_for_itself_in_every_style():
    assert {cite(KOREA, "lost", "", style).entry.text for style in CitationStyle} == {"lost"}


@settings(max_examples=120, deadline=None)
@given(
    st.builds(
        Source,
        id=st.just("s"),
        type=st.sampled_from([kind.value for kind in SourceType]),
        title=TEXT.filter(str.strip),
        author=st.sampled_from([(), ("a",), ("a", "b")]),
        container_title=TEXT,
        publisher=TEXT,
        page=TEXT,
        language=st.sampled_from([None, "ru", "zh"]),
        issued=st.sampled_from(
            [None, "1950", "1950~", "1950-06-25", "1950/1951", "195X", "1995-24", "-0044", "../1950"]
        ),
        repository=st.sampled_from(["", "APRF", "中国第二历史档案馆"]),
        reference=st.lists(
            st.fixed_dictionaries({"label": st.sampled_from(LABELS), "value": TEXT}),
            max_size=2,
        ).map(tuple),
    ),
    TEXT,
    st.sampled_from(CitationStyle),
)
def test_any_source_at_all_is_cited_in_every_style_without_markup_but_italics(source, locator, style):
    drawn = Graph(
        slug="w", title="W", sources=(source,), agents=(Agent(id="a", name="<b>A</b> & Co"), Agent(id="b", name="B"))
    )
    cited = cite(drawn, "s", locator, style)
    for form in (cited.note, cited.short, cited.entry):
        assert re.sub(r"</?i>", "", form.html).count("<") == 0
        assert html.unescape(re.sub(r"</?i>", "", form.html)) == form.text
        assert form.text
