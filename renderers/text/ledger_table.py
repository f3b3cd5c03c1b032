"""The verdict ledger as JSON, HTML and CSV."""

import csv
import io
from collections.abc import Sequence, Set
from typing import Any

import msgspec

from argument_maps.citation.sources import format_note, format_note_html, full_name, native_name
from argument_maps.citation.written_dates import spell_date_of
from argument_maps.graph import Graph
from argument_maps.values import Agent, Evidence, Link
from argument_maps.verdicts.bases import TestBasis, word_basis
from argument_maps.verdicts.caveat_wording import list_caveat_labels, word_caveat, word_caveats
from argument_maps.verdicts.caveats import Caveat
from argument_maps.verdicts.ledger import LedgerEntry, PerceptionTest, build_ledger, find_gaps
from argument_maps.verdicts.responses import PromptedResponse, has_responses, list_responses
from argument_maps.verdicts.summaries import word_summary
from argument_maps.weighing.weighed_labels import WeighedLabels
from argument_maps.weighing.weighed_words import describe_weighing
from models.errors import Phrase
from models.records.link_sentences import BETWEEN_PREMISES, describe_link, relation_verb
from renderers.boxes.contents import join_holder_names
from renderers.boxes.record_box import escape_body
from renderers.text.isolation import isolate_body, isolate_phrase
from renderers.text.ledger_labels import (
    LABEL_COLUMNS,
    describe_entry_label,
    describe_rule,
    word_entry_labels,
    yield_label_remarks,
)
from renderers.text.matrix import neutralise_formula
from renderers.typography import printable

COLUMNS = (
    *("perception", "text", "held by", "when", "verdict"),
    *("test", "findings", "outcome", "note", "qualified by", "documents"),
    *("on the verdict", "on the outcome", "basis"),
    "prompted",
)


def write_ledger_json(graph: Graph, undated: Set[str] = frozenset(), weighed: WeighedLabels | None = None) -> bytes:
    """Return the ledger as JSON: `perceptions` with holders, tests, verdict and what they prompted, and `gaps`.

    Those records on a map as of a date of which nothing says since when they could be known are `undated`. With
    `weighed` it has the label of each perception beside the verdict.
    """
    document = {
        "map": graph.slug,
        "title": graph.title,
        **describe_rule(weighed),
        "perceptions": [
            _describe_entry(graph, entry, undated) | describe_entry_label(weighed, entry)
            for entry in build_ledger(graph)
        ],
        "gaps": [{"kind": gap.kind, "record": gap.record, "sentence": gap.sentence} for gap in find_gaps(graph)],
    }
    return msgspec.json.encode(document) + b"\n"


def _describe_entry(graph: Graph, entry: LedgerEntry, undated: Set[str]) -> dict[str, Any]:
    return {
        "perception": entry.perception.id,
        **_flag_undated(entry.perception.id, undated),
        "text": entry.perception.text,
        "held_by": [_describe_holder(agent) for agent in entry.holders],
        "when": entry.perception.when,
        "verdict": entry.verdict,
        "computed_verdict": entry.summary.computed,
        **({"verdict_reason": entry.summary.reason} if entry.summary.is_stated else {}),
        "caveats": [_describe_caveat(graph, caveat) for caveat in entry.summary.caveats],
        "tests": [_describe_test(graph, test, undated) for test in entry.tests],
        "prompted": [_describe_response(each, undated) for each in list_responses(graph, entry.perception.id)],
    }


def _describe_response(prompted: PromptedResponse, undated: Set[str]) -> dict[str, Any]:
    response = prompted.response
    return {
        "link": prompted.link.id,
        "response": response.id,
        **_flag_undated(response.id, undated),
        "text": response.text,
        "disputed_by": [_describe_qualification(link) for link in prompted.disputed_by],
    }


def _describe_holder(agent: Agent) -> dict[str, str]:
    native = native_name(agent)
    return {"id": agent.id, "name": full_name(agent)} | ({"native_name": native} if native else {})


def _flag_undated(label: str, undated: Set[str]) -> dict[str, bool]:
    return {"undated": True} if label in undated else {}


def _describe_test(graph: Graph, test: PerceptionTest, undated: Set[str]) -> dict[str, Any]:
    return {
        "link": test.link.id,
        "findings": [
            {"id": finding.id, **_flag_undated(finding.id, undated), "text": finding.text} for finding in test.findings
        ],
        "verdict": test.verdict,
        "note": test.link.note,
        "qualified_by": [_describe_qualification(link) for link in test.qualified_by],
        "documents": [
            {
                "evidence": item.id,
                **_flag_undated(item.id, undated),
                "summary": item.summary,
                "source": item.source,
                "citation": format_note(graph, item.source, item.locator),
            }
            for item in test.documents
        ],
        "caveats": [_describe_caveat(graph, caveat) for caveat in test.caveats],
        "basis": _describe_basis(graph, test.basis) if test.basis is not None else None,
    }


