"""The Argdown command line as a peer: fetched by npm into a cache outside the project, never kept in it."""

import os
import shutil
import subprocess
from pathlib import Path

from argument_maps.graph import Graph
from benchmarks import figures

PACKAGE = "@argdown/cli@1"
SIGNS = {"challenges": "-", "undermines": "-", "undercuts": "_"}


class Missing(Exception):
    """The peer cannot be had on this machine."""


def program() -> Path:
    """Return the program, installed on first use. Raises `Missing`."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "sicetnon-benchmarks" / "argdown"
    found = cache / "node_modules" / ".bin" / "argdown"
    if found.exists():
        return found
    npm = shutil.which("npm")
    if npm is None:
        raise Missing("npm is not installed")
    cache.mkdir(parents=True, exist_ok=True)
    try:
        subprocess.run(
            [npm, "install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", cache, PACKAGE],
            capture_output=True,
            check=True,
            timeout=300,
        )
    except (subprocess.SubprocessError, OSError) as error:
        raise Missing("npm could not install the Argdown command line") from error
    if not found.exists():
        raise Missing("the Argdown package has no command line")
    return found


def source(graph: Graph) -> str:
    """Return the map in Argdown: every record a statement, every link a relation below its target."""
    lines = []
    for label, statement in graph.statements.items():
        lines.append(f"[{label}]: {statement.text}")
        for link in graph.links_to.get(label, ()):
            lines.extend(f"  {SIGNS.get(link.relation, '+')} [{premise}]" for premise in link.premises)
        lines.append("")
    return "\n".join(lines)


def milliseconds(argdown: Path, graph: Graph, folder: Path) -> float:
    """Return how long a cold run takes from a file to an SVG file."""
    given, drawn = folder / f"{graph.slug}.argdown", folder / "drawn"
    given.write_text(source(graph))
    took = figures.milliseconds(
        lambda: subprocess.run([argdown, "map", given, drawn, "--format", "svg"], capture_output=True, check=True)
    )
    if not list(drawn.glob("*.svg")):
        raise RuntimeError("Argdown drew nothing")
    shutil.rmtree(drawn)
    return took
