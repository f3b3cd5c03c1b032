"""`sicetnon draw`."""

from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError

from api.commands.styling import STYLE_HELP, bring_style
from api.commands.terminal import MISUSED, fail, read_document, write_output
from api.pictures.deck_formats import DeckFormat, build_deck_request
from api.pictures.export_formats import (
    EXPORTS,
    AnyExport,
    LedgerFormat,
    PictureFormat,
    build_ledger_request,
    build_picture_request,
    build_text_request,
)
from api.pictures.picture_rendering import render_picture
from api.pictures.region_cropping import RegionCropping
from api.pictures.render_requests import (
    DeckQuery,
    LedgerFileQuery,
    PictureQuery,
    PictureRequest,
    ScanDisplay,
    TextQuery,
    Wording,
)
from argument_maps.citation.csl.style_files import UnusableStyle
from argument_maps.formats import native
from models.vocabulary import CitationStyle
from models.weighing_vocabulary import ProofRule
from renderers.figures.places import FigurePlaceName
from renderers.style import ThemeName
from renderers.views.view_table import DEFAULT_VIEW, View

RepeatedOption = list[str] | None


def draw(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A map as JSON; - reads standard input.")],
    view: Annotated[View, typer.Option(help="How the records are laid out.")] = DEFAULT_VIEW,
    form: Annotated[
        str | None,
        typer.Option("--format", help=f"One of {', '.join(EXPORTS)}; by default as OUT ends, or svg."),
    ] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="OUT", help="Where to write.")] = None,
    as_of: Annotated[
        str | None, typer.Option(help="Only what could be known by then, such as 1996 or 1996-05.")
    ] = None,
    theme: Annotated[ThemeName, typer.Option(help="The colours.")] = ThemeName.LIGHT,
    lang: Annotated[Wording, typer.Option(help="Quotations as written, as translated, or both.")] = Wording.BOTH,
    scans: Annotated[
        ScanDisplay, typer.Option(help="Whether boxes show the regions of scans that their records are tied to.")
    ] = ScanDisplay.SHOWN,
    figure: Annotated[
        FigurePlaceName | None,
        typer.Option(metavar="PLACE", help=f"Only what fits a place: {', '.join(FigurePlaceName)}."),
    ] = None,
    deck: Annotated[
        bool,
        typer.Option(
            "--deck", help="A slide for each question, its citations in the notes: OUT ends in .pptx or .pdf."
        ),
    ] = False,
    include: Annotated[
        RepeatedOption, typer.Option(metavar="ID", help="A record that comes into a figure before others.")
    ] = None,
    style: Annotated[
        str, typer.Option(metavar="STYLE", help=f"In which style a text or deck with notes cites. {STYLE_HELP}")
    ] = CitationStyle.CHICAGO_NOTES,
    focus: Annotated[str | None, typer.Option(help="The record in the middle, for example P3.")] = None,
    depth: Annotated[int, typer.Option(min=1, max=20, help="How many links away from the focus to go.")] = 1,
    fold: Annotated[RepeatedOption, typer.Option(help="Collapse what bears only on this record.")] = None,
    question: Annotated[RepeatedOption, typer.Option(help="Only what stands under this question.")] = None,
    kind: Annotated[RepeatedOption, typer.Option(help="Only records of this kind.")] = None,
    relation: Annotated[RepeatedOption, typer.Option(help="Only links of this relation.")] = None,
    agent: Annotated[RepeatedOption, typer.Option(help="Only what this agent held or wrote.")] = None,
    school: Annotated[RepeatedOption, typer.Option(help="Only what belongs to this school.")] = None,
    tag: Annotated[RepeatedOption, typer.Option(help="Only what carries this tag.")] = None,
    verdict: Annotated[RepeatedOption, typer.Option(help="Only perceptions with this verdict.")] = None,
    certainty: Annotated[RepeatedOption, typer.Option(help="Only records this certain.")] = None,
    reader: Annotated[str | None, typer.Option(metavar="AGENT", help="The map as this agent reads it.")] = None,
    weigh: Annotated[
        ProofRule | None, typer.Option(metavar="RULE", help=f"Show what stands by a rule: {', '.join(ProofRule)}.")
    ] = None,
    without: Annotated[
        RepeatedOption,
        typer.Option(metavar="ID,…", help="What is set aside when the map is weighed: sources, agents, records."),
    ] = None,
    why: Annotated[
        str | None, typer.Option(metavar="ID", help="Only the reason why this record is weighed so, for example P3.")
    ] = None,
) -> None:
    """Draw a map file without a server: as a picture, an outline, a matrix, a ledger or a text with notes.

    Example: sicetnon draw map.json --view perceptions --as-of 1996 -o map.svg
    """
    try:
        graph, style = bring_style(native.build_graph_from_document(read_document(file)), style)
    except UnusableStyle as error:
        fail(f"{error.detail} {error.remedy}")
    options: dict[str, Any] = {
        "view": view,
        "as_of": as_of,
        "theme": theme,
        "lang": lang,
        "scans": scans,
        "figure": figure,
        "include": include,
        "style": style,
        "focus": focus,
        "depth": depth,
        "fold": fold,
        "question": question,
        "kind": kind,
        "relation": relation,
        "agent": agent,
        "school": school,
        "tag": tag,
        "verdict": verdict,
        "certainty": certainty,
        "reader": reader,
        "weigh": weigh,
        "without": without,
        "why": why,
    }
    picture_request = _build_picture_request(
        {name: value for name, value in options.items() if value is not None},
        _choose_format(form, output, as_deck=deck),
    )
    write_output(render_picture(graph, picture_request, RegionCropping()), output)


def _choose_format(form: str | None, output: Path | None, *, as_deck: bool) -> AnyExport:
    ending = output.name.partition(".")[2] if output is not None else ""
    extension = form or (ending if ending in EXPORTS else ending.rpartition(".")[2]) or PictureFormat.SVG.extension
    if as_deck:
        found = next((each for each in DeckFormat if extension in (each, each.extension)), None)
        endings = ", ".join(DeckFormat)
        return found or fail(f"a deck is not written so. Give --output or --format with one of: {endings}.", MISUSED)
    # What only texts with notes are written as, such as a file for Word, is the outline where nothing else is said;
    # and what only decks are, a deck.
    for known in (extension, f"outline.{extension}", f"deck.{extension}"):
        if known in EXPORTS:
            return EXPORTS[known]
    return fail(f"the format is not known. Give --format as one of: {', '.join(EXPORTS)}.", MISUSED)


def _build_picture_request(options: dict[str, Any], export_format: AnyExport) -> PictureRequest:
    drawn = {name: value for name, value in options.items() if name != "style"}
    try:
        if isinstance(export_format, LedgerFormat):
            return build_ledger_request(
                LedgerFileQuery(**{name: options[name] for name in options if name in LedgerFileQuery.model_fields}),
                export_format,
            )
        if isinstance(export_format, PictureFormat):
            return build_picture_request(PictureQuery(**drawn), export_format, link_to="")
        if isinstance(export_format, DeckFormat):
            return build_deck_request(DeckQuery(**options), export_format)
        return build_text_request(TextQuery(**options), export_format)
    except ValidationError as error:
        lines = [
            (f"--{str(entry['loc'][0]).replace('_', '-')}: " if entry["loc"] else "")
            + entry["msg"].removeprefix("Value error, ")
            for entry in error.errors()
        ]
        fail("the options do not fit.\n  " + "\n  ".join(lines), MISUSED)
