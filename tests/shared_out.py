"""What of the tests is tried in `make test`, and what is left to the long run, `make soak`, which has all of it.

A test of many cases of one kind, such as pages of one style or texts of one field, can be marked `one_in(n)`: one in
`n` of its cases is tried each time, the same ones, and one at least.

Where a database can make the difference — constraints, locks, order, numbering, what is searched — both are tried each
time: these modules are named below. The other tests say what the same functions answer and how it reads. They are
shared out between SQLite and PostgreSQL, three quarters of each module and of each test's cases to SQLite, so that what
one of them does otherwise still shows in some of them; the twins are left to `make soak`, which has both.
A test that is named by itself (`file::test[postgresql]`, or `-k`) runs on the database that it is named with.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from zlib import crc32

import pytest

KINDS = ("sqlite", "postgresql")
ON_BOTH = (
    *("tests/models/migrations/", "tests/models/records/test_constraints", "tests/models/test_transfer"),
    *(
        "tests/models/changes/test_restoring",
        "tests/models/changes/test_taking_turns",
        "tests/command_line/test_commands",
    ),
    *(
        "tests/api/processes/test_concurrency",
        "tests/api/history/test_history_machine",
        "tests/api/http/lists/test_every_list",
    ),
    *(
        "tests/api/records/test_search",
        "tests/models/search/",
        "tests/api/access/test_sessions_end",
        "tests/api/access/test_attempts",
    ),
)


def share_out(items: Iterable[pytest.Item]) -> None:
    """Leave some of the cases of a kind to the long run, and one of each pair of twins that are left."""
    items = list(items)
    _take_some(items)
    pairs: dict[str, list[pytest.Item]] = defaultdict(list)
    for item in items:
        if _kind(item) and not item.nodeid.startswith(ON_BOTH):
            pairs[_without_kind(item)].append(item)
    for name, twins in pairs.items():
        if len(twins) == len(KINDS) and not any(twin.get_closest_marker("soak") for twin in twins):
            # PostgreSQL, in a process of its own, takes half as long again: it has a quarter of them.
            postgresql, sqlite = sorted(twins, key=_kind)
            (postgresql if crc32(name.encode()) % 4 else sqlite).add_marker(pytest.mark.soak)


def _take_some(items: Iterable[pytest.Item]) -> None:
    """Leave all but one in `n` of the cases of each test that is marked `one_in(n)` to the long run."""
    tests: dict[tuple[str, int], dict[str, list[pytest.Item]]] = defaultdict(lambda: defaultdict(list))
    for item in items:
        mark = item.get_closest_marker("one_in")
        if mark and not item.get_closest_marker("soak"):
            tests[item.nodeid.partition("[")[0], mark.args[0]][_without_kind(item)].append(item)
    for (_, size), cases in tests.items():
        # By a number that is drawn from the name: what stands beside one another is often of one sort.
        ordered = sorted(cases, key=lambda name: crc32(name.encode()))
        for name in ordered[-(-len(cases) // size) :]:
            for item in cases[name]:
                item.add_marker(pytest.mark.soak)


def named_by_themselves(config: pytest.Config) -> bool:
    """Tell whether some of the tests were picked out, so that none of them is to be left out."""
    picked: Sequence[str] = config.args
    return bool(config.option.keyword) or any("::" in each for each in picked)


def _kind(item: pytest.Item) -> str:
    """Return the kind of database that a test runs on, nothing where it has none of its own."""
    call = getattr(item, "callspec", None)
    values = call.params.values() if call else ()
    return next((kind for kind in KINDS if kind in [each for each in values if isinstance(each, str)]), "")


def _without_kind(item: pytest.Item) -> str:
    """Return the name that twins have in common."""
    return re.sub(rf"(?<=[\[-]){_kind(item)}(?=[\]-])", "", item.nodeid, count=1)
