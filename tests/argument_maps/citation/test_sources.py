import html
import re
import time

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from argument_maps.citation.sources import (
    cite_in_one_line,
    format_note,
    format_note_html,
    full_name,
    native_name,
    surname,
)
from argument_maps.examples import read_korea_map
from argument_maps.graph import Graph
from argument_maps.values import Agent, Source
from models.vocabulary import SourceType

KOREA = msgspec.json.decode(read_korea_map(), type=Graph)
TEXT = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=40)


def works(source: Source, *agents: Agent) -> Graph:
    return Graph(slug="works", title="Works", sources=(source,), agents=agents)


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("weathersby-2002", "Weathersby, “Should We Fear This?” (2002)"),
        ("doc-1950-01-19", "Shtykov to Vyshinsky, 19 January 1950, AVPRF, f. 059a, op. 5a, p. 11, d. 3, ll. 87–91"),
        ("doc-1950-10-02", "Mao Zedong to Filippov (Stalin), 2–3 October 1950, "
            "APRF, f. 45, op. 1, d. 334, ll. 105–106"),
        ("doc-1950-05-13", "Roshchin to Filippov (Stalin), 13 May 1950, APRF"),
        ("kim-stueck-2008", "Kim and Stueck, “Did Stalin Lure the United States into the Korean War?” (2008)"),
        ("shen-2012", "Shen, Mao, Stalin and the Korean War (2012)"),
        ("weathersby-essay", "Weathersby, “The US, the USSR, and the Korean War” (about 2002)"),
        ("doc-1952-07-30", "Central Intelligence Agency, “NIE-55/1” (1952)"),
        ("goncharov-lewis-xue-1993", "Goncharov et al., Uncertain Partners (1993)"),
        ("endicott-hagerman-2001", "Endicott and Hagerman, "
            "“Twelve Newly Released Soviet-era ‘Documents’” (2001)"),
    ],
)  # fmt: skip
def test_a_box_names_its_source_in_one_line(source, line):
    assert cite_in_one_line(KOREA, source) == line


@pytest.mark.parametrize(
    ("source", "locator", "expected"),
    [
        (
            "cumings-1990",
            "",
            "Bruce Cumings, <i>The Roaring of the Cataract, 1947–1950</i>, vol. 2 of <i>The Origins of the Korean "
            "War</i> (Princeton University Press, 1990).",
        ),
        (
            "shen-2012",
            "p. 12-14",
            "Shen Zhihua [沈志华], <i>Mao, Stalin and the Korean War: Trilateral Communist Relations "
            "in the 1950s</i>, trans. Neil Silver (Routledge, 2012), 12–14.",
        ),
        (
            "stone-1952",
            "ch. 3",
            "I. F. Stone, <i>The Hidden History of the Korean War</i> (Monthly Review Press, 1952), ch. 3.",
        ),
        (
            "kim-2011",
            "",
            "Donggil Kim [김동길], “Stalin’s Korean U-Turn: The USSR’s Evolving Security Strategy and the Origins of "
            "the Korean War,” <i>Seoul Journal of Korean Studies</i> 24, no. 1 (June 2011): 89–114.",
        ),
        (
            "weathersby-1996",
            "",
            "Kathryn Weathersby, “New Russian Documents on the Korean War,” <i>Cold War International History Project "
            "Bulletin</i>, nos. 6–7 (Winter 1995/1996): 30–84.",
        ),
        (
            "weathersby-2002",
            "",
            "Kathryn Weathersby, <i>“Should We Fear This?” Stalin and the Danger of War with America</i>, CWIHP "
            "Working Paper no. 39 (July 2002).",
        ),
        (
            "endicott-hagerman-2001",
            "",
            "Stephen Endicott and Edward Hagerman, “Twelve Newly Released Soviet-era ‘Documents’ and Allegations of "
            "U.S. Germ Warfare during the Korean War,” <i>Asian Perspective</i> 25, no. 1 (2001): 249–57.",
        ),
        # 14.145: ca. stands before a year that is not certain; 14.305: a resolution has its day in brackets.
        ("weathersby-essay", "", "Kathryn Weathersby, “The US, the USSR, and the Korean War,” ca. 2002."),
        ("doc-unsc-83", "", "UN Security Council, Resolution 83, S/RES/83 (27 June 1950)."),
        (
            "wu-zhili-1997",
            "",
            "Wu Zhili [吴之理], “The Bacteriological War of 1952 is a False Alarm,” September 1997, "
            "Wilson Center Digital Archive.",
        ),
        (
            "doc-1953-03-19",
            "",
            "USSR Council of Ministers resolution no. 858-372, with draft letters to Mao Zedong and Kim Il Sung, "
            "19 March 1953, f. 3, op. 65, d. 830, ll. 60–71, Archive of the President of the Russian Federation "
            "(APRF); also at AVPRF f. 059a, op. 5a, p. 11, d. 4, ll. 54–65; Wilson Center Digital Archive, "
            "https://digitalarchive.wilsoncenter.org/document/113649; in Kathryn Weathersby, “New Russian Documents on "
            "the Korean War,” <i>Cold War International History Project Bulletin</i>, nos. 6–7 (Winter 1995/1996), "
            "trans. Kathryn Weathersby.",
        ),
    ],
)
def test_a_note_follows_the_chicago_manual(source, locator, expected):
    assert format_note_html(KOREA, source, locator) == expected


