"""`sicetnon convert` and `sicetnon cite`: a map file in another form."""

from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from api.commands.styling import STYLE_HELP, bring_style
from api.commands.terminal import MISUSED, fail, read_bytes, read_moment, report, write_output
from argument_maps.citation.csl.map_styles import find_style
from argument_maps.citation.csl.style_files import CslStyle, UnusableStyle
from argument_maps.citation.editions import list_unused_fields
from argument_maps.citation.source_lists import list_sources
from argument_maps.citation.sources import cite
from argument_maps.formats.exchange import FormatLoss, FormatProblem, FormatReading, FormatWriting, UnreadableFile
from argument_maps.formats.interchange_formats import InterchangeFormat
from argument_maps.formats.registry import FORMATS, find_format, recognise_format
from argument_maps.graph import Graph
from argument_maps.selection.excerpt import build_map_excerpt
from argument_maps.selection.selecting import Selection, select
from models.errors import MapError
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
    as_of: Annotated[
        str | None, typer.Option(help="Only what could be known by then, such as 1996 or 1996-05.")
    ] = None,
    question: Annotated[list[str] | None, typer.Option(help="Only what stands under this question.")] = None,
    agent: Annotated[list[str] | None, typer.Option(help="Only what this agent held or wrote.")] = None,
    tag: Annotated[list[str] | None, typer.Option(help="Only what carries this tag.")] = None,
    focus: Annotated[str | None, typer.Option(help="The record in the middle, for example P3.")] = None,
    depth: Annotated[int, typer.Option(min=1, max=20, help="How many links away from the focus to go.")] = 1,
) -> None:
    """Turn a file of one format into another, and say what was not understood and what the other cannot hold.

    Of a map a part can be taken, such as what one question cites as a bibliography.

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
    selection = Selection(
        question=tuple(question or ()),
        agent=tuple(agent or ()),
        tag=tuple(tag or ()),
        focus=focus,
        depth=depth,
        as_of=None if as_of is None else read_moment(as_of),
    )
    is_whole = selection == Selection(depth=depth)
    graph = reading.graph if is_whole else _cut_selection(file, reading.graph, selection)
    writing = target.write(graph, reading.remainder if source is target and is_whole else None)
    for loss in writing.losses:
        report(_describe_loss(target, loss))
    write_output(writing.data, output)
    if report_file is not None:
        _write_report(report_file, build_conversion_report(source, reading, target, writing))


def _cut_selection(file: Path, graph: Graph, selection: Selection) -> Graph:
    try:
        return build_map_excerpt(select(graph, selection))
    except MapError as error:
        return fail(f"{file}: {error.detail} {error.remedy}")


def cite_map_file(
    file: Annotated[Path, typer.Argument(metavar="MAP", help="A map file of any format; - reads standard input.")],
    style: Annotated[str, typer.Option(metavar="STYLE", help=STYLE_HELP)] = CitationStyle.CHICAGO_NOTES,
) -> None:
    """List the sources of a map file as a bibliography in any style, what archives keep first.

    Example: sicetnon cite map.json --style mla
    """
    data = read_bytes(file)
    try:
        reader = recognise_format(data, file.name)
        if reader.read is None:
            fail(f"{reader.title} is written here and not read.", MISUSED)
        graph, name = bring_style(reader.read(data).graph, style)
        found = find_style(graph, name)
        listed = list_sources(graph, graph.sources_by_id, found)
        is_numeric = isinstance(found, CslStyle) and found.is_numeric
        in_order = listed.together if is_numeric else (*listed.archival, *listed.published)
        entries = [cite(graph, label, "", found).entry.text for label in in_order]
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
