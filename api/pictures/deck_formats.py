"""The formats of decks, one slide for each question."""

from importlib import import_module

from api.http.query_parameters import read_change_number
from api.phrases.marking import N_
from api.pictures.format_definitions import (
    PDF_MEDIA,
    POWER_POINT_MEDIA,
    ExportFormat,
    FormatDefinition,
    Parameter,
)
from api.pictures.render_requests import DeckQuery, PictureRequest
from argument_maps.citation.csl.map_styles import find_style
from argument_maps.selection.selecting import Selected
from renderers.boxes.region_crops import RegionCrops

_USES: frozenset[Parameter] = frozenset({"view", "theme", "lang", "style"})


def _write_deck(writer: str, selected: Selected, asked: PictureRequest) -> bytes:
    # What writes for PowerPoint takes longer to load than a picture to draw, and most who draw one want no slides.
    deck = import_module("renderers.decks.slides").build_deck(
        selected,
        find_style(selected.whole, asked.style),
        questions=asked.selection.question,
        view=asked.view,
        theme=asked.theme,
        lang=asked.lang,
        caption=[asked.caption] if asked.caption else [],
        wanted=asked.include,
    )
    module, _, function = writer.rpartition(".")
    written: bytes = getattr(import_module(module), function)(deck)
    return written


def _write_power_point(selected: Selected, asked: PictureRequest, _: RegionCrops | None) -> bytes:
    return _write_deck("renderers.decks.power_point_writer.write_power_point", selected, asked)


def _write_pdf(selected: Selected, asked: PictureRequest, _: RegionCrops | None) -> bytes:
    return _write_deck("renderers.decks.typst_slides.write_slides_pdf", selected, asked)


class DeckFormat(ExportFormat):
    """What a deck is written as."""

    POWER_POINT = (
        "pptx",
        FormatDefinition(
            media_type=POWER_POINT_MEDIA,
            title=N_("PowerPoint"),
            explanation="A slide for each question, for PowerPoint and LibreOffice, with the citations in the notes.",
            uses=_USES,
            render=_write_power_point,
        ),
    )
    PDF = (
        "pdf",
        FormatDefinition(
            media_type=PDF_MEDIA,
            title=N_("PDF"),
            explanation="A page for each question, and behind them the citations.",
            uses=_USES,
            render=_write_pdf,
        ),
    )

    @property
    def extension(self) -> str:
        """The end of a file's name, which also tells a deck from a picture."""
        return f"deck.{self.value}"


def build_deck_request(query: DeckQuery, deck_format: DeckFormat, caption: str = "") -> PictureRequest:
    """Return what is wanted by a deck's address; `caption` says on its first slide how the map is cited."""
    return PictureRequest(
        extension=deck_format.extension,
        selection=query.selection(),
        view=query.view.value,
        theme=query.theme.value,
        lang=query.lang.value,
        style=str(query.style),
        include=tuple(query.include),
        caption=caption,
        at=read_change_number(query.at),
    )
