"""`sicetnon weigh`: which statements of a file stand."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from api.commands.exchange.label_writing import LabelFormat, write_statements
from api.commands.exchange.map_weighing import MapCase, weigh_map_file
from api.commands.terminal import MISUSED, fail, read_bytes, report, write_output
from argument_maps.formats.exchange import FormatProblem, FormatReading, UnreadableFile
from argument_maps.formats.graphs.apx import parse_apx
from argument_maps.formats.graphs.tgf import parse_tgf
from argument_maps.formats.registry import FORMATS, recognise_format
from argument_maps.weighing.weighed_files import (
    Semantics,
    WeighedStatements,
    weigh_argument_graph,
    weigh_framework,
)
from models.errors import Phrase
from models.weighing_vocabulary import ProofRule

# What the end of a name tells of a file, whatever else it could be taken for.
_FORMAT_BY_EXTENSION = {"tgf": "tgf", "apx": "apx", "yml": "carneades", "yaml": "carneades"}

_NOT_READ = Phrase("A file of this format is written here and not read.")
_READ = Phrase(
    "Give a map, an argument graph of Carneades 4 (YAML), an abstract framework (TGF, APX) or what else becomes a map."
)


def weigh(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="A map of any format, an argument graph of Carneades 4 (YAML) or an abstract framework (TGF, APX); "
            "- reads standard input.",
        ),
    ],
    rule: Annotated[
        str,
        typer.Option(
            metavar="RULE",
            help=f"The rule of proof by which a map is weighed: {', '.join(ProofRule)}; by default preponderance.",
        ),
    ] = "",
    without: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ID,...",
            help="What of a map is set aside: sources, agents, records, links, family: and a source, archive: and a "
            "repository, release: and an agent.",
        ),
    ] = None,
    reader: Annotated[
        str,
        typer.Option(
            metavar="AGENT", help="Whose reading of a map: what they reject is set aside, what they accept stands."
        ),
    ] = "",
    as_of: Annotated[str, typer.Option(metavar="DATE", help="Only what of a map could be known by then.")] = "",
    semantics: Annotated[
        Semantics,
        typer.Option(help="What holds whatever one prefers, or each reading that decides as much as can be decided."),
    ] = Semantics.GROUNDED,
    output_format: Annotated[
        LabelFormat,
        typer.Option("--format", help="How labels are written; labels is a line each: id, tab, in, out or undecided."),
    ] = LabelFormat.TABLE,
    overturn: Annotated[
        str,
        typer.Option(
            metavar="ID", help="Tell the smallest sets of sources without which this record of a map has another label."
        ),
    ] = "",
) -> None:
    """Tell which statements of a file stand, and which fall or stay undecided.

    Every preferred reading is a block of its own, with an empty line between two; of a map it has the statements alone.

    Example: sicetnon weigh map.json --rule documented --without doc-1953-05-02
    """
    for_maps = {"--rule": rule, "--without": without, "--reader": reader, "--as-of": as_of, "--overturn": overturn}
    chosen = [option for option, value in for_maps.items() if value]
    data = read_bytes(file)
    try:
        found = read_weighable(data, file.name, semantics, chosen)
    except UnreadableFile as error:
        fail(f"{file}: {error.detail} {error.remedy}")
    _report_problems(file, found.problems)
    if isinstance(found, FormatReading):
        case = MapCase(
            rule=rule,
            without=without or (),
            reader=reader,
            as_of=as_of,
            semantics=semantics,
            output_format=output_format,
            overturn=overturn,
        )
        write_output(weigh_map_file(found.graph, case), None)
        return
    if not found.is_complete:
        report(f"{file}: a bound was reached: there can be more readings than these {len(found.labellings)}.")
    write_output(write_statements(found, semantics, output_format, {}), None)


def read_weighable(
    data: bytes, name: str, semantics: Semantics, chosen: list[str]
) -> WeighedStatements | FormatReading:
    """Return what a file of others comes to, or the map that it holds.

    Ends the program where options were chosen that are none of its format. Raises `UnreadableFile`.
    """
    extension = name.rpartition(".")[2].lower()
    found = _FORMAT_BY_EXTENSION.get(extension) or recognise_format(data, name).name
    if found not in _FORMAT_BY_EXTENSION.values():
        read = FORMATS[found].read
        if read is None:
            raise UnreadableFile(_NOT_READ, _READ)
        return read(data)
    if chosen:
        fail(f"{' and '.join(chosen)} can be chosen for maps only, and {name} is none.", MISUSED)
    if found == "carneades":
        return weigh_argument_graph(data, semantics)
    return weigh_framework(data, parse_tgf if found == "tgf" else parse_apx, semantics)


def _report_problems(file: Path, problems: Iterable[FormatProblem]) -> None:
    for problem in problems:
        report(f"{file}:{problem.place}: {problem.message} {problem.outcome}")
