"""The map as DOT with full labels, to be drawn with stock Graphviz anywhere.

The traps of Graphviz 2.43, each met: a label that begins with `<` is HTML; a backslash is an escape, and at
the end it eats the closing mark; a colon in the name of a node is a port; a control character gives
malformed output at exit status 0; over 16,384 bytes without a tag between, or in one quoted string, are a
syntax error. So nodes are named by the labels of records, which are plain words, and every other text is
folded into short rows, with each character that means something as an entity. No text is cut.
"""

import graphviz

from argument_maps.graph import Graph, natural_sort_key, order_questions
from argument_maps.selection.selecting import Selected
from argument_maps.values import Evidence, Link, Question, Statement
from renderers.boxes.attitude_marks import describe_attitude
from renderers.boxes.contents import describe_box
from renderers.boxes.record_box import BoxContent
from renderers.boxes.verdict_pills import find_reified_links
from renderers.style import LABELS, LIGHT, META, ArrowShape, LineShape, LinkSigns, choose_signs
from renderers.text.wording import describe_selection, yield_label
from renderers.typography import measure, printable

FONT = "Noto Sans"
POINTS = 11
BOX_WIDTH = 300.0
LINK_WIDTH = 180.0
TITLE_WIDTH = 900.0
_HEADS = {
    ArrowShape.TRIANGLE: "normal",
    ArrowShape.BAR: "tee",
    ArrowShape.CROSS: "obox",
    ArrowShape.OPEN: "empty",
    ArrowShape.RING: "odot",
    ArrowShape.DIAMOND: "diamond",
    ArrowShape.CHEVRON: "vee",
    ArrowShape.DOUBLE: "veevee",
}
_ENTITIES: dict[int, str | None] = {ord(character): f"&#{ord(character)};" for character in "&<>\"'\\[]{}|"}
# C1 controls are XML, but are drawn as boxes of hexadecimal digits.
_ENTITIES |= dict.fromkeys(range(0x7F, 0xA0)) | {ord("\t"): " "}


def write_dot(selected: Selected) -> str:
    """Return the selection as a directed graph: premises point at their targets.

    A link with co-premises, or with which other links argue, is a point of its own, named by its label;
    every other link is one edge whose id is its label. A dotted edge leads from what answers a question to
    the question. No two records share a node; nothing depends on the order in which records are given. Where the map
    is weighed each record and link has a word for what becomes of it, and the graph a label that says under which rule.
    """
    graph = selected.graph
    drawn = graphviz.Digraph(name=graph.slug)
    drawn.attr("graph", rankdir="RL", nodesep="0.25", ranksep="0.6", fontname=FONT)
    if selected.weighed is not None:
        rows = [row for sentence in describe_selection(selected) for row in _fold_rows(sentence, TITLE_WIDTH)]
        drawn.attr("graph", label=_build_table(rows), labelloc="t", labeljust="l")
    drawn.attr("node", fontname=FONT, fontsize=str(POINTS), margin="0.12,0.08", shape="box", style="filled")
    drawn.attr("edge", fontname=FONT, fontsize=str(POINTS))
    questions = order_questions(graph.questions)
    statements = [graph.statements[label] for label in sorted(graph.statements, key=natural_sort_key)]
    for record in (*questions, *statements):
        _write_record(drawn, selected, record)
    points = find_reified_links(graph.links)
    for link in sorted(graph.links, key=lambda link: natural_sort_key(link.id)):
        if link.id in points:
            _write_inference(drawn, selected, link)
        else:
            look = _style_arrow(selected, link)
            drawn.edge(link.premises[0], link.target, id=link.id, **_label_edge(selected, link), **look)
    for record in statements:
        _write_answer(drawn, graph, record)
    return str(drawn.source)


def _write_record(drawn: graphviz.Digraph, selected: Selected, record: Question | Statement) -> None:
    box_content = describe_box(selected, record, "both")
    style = ["filled"]
    look = {"fillcolor": LIGHT.fills[box_content.kind], "color": LIGHT.strokes[box_content.kind]}
    match box_content.kind:
        case "question":
            look = {"fillcolor": LIGHT.ground, "shape": "plaintext"}
        case "perception":
            style.append("rounded")
        case "response":
            look["shape"] = "cds"
        case "finding":
            look["peripheries"] = "2"
        case "evidence":
            look["shape"] = "note"
    if box_content.dashed:
        style.append("dashed")
    if len(style) > 1:
        look["style"] = ",".join(style)
    tooltip = graphviz.escape(f"{box_content.label} {box_content.heading}")
    drawn.node(
        box_content.label,
        id=box_content.label,
        label=_build_table(
            [
                *_list_box_rows(box_content),
                *_list_attitude_rows(selected, box_content.label, BOX_WIDTH),
                *_list_label_rows(selected, box_content.label, BOX_WIDTH),
            ]
        ),
        tooltip=tooltip,
        **look,
        **_mark_turned(selected, box_content.label),
    )


