"""`sicetnon convert` and `sicetnon cite`: a map file in another form."""

from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from api.commands.terminal import MISUSED, fail, read_bytes, report, write_output
from argument_maps.citation.csl.citing import cite_in_csl
from argument_maps.citation.csl.style_files import UnusableStyle, read_style
from argument_maps.citation.editions import list_unused_fields
from argument_maps.citation.source_lists import list_sources
from argument_maps.citation.sources import cite
from argument_maps.formats.exchange import FormatLoss, FormatProblem, FormatReading, FormatWriting, UnreadableFile
from argument_maps.formats.registry import FORMATS, InterchangeFormat, find_format, recognise_format
from models.vocabulary import CitationStyle


def convert(
    file: Annotated[Path, typer.Argument(metavar="IN", help="What to convert; - reads standard input.")],
    from_format: Annotated[
        str, typer.Option("--from", metavar="FORMAT", help="The format of IN, if it is not to be recognised.")
    ] = "",
    to_format: Annotated[
        str, typer.Option("--to", metavar="FORMAT", help="The format of OUT; by default as its name ends.")
    ] = "",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="OUT", help="Where to write; by default standard output.")
    ] = None,
    report_file: Annotated[
        Path | None,
        typer.Option("--report", metavar="R.json", help="Where to write what was read, not understood and lost."),
    ] = None,
) -> None:
    """Turn a file of one format into another, and say what was not understood and what the other cannot hold.

    Example: sicetnon convert map.json --to sicetnon -o copy.json --report report.json
    """
    data = read_bytes(file)
    try:
        source = find_format(from_format) if from_format else recognise_format(data, file.name)
        target = _choose_target(to_format, output)
        if source.read is None:
            fail(f"{source.title} is written here and not read.", MISUSED)
        reading = source.read(data)
    except UnreadableFile as error:
        if report_file is not None:
            _write_report(report_file, {"format": from_format or None, "error": f"{error.detail} {error.remedy}"})
        fail(f"{file}: {error.detail} {error.remedy}")
    for problem in reading.problems:
        report(f"{file}:{problem.place}: {problem.message} {problem.outcome}")
    if target.write is None:
        fail(f"{target.title} is read here and not written.", MISUSED)
    writing = target.write(reading.graph, reading.remainder if source is target else None)
    for loss in writing.losses:
        report(_describe_loss(target, loss))
    write_output(writing.data, output)
    if report_file is not None:
        _write_report(report_file, build_conversion_report(source, reading, target, writing))


def cite_map_file(
    file: Annotated[Path, typer.Argument(metavar="MAP", help="A map file of any format; - reads standard input.")],
    style: Annotated[
        str, typer.Option(metavar="STYLE", help="One of the program’s styles, or a file in CSL such as apa.csl.")
    ] = CitationStyle.CHICAGO_NOTES,
) -> None:
    """List the sources of a map file as a bibliography in any style, what archives keep first.

    Example: sicetnon cite map.json --style mla
    """
    data = read_bytes(file)
    try:
        reader = recognise_format(data, file.name)
        if reader.read is None:
            fail(f"{reader.title} is written here and not read.", MISUSED)
        graph = reader.read(data).graph
        uploaded = None if style in set(CitationStyle) else read_style(read_bytes(Path(style)))
        listed = list_sources(graph, graph.sources_by_id)
        entries = [
            cite(graph, label, "", CitationStyle(style)).entry.text
            if uploaded is None
            else cite_in_csl(graph, label, uploaded).entry.text
            for label in (*listed.archival, *listed.published)
        ]
    except (UnreadableFile, UnusableStyle) as error:
        fail(f"{error.detail} {error.remedy}")
    for label in graph.sources_by_id:
        unused = list_unused_fields(graph.sources_by_id[label])
        if unused:
            report(f"{label}: no citation uses {', '.join(unused)}")
    write_output("".join(f"{entry}\n" for entry in entries).encode(), None)


def _choose_target(to_format: str, output: Path | None) -> InterchangeFormat:
    if to_format:
        return find_format(to_format)
    extension = output.name.rpartition(".")[2].lower() if output is not None else ""
    fitting = [entry for entry in FORMATS.values() if entry.extension == extension and entry.write is not None]
    if not fitting:
        fail(f"say with --to in which format to write: {', '.join(FORMATS)}.", MISUSED)
    return fitting[0]


def build_conversion_report(
    source: InterchangeFormat, reading: FormatReading, target: InterchangeFormat, writing: FormatWriting
) -> dict[str, Any]:
    """Return what a conversion's report says: formats, what was read by its own terms, problems and losses.

    Where labels are others in the file that is written, `stands_for` has those of the map by those of the file.
    """
    return {
        "format": source.name,
        "read": reading.counts,
        "problems": [_describe_problem(problem) for problem in reading.problems],
        "to": target.name,
        "written": writing.counts,
        "losses": [
            {"kind": loss.kind, "field": loss.field, "records": loss.labels, "reason": str(loss.reason)}
            for loss in writing.losses
        ],
        **({"stands_for": dict(writing.stands_for)} if writing.stands_for else {}),
    }


def _describe_problem(problem: FormatProblem) -> dict[str, Any]:
    place = {name: value for name in problem.place.__slots__ if (value := getattr(problem.place, name))}
    return {"weight": problem.weight, "message": str(problem.message), "outcome": str(problem.outcome), **place}


def _describe_loss(target: InterchangeFormat, loss: FormatLoss) -> str:
    what = " of ".join(part for part in (f"“{loss.field}”" if loss.field else "", loss.kind or "the map") if part)
    labels = ", ".join(loss.labels[:10]) + (f" and {len(loss.labels) - 10} more" if len(loss.labels) > 10 else "")
    return f"not in {target.name}: {what}{f' ({labels})' if labels else ''}. {loss.reason}"


def _write_report(path: Path, content: dict[str, Any]) -> None:
    write_output(msgspec.json.format(msgspec.json.encode(content), indent=2) + b"\n", path)
