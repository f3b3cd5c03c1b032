"""In which order labels of records stand."""

import re
from functools import lru_cache

_RUNS = re.compile(r"[0-9]+|[^0-9]+")


@lru_cache(maxsize=65_536)
def natural_sort_key(label: str) -> tuple[tuple[int, int, str], ...]:
    """Return a sort key under which P2 comes before P10."""
    return tuple((0, int(run), run) if run[0] in "0123456789" else (1, 0, run) for run in _RUNS.findall(label))
