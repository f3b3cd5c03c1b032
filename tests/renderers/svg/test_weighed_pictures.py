"""What becomes of records when a map is weighed is told by badge, word and line, and by no colour alone."""

import re
from xml.etree import ElementTree as ET

import msgspec
import pytest

from argument_maps.graph import Graph
from argument_maps.selection.selecting import Selected, Selection, select
from argument_maps.values import Stance
from argument_maps.weighing.weighed_words import word_label, word_label_fully
from models.weighing_vocabulary import WeighedLabel
from renderers.raster.tiling import Paper, tile
from renderers.style import LABELS, SET_ASIDE_SIGNS, THEMES
from renderers.svg.picture import draw_fragments, draw_picture
from renderers.views.view_table import View
from tests.argument_maps.graphs import evidence, finding, graph, perception, reading, source
from tests.renderers.pictures import SVG, drawn, korea_graph, lines, random_graph, read, whole
from tests.renderers.svg.test_picture import contrast

DOCUMENT = "doc-1953-05-02"
# One of each label: what is tested both ways, a circle that nothing decides, and what nobody offers anything for.
EACH_LABEL = graph(
    perception("P1"),
    perception("P2"),
    finding("F1", source="s1"),
    finding("F2", source="s1"),
    finding("F3"),
    finding("F4"),
    finding("F5"),
    finding("F6"),
    reading("I1", source="s1"),
    evidence("E1"),
    source("s1"),
    links="F1 tests P1 contested, F2 tests P2 contradicted, P1 supports F4, F3 undercuts L5, F4 supports F3, "
    "E1 supports F1, P2 supports F5, F6 supports F5",
)


def weighed(told: Graph, *without: str, **asked: object) -> Selected:
    return select(told, Selection(weigh="preponderance", without=without, **asked))


def title(group: ET.Element) -> str:
    return next(each.text or "" for each in group.iter(f"{SVG}title"))


def of_class(group: ET.Element, name: str) -> list[ET.Element]:
    return [each for each in group.iter() if each.get("class") == name]


@pytest.mark.parametrize("view", [view.value for view in View if not view.definition.is_summary])
def test_every_box_has_a_badge_with_its_word_and_every_link_a_tile(view: str) -> None:
    selected = weighed(korea_graph(), DOCUMENT, focus="P3" if view == "neighbourhood" else None, depth=3)
    assert selected.weighed is not None
    svg = draw_picture(selected, view=view)
    boxes = [each for each in read(svg).iter(f"{SVG}g") if each.get("class", "").startswith(("node ", "reference "))]
    told = 0
    for box in boxes:
        label = box.get("data-id", "")
        words = word_label(selected.weighed, label)
        assert len(of_class(box, "badge")) == (1 if words else 0), label
        if words:
            told += 1
            assert words in lines(box)
            assert f" Weighed: {word_label_fully(selected.weighed, label)}" in title(box)
    assert told >= len(selected.graph.statements) * (view != "sources")
    for label, edge in drawn(svg, "edge").items():
        assert len(of_class(edge, "tile")) == 1
        assert f" Weighed: {selected.weighed.weighing.labels[label]}" in title(edge)


@pytest.mark.parametrize("theme", THEMES)
def test_what_falls_is_hatched_and_what_turned_is_ringed(theme: str) -> None:
    selected = weighed(korea_graph(), DOCUMENT)
    assert selected.weighed is not None
    svg = draw_picture(selected, theme=theme)
    nodes, edges = drawn(svg, "node"), drawn(svg, "edge")
    hatched = {label for label, box in nodes.items() if of_class(box, "hatching")}
    assert hatched == {label for label in nodes if selected.weighed.find(label) == "falls"}
    ringed = {label for label, group in (nodes | edges).items() if of_class(group, "turned")}
    assert ringed == set(selected.weighed.turned) == {"E18", "L35"}
    assert "was: stands" in lines(nodes["E18"])
    crossed = {label for label, edge in edges.items() if of_class(edge, "crossed")}
    assert crossed == {label for label in edges if selected.weighed.find(label) == "falls"}


