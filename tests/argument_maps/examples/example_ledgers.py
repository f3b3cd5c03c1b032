"""The ledgers of the other maps that ship with the project, at several dates, as a historian has approved them.

`.venv/bin/python -m tests.argument_maps.examples.example_ledgers` writes them again. Read with
`git diff tests/argument_maps/examples/example_ledgers.json` that only changed what you meant, and what each line says.
"""

import json
from pathlib import Path

import msgspec

from argument_maps.examples import read_example_map
from argument_maps.graph import Graph
from tests.argument_maps.verdicts.korea_ledger import describe_ledger

APPROVED = Path(__file__).with_name("example_ledgers.json")
# For each map the years between which its verdicts turn.
MOMENTS = {
    "donation-of-constantine": ("1200", "1434", "1441", "1450", "now"),
    "katyn-1940": ("1943", "1944", "1952", "1989", "1990", "1993", "1998", "2010", "now"),
}


def read_example_graph(slug: str) -> Graph:
    """Return one of the maps that ship with the project."""
    return msgspec.json.decode(read_example_map(slug), type=Graph)


def describe_example_ledger(slug: str, moment: str) -> dict[str, list[str]]:
    """Return what is read of each perception of the map that is tested by a date, and which are not tested."""
    return describe_ledger(read_example_graph(slug), moment)


if __name__ == "__main__":
    ledgers = {
        slug: {moment: describe_example_ledger(slug, moment) for moment in moments} for slug, moments in MOMENTS.items()
    }
    APPROVED.write_text(json.dumps(ledgers, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
