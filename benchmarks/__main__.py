"""`python -m benchmarks`: take every figure and print it beside its limit."""

import argparse
import os
import platform
import sys

from benchmarks import anchoring, drawing, editing, large_maps, live, serving, storing
from benchmarks.figures import HEAD
from benchmarks.formats import bibliographies
from benchmarks.layouts import crossings, standing
from benchmarks.reading import sheets, speed
from benchmarks.weighing import labels

GROUPS = {
    "drawing": drawing.figures,
    "crossings": crossings.figures,
    "serving": serving.figures,
    "storing": storing.figures,
    "anchoring": anchoring.figures,
    "editing": editing.figures,
    "standing": standing.figures,
    "large-maps": large_maps.figures,
    "live": live.figures,
    "reading": speed.figures,
    "sheets": sheets.figures,
    "bibliographies": bibliographies.figures,
    "weighing": labels.figures,
}


def main() -> int:
    """Print the report; with --strict return 1 where a limit does not hold."""
    parser = argparse.ArgumentParser(description="Measure, and print each figure beside its limit.")
    parser.add_argument("groups", nargs="*", choices=[*GROUPS, []], help="which figures to take; all without any")
    parser.add_argument("--strict", action="store_true", help="fail where a limit does not hold")
    given = parser.parse_args()
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}\n\n{HEAD}")
    broken = 0
    for name in given.groups or GROUPS:
        for figure in GROUPS[name]():
            print(figure, flush=True)
            broken += not figure.holds
    print(f"\n{broken} of the limits do not hold." if broken else "\nEvery limit holds.")
    return 1 if broken and given.strict else 0


if __name__ == "__main__":
    sys.exit(main())
