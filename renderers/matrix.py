"""The claim-by-source matrix: what each source is made to say for or against each claim and interpretation."""

import csv
import io

from argument_maps.graph import Evidence, Graph, natural
from argument_maps.selection import Selected
from models.vocabulary import Relation

SIGNS: dict[str, str] = {
    Relation.SUPPORTS: "+",
    Relation.CHALLENGES: "−",
    Relation.UNDERMINES: "↓",
    Relation.UNDERCUTS: "×",
    Relation.QUALIFIES: "~",
    Relation.TESTS: "?",
    Relation.ANSWERS: "→",
}


def matrix_csv(selected: Selected) -> str:
    """Return the matrix as CSV (RFC 4180, UTF-8): a row a claim or interpretation, a column a source.

    A cell holds the links by which evidence from the source bears on the row, each with its sign, and
    “cites” where the record names the source itself. Behind the sources, “from other records” holds the
    links from claims and interpretations, so that every link of the selection stands in some cell; links
    on links stand in the row of what they argue about in the end.
    """
    graph = selected.graph
    sources = sorted({record.source for record in graph.statements.values() if record.source}, key=natural)
    rows: dict[str, dict[str, list[str]]] = {}
    for link in sorted(graph.links, key=lambda each: natural(each.id)):
        row = _row_of(graph, link.target)
        sign = f"{SIGNS[link.relation]}{link.id}" + (f" ({link.verdict})" if link.verdict else "")
        columns = dict.fromkeys(
            item.source if isinstance(item := graph.statements[label], Evidence) else "" for label in link.premises
        )
        for column in columns:
            rows.setdefault(row, {}).setdefault(column, []).append(sign)
    for label, record in graph.statements.items():
        if record.source and not isinstance(record, Evidence):
            rows.setdefault(label, {}).setdefault(record.source, []).insert(0, "cites")
    labels = [label for label, record in graph.statements.items() if not isinstance(record, Evidence)]
    labels += [label for label in rows if label not in labels]
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow(["record", "text", *(harmless(source) for source in sources), "from other records"])
    for label in sorted(labels, key=natural):
        named = graph.by_id[label]
        cells = rows.get(label, {})
        told = [harmless("; ".join(cells.get(column, []))) for column in [*sources, ""]]
        table.writerow([label, harmless(getattr(named, "text", "")), *told])
    return written.getvalue()


def _row_of(graph: Graph, target: str) -> str:
    while target in graph.links_by_id:
        target = graph.links_by_id[target].target
    return target


def harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula (CWE-1236)."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text