def _describe_caveat(graph: Graph, caveat: Caveat) -> dict[str, Any]:
    return {
        "kind": caveat.kind.value,
        "sentence": str(word_caveat(graph, caveat)),
        "records": list(list_caveat_labels(caveat)),
        "works": list(caveat.works),
    }


def _describe_basis(graph: Graph, basis: TestBasis) -> dict[str, Any]:
    return {
        "kind": basis.kind.value,
        "sentence": str(word_basis(graph, basis)),
        "source": basis.source,
        "date": basis.date,
    }


def _describe_qualification(link: Link) -> dict[str, Any]:
    return {"link": link.id, "relation": link.relation, "premises": list(link.premises), "note": link.note}


def write_ledger_csv(graph: Graph, undated: Set[str] = frozenset(), weighed: WeighedLabels | None = None) -> str:
    """Return the ledger as CSV (RFC 4180): a row a test, and one for each perception that nothing tests.

    `undated` is as in `write_ledger_json`; of these records it is told behind what they say. With `weighed` two
    more columns have the label of the perception and, where the verdict comes to another, what makes the difference.
    """
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow(COLUMNS if weighed is None else (*COLUMNS, *LABEL_COLUMNS))
    for entry in build_ledger(graph):
        holder_names = join_holder_names(graph, entry.perception.held_by)
        perception_text = f"{entry.perception.text}{_undated_suffix(entry.perception.id, undated)}"
        head = [entry.perception.id, perception_text, holder_names, entry.perception.when or "", entry.verdict]
        on_verdict = "; ".join(word_summary(graph, entry.summary))
        prompted = "; ".join(
            f"{each.response.id} {each.response.text}{_undated_suffix(each.response.id, undated)}"
            for each in list_responses(graph, entry.perception.id)
        )
        rows = [
            [*_list_test_cells(graph, test, undated), on_verdict, *_list_remark_cells(graph, test)]
            for test in entry.tests
        ] or [[*[""] * (len(COLUMNS) - len(head) - 4), on_verdict, "", ""]]
        labels = word_entry_labels(weighed, entry) if weighed is not None else ()
        for row in rows:
            table.writerow([neutralise_formula(cell) for cell in (*head, *row, prompted, *labels)])
    return written.getvalue()


def _undated_suffix(label: str, undated: Set[str]) -> str:
    return " (undated)" if label in undated else ""


def _list_test_cells(graph: Graph, test: PerceptionTest, undated: Set[str]) -> list[str]:
    return [
        test.link.id,
        BETWEEN_PREMISES.join(
            f"{finding.id} {finding.text}{_undated_suffix(finding.id, undated)}" for finding in test.findings
        ),
        test.verdict,
        test.link.note,
        "; ".join(
            f"{link.id} ({BETWEEN_PREMISES.join(link.premises)} {relation_verb(link.relation, len(link.premises))})"
            for link in test.qualified_by
        ),
        "; ".join(
            f"{item.id}{_undated_suffix(item.id, undated)} {format_note(graph, item.source, item.locator)}"
            for item in test.documents
        ),
    ]


def _list_remark_cells(graph: Graph, test: PerceptionTest) -> list[str]:
    basis = str(word_basis(graph, test.basis)) if test.basis is not None else ""
    return [word_caveats(graph, test.caveats), basis]


def write_ledger_html(graph: Graph, undated: Set[str] = frozenset(), weighed: WeighedLabels | None = None) -> str:
    """Return the ledger as an HTML fragment, whose headings are <h2>: a table, and the gaps as a list below it.

    Rows have the ids `l-` and the label; `undated` is as in `write_ledger_csv`. With `weighed` the label of a
    perception stands beside its verdict, and above the table by which rule the map is weighed.
    """
    with_responses = has_responses(graph)
    rows = "".join(
        _write_html_entry(graph, entry, undated, with_responses, tuple(yield_label_remarks(weighed, entry)))
        for entry in build_ledger(graph)
    )
    told = describe_weighing(graph, weighed, graph) if weighed is not None else ()
    above = "".join(f"<p>{isolate_phrase(sentence)}</p>" for sentence in told)
    titles = ["Perception", "Held by", "Verdict", "Tests and their documents"]
    titles += ["What was done on the strength of it"] if with_responses else []
    head = "".join(f'<th scope="col">{title}</th>' for title in titles)
    missing = "".join(
        f"<li>{isolate_body(graph.statements[gap.record].text)}<br/>{escape_body(gap.sentence)}</li>"
        for gap in find_gaps(graph)
    )
    below = f"<h2>What is missing</h2><ul>{missing}</ul>" if missing else ""
    caption = "<caption>What was perceived, the findings put against it, and the documents under them</caption>"
    return f'{above}<table class="ledger">{caption}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{below}'


