import re
from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import msgspec
import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given, settings

from argument_maps.graph import Graph
from argument_maps.selection.selecting import Selected, Selection, select
from argument_maps.time_travel import COUNTING_RULE
from argument_maps.values import Agent, Claim, Evidence, Link, Question, Source
from renderers.boxes.contents import describe_box
from renderers.text.outline import write_html_outline, write_markdown_outline
from renderers.text.reading_order import DEEPEST, OutlineEntry, list_outline_sections
from renderers.typography import printable
from tests.argument_maps.graphs import evidence, finding, graph, graphs, perception, reading, source
from tests.renderers.hostile import TRAPS, hostile_graphs
from tests.renderers.pictures import korea_graph, random_graph, whole


def page(selected: Selected, lang: str = "both", link_to: str = "") -> Element:
    return fromstring(f"<main>{write_html_outline(selected, lang, link_to)}</main>")


def by_id(root: Element) -> dict[str, Element]:
    found = [element for element in root.iter() if element.get("id")]
    assert len({element.get("id") for element in found}) == len(found), "two elements share an id"
    return {element.get("id", "").removeprefix("o-"): element for element in found}


def said(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def own(element: Element) -> str:
    """Return what an item says without the list below it."""
    bare = Element("li")
    bare.text = element.text
    bare.extend(child for child in element if child.tag != "ul")
    return said(bare)


def labels(told: Graph) -> set[str]:
    return {*(question.id for question in told.questions), *told.statements, *told.links_by_id}


def walk(entries: list[OutlineEntry], depth: int = 0) -> Iterator[tuple[OutlineEntry, int]]:
    for entry in entries:
        yield entry, depth
        yield from walk(entry.children, depth + 1)


def chain(length: int, *, on_links: bool = False) -> Graph:
    """Return a map in which each finding supports the one before, or each link undercuts the one before."""
    if not on_links:
        findings = [finding(f"F{number}", answers="Q1") for number in range(length)]
        links = ",".join(f"F{number + 1} supports F{number}" for number in range(length - 1))
        return graph(Question(id="Q1", text="Why?"), *findings, links=links)
    undercuts = ",".join(f"I1 undercuts L{number}" for number in range(1, length))
    return graph(finding("F1"), finding("F2"), reading("I1"), links=f"F2 supports F1,{undercuts}")


def test_the_korea_outline_holds_every_question_statement_link_and_source():
    told = korea_graph()
    assert labels(told) | told.sources_by_id.keys() == by_id(page(whole(told))).keys() - {".sources"}


def test_the_korea_outline_as_markdown_holds_every_label():
    told = korea_graph()
    text = write_markdown_outline(whole(told))
    missing = [
        label for label in (*told.statements, *told.links_by_id, *told.sources_by_id) if f"**{label}**" not in text
    ]
    assert missing == []


def test_questions_come_in_their_order():
    headings = [said(element) for element in page(whole(korea_graph())).iter("h2")]
    assert [heading.split()[0] for heading in headings] == ["Q1", "Q2", "Q3", "Q4", "Q5", "Q6", "Sources"]


def test_an_undercut_stands_below_the_link_that_it_attacks():
    found = by_id(page(whole(korea_graph())))
    assert "o-L53" in {element.get("id") for element in found["L42"].iter("li")}


def test_a_perception_is_told_with_its_verdict_and_its_tests_first():
    found = by_id(page(whole(korea_graph())))
    assert own(found["P1"]).startswith("P1 perception, partly confirmed: The invasion of 25 June 1950")
    first = next(iter(found["P1"].find("ul") or []))
    assert own(first).startswith("Tested by (L1, confirmed) disputed by I4 (L48); on Weathersby")


def test_native_names_citation_and_opening_are_told():
    found = by_id(page(whole(korea_graph())))
    assert "Donggil Kim 김동길" in own(found["I6"])
    assert own(found["E3"]).endswith(
        "Shtykov to Vyshinsky, 19 January 1950, AVPRF, f. 059a, op. 5a, p. 11, d. 3, ll. 87–91; opened June 1994, "
        "published spring 1995, translated spring 1995; The locator is to be verified."
    )


def test_sources_are_cited_in_full_with_italics():
    item = by_id(page(whole(korea_graph())))["truman-1956"]
    assert said(item) == (
        "Harry S. Truman, Years of Trial and Hope, vol. 2 of Memoirs (Garden City, NY: Doubleday, 1956)."
    )
    assert [said(italics) for italics in item.iter("i")] == ["Years of Trial and Hope", "Memoirs"]


@pytest.mark.parametrize(("lang", "quoted"), [("both", ["Да", "Yes"]), ("original", ["Да"]), ("translation", ["Yes"])])
def test_the_language_chooses_the_quotation(lang, quoted):
    item = evidence("E1", quotation="Да", language="ru", translation="Yes", translation_language="en")
    root = page(whole(graph(source("s1"), item)), lang)
    assert [element.text for element in root.iter("q")] == quoted
    text = write_markdown_outline(whole(graph(source("s1"), item)), lang)
    assert re.findall(r"“(\w+)”", text) == quoted


@pytest.mark.parametrize("lang", ["original", "translation"])
def test_a_quotation_of_which_there_is_only_one_is_always_shown(lang):
    item = evidence(
        "E1", quotation="Да" if lang == "translation" else "", translation="" if lang == "translation" else "Yes"
    )
    assert len(list(page(whole(graph(source("s1"), item)), lang).iter("q"))) == 1


def test_a_quotation_says_which_language_it_is_in():
    item = evidence("E1", quotation="Да", language="ru")
    assert [element.get("lang") for element in page(whole(graph(source("s1"), item))).iter("q")] == ["ru"]


def test_a_record_of_another_question_is_told_there():
    told = graph(
        Question(id="Q1", text="Who?"),
        Question(id="Q2", text="Why?"),
        perception("P1", answers="Q1"),
        finding("F1", answers="Q2"),
        links="F1 tests P1 contradicted",
    )
    root = page(whole(told))
    assert [own(item) for item in root.iter("li") if "repeated" in item.get("class", "")] == [
        "F1 finding, told under Q2 “Why?”: F1"
    ]
    assert "o-F1" in {item.get("id") for item in root.findall("section")[1].iter("li")}


def test_what_is_told_again_leads_to_where_it_is_told():
    root = page(whole(korea_graph()), link_to="/maps/korea-1950/records/")
    ids = {element.get("id") for element in root.iter()}
    inside = [anchor.get("href", "") for anchor in root.iter("a") if anchor.get("href", "").startswith("#")]
    assert inside
    assert [href for href in inside if href.removeprefix("#") not in ids] == []


def test_labels_lead_to_the_records():
    root = page(whole(korea_graph()), link_to="/maps/korea-1950/records/")
    assert by_id(root)["P1"].find("b/a").get("href") == "/maps/korea-1950/records/P1"


def test_an_outline_of_another_time_says_so_and_what_it_leaves_out():
    selected = select(korea_graph(), Selection(as_of="1990"))
    first = f"As it could be known by 1990. {COUNTING_RULE} {selected.not_yet} records were not yet open or written."
    assert said(page(selected)[0]) == first
    assert first in write_markdown_outline(selected)


def test_where_nothing_is_left_the_outline_says_so():
    selected = select(korea_graph(), Selection(question=("Q5",), kind=("finding",), as_of="1990"))
    told = "No claim, interpretation or evidence of this map matches the filters."
    assert told in [said(element) for element in page(selected)]
    assert told in write_markdown_outline(selected)


def test_a_map_that_holds_only_questions_says_that_there_is_nothing_yet():
    told = "This map holds no claim, interpretation or evidence yet."
    assert said(page(whole(graph(Question(id="Q1", text="Why?"))))[0]) == told


def test_a_verdict_of_another_time_tells_that_of_now():
    selected = select(korea_graph(), Selection(as_of="1990"))
    assert own(by_id(page(selected))["P3"]).startswith("P3 perception, not tested (by now contested):")


def test_an_outline_of_another_time_cites_nothing_that_was_not_yet_written():
    selected = select(korea_graph(), Selection(as_of="1990"))
    assert "weathersby-essay" in {record.source for record in selected.graph.statements.values()}
    assert "Weathersby" not in write_markdown_outline(selected)
    assert "Weathersby" not in said(page(selected))


def test_folded_records_are_counted():
    selected = select(korea_graph(), Selection(fold=("F3",)))
    assert ", 2 folded into it" in own(by_id(page(selected))["F3"])


def test_co_premises_stand_together_below_their_link():
    told = graph(perception("P1"), finding("F1"), finding("F2"), links="F1+F2 tests P1 contested")
    assert own(by_id(page(whole(told)))["L1"]) == "F1 + F2 test P1 (L1, contested)"


def test_a_map_without_questions_is_told_under_none():
    assert [said(heading) for heading in page(whole(graph(finding("F1")))).iter("h2")] == ["Under no question"]


def test_an_empty_map_has_a_title_and_says_that_it_is_empty():
    assert (
        write_markdown_outline(whole(graph()))
        == "# Small\n\nThis map holds no claim, interpretation or evidence yet.\n"
    )


@pytest.mark.parametrize("on_links", [False, True], ids=["reasons", "undercuts"])
def test_a_chain_of_thousands_is_told_whole_and_nowhere_deeper_than_the_bound(on_links):
    told = chain(3_000, on_links=on_links)
    found = list(walk([entry for section in list_outline_sections(told) for entry in section.entries]))
    assert max(depth for _, depth in found) <= DEEPEST
    full = [entry.item.id for entry, _ in found if entry.is_full]
    assert sorted(full) == sorted([*told.statements, *told.links_by_id])


def test_what_lies_too_deep_is_told_behind_and_says_what_it_bears_on():
    root = page(whole(chain(DEEPEST + 4, on_links=True)))
    apart = next(item for item in by_id(root).values() if " is undercut by " in own(item))
    assert re.match(r"L(\d+) \(I1 “I1” undercuts L\d+ \(I1 undercuts L\d+\)\) is undercut by \(L\d+\)", own(apart))


def test_the_words_of_a_link_lead_to_it_and_its_id_only_stands_beside_them():
    links = [item for item in page(whole(korea_graph())).iter("li") if "link" in item.get("class", "").split()]
    words = [said(anchor) for item in links for anchor in item.findall("a")]
    assert len(words) == len(links)
    assert [each for each in words if re.fullmatch(r"[A-Z]+\d+", each)] == []


@settings(max_examples=150, deadline=None)
@given(graphs())
def test_every_record_and_link_is_told_in_full_once(told):
    found = list(walk([entry for section in list_outline_sections(told) for entry in section.entries]))
    assert Counter(entry.item.id for entry, _ in found if entry.is_full) == Counter(
        [*told.statements, *told.links_by_id]
    )


@settings(max_examples=100, deadline=None)
@given(graphs())
def test_every_premise_stands_below_its_link(told):
    below = {
        (entry.item.id, under.item.id)
        for section in list_outline_sections(told)
        for entry, _ in walk(section.entries)
        for under in entry.children
    }
    assert {(link.id, premise) for link in told.links for premise in link.premises} <= below


@settings(max_examples=100, deadline=None)
@given(graphs())
def test_html_and_markdown_tell_the_same(told):
    selected = whole(told)
    in_html = [re.sub(r"\W+", " ", own(item)) for item in page(selected).iter("li") if item.get("class")]
    in_markdown = [
        re.sub(r"\W+", " ", line.strip(" -"))
        for line in write_markdown_outline(selected).partition("## Sources")[0].splitlines()
        if line.lstrip().startswith("- ")
    ]
    assert [line.strip() for line in in_markdown] == [line.strip() for line in in_html]


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_records_makes_no_difference(seed):
    told = random_graph(seed)
    names = ("questions", "claims", "interpretations", "evidence", "links")
    turned = msgspec.structs.replace(told, **{name: getattr(told, name)[::-1] for name in names})
    assert write_html_outline(whole(turned)) == write_html_outline(whole(told))


@settings(max_examples=150, deadline=None)
@given(hostile_graphs())
def test_hostile_texts_give_well_formed_html_in_which_they_can_be_read(told):
    root = page(whole(told))
    assert labels(told) <= by_id(root).keys()
    tags = {"main", "p", "section", "h2", "ul", "li", "a", "b", "i", "em", "strong", "span", "q", "bdi"}
    assert {element.tag for element in root.iter()} <= tags
    found = by_id(root)
    for label, record in told.statements.items():
        assert " ".join(printable(record.text).split()) in own(found[label])


@pytest.mark.parametrize("text", TRAPS, ids=lambda text: ascii(text)[:20])
def test_hostile_texts_have_no_marks_for_markdown(text):
    told = Graph(
        slug="any",
        title="Any",
        questions=(Question(id="Q1", text=text, note=text),),
        agents=(Agent(id="a", name=text),),
        sources=(Source(id="s", type="archival", title="Any"),),
        claims=(Claim(id="F1", text=text, answers="Q1", held_by=("a",)),),
        evidence=(Evidence(id="E1", summary="Any", source="s", quotation=text),),
        links=(Link(id="L1", premises=("E1",), relation="supports", target="F1", note=text),),
    )
    lines = write_markdown_outline(whole(told)).splitlines()
    for line in lines:
        bare = re.sub(r"^(#+ |( *- ))|\*\*\w+\*\*|\*(Supported by)\*", "", line)
        assert re.findall(r"(?<!\\)(?:\\\\)*[`*_\[\]<>#|~&]", bare) == []
        assert not re.match(r"[-+=]|\d+[.)]", bare)
    flat = " ".join(printable(text).split())
    told_back = re.sub(r"\\([^A-Za-z0-9\s])", r"\1", "\n".join(lines))
    assert told_back.count(flat) >= 5


def test_what_is_undated_says_so_in_words_and_by_a_dashed_box():
    drawn = graph(
        perception("P1", when="1950"),
        finding("F1"),
        evidence("E1"),
        source("s1"),
        links="E1 supports F1, F1 tests P1 confirmed",
    )
    selected = select(drawn, Selection(as_of="1990"))
    said = write_markdown_outline(selected)
    assert "2 records are undated: nothing says since when." in said
    assert "(finding, undated)" in said
    boxes = {label: describe_box(selected, drawn.by_id[label], "both") for label in ("P1", "F1", "E1")}
    assert {label: (box.badge, box.dashed) for label, box in boxes.items()} == {
        "P1": ("", False),
        "F1": ("undated", True),
        "E1": ("undated", True),
    }
    opened = msgspec.structs.replace(drawn, sources=(source("s1", issued="1950", available="1950"),))
    assert "(finding, undated)" not in write_markdown_outline(select(opened, Selection(as_of="1990")))
