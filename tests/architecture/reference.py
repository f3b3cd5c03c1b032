"""The tables of the reference that the program itself can write: settings, commands, views, formats, addresses.

`python -m tests.architecture.reference` writes them again.
"""

import inspect
import re
from collections.abc import Callable

from fastapi import FastAPI
from fastapi.routing import APIRoute, iter_route_contexts
from typer.main import get_command

from api.app import create_app
from api.command_line import program
from api.pictures.deck_formats import DeckFormat
from api.pictures.export_formats import LedgerFormat, PictureFormat
from api.pictures.format_definitions import ExportFormat
from api.pictures.render_requests import TextQuery
from api.pictures.text_formats import BibliographyFormat, OutlineFormat, ReadingFormat
from api.settings import Settings
from argument_maps.formats.interchange_formats import InterchangeFormat
from argument_maps.formats.registry import FORMATS
from models.records.kinds import BY_PLURAL
from renderers.views.view_table import View
from tests.architecture.tracked import ROOT

REFERENCE = ROOT / "docs" / "reference.md"
RECORDS = "{records}"


def application() -> FastAPI:
    """Return an application on a database that is never opened."""
    return create_app(Settings(database_url="sqlite:///:memory:"))


def settings_table() -> str:
    """Return a row for each setting, with its default and what it decides."""
    rows = [
        f"| `SICETNON_{name.upper()}` | {_default(field.default)} | {field.description} |"
        for name, field in Settings.model_fields.items()
    ]
    return "\n".join(["| setting | default | what it decides |", "|---|---|---|", *rows])


def _default(value: object) -> str:
    shown = str(value).lower() if isinstance(value, bool) else str(value)
    return f"`{shown}`" if shown else "empty"


def commands_table() -> str:
    """Return a row for each command, with the first line of its help and its example."""
    rows = []
    for name, command in get_command(program).commands.items():  # type: ignore[attr-defined] # several commands: a group
        told, _, example = inspect.cleandoc(command.help or "").partition("Example: ")
        rows.append(f"| `sicetnon {name}` | {' '.join(told.split())} | `{example.strip()}` |")
    return "\n".join(["| command | what it does | example |", "|---|---|---|", *rows])


def views_table() -> str:
    """Return a row for each view."""
    rows = [
        f"| `{view}` | {view.definition.title} | {view.definition.explanation}"
        f"{' Needs `focus`.' if view.definition.needs_focus else ''} |"
        for view in View
    ]
    return "\n".join(["| view | on menus | what it shows |", "|---|---|---|", *rows])


def formats_table(formats: type[ExportFormat]) -> str:
    """Return a row for each format, with the parameters beside the filters that make a difference to it."""
    rows = [
        f"| `.{entry}` | {entry.definition.explanation} | `{entry.definition.media_type.name}` | {_parameters(entry)} |"
        for entry in formats
    ]
    return "\n".join(["| ending | what it is | media type | parameters |", "|---|---|---|---|", *rows])


def _parameters(entry: ExportFormat) -> str:
    # Where links lead is nothing that one asks for.
    return ", ".join(f"`{name}`" for name in TextQuery.model_fields if name in entry.definition.uses)


def interchange_table() -> str:
    """Return a row for each format in which maps come in and go out, with whether it is read and written."""
    rows = [f"| {entry.title} | {entry.explanation} | `{entry.name}` | {_ways(entry)} |" for entry in FORMATS.values()]
    return "\n".join(["| format | what it is | name | |", "|---|---|---|---|", *rows])


def _ways(entry: InterchangeFormat) -> str:
    return " and ".join(word for word, way in (("in", entry.read), ("out", entry.write)) if way is not None)


def addresses() -> dict[tuple[str, str], str]:
    """Return what every method of every address does; the lists of each kind of record count as one."""
    found: dict[tuple[str, str], str] = {}
    app = application()
    for path, operations in app.openapi()["paths"].items():
        for method, operation in operations.items():
            if method in {"get", "put", "post", "patch", "delete"}:
                place, summary = _collapsed(path, operation["summary"])
                found.setdefault((method.upper(), place), summary)
    return found


def pages() -> dict[tuple[str, str], str]:
    """Return the pages, which are no part of the API's description."""
    return {
        (method, route.path_format): inspect.getdoc(route.endpoint).partition("\n")[0]  # type: ignore[union-attr] # a test asks for it
        for route in iter_route_contexts(application().routes)
        if isinstance(route.original_route, APIRoute) and not route.original_route.include_in_schema
        for method in sorted(route.methods or set())
    }


def _collapsed(path: str, summary: str) -> tuple[str, str]:
    parts = path.split("/")
    kinds = [part for part in parts if part in BY_PLURAL]
    # Of texts there is more than of other records.
    if not kinds or parts[-1] not in (kinds[0], "{label}"):
        return path, summary
    # The summaries name the kind last: as a plural, or behind a colon.
    verb, colon, _ = summary.partition(":")
    told = f"{verb}: a record of this kind" if colon else summary.replace(kinds[0], "records of one kind")
    return path.replace(f"/{kinds[0]}", f"/{RECORDS}"), told


def addresses_table() -> str:
    """Return a row for each address of the API and each page."""
    rows = [f"| `{method} {path}` | {told} |" for (method, path), told in {**pages(), **addresses()}.items()]
    return "\n".join(["| address | what it does |", "|---|---|", *rows])


TABLES: dict[str, Callable[[], str]] = {
    "settings": settings_table,
    "commands": commands_table,
    "views": views_table,
    "formats": lambda: formats_table(PictureFormat),
    "ledger formats": lambda: formats_table(LedgerFormat),
    "outline formats": lambda: formats_table(OutlineFormat),
    "reading formats": lambda: formats_table(ReadingFormat),
    "bibliography formats": lambda: formats_table(BibliographyFormat),
    "deck formats": lambda: formats_table(DeckFormat),
    "interchange formats": interchange_table,
    "addresses": addresses_table,
}
# What a table stands in that does not stand in the reference.
PLACES = {"interchange formats": ROOT / "README.md"}


def between(name: str, text: str) -> str:
    """Return what stands between the marks of a table."""
    found = re.search(rf"<!-- {name} -->\n(.*?)\n<!-- end of {name} -->", text, re.DOTALL)
    return found[1].strip() if found else ""


def read_written_table(name: str) -> str:
    """Return a table as it stands in its document."""
    return between(name, PLACES.get(name, REFERENCE).read_text("utf-8"))


def write() -> None:
    """Write every table into its document."""
    for name, table in TABLES.items():
        path = PLACES.get(name, REFERENCE)
        head, mark, rest = path.read_text("utf-8").partition(f"<!-- {name} -->\n")
        _, end, tail = rest.partition(f"\n<!-- end of {name} -->")
        if end:
            path.write_text(f"{head}{mark}\n{table()}\n{end}{tail}", "utf-8")


if __name__ == "__main__":
    write()
