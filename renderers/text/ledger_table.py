"""The verdict ledger as JSON, HTML and CSV."""

import csv
import io
from collections.abc import Set
from typing import Any

import msgspec

from argument_maps.citation.sources import full_name, native_name, note, note_html, spell_date
from argument_maps.graph import Agent, Evidence, Graph, Link
from argument_maps.verdicts.ledger import Entry, Test, gaps, ledger
from models.records.link_sentences import BETWEEN_PREMISES, describe_link, relation_verb
from renderers.boxes.contents import holders
from renderers.boxes.record_box import body
from renderers.text.matrix import harmless
from renderers.typography import printable

COLUMNS = (
    *("perception", "text", "held by", "when", "verdict"),
    *("test", "findings", "outcome", "note", "qualified by", "documents"),
)


def ledger_json(graph: Graph, undated: Set[str] = frozenset()) -> bytes:
    """Return the ledger as JSON: `perceptions` with holders, tests and verdict, and `gaps`.

    Those records on a map as of a date of which nothing says since when they could be known are `undated`.
    """
    told = {
        "map": graph.slug,
        "title": graph.title,
        "perceptions": [_entry(graph, entry, undated) for entry in ledger(graph)],
        "gaps": [{"kind": gap.kind, "record": gap.record, "sentence": gap.sentence} for gap in gaps(graph)],
    }
    return msgspec.json.encode(told) + b"\n"


def _entry(graph: Graph, entry: Entry, undated: Set[str]) -> dict[str, Any]:
    return {
        "perception": entry.perception.id,
        **_dated(entry.perception.id, undated),
        "text": entry.perception.text,
        "held_by": [_holder(agent) for agent in entry.holders],
        "when": entry.perception.when,
        "verdict": entry.verdict,
        "tests": [_test(graph, test, undated) for test in entry.tests],
    }


def _holder(agent: Agent) -> dict[str, str]:
    native = native_name(agent)
    return {"id": agent.id, "name": full_name(agent)} | ({"native_name": native} if native else {})


def _dated(label: str, undated: Set[str]) -> dict[str, bool]:
    return {"undated": True} if label in undated else {}


def _test(graph: Graph, test: Test, undated: Set[str]) -> dict[str, Any]:
    return {
        "link": test.link.id,
        "findings": [
            {"id": finding.id, **_dated(finding.id, undated), "text": finding.text} for finding in test.findings
        ],
        "verdict": test.verdict,
        "note": test.link.note,
        "qualified_by": [_qualification(link) for link in test.qualified_by],
        "documents": [
            {
                "evidence": item.id,
                **_dated(item.id, undated),
                "summary": item.summary,
                "source": item.source,
                "citation": note(graph, item.source, item.locator),
            }
            for item in test.documents
        ],
    }


def _qualification(link: Link) -> dict[str, Any]:
    return {"link": link.id, "relation": link.relation, "premises": list(link.premises), "note": link.note}


def ledger_csv(graph: Graph, undated: Set[str] = frozenset()) -> str:
    """Return the ledger as CSV (RFC 4180): a row a test, and one for each perception that nothing tests.

    `undated` is as in `ledger_json`; of these records it is told behind what they say.
    """
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow(COLUMNS)
    for entry in ledger(graph):
        held = holders(graph, entry.perception.held_by)
        told = f"{entry.perception.text}{_mark(entry.perception.id, undated)}"
        head = [entry.perception.id, told, held, entry.perception.when or "", entry.verdict]
        rows = [_row(graph, test, undated) for test in entry.tests] or [[""] * (len(COLUMNS) - len(head))]
        for row in rows:
            table.writerow([harmless(cell) for cell in (*head, *row)])
    return written.getvalue()


def _mark(label: str, undated: Set[str]) -> str:
    return " (undated)" if label in undated else ""


def _row(graph: Graph, test: Test, undated: Set[str]) -> list[str]:
    return [
        test.link.id,
        BETWEEN_PREMISES.join(f"{finding.id} {finding.text}{_mark(finding.id, undated)}" for finding in test.findings),
        test.verdict,
        test.link.note,
        "; ".join(
            f"{link.id} ({BETWEEN_PREMISES.join(link.premises)} {relation_verb(link.relation, len(link.premises))})"
            for link in test.qualified_by
        ),
        "; ".join(
            f"{item.id}{_mark(item.id, undated)} {note(graph, item.source, item.locator)}" for item in test.documents
        ),
    ]


def ledger_html(graph: Graph, undated: Set[str] = frozenset()) -> str:
    """Return the ledger as an HTML fragment, whose headings are <h2>: a table, and the gaps as a list below it.

    Rows have the ids `l-` and the label; `undated` is as in `ledger_csv`.
    """
    rows = "".join(_html_entry(graph, entry, undated) for entry in ledger(graph))
    head = "".join(
        f'<th scope="col">{title}</th>' for title in ("Perception", "Held by", "Verdict", "Tests and their documents")
    )
    missing = "".join(
        f"<li>{body(graph.statements[gap.record].text)}<br/>{body(gap.sentence)}</li>" for gap in gaps(graph)
    )
    below = f"<h2>What is missing</h2><ul>{missing}</ul>" if missing else ""
    caption = "<caption>What was perceived, the findings put against it, and the documents under them</caption>"
    return f'<table class="ledger">{caption}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{below}'


def _html_entry(graph: Graph, entry: Entry, undated: Set[str]) -> str:
    perception = entry.perception
    held = body(holders(graph, perception.held_by))
    when = body(spell_date(perception.when)) if perception.when else ""
    tests = "".join(_html_test(graph, test, undated) for test in entry.tests)
    told = f"<ul>{tests}</ul>" if tests else "No finding is put against it."
    # On a phone, where there is no row of headings, each cell names its column.
    return (
        f'<tr id="l-{perception.id}"><th scope="row"><b>{perception.id}</b> {body(perception.text)}'
        f"{_mark(perception.id, undated)}</th>"
        f'<td data-column="Held by">{"<br/>".join(part for part in (held, when) if part)}</td>'
        f'<td data-column="Verdict">{body(entry.verdict)}</td>'
        f'<td data-column="Tests">{told}</td></tr>'
    )


def _html_test(graph: Graph, test: Test, undated: Set[str]) -> str:
    found = BETWEEN_PREMISES.join(
        f"<b>{finding.id}</b> {body(finding.text)}{_mark(finding.id, undated)}" for finding in test.findings
    )
    noted = f" ({body(test.link.note)})" if test.link.note else ""
    argued = "".join(f"<li>{_html_argued(link)}</li>" for link in test.qualified_by)
    cited = "".join(
        f"<li><b>{item.id}</b> {body(item.summary)}{_mark(item.id, undated)} <cite>{_cited(graph, item)}</cite></li>"
        for item in test.documents
    )
    under = f"<ul>{argued}{cited}</ul>" if argued or cited else ""
    return f"<li>{test.link.id}, <b>{body(test.verdict)}</b>: {found}{noted}{under}</li>"


def _html_argued(link: Link) -> str:
    noted = f" ({body(link.note)})" if link.note else ""
    return f"{link.id}: {describe_link(link.premises, link.relation, 'this')}{noted}"


def _cited(graph: Graph, item: Evidence) -> str:
    return printable(note_html(graph, item.source, item.locator))
