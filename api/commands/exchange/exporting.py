"""`sicetnon export` and `sicetnon search`."""

from pathlib import Path
from typing import Annotated

import typer
from sqlmodel import col, select

from api.commands.maintenance.databases import open_database
from api.commands.terminal import MISUSED, fail, progress, report, write_output
from argument_maps.assembly import add_contents, load_graph
from argument_maps.formats import native
from models.engine import reading
from models.records.maps import ArgumentMap
from models.search import full_text as index


def export_map(
    slugs: Annotated[list[str] | None, typer.Argument(metavar="[MAP]...", help="The maps' short names.")] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="OUT", help="A file, or a directory for several maps.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Every map in the database.")] = False,
) -> None:
    """Write maps from the database as JSON, one file each.

    Example: sicetnon export my-map -o my-map.json
    """
    with open_database() as engine, reading(engine) as session:
        if everything:
            slugs = list(session.exec(select(ArgumentMap.slug).order_by(col(ArgumentMap.slug))))
        if not slugs:
            fail("name a map, or give --all.", MISUSED)
        into = output if output is not None and (output.is_dir() or len(slugs) > 1 or everything) else None
        if into is not None:
            _make_directory(into)
        elif len(slugs) > 1:
            fail("several maps need a directory: add -o DIRECTORY.", MISUSED)
        show = progress("Exported")
        for number, slug in enumerate(slugs, start=1):
            data = native.write_map_document(add_contents(session, load_graph(session, slug)))
            write_output(data, output if into is None else into / f"{slug}.json")
            show(number, len(slugs))


def _make_directory(path: Path) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        fail(f"several maps need a directory, and {path} is something else.", MISUSED)
    except OSError as error:
        fail(f"{path} cannot be made: {error.strerror}.")


def search(
    words: Annotated[list[str], typer.Argument(metavar="WORD...", help="What to look for, in any script.")],
    slug: Annotated[str | None, typer.Option("--map", help="Only in this map.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many records to show at most.")] = 20,
) -> None:
    """Search all records of all maps.

    Example: sicetnon search 斯大林 --limit 5
    """
    with open_database() as engine, reading(engine) as session:
        answer = index.search_full_text(session, " ".join(words), slug=slug, limit=limit)
        for hit in answer.hits:
            typer.echo(f"{hit.slug} {hit.label} ({hit.kind}): {_mark_matches(hit)}")
    report(f"{len(answer.hits)} of {answer.total} shown.")
    if not answer.total:
        raise SystemExit(1)


def _mark_matches(hit: index.Hit) -> str:
    text, marked, end = hit.passage, "", 0
    for start, stop in hit.matches:
        marked += text[end:start] + "[" + text[start:stop] + "]"
        end = stop
    return " ".join((marked + text[end:]).split())
