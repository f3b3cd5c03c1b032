"""The map as DOT with full labels, to be drawn with stock Graphviz anywhere."""

import graphviz

from argument_maps.graph import Evidence, Question, natural
from argument_maps.selection import Selected
from renderers.arrangement import record_of
from renderers.boxes import Content
from renderers.contents import box_kind, content
from renderers.style import LIGHT, META, SMALLEST, Shape, Signs, signs
from renderers.typography import Face, measure, printable
from renderers.verdicts import reified

# Graphviz 2.43 takes a label over 16,380 bytes for a syntax error; entities make text longer.
LONGEST = 9_000
_POINT = 96 / 72
_HEADS = {
    Shape.TRIANGLE: "normal",
    Shape.BAR: "tee",
    Shape.CROSS: "obox",
    Shape.OPEN: "empty",
    Shape.RING: "odot",
    Shape.DIAMOND: "diamond",
    Shape.CHEVRON: "vee",
}
_SHAPES = {"perception": "box", "interpretation": "box", "finding": "box", "evidence": "note", "question": "plaintext"}


def dot_source(selected: Selected) -> str:
    """Return the selection as a directed graph: premises point at their targets.

    A link with co-premises, or with which other links argue, is a point of its own, named by its label;
    every other link is one edge whose id is its label. Deterministic; no two records share a node.
    """
    graph = selected.graph
    drawn = graphviz.Digraph(name=graph.slug, strict=False)
    drawn.attr("graph", rankdir="RL", nodesep="0.25", ranksep="0.6", fontname="Noto Sans")
    drawn.attr("node", fontname="Noto Sans", fontsize="11", margin="0.12,0.08", shape="box", style="filled")
    drawn.attr("edge", fontname="Noto Sans", fontsize="11")
    for question in sorted(graph.questions, key=lambda each: natural(each.id)):
        _node(drawn, selected, question)
    for label in sorted(graph.statements, key=natural):
        _node(drawn, selected, graph.statements[label])
    points = reified(graph.links)
    for link in sorted(graph.links, key=lambda each: natural(each.id)):
        sign = signs(link.relation, link.verdict)
        told = graphviz.escape(printable(f"{link.id} {link.verdict or link.relation}"))
        look = {
            "color": LIGHT.hues[sign.hue],
            "fontcolor": LIGHT.hues[sign.hue],
            "style": _style(sign),
            "tooltip": told,
        }
        if link.id not in points:
            drawn.edge(
                _name(link.premises[0]), _name(link.target), id=link.id, label=told, arrowhead=_HEADS[sign.head], **look
            )
            continue
        drawn.node(link.id, id=link.id, shape="point", width="0.1", color=look["color"], label="", tooltip=told)
        for premise in link.premises:
            drawn.edge(_name(premise), _name(link.id), arrowhead="none", **look)
        drawn.edge(_name(link.id), _name(link.target), label=told, arrowhead=_HEADS[sign.head], **look)
    for label, record in graph.statements.items():
        question = None if isinstance(record, Evidence) else record.answers
        if question is not None and question in graph.by_id:
            drawn.edge(_name(label), _name(question), style="dotted", arrowhead="none", color=LIGHT.rule)
    return str(drawn.source)


def _name(label: str) -> str:
    # Labels have no colon, which the package would read as a port.
    return record_of(label)


def _node(drawn: graphviz.Digraph, selected: Selected, record: object) -> None:
    said = content(selected, record, "both")  # type: ignore[arg-type] # a statement or a question
    kind = "question" if isinstance(record, Question) else box_kind(record)  # type: ignore[arg-type] # likewise
    drawn.node(
        said.label,
        id=said.label,
        label=f"<{_table(said)}>",
        shape=_SHAPES.get(kind, "box"),
        fillcolor="#FFFFFF" if kind == "question" else LIGHT.fills[kind],
        color=LIGHT.strokes[kind],
        tooltip=graphviz.escape(f"{said.label} {kind}"),
    )


def _table(said: Content) -> str:
    rows = [f"<b>{_entity(said.label)}</b> {_entity(said.heading)}"]
    left = LONGEST
    face = Face("Noto Sans", "Regular", META.size)
    for style, text in said.paragraphs:
        lines = measure(face).fold(text, 300.0)
        for line in lines:
            told = _entity(line)
            left -= len(told) + 40
            if left < 0:
                rows.append("<i>… (the text goes on; see the record)</i>")
                break
            rows.append(f"<i>{told}</i>" if style == "citation" else told)
        if left < 0:
            break
    size = round(SMALLEST / _POINT)
    cells = "".join(f'<tr><td align="left"><font point-size="{size}">{row}</font></td></tr>' for row in rows)
    return f'<table border="0" cellborder="0" cellspacing="0" cellpadding="1">{cells}</table>'


def _entity(text: str) -> str:
    """Return a text in which every character that means something to Graphviz is a numeric entity."""
    return (
        "".join(
            f"&#{ord(character)};" if character in "&<>\"'\\[]{}|" or ord(character) < 32 else character
            for character in printable(text)
        )
        or " "
    )


def _style(sign: Signs) -> str:
    if not sign.dash:
        return "bold" if sign.width > 2 else "solid"
    return "dotted" if int(sign.dash.split()[0]) < 4 else "dashed"
