"""What the commands share: how they speak, read files and write."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import msgspec
import typer

from api.commands.writing import CannotWrite, write_bytes
from argument_maps.dates.parsing import read_edtf
from argument_maps.formats import native
from models.dates import UnreadableDate


class _NamedMap(msgspec.Struct):
    """Of a map document the name alone, as it is written."""

    slug: str | None = None


AUTHOR = "local"
FAILED = 1
MISUSED = 2


def fail(message: str, status: int = FAILED) -> NoReturn:
    """Say on standard error what went wrong, and end."""
    report(f"sicetnon: {message}")
    raise SystemExit(status)


def report(message: str) -> None:
    """Say on standard error how the work goes."""
    typer.echo(message, err=True)


def progress(doing: str) -> Callable[[int, int], None]:
    """Return a function that shows on standard error how much is done, of how much; quiet where nobody watches."""
    watched = sys.stderr.isatty()

    def show(done: int, whole: int) -> None:
        if watched:
            typer.echo(f"\r{doing}: {done} of {whole}", err=True, nl=done >= whole)
        elif done >= whole:
            typer.echo(f"{doing}: {done} of {whole}", err=True)

    return show


def read_bytes(path: Path) -> bytes:
    """Return what a file holds, or standard input for “-”; ends with why it cannot be read."""
    try:
        return sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
    except OSError as error:
        fail(f"{path} cannot be read: {error.strerror}.")


def read_moment(as_of: str) -> str:
    """Return as EDTF the date from which a map is seen, or end with why it cannot be read."""
    try:
        return read_edtf(as_of)
    except UnreadableDate as error:
        fail(f"--as-of: {error.reason}", MISUSED)


def read_document(path: Path, data: bytes | None = None) -> Any:
    """Return the map in a file, or end with every problem in it; `data` is what it holds, if that was read already."""
    data = read_bytes(path) if data is None else data
    document, problems = native.read_map_document(data)
    for problem in problems:
        place = f"{path}:{problem.line}:{problem.column}" if problem.line else f"{path}#{problem.pointer}"
        report(f"{place}: {problem.message}")
    if document is None or problems:
        fail(f"{path} is not a whole map: {len(problems)} problem{'s' if len(problems) != 1 else ''}.")
    written_name = msgspec.json.decode(native.convert_to_utf8(data), type=_NamedMap).slug
    if document.slug and written_name != document.slug:
        report(
            f"{path}: in addresses “{written_name}” becomes “{document.slug}”. A name there is of small letters, "
            "digits and single hyphens, such as korea-1950."
        )
    return document


def write_output(data: bytes, output: Path | None) -> None:
    """Write the bytes to the path or, where none is named, to standard output; ends with what is wrong with it."""
    try:
        write_bytes(data, output)
    except CannotWrite as error:
        fail(str(error))