def _write_html_entry(
    graph: Graph, entry: LedgerEntry, undated: Set[str], with_responses: bool, labels: Sequence[Phrase]
) -> str:
    perception = entry.perception
    holder_names = isolate_body(join_holder_names(graph, perception.held_by))
    when = isolate_body(spell_date_of(perception, "when")) if perception.when else ""
    tests = "".join(_write_html_test(graph, test, undated) for test in entry.tests)
    responses = _write_html_responses(graph, perception.id, undated) if with_responses else ""
    test_list = f"<ul>{tests}</ul>" if tests else "No finding is put against it."
    # On a phone, where there is no row of headings, each cell names its column.
    return (
        f'<tr id="l-{perception.id}"><th scope="row"><b>{perception.id}</b> {isolate_body(perception.text)}'
        f"{_undated_suffix(perception.id, undated)}</th>"
        f'<td data-column="Held by">{"<br/>".join(part for part in (holder_names, when) if part)}</td>'
        f'<td data-column="Verdict">{escape_body(entry.verdict)}{_write_html_remarks(graph, entry, labels)}</td>'
        f'<td data-column="Tests">{test_list}</td>{responses}</tr>'
    )


def _write_html_remarks(graph: Graph, entry: LedgerEntry, labels: Sequence[Phrase]) -> str:
    remarks = "; ".join(map(isolate_phrase, word_summary(graph, entry.summary)))
    told = "".join(f'<p class="caveats">{isolate_phrase(sentence)}</p>' for sentence in labels)
    return (f'<p class="caveats">{remarks}</p>' if remarks else "") + told


def _write_html_responses(graph: Graph, perception: str, undated: Set[str]) -> str:
    """Return the cell with what a perception prompted."""
    items = "".join(
        f"<li>{each.link.id}: <b>{each.response.id}</b> {isolate_body(each.response.text)}"
        f"{_undated_suffix(each.response.id, undated)}{_write_html_disputes(each)}</li>"
        for each in list_responses(graph, perception)
    )
    return f'<td data-column="Done">{f"<ul>{items}</ul>" if items else "Nothing on this map."}</td>'


def _write_html_disputes(prompted: PromptedResponse) -> str:
    disputes = "".join(f"<li>{_write_html_qualification(link)}</li>" for link in prompted.disputed_by)
    return f"<ul>{disputes}</ul>" if disputes else ""


def _write_html_test(graph: Graph, test: PerceptionTest, undated: Set[str]) -> str:
    findings = BETWEEN_PREMISES.join(
        f"<b>{finding.id}</b> {isolate_body(finding.text)}{_undated_suffix(finding.id, undated)}"
        for finding in test.findings
    )
    noted = f" ({isolate_body(test.link.note)})" if test.link.note else ""
    argued = "".join(f"<li>{_write_html_qualification(link)}</li>" for link in test.qualified_by)
    cited = "".join(
        f"<li><b>{item.id}</b> {isolate_body(item.summary)}{_undated_suffix(item.id, undated)} "
        f'<cite dir="auto">{_cite_evidence(graph, item)}</cite></li>'
        for item in test.documents
    )
    said = "".join(f"<li>{isolate_phrase(word_caveat(graph, caveat))}</li>" for caveat in test.caveats)
    said += f"<li>{isolate_phrase(word_basis(graph, test.basis))}</li>" if test.basis is not None else ""
    under = f"<ul>{said}{argued}{cited}</ul>" if said or argued or cited else ""
    return f"<li>{test.link.id}, <b>{escape_body(test.verdict)}</b>: {findings}{noted}{under}</li>"


def _write_html_qualification(link: Link) -> str:
    noted = f" ({isolate_body(link.note)})" if link.note else ""
    return f"{link.id}: {describe_link(link.premises, link.relation, 'this')}{noted}"


def _cite_evidence(graph: Graph, item: Evidence) -> str:
    return printable(format_note_html(graph, item.source, item.locator))