@pytest.mark.parametrize("source", [source.id for source in KOREA.sources])
def test_every_note_of_the_korea_map_is_one_clean_sentence(source):
    written = format_note(KOREA, source)
    assert written.endswith(".")
    assert not re.search(r"^[,.; ]|\.\.|,,| ,|  |\(\)|<|&amp|'|\"", written)


@pytest.mark.parametrize(
    "source", [source for source in KOREA.sources if source.type != "archival"], ids=lambda s: s.id
)
def test_no_note_cuts_a_title_at_its_colon(source):
    for part in re.findall(r"\w+", source.title):
        assert part in format_note(KOREA, source.id)


def test_no_one_is_cited_by_a_given_name():
    chinese = [
        agent for agent in KOREA.agents if agent.id in ("shen-zhihua", "chen-jian", "wu-zhili", "zhang-xiaoming")
    ]
    assert [surname(agent) for agent in chinese] == ["Chen", "Shen", "Wu", "Zhang"]


def test_a_name_keeps_the_order_in_which_its_bearer_uses_it():
    assert [full_name(KOREA.agents_by_id[label]) for label in ("kim", "kim-donggil")] == ["Kim Il Sung", "Donggil Kim"]


@pytest.mark.parametrize(
    ("agent", "native"),
    [("shen-zhihua", "沈志华"), ("stalin", "Иосиф Сталин"), ("kim", "김일성"), ("cumings", "")],
)
def test_a_native_name_is_the_one_in_its_own_script(agent, native):
    assert native_name(KOREA.agents_by_id[agent]) == native


def test_three_authors_are_cut_to_the_first():
    authors = [Agent(id=label, name=f"X. {label}", family=label) for label in ("Aa", "Bb", "Cc")]
    source = Source(id="s", type="book", title="Together", issued="2000", author=("Aa", "Bb", "Cc"))
    assert cite_in_one_line(works(source, *authors), "s") == "Aa et al., Together (2000)"


def test_without_an_author_no_comma_leads():
    assert (
        cite_in_one_line(works(Source(id="s", type="book", title="Alone: A Tale", issued="2000")), "s")
        == "Alone (2000)"
    )


def test_straight_quotation_marks_become_typographic():
    source = Source(
        id="s", type="article-journal", title='On "facts" in China\'s past', container_title="Past", issued="2000"
    )
    assert format_note(works(source), "s").startswith("“On ‘facts’ in China’s past,” Past")


def test_a_source_that_is_not_in_the_map_is_named_by_its_label():
    assert (cite_in_one_line(KOREA, "lost"), format_note(KOREA, "lost")) == ("lost", "lost")


@settings(max_examples=150, deadline=None)
@given(
    st.builds(
        Source,
        id=st.just("s"),
        type=st.sampled_from([kind.value for kind in SourceType]),
        title=TEXT.filter(str.strip),
        author=st.sampled_from([(), ("a",), ("a", "b")]),
        container_title=TEXT,
        publisher=TEXT,
        publisher_place=TEXT,
        volume=TEXT,
        issue=TEXT,
        number=TEXT,
        page=TEXT,
        edition=TEXT,
        doi=TEXT,
        issued=st.sampled_from(
            [None, "1950", "1950~", "1950-06-25", "1950/1951", "195X", "1995-24", "-0044", "Y17000", "../1950"]
        ),
        csl=st.dictionaries(st.sampled_from(["genre", "version", "collection-number", "title-short", "editor"]), TEXT),
        repository=st.sampled_from(["", "APRF"]),
    ),
    TEXT,
)
def test_any_source_at_all_gives_a_note_in_which_nothing_is_markup_but_italics(source, locator):
    drawn = works(source, Agent(id="a", name="<b>A</b> & Co"), Agent(id="b", name="B"))
    written = format_note_html(drawn, "s", locator)
    assert re.sub(r"</?i>", "", written).count("<") == 0
    assert html.unescape(re.sub(r"</?i>", "", written)) == format_note(drawn, "s", locator)
    assert cite_in_one_line(drawn, "s")


def test_all_short_lines_of_a_map_are_written_in_a_blink():
    start = time.perf_counter()
    for _ in range(20):
        for source in KOREA.sources:
            cite_in_one_line(KOREA, source.id)
    # 900 lines; citeproc would need more than ten seconds.
    assert time.perf_counter() - start < 1
