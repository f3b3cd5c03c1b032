"""`sicetnon import`, `sicetnon export` and `sicetnon search`."""

from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import TypeAdapter, ValidationError
from sqlalchemy import Engine
from sqlmodel import col, select

from api.commands.terminal import (
    AUTHOR,
    MISUSED,
    fail,
    open_database,
    progress,
    read_document,
    read_settings,
    report,
    write_output,
)
from argument_maps.assembly import add_contents, load_graph
from argument_maps.formats import native
from models import changes
from models.address_names import WrittenName
from models.engine import reading, writing
from models.records.author_names import read_author
from models.records.authors import MapAuthor
from models.records.kinds import KINDS
from models.records.maps import ArgumentMap
from models.search import full_text as index
from models.vocabulary import Visibility

_NAME: TypeAdapter[str] = TypeAdapter(WrittenName)


def import_map(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Maps as JSON; - reads standard input.")],
    slug: Annotated[str | None, typer.Option(help="The map's short name, if the file should not decide it.")] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Replace a map that has this name already.")] = False,
    why: Annotated[str, typer.Option(help="Why; kept in the map's history.")] = "",
    author: Annotated[
        list[str] | None,
        typer.Option(
            help="An author, such as “Weber, Marie <ORCID iD>”, in place of those in the file; several in their order."
        ),
    ] = None,
    visibility: Annotated[
        Visibility | None,
        typer.Option(help="Who sees it; else what the file says, or with accounts nobody who is not let in."),
    ] = None,
) -> None:
    """Read maps into the database: each of them whole, or not at all.

    Example: sicetnon import map.json
    """
    if slug is not None and len(files) > 1:
        fail("--slug names one map, so give one file.", MISUSED)
    authors = _read_authors(author)
    documents = [(path, read_document(path)) for path in files]
    show = progress("Imported")
    with open_database() as engine:
        for number, (path, document) in enumerate(documents, start=1):
            if visibility is not None:
                document.visibility = visibility
            if authors:
                document.authors = authors
            name = _read_slug(slug or document.slug or path.name.partition(".")[0])
            _import_one(engine, name, path, document, replace, why)
            show(number, len(documents))


def _read_authors(written: list[str] | None) -> list[MapAuthor]:
    try:
        return [read_author(line) for line in written or ()]
    except ValidationError as error:
        fail(f"--author: {error.errors()[0]['msg'].removeprefix('Value error, ')}", MISUSED)


def _read_slug(written: str) -> str:
    """Return the name in addresses that is meant, or end with what one looks like."""
    try:
        return _NAME.validate_python(written)
    except ValidationError:
        fail(f"“{written[:80]}” is no name in addresses. Add --slug with small letters, digits and hyphens.", MISUSED)


def _import_one(engine: Engine, name: str, path: Path, document: Any, replace: bool, why: str) -> None:
    records = sum(len(getattr(document, kind.plural)) for kind in KINDS.values())
    report(f"{path}: {records} records into {name} ...")
    with writing(engine) as session:
        existing = session.exec(select(ArgumentMap).where(ArgumentMap.slug == name)).one_or_none()
        if existing is not None and not replace:
            fail(f"there is a map {name} already. Add --replace to put this one in its place (it can be undone).")
        version = None if existing is None else existing.version
        if "visibility" not in document.model_fields_set and read_settings().accounts == "on":
            document.visibility = Visibility(existing.visibility) if existing is not None else Visibility.PRIVATE
            if existing is None:
                report(f"{name} is private: administrators alone see it, until one of them lets others in.")
        reason = why or f"From {path.name}."
        changes.replace_map(session, name, document, version=version, author=AUTHOR, why=reason, checked=True)


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
