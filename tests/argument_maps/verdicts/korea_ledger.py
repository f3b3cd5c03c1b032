"""The ledger of the Korea map at several dates, as a historian has approved it.

`.venv/bin/python -m tests.argument_maps.verdicts.korea_ledger` writes it again. Read with
`git diff tests/argument_maps/verdicts/korea_ledger.json` that only changed what you meant, and what each line says.
"""

import json
from pathlib import Path

import msgspec

from argument_maps.examples import read_korea_map
from argument_maps.graph import Graph
from argument_maps.time_travel import take_snapshot
from argument_maps.verdicts.bases import word_basis
from argument_maps.verdicts.caveat_wording import word_caveat
from argument_maps.verdicts.ledger import LedgerEntry, build_ledger
from argument_maps.verdicts.summaries import word_summary

APPROVED = Path(__file__).with_name("korea_ledger.json")
MOMENTS = ("1970", "1990", "1996", "1998", "2001", "2005", "2013", "now")


def describe_korea_ledger(moment: str) -> dict[str, list[str]]:
    """Return what is read of each perception that is tested by a date: the verdict, what is said beside it, the tests.

    The other perceptions stand under `not tested`.
    """
    return describe_ledger(msgspec.json.decode(read_korea_map(), type=Graph), moment)


def describe_ledger(graph: Graph, moment: str) -> dict[str, list[str]]:
    """Return the same of any map."""
    known = graph if moment == "now" else take_snapshot(graph, moment).graph
    entries = build_ledger(known)
    lines = {entry.perception.id: _describe_entry(known, entry) for entry in entries if entry.tests}
    return {**lines, "not tested": [entry.perception.id for entry in entries if not entry.tests]}


def _describe_entry(graph: Graph, entry: LedgerEntry) -> list[str]:
    tests = []
    for test in entry.tests:
        said = [word_caveat(graph, caveat) for caveat in test.caveats]
        basis = [word_basis(graph, test.basis)] if test.basis else []
        findings = " + ".join(finding.id for finding in test.findings)
        tests.append("; ".join([f"{test.link.id} {findings}: {test.verdict}", *said, *basis]))
    return ["; ".join([entry.verdict, *word_summary(graph, entry.summary)]), *tests]


if __name__ == "__main__":
    ledgers = {moment: describe_korea_ledger(moment) for moment in MOMENTS}
    APPROVED.write_text(json.dumps(ledgers, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
