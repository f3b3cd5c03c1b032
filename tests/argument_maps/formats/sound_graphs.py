"""Arbitrary maps that could be in the database, with words in them that formats take for signs of their own."""

from typing import Any

import msgspec
from hypothesis import strategies as st

from argument_maps.draft_values import build_draft
from argument_maps.formats.map_building import MapBuilder
from argument_maps.graph import Graph
from tests.argument_maps.graphs import graphs

# Of marks of Argdown, BibTeX, YAML, XML, Markdown, CSV and spreadsheets, each as a word may begin, hold or end with it.
AWKWARD_WORDS = st.sampled_from(
    (
        *(
            "[A]:",
            "<B>",
            "@[C]",
            "#tag",
            "#(a tag)",
            "{d: e}",
            "(1)",
            "----",
            "-- inference --",
            "+>",
            "<-",
            "><",
            "%20",
        ),
        *(
            "/* no comment",
            "*/",
            "// neither",
            "\\",
            "\\n",
            '{\\"u}',
            "$x^2$",
            "&amp;",
            "&",
            "<!-- -->",
            "]]>",
            "key: value",
        ),
        *(
            "- item",
            "+ item",
            "* item",
            "| pipe |",
            "~~",
            "TY  - BOOK",
            "ER  -",
            "%0 Book",
            "=1+1",
            "@SUM(A1)",
            "+1",
            "-1",
        ),
        *(
            '"quoted"',
            "'single'",
            "„quoted“",
            ",",
            ";",
            "é",
            "Сталин",
            "毛泽东",
            "בחודש",
            "👩‍🌾",
            "\u00ad",
            "yes",
            "null",
            "1950",
            "…",
        ),
        *(
            "===",
            "# Heading",
            "## Heading",
            "1.",
            "http://example.org/a?b=c&d",
            "[^1]",
            "---",
            "```",
            "arg(a).",
            "att(a,b).",
        ),
    )
)
WORDS = st.lists(AWKWARD_WORDS | st.sampled_from(("The", "king", "fell")), min_size=1, max_size=6)
LINES = WORDS.map(" ".join)
PROSE = st.lists(LINES, max_size=3).map("\n".join)


@st.composite
def sound_graphs(draw: st.DrawFn) -> Graph:
    """Return a map whose links the model allows, with awkward texts, notes and titles."""
    graph = draw(graphs())
    lists: dict[str, Any] = {}
    for name, field in (
        ("questions", "text"),
        ("claims", "text"),
        ("interpretations", "text"),
        ("evidence", "summary"),
    ):
        lists[name] = tuple(
            msgspec.structs.replace(record, **{field: draw(LINES), "note": draw(PROSE)})
            for record in getattr(graph, name)
        )
    lists["sources"] = tuple(msgspec.structs.replace(source, title=draw(LINES)) for source in graph.sources)
    named = msgspec.structs.replace(graph, title=draw(LINES), description=draw(PROSE), **lists)
    return _leave_out_faults(named)


def _leave_out_faults(graph: Graph) -> Graph:
    """Return a map without the links that the model does not allow, and what hangs on them."""
    builder = MapBuilder(graph.title)
    builder.header["description"] = graph.description
    for record in graph:
        kind, draft = build_draft(record)
        builder.add_record(kind, draft, label=record.id)
    return builder.build_map()
