"""`sicetnon verify`."""

import hashlib
import re
import sys
from pathlib import Path
from typing import Annotated

import typer

from api.commands.terminal import MISUSED, fail, report
from argument_maps.citation.maps import SHORT_HASH
from argument_maps.formats import native
from argument_maps.formats.canonical_json import NotCanonical, encode_canonical, parse_canonical_json

_HASH = re.compile(rf"[0-9a-f]{{{SHORT_HASH},64}}")


def verify(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="An edition's document; - reads standard input.")],
    expected: Annotated[
        str | None,
        typer.Option("--hash", help="The content hash to check against: whole, or its first 16 digits as cited."),
    ] = None,
) -> None:
    """Check without a network that a file is the edition of a map with a content hash.

    Example: sicetnon verify map-edition-1.json --hash 2d0b3f0c8f0f4f6e
    """
    expected_hash = (expected or "").strip().lower().removeprefix("sha256:").replace(" ", "")
    if expected is not None and not _HASH.fullmatch(expected_hash):
        fail(f"--hash takes at least {SHORT_HASH} and at most 64 hexadecimal digits.", MISUSED)
    try:
        data = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    except OSError as error:
        fail(f"{file} cannot be read: {error.strerror}.")
    try:
        written = encode_canonical(parse_canonical_json(data))
    except NotCanonical as error:
        fail(f"{file} is not the document of an edition. {error}")
    actual_hash = hashlib.sha256(written).hexdigest()
    _, problems = native.read_map_document(written)
    for problem in problems:
        report(f"{file}#{problem.pointer}: {problem.message}")
    if written != data:
        report(f"{file} is laid out otherwise than it was published; what it says is checked all the same.")
    if expected_hash and not actual_hash.startswith(expected_hash):
        report(f"expected {expected_hash}\nfound    {actual_hash}")
        fail(f"{file} is not the edition with that hash: something in it was changed, or it is another edition.")
    if problems:
        fail(f"{file} is no map that this program could have published: {len(problems)} things do not fit.")
    typer.echo(f"sha256 {actual_hash}")
    report(
        f"{file} is the edition with that hash."
        if expected_hash
        else f"{file} is a whole map. Compare its hash yourself."
    )
