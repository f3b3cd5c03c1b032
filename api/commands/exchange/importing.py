"""`sicetnon import`."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer
from pydantic import TypeAdapter, ValidationError
from sqlalchemy import Engine
from sqlmodel import select

from api.commands.maintenance.databases import open_database, read_settings
from api.commands.terminal import AUTHOR, MISUSED, fail, progress, read_bytes, read_document, report, write_output
from api.importing.file_imports import PartlyRead, plan_files, read_map_as_it_is, write_import
from api.importing.file_maps import require_records
from api.importing.import_routes import build_import_answer
from api.processes.format_process import ForeignFile, read_foreign_file_apart
from argument_maps.formats import native
from argument_maps.formats.exchange import ProblemWeight
from argument_maps.formats.registry import rank_in_import, recognise_format
from argument_maps.formats.sheets.sheet_choices import SheetChoice, SheetChoices, choose_for_sheets
from argument_maps.graph import Graph
from models import changes
from models.address_names import WrittenName
from models.engine import reading, writing
from models.errors import MapError
from models.records.author_names import read_author
from models.records.authors import MapAuthor
from models.records.kinds import KINDS
from models.records.maps import ArgumentMap
from models.vocabulary import Visibility

_NAME: TypeAdapter[str] = TypeAdapter(WrittenName)


def import_map(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="Maps, bibliographies or sheets; - reads standard input.")
    ],
    into: Annotated[
        str | None, typer.Option("--into", metavar="MAP", help="The map that the files come into, as one change.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be done.")] = False,
    partial: Annotated[
        bool, typer.Option("--partial", help="Bring in what could be read, where something was not understood.")
    ] = False,
    report_file: Annotated[
        Path | None, typer.Option("--report", metavar="R.json", help="Where to write what was read and what is done.")
    ] = None,
    slug: Annotated[str | None, typer.Option(help="The map's short name, if the file should not decide it.")] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Replace a map that has this name already.")] = False,
    why: Annotated[str, typer.Option(help="Why; kept in the map's history.")] = "",
    columns: Annotated[
        str,
        typer.Option(
            metavar="COLUMN=FIELD,...",
            help="Of a spreadsheet, which field a column holds, nothing for one that is left out: Quelle=source,Farbe=",
        ),
    ] = "",
    kind: Annotated[
        str, typer.Option(help="Of a spreadsheet, which kind of records it holds, such as evidence or sources.")
    ] = "",
    sheet: Annotated[str, typer.Option(help="Of a workbook, the only sheet that is read.")] = "",
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
    """Read files into the database: each a map of its own, whole or not at all, or with --into all into one map.

    Example: sicetnon import map.json
    """
    if slug is not None and len(files) > 1:
        fail("--slug names one map, so give one file.", MISUSED)
    sheets = _choose_for_sheets(files, columns=columns, kind=kind, sheet=sheet)
    if into is not None:
        if slug or replace or author or visibility:
            fail("--into names a map that is there; leave out what is said of a new one.", MISUSED)
        _import_into(into, files, sheets, dry_run=dry_run, partial=partial, report_file=report_file, why=why)
        return
    authors = _read_authors(author)
    documents = [(path, *_read_map(path, partial, sheets)) for path in files]
    if report_file is not None:
        _write_report(report_file, [entry for _, _, entry in documents])
    if dry_run:
        for path, document, _ in documents:
            report(f"{path}: {_count_records(document)} records; nothing was written.")
        return
    show = progress("Imported")
    with open_database() as engine:
        for number, (path, document, _) in enumerate(documents, start=1):
            if visibility is not None:
                document.visibility = visibility
            if authors:
                document.authors = authors
            name = _read_slug(slug or document.slug or path.name.partition(".")[0])
            _import_one(engine, name, path, document, replace, why)
            show(number, len(documents))


def _choose_for_sheets(files: Sequence[Path], *, columns: str, kind: str, sheet: str) -> dict[str, SheetChoice]:
    if (columns or kind or sheet) and len(files) > 1:
        fail("--columns, --kind and --sheet are said of one spreadsheet, so give one file.", MISUSED)
    try:
        return choose_for_sheets(columns=columns, kind=kind, sheet=sheet)
    except MapError as error:
        fail(f"{error.detail} {error.remedy}", MISUSED)


def _read_map(path: Path, partial: bool, sheets: SheetChoices) -> tuple[Any, dict[str, Any]]:
    """Return the map that a file holds as a document, and what is reported of it."""
    data = read_bytes(path)
    if not sheets and _is_native(data, path.name):
        return read_document(path, data), {"file": path.name, "format": "sicetnon"}
    file = _read_foreign(path, data, partial, sheets)
    # A document has a name in addresses; which one the map gets is decided afterwards.
    try:
        require_records([file])
    except MapError as error:
        fail(f"{path}: {error.detail} {error.remedy}")
    graph = msgspec.structs.replace(file.reading.graph, slug="untitled")
    document, problems = native.read_map_document(native.write_map_document(graph))
    if document is None:
        fail(f"{path}: what was read of it is not a whole map: {problems[0].message}")
    document.slug = None
    return document, {"file": path.name, **_describe_reading(file)}


def _is_native(data: bytes, name: str) -> bool:
    try:
        return recognise_format(data, name).name == "sicetnon"
    except MapError:
        # What is no map of any kind is refused with the faults of a map document, as it always was.
        return data.lstrip()[:1] == b"{" or name.endswith(".json")


def _read_foreign(
    path: Path, data: bytes, partial: bool, sheets: SheetChoices, here: Graph | None = None
) -> ForeignFile:
    try:
        file = read_foreign_file_apart(data, path.name, here=here, sheets=sheets)
    except MapError as error:
        fail(f"{path}: {error.detail} {error.remedy}")
    for problem in file.reading.problems:
        report(f"{path}:{problem.place}: {problem.message} {problem.outcome}")
    omissions = [problem for problem in file.reading.problems if problem.weight is ProblemWeight.OMITTED]
    if omissions and not partial:
        refusal = PartlyRead(omissions)
        fail(f"{path}: {refusal.detail} Mend the file, or add --partial to import what could be read.")
    return file


def _import_into(
    slug: str,
    paths: Sequence[Path],
    sheets: SheetChoices,
    *,
    dry_run: bool,
    partial: bool,
    report_file: Path | None,
    why: str,
) -> None:
    """Bring files into a map as one change, or say what that would do."""
    with open_database() as engine:
        try:
            with reading(engine) as session:
                here = read_map_as_it_is(session, changes.find_map(session, slug))
            files: list[ForeignFile] = []
            contents = {path: read_bytes(path) for path in paths}
            paths = sorted(paths, key=lambda path: rank_in_import(contents[path], path.name))
            for path in paths:
                files.append(_read_foreign(path, contents[path], partial, sheets, here))
                here = plan_files(here, files[-1:], {}).after
            if dry_run:
                with reading(engine) as session:
                    planned = plan_files(read_map_as_it_is(session, changes.find_map(session, slug)), files, {})
            else:
                with writing(engine) as session:
                    argument_map = changes.find_map(session, slug)
                    planned, _ = write_import(session, argument_map, files, {}, version=None, author=AUTHOR, why=why)
        except MapError as error:
            fail(f"{error.detail} {error.remedy}")
    done = "would be added or changed; nothing was written" if dry_run else "added or changed"
    report(f"{slug}: {len(planned.drafts)} records {done}.")
    if report_file is not None:
        entries = [
            {"file": path.name, **build_import_answer(each, planned, number).model_dump(mode="json")}
            for number, (path, each) in enumerate(zip(paths, files, strict=True))
        ]
        _write_report(report_file, entries)


def _describe_reading(file: ForeignFile) -> dict[str, Any]:
    problems = [
        {
            "weight": problem.weight,
            "message": str(problem.message),
            "outcome": str(problem.outcome),
            "place": str(problem.place),
        }
        for problem in file.reading.problems
    ]
    return {"format": file.format, "read": file.reading.counts, "problems": problems}


def _write_report(path: Path, entries: list[dict[str, Any]]) -> None:
    write_output(msgspec.json.format(msgspec.json.encode({"files": entries}), indent=2) + b"\n", path)


def _count_records(document: Any) -> int:
    return sum(len(getattr(document, kind.plural)) for kind in KINDS.values())


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
    report(f"{path}: {_count_records(document)} records into {name} ...")
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
