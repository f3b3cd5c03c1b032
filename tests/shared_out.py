"""Which database a test runs on in `make test`, where it runs on both in the long run.

Where a database can make the difference — constraints, locks, order, numbering, what is searched, who may see what —
both are tried each time: these modules are named below. The other tests say what the same functions answer and how it
reads. They are shared out between SQLite and PostgreSQL, about half of each module and of each test's cases to either,
so that what one of them does otherwise still shows in some of them; the twins are left to `make soak`, which has both.
A test that is named by itself (`file::test[postgresql]`, or `-k`) runs on the database that it is named with.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from zlib import crc32

import pytest

KINDS = ("sqlite", "postgresql")
ON_BOTH = (
    *("tests/models/", "tests/command_line/"),
    *("tests/api/test_concurrency", "tests/api/test_history_machine", "tests/api/test_every_list"),
    *("tests/api/test_hostile_input", "tests/api/test_live", "tests/api/test_merges"),
    *("tests/api/test_rights.py", "tests/api/test_rights_contributors", "tests/api/test_rights_past"),
    *("tests/api/test_privacy_matrix", "tests/api/test_search", "tests/api/test_sessions_end", "tests/api/test_texts"),
    "tests/api/test_tries",
)
# Of the rooms above: what is about names, and rules that are asked in Python.
NOT_ON_BOTH = ("tests/models/test_controversies", "tests/models/test_look_alikes", "tests/models/test_author")


def share_out(items: Iterable[pytest.Item]) -> None:
    """Leave one of each pair of twins to the long run, where neither is left to it already."""
    pairs: dict[str, list[pytest.Item]] = defaultdict(list)
    for item in items:
        if _kind(item) and (item.nodeid.startswith(NOT_ON_BOTH) or not item.nodeid.startswith(ON_BOTH)):
            pairs[_without_kind(item)].append(item)
    for name, twins in pairs.items():
        if len(twins) == len(KINDS) and not any(twin.get_closest_marker("soak") for twin in twins):
            ordered = sorted(twins, key=_kind)
            ordered[crc32(name.encode()) % len(KINDS)].add_marker(pytest.mark.soak)


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
