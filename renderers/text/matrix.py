"""The claim-by-source matrix: what each source is made to say for or against each claim and interpretation."""

import csv
import io
from typing import Any

from argument_maps.bounded_work import check_work
from argument_maps.citation.sources import cite_in_one_line
from argument_maps.formats.sheets.formula_guard import guard_cell
from argument_maps.graph import Graph, natural_sort_key
from argument_maps.references import name_kind
from argument_maps.selection.selecting import Selected
from argument_maps.values import Evidence, Link
from argument_maps.verdicts.question_order import rank_by_question
from argument_maps.verdicts.summaries import word_summary
from argument_maps.weighing.weighed_words import word_label_fully
from renderers.style import RELATIONS
from renderers.text.wording import is_citable
from renderers.typography import printable

CITES = "cites"
ELSEWHERE = "from other records"
VERDICT = "verdict"
WEIGHED = "weighed"


def write_matrix_csv(selected: Selected) -> str:
    """Return the matrix as CSV (RFC 4180): a row a claim or interpretation, a column a source.

    A cell holds the links by which evidence from the source bears on the row, such as `L17 + (E3)` or
    `L1 ? confirmed (F5)`, and `cites` where the record names the source itself. The last column holds
    what other claims and interpretations bear on it. What argues with a link stands in the row of what
    that link bears on in the end, as `L53 × L42 (I7)`. Rows for evidence and questions follow where links
    bear on them, or where evidence bears on nothing, so that every record and link has its place. Behind all
    stands the verdict on a perception, with what has to be said beside it; where the map is weighed what becomes of the
    record stands behind that, and of each link at the link.
    """
    graph = selected.graph
    cells: dict[str, dict[str, list[str]]] = {label: {} for label in graph.statements}
    carrying: set[str] = set()
    for label, record in graph.statements.items():
        if record.source is not None and not isinstance(record, Evidence) and is_citable(selected, record.source):
            cells[label][record.source] = [CITES]
    for link in sorted(graph.links, key=lambda link: natural_sort_key(link.id)):
        check_work()
        row = cells.setdefault(_find_row(graph, link), {})
        for column, premises in _group_premises_by_source(graph, link).items():
            row.setdefault(column, []).append(_describe_link(selected, link, premises))
        carrying.update(link.premises)
    items = {item.id for item in graph.evidence}
    rows = [label for label in cells if cells[label] or label not in items or label not in carrying]
    named = {column for row in cells.values() for column in row} | {item.source for item in graph.evidence}
    columns = [*sorted(named - {""}, key=natural_sort_key), ""]
    written = io.StringIO()
    table = csv.writer(written)
    heads = [f"{label}: {cite_in_one_line(selected.whole, label)}" for label in columns[:-1]]
    last = (ELSEWHERE, VERDICT, *((WEIGHED,) if selected.weighed is not None else ()))
    table.writerow(neutralise_formula(cell) for cell in ("record", "kind", "text", *heads, *last))
    question_rank = rank_by_question(graph)

    def rank(label: str) -> tuple[bool, int, Any]:
        return label in items or label not in graph.statements, question_rank(label), natural_sort_key(label)

    for label in sorted(rows, key=rank):
        row_cells = tuple("; ".join(cells[label].get(column, ())) for column in columns)
        row_cells = (*row_cells, _describe_verdict(selected, label))
        if selected.weighed is not None:
            row_cells = (*row_cells, word_label_fully(selected.weighed, label))
        table.writerow(neutralise_formula(cell) for cell in (label, *_describe_row(graph, label), *row_cells))
    return written.getvalue()


def neutralise_formula(text: str) -> str:
    """Return a text for a cell as it is printed, which no spreadsheet takes for a formula (CWE-1236)."""
    return guard_cell(printable(text))


def _find_row(graph: Graph, link: Link) -> str:
    """Return the record that a link bears on in the end, through the links that it argues with."""
    target = link.target
    while target in graph.links_by_id:
        target = graph.links_by_id[target].target
    return target


def _group_premises_by_source(graph: Graph, link: Link) -> dict[str, list[str]]:
    """Return the premises of a link under the source that each is a passage of, or under nothing."""
    premises_by_source: dict[str, list[str]] = {}
    for label in link.premises:
        premise = graph.statements[label]
        premises_by_source.setdefault(premise.source if isinstance(premise, Evidence) else "", []).append(label)
    return premises_by_source


def _describe_link(selected: Selected, link: Link, premises: list[str]) -> str:
    # The label first: a cell that began with the sign would be a formula.
    argued = f" {link.target}" if link.target in selected.graph.links_by_id else ""
    verdict = f" {link.verdict}" if link.verdict else ""
    weighed = f" {word_label_fully(selected.weighed, link.id)}" if selected.weighed is not None else ""
    return f"{link.id} {RELATIONS[link.relation].character}{argued}{verdict} ({', '.join(premises)}){weighed}"


def _describe_verdict(selected: Selected, label: str) -> str:
    summary = selected.summaries.get(label)
    return "; ".join((summary.verdict, *word_summary(selected.whole, summary))) if summary is not None else ""


def _describe_row(graph: Graph, label: str) -> tuple[str, str]:
    record = graph.by_id[label]
    return name_kind(record), getattr(record, "text", "")
