"""Where figures are put, how large they are there, and the smallest type that is read there."""

from dataclasses import dataclass
from enum import StrEnum

from renderers.style import SMALLEST

_MILLIMETRE = 96 / 25.4
_POINT = 96 / 72
# The smallest type of print that journals take for figures, and that a reader at arm's length reads on a poster.
_PRINT, _POSTER = 7.0, 10.0
LARGEST_TYPE = 3.0
"""How many times its smallest type a figure is set where there is room: beyond that it looks like a notice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FigurePlace:
    """A place for figures: its title on menus, its size, and its smallest type, all in CSS pixels.

    Where `is_cut`, the figure is as high as what it shows, up to that height; where `is_bare`, it has no legend and no
    headings of columns, for which there is no room.
    """

    title: str
    width: float
    height: float
    smallest: float
    is_cut: bool = False
    is_bare: bool = False

    @property
    def scale(self) -> float:
        """By how much a picture is enlarged there whose smallest type is that of the views."""
        return self.smallest / SMALLEST


def _place_on_paper(title: str, width: float, height: float, smallest: float, *, is_cut: bool = False) -> FigurePlace:
    """Return a place of that width and height in millimetres, and that smallest type in points."""
    return FigurePlace(
        title=title,
        width=width * _MILLIMETRE,
        height=height * _MILLIMETRE,
        smallest=smallest * _POINT,
        is_cut=is_cut,
    )


class FigurePlaceName(StrEnum):
    """A place for figures, called as in addresses."""

    place: FigurePlace

    def __new__(cls, value: str, place: FigurePlace) -> "FigurePlaceName":
        """Return the place that addresses call `value`."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.place = place
        return member

    SLIDE = ("slide", FigurePlace(title="Slide (16:9)", width=1600, height=900, smallest=16))
    # A4 between margins of 25 mm (ISO 216), the lower one with room for a caption.
    PAGE = ("page", _place_on_paper("Page (A4, upright)", 160, 230, _PRINT, is_cut=True))
    COLUMN = ("column", _place_on_paper("Column of a journal (80 mm)", 80, 230, _PRINT, is_cut=True))
    A3 = ("a3", _place_on_paper("Poster, A3", 420, 297, _PRINT))
    A2 = ("a2", _place_on_paper("Poster, A2", 594, 420, _POSTER))
    A1 = ("a1", _place_on_paper("Poster, A1", 841, 594, _POSTER))
    A0 = ("a0", _place_on_paper("Poster, A0", 1189, 841, _POSTER))
    CARD = (
        "card",
        FigurePlace(title="Card for links (1,200 by 630)", width=1200, height=630, smallest=18, is_bare=True),
    )


PLACES: dict[str, FigurePlace] = {name.value: name.place for name in FigurePlaceName}