def test_a_source_that_is_set_aside_says_so_where_sources_are_drawn() -> None:
    nodes = drawn(draw_picture(weighed(korea_graph(), DOCUMENT), view="sources"), "node")
    assert "set aside" in lines(nodes[DOCUMENT])
    assert of_class(nodes[DOCUMENT], "hatching")
    assert [label for label, box in nodes.items() if "set aside" in lines(box)] == [DOCUMENT]


def test_on_authority_is_told_by_word_and_broken_frame() -> None:
    nodes = drawn(draw_picture(weighed(korea_graph())), "node")
    for label, words, dash in (("I5", "stands on authority", "4 3"), ("E3", "stands", None)):
        assert words in lines(nodes[label])
        assert of_class(nodes[label], "badge")[0].get("stroke-dasharray") == dash


def test_each_label_has_a_glyph_and_a_line_of_its_own() -> None:
    assert set(LABELS) == set(WeighedLabel)
    told = [*LABELS.values(), SET_ASIDE_SIGNS]
    assert len({signs.glyph for signs in told}) == len(told)
    assert len({signs.line for signs in LABELS.values()}) == len(LABELS)
    selected = weighed(EACH_LABEL)
    assert selected.weighed is not None
    found = {selected.weighed.find(label) for label in EACH_LABEL.statements}
    assert found == set(WeighedLabel)
    lines_by_label: dict[str, set[tuple[tuple[str, str | None], ...]]] = {}
    for label, edge in drawn(draw_picture(selected), "edge").items():
        shape = tuple((each.get("class", ""), each.get("stroke-linecap")) for each in edge.iter(f"{SVG}path"))
        named = tuple(each for each in shape if each[0])
        lines_by_label.setdefault(str(selected.weighed.find(label)), set()).add(named)
    assert all(len(shapes) == 1 for shapes in lines_by_label.values())
    assert len(set().union(*lines_by_label.values())) == len(lines_by_label) == len(WeighedLabel)


@pytest.mark.parametrize("theme", THEMES)
def test_signs_have_enough_contrast_on_every_box(theme: str) -> None:
    colours = THEMES[theme]
    fills = {fill for kind, fill in colours.fills.items() if kind != "question"} | {colours.ground}
    for signs in (*LABELS.values(), SET_ASIDE_SIGNS):
        # The glyph on its tile, and tile and hatching on the box.
        assert contrast(colours.ground, colours.hues[signs.hue]) >= 3
        assert min(contrast(colours.hues[signs.hue], fill) for fill in fills) >= 3
    assert contrast(colours.text, colours.ground) >= 4.5


def test_the_picture_says_by_which_rule_and_counts_the_labels() -> None:
    svg = draw_picture(weighed(korea_graph(), DOCUMENT))
    [said] = [each.text or "" for each in read(svg).iter(f"{SVG}desc")]
    assert said.startswith("Weighed by preponderance. Set aside: Presidium of the USSR Council of Ministers")
    assert "90 stand, 11 fall, 4 are contested, 3 are unsupported. That turns E18, L35." in said
    shown = " ".join(lines(next(each for each in read(svg).iter(f"{SVG}g") if each.get("class") == "title")))
    assert "That turns E18, L35." in shown


@pytest.mark.parametrize("theme", THEMES)
def test_the_legend_has_the_labels_that_occur_and_no_others(theme: str) -> None:
    def signs(selected: Selected, view: str = "perceptions") -> set[str]:
        svg = draw_picture(selected, view=view, theme=theme)
        found = {each.get("data-sign", "") for each in read(svg).iter(f"{SVG}g") if each.get("data-sign")}
        return {sign.removeprefix("weighed-") for sign in found if sign.startswith("weighed-")}

    every = {"stands", "falls", "contested", "unsupported", "on-authority", "hanging"}
    assert signs(weighed(korea_graph())) == every
    assert signs(weighed(korea_graph(), DOCUMENT)) == {*every, "turned"}
    assert signs(weighed(korea_graph(), DOCUMENT), "sources") == {*every, "turned", "set-aside"}
    assert signs(whole(korea_graph())) == set()
    assert "hanging" not in signs(weighed(korea_graph(), why="F3"))


