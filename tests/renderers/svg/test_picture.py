"""What a picture holds: everything, readable, in well-formed SVG, the same each time."""

import hashlib
import itertools
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from argument_maps.graph import Graph
from argument_maps.selection.selecting import Selection, select
from argument_maps.values import Claim, Link
from renderers.shaping.directions import CONTROLS
from renderers.style import RELATIONS, SMALLEST, THEMES, VERDICTS, Theme
from renderers.svg.picture import UnknownView, draw_picture
from renderers.typography import printable
from renderers.views.neighbourhood import NoFocus
from renderers.views.view_table import View
from tests.renderers.pictures import SVG, drawn, korea_graph, lines, random_graph, read, whole

HOSTILE = st.text(
    alphabet=st.one_of(
        st.sampled_from("\"'<>&\\/{}|;`%$#\n\t\x00\x0b\x1b\x7f\u202e\u200f\ufeff\ufffe]]>--"),
        st.characters(),
        st.sampled_from("אבגשלוםمرحبا毛泽东김일성🙂👩‍🚀"),
    ),
    min_size=1,
    max_size=120,
)


def luminance(colour: str) -> float:
    """Return the relative luminance of #RRGGBB (WCAG 2.2)."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def squeezed(text: str) -> str:
    # What only turns the letters after it is done where the picture is drawn.
    return "".join(re.sub(f"[{CONTROLS}]", "", printable(text)).split())


@pytest.fixture(scope="module")
def korea_svg() -> str:
    return draw_picture(whole(korea_graph()))


def test_every_statement_and_question_of_the_korea_map_is_drawn(korea_svg: str) -> None:
    graph = korea_graph()
    assert set(drawn(korea_svg, "node")) == set(graph.statements) | {question.id for question in graph.questions}


def test_every_link_of_the_korea_map_is_drawn(korea_svg: str) -> None:
    assert set(drawn(korea_svg, "edge")) == {link.id for link in korea_graph().links}


@pytest.mark.parametrize("view", ["argument", "timeline"])
def test_other_views_draw_every_statement_and_link_too(view: str) -> None:
    graph = korea_graph()
    svg = draw_picture(whole(graph), view=view)
    assert set(graph.statements) <= set(drawn(svg, "node"))
    assert {link.id for link in graph.links} == set(drawn(svg, "edge"))


def test_the_sources_view_draws_every_source_and_every_statement_that_cites_one() -> None:
    graph = korea_graph()
    nodes = drawn(draw_picture(whole(graph), view="sources"), "node")
    assert {source.id for source in graph.sources} | set(graph.statements) == set(nodes)


def test_every_node_shows_its_text_whole(korea_svg: str) -> None:
    nodes = drawn(korea_svg, "node")
    for label, record in korea_graph().statements.items():
        assert squeezed(record.text) in squeezed("".join(lines(nodes[label])))


@pytest.mark.parametrize("name", ["Сталин", "김동길", "沈志华", "陈兼"])
def test_native_names_are_drawn(name: str) -> None:
    told = "".join(draw_picture(whole(korea_graph()), view=view) for view in ("perceptions", "argument"))
    assert name in told


def test_a_test_is_drawn_with_its_verdict_on_it(korea_svg: str) -> None:
    edge = drawn(korea_svg, "edge")["L2"]
    assert "partly confirmed" in " ".join(lines(edge))
    assert "partly-confirmed" in edge.get("class", "")


def test_a_perception_that_nothing_tests_says_so(korea_svg: str) -> None:
    nodes = drawn(korea_svg, "node")
    marked = {label for label, node in nodes.items() if "not tested" in lines(node)}
    assert marked == {"P4", "P7", "P9"}


def test_a_perception_without_tests_and_support_says_both() -> None:
    nodes = drawn(draw_picture(select(korea_graph(), Selection(as_of="1990"))), "node")
    assert "not tested, rests on nothing yet" in lines(nodes["P11"])


def test_the_legend_shows_what_is_used_and_nothing_else(korea_svg: str) -> None:
    [legend] = [group for group in read(korea_svg).iter(f"{SVG}g") if group.get("class") == "legend"]
    assert set(lines(legend)) == {
        "question",
        "perception",
        "response",
        "interpretation",
        "finding",
        "evidence",
        "stands elsewhere",
        "not tested",
        "supports",
        "challenges",
        "undercuts",
        "qualifies",
        "prompted",
        "tested: confirmed",
        "tested: partly confirmed",
        "tested: contradicted",
        "tested: contested",
        "tested: open: archives silent",
    }


@pytest.mark.parametrize(("view", "theme"), list(itertools.product(sorted(view.value for view in View), THEMES)))
def test_no_type_is_smaller_than_11_points(view: str, theme: str) -> None:
    selected = select(korea_graph(), Selection(focus="F9", depth=2))
    svg = draw_picture(selected, view=view, theme=theme)
    sizes = [float(size) for size in re.findall(r'font-size="([\d.]+)"', svg)]
    assert sizes
    assert min(sizes) >= SMALLEST - 0.01


def test_a_neighbourhood_without_a_focus_says_what_is_missing() -> None:
    with pytest.raises(NoFocus):
        draw_picture(whole(korea_graph()), view="neighbourhood")


@pytest.mark.parametrize("focus", ["F9", "L42", "E9", "P3"])
def test_a_neighbourhood_shows_its_focus_and_what_is_linked_to_it(focus: str) -> None:
    selected = select(korea_graph(), Selection(focus=focus, depth=1))
    svg = draw_picture(selected, view="neighbourhood")
    assert focus in {**drawn(svg, "node"), **drawn(svg, "edge")}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_and_lines_have_enough_contrast(theme: str) -> None:
    colours: Theme = THEMES[theme]
    for ground in {colours.ground, *(fill for kind, fill in colours.fills.items() if kind != "question")}:
        assert contrast(colours.text, ground) >= 4.5
        assert contrast(colours.muted, ground) >= 4.5
        assert contrast(colours.warning, ground) >= 4.5
    assert contrast(colours.ground, colours.fills["question"]) >= 4.5
    for hue in colours.hues.values():
        assert contrast(hue, colours.ground) >= 3


def test_print_has_no_colours() -> None:
    svg = draw_picture(whole(korea_graph()), theme="print")
    colours = {colour.upper() for colour in re.findall(r"#[0-9A-Fa-f]{6}", svg)}
    assert all(colour[1:3] == colour[3:5] == colour[5:7] for colour in colours)


def test_relations_and_verdicts_are_told_apart_without_colour() -> None:
    # A test is always drawn by its verdict, so the bare relation has no sign of its own to tell apart.
    told = [(sign.head, sign.glyph) for relation, sign in RELATIONS.items() if relation != "tests"]
    told += [(sign.head, sign.glyph) for sign in VERDICTS.values()]
    assert len(set(told)) == len(told)
    assert len({sign.dash for relation, sign in RELATIONS.items() if relation != "tests"}) == len(RELATIONS) - 1


def test_a_hundred_pictures_of_one_map_have_one_hash() -> None:
    selected = whole(korea_graph())
    assert len({hashlib.sha256(draw_picture(selected).encode()).hexdigest() for _ in range(100)}) == 1


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("view", ["perceptions", "argument", "timeline"])
def test_maps_of_chance_are_drawn_whole(seed: int, view: str) -> None:
    graph = random_graph(seed)
    svg = draw_picture(whole(graph), view=view)
    assert set(graph.statements) <= set(drawn(svg, "node"))
    assert {link.id for link in graph.links} == set(drawn(svg, "edge"))


@settings(max_examples=150, deadline=None)
@given(HOSTILE)
def test_any_text_gives_well_formed_svg_from_which_it_can_be_read_back(text: str) -> None:
    check_text(text)


@pytest.mark.soak
@settings(max_examples=1000, deadline=None)
@given(HOSTILE)
def test_a_thousand_texts_give_well_formed_svg_from_which_they_can_be_read_back(text: str) -> None:
    check_text(text)


def test_a_word_of_ten_thousand_letters_can_be_read_back() -> None:
    check_text("Ы" * 10_000)


def check_text(text: str) -> None:
    graph = Graph(
        slug="hostile",
        title=text,
        claims=(Claim(id="P1", text=text, kind="perception"), Claim(id="F1", text="x", kind="finding")),
        links=(Link(id="L1", premises=("F1",), relation="tests", target="P1", verdict="contested", note=text),),
    )
    svg = draw_picture(whole(graph))
    node = drawn(svg, "node")["P1"]
    assert squeezed(text) in squeezed("".join(lines(node)))
    assert set(drawn(svg, "edge")) == {"L1"}


@pytest.mark.parametrize("asked", [{"view": "spiral"}, {"theme": "pink"}, {"lang": "xx"}])
def test_an_unknown_choice_names_the_known_ones(asked: dict[str, str]) -> None:
    with pytest.raises(UnknownView):
        draw_picture(whole(korea_graph()), **asked)