def _write_inference(drawn: graphviz.Digraph, selected: Selected, link: Link) -> None:
    """Write a link as a point, with an edge from each premise and one to the target.

    The edges' ids have a full stop, which no record's label has.
    """
    sign = choose_signs(link.relation, link.verdict)
    line = _style_line(sign) | _style_label(selected, link)
    drawn.node(
        link.id,
        id=link.id,
        shape="point",
        width="0.1",
        label="",
        color=LIGHT.hues[sign.hue],
        tooltip=_summarise_link(link),
    )
    for premise in link.premises:
        drawn.edge(premise, link.id, id=f"{link.id}.{premise}", arrowhead="none", tooltip=_summarise_link(link), **line)
    drawn.edge(link.id, link.target, id=f"{link.id}.", **_label_edge(selected, link), **_style_arrow(selected, link))


def _write_answer(drawn: graphviz.Digraph, graph: Graph, record: Statement) -> None:
    question = None if isinstance(record, Evidence) else record.answers
    if question is not None and question in graph.by_id:
        drawn.edge(record.id, question, id=f"{record.id}.", style="dotted", arrowhead="none", color=LIGHT.rule)


def _style_line(sign: LinkSigns) -> dict[str, str]:
    if sign.dash:
        style = "dotted" if int(sign.dash.split()[0]) < 4 else "dashed"
    else:
        style = "bold" if sign.width > 2 else "solid"
    return {"color": LIGHT.hues[sign.hue], "style": style}


def _style_arrow(selected: Selected, link: Link) -> dict[str, str]:
    sign = choose_signs(link.relation, link.verdict)
    look = _style_line(sign) | {"fontcolor": LIGHT.hues[sign.hue], "arrowhead": _HEADS[sign.head]}
    return look | _style_label(selected, link)


def _style_label(selected: Selected, link: Link) -> dict[str, str]:
    """Return what of a link's line says what becomes of it: thin or dotted, or three lines of which one is unseen."""
    weighed = selected.weighed
    if weighed is None:
        return {}
    hue = LIGHT.hues[choose_signs(link.relation, link.verdict).hue]
    match LABELS[weighed.weighing.labels[link.id]].line:
        case LineShape.CROSSED | LineShape.BEADED:
            return {"penwidth": "0.5"}
        case LineShape.DOUBLE:
            return {"color": f"{hue}:invis:{hue}"}
        case LineShape.DOTTED:
            return {"style": "dotted"}
    return {}


def _mark_turned(selected: Selected, label: str) -> dict[str, str]:
    return {"penwidth": "4"} if selected.weighed is not None and label in selected.weighed.turned else {}


def _list_label_rows(selected: Selected, label: str, width: float) -> list[str]:
    return [f"<b>{row}</b>" for words in yield_label(selected, label) for row in _fold_rows(words, width)]


def _label_edge(selected: Selected, link: Link) -> dict[str, str]:
    rows = [_summarise_link(link), *_list_attitude_rows(selected, link.id, LINK_WIDTH)]
    rows += _list_label_rows(selected, link.id, LINK_WIDTH)
    for text in (link.scheme or "", link.note, f"because {link.warrant}" if link.warrant else ""):
        rows += [f"<i>{row}</i>" for row in _fold_rows(text, LINK_WIDTH)]
    # A plain label is drawn faster, and most links have no more to tell.
    return {"label": rows[0] if len(rows) == 1 else _build_table(rows), "tooltip": rows[0]}


def _summarise_link(link: Link) -> str:
    # Both are words of ours and need no escape.
    return f"{link.id} {link.verdict or link.relation}"


def _list_box_rows(box_content: BoxContent) -> list[str]:
    badge = f", {_escape_entities(box_content.badge)}" if box_content.badge else ""
    rows = [f"<b>{box_content.label}</b> {box_content.heading}{badge}"]
    for style, text in box_content.paragraphs:
        rows += [f"<i>{row}</i>" if style == "citation" else row for row in _fold_rows(text, BOX_WIDTH)]
    return rows


def _list_attitude_rows(selected: Selected, label: str, width: float) -> list[str]:
    attitude = selected.attitudes.get(label)
    if attitude is None or selected.reader is None:
        return []
    return [f"<b>{row}</b>" for row in _fold_rows(describe_attitude(selected.whole, selected.reader, attitude), width)]


def _fold_rows(text: str, width: float) -> list[str]:
    return [_escape_entities(row) for row in measure(META).fold(text, width) if row] if text else []


def _escape_entities(text: str) -> str:
    return printable(text).translate(_ENTITIES) or " "


def _build_table(rows: list[str]) -> str:
    cells = "".join(f'<tr><td align="left"><font point-size="{POINTS}">{row}</font></td></tr>' for row in rows)
    return f'<<table border="0" cellborder="0" cellspacing="0" cellpadding="1">{cells}</table>>'