def test_a_finding_that_hangs_on_one_source_says_so_and_names_it() -> None:
    nodes = drawn(draw_picture(weighed(korea_graph())), "node")
    assert "stands, 1 work" in lines(nodes["F9"])
    cited = "Kim and Stueck, “Did Stalin Lure the United States into the Korean War?” (2008)"
    assert title(nodes["F9"]).endswith(f"Weighed: stands, hangs on {cited} alone.")
    assert "stands on authority, 1 work" in lines(nodes["F2"])
    assert "stands" in lines(nodes["F3"])
    documented = drawn(draw_picture(select(korea_graph(), Selection(weigh="documented"))), "node")
    assert "stands, 1 document" in lines(documented["F17"])
    assert "hangs on Conversation of Stalin and Zhou Enlai" in title(documented["F17"])
    corroborated = drawn(draw_picture(select(korea_graph(), Selection(weigh="corroborated"))), "node")
    assert "hangs on each of these alone: Politburo decision" in title(corroborated["F3"])


def test_badges_leave_print_without_colours() -> None:
    svg = draw_picture(weighed(korea_graph(), DOCUMENT), theme="print")
    colours = {colour.upper() for colour in re.findall(r"#[0-9A-Fa-f]{6}", svg)}
    assert all(colour[1:3] == colour[3:5] == colour[5:7] for colour in colours)


@pytest.mark.parametrize("view", ["perceptions", "sources"])
def test_a_map_that_is_not_weighed_has_no_trace_of_it(view: str) -> None:
    svg = draw_picture(whole(korea_graph()), view=view)
    assert "<desc>" not in svg
    assert not re.search(r'="[^"]*(weighed|badge|hatching|turned|crossed|tile)', re.sub(r'aria-label="[^"]*"', "", svg))


def test_a_reader_is_told_beside_what_becomes_of_the_record() -> None:
    told = msgspec.structs.replace(
        korea_graph(),
        stances=(
            Stance(id="ST1", agent="shen-zhihua", target="F1", stance="rejects"),
            Stance(id="ST2", agent="shen-zhihua", target="L3", stance="rejects"),
            Stance(id="ST3", agent="shen-zhihua", target="L42", stance="accepts"),
        ),
    )
    svg = draw_picture(weighed(told, reader="shen-zhihua"))
    box, test, other = drawn(svg, "node")["F1"], drawn(svg, "edge")["L3"], drawn(svg, "edge")["L42"]
    assert {"rejects", "falls, set aside", "was: stands"} <= set(lines(box))
    assert {"rejects", "falls, set aside"} <= set(lines(test))
    assert "accepts" in lines(other)
    assert len(of_class(other, "tile")) == 1
    for group in (box, test):
        # Nothing lies upon another.
        framed = [each for each in group.iter(f"{SVG}rect") if each.get("height") in ("20.4", "22.4")]
        tops = sorted(float(each.get("y", "")) for each in framed)
        assert len(tops) == 2
        assert tops[1] - tops[0] >= 22


def test_rings_and_tags_are_cut_by_no_edge_of_a_sheet() -> None:
    fragmented = draw_fragments(weighed(korea_graph(), DOCUMENT))
    [ringed] = [each for each in fragmented.fragments if each.solid and "was: stands" in each.svg]
    plain = next(each for each in draw_fragments(weighed(korea_graph())).fragments if 'data-id="E18"' in each.svg)
    assert (ringed.right - ringed.left) - (plain.right - plain.left) == pytest.approx(14)
    tiling = tile(fragmented, Paper.A4)
    assert any(
        sheet.x <= ringed.left
        and sheet.y <= ringed.top
        and ringed.right <= sheet.x + tiling.room[0]
        and ringed.bottom <= sheet.y + tiling.room[1]
        for sheet in tiling.sheets
    )


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("view", ["perceptions", "argument", "timeline"])
def test_weighed_maps_of_chance_are_drawn_whole(seed: int, view: str) -> None:
    told = random_graph(seed)
    edges = drawn(draw_picture(weighed(told, "S1"), view=view), "edge")
    assert set(edges) == {link.id for link in told.links}
    assert all(len(of_class(edge, "tile")) == 1 for edge in edges.values())
