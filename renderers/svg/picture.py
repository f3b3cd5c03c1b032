"""Pictures of a selection, as SVG, in pieces, or as places alone.

Every record that is drawn is a group of class `node` and every link one of class `edge`, whose ids end
in the record's label. The same input gives the same bytes.
"""

from collections.abc import Mapping
from types import MappingProxyType

from argument_maps.selection.selecting import Selected
from models.errors import MapError, Phrase
from renderers.boxes.region_crops import RegionCrops
from renderers.layout.box_placement import PlacedGroup
from renderers.layout.drawing import Drawing
from renderers.style import THEMES
from renderers.svg.fragments import (
    FragmentedPicture,
)
from renderers.svg.picture_composer import PictureComposer
from renderers.views.view_table import DEFAULT_VIEW, VIEWS


class UnknownView(MapError):
    """A view, theme or language was asked for that does not exist."""

    title = Phrase("There is no such view")


def draw_picture(
    selected: Selected,
    *,
    view: str = DEFAULT_VIEW,
    theme: str = "light",
    lang: str = "both",
    link_to: str = "",
    marks: Mapping[str, str] | None = None,
    crops: RegionCrops | None = None,
) -> str:
    """Return the picture of a selection as SVG.

    `lang` is both, original or translation. With `link_to` every box leads to that address with the
    record's label behind it. `marks` says by label what is new or changed. `crops` are what boxes show of page images;
    with None page images are left out. Raises `UnknownView`, `NoFocus` and `DrawingUnavailable`.
    """
    for choice, choices in ((view, VIEWS), (theme, THEMES), (lang, ("both", "original", "translation"))):
        if choice not in choices:
            raise UnknownView(
                Phrase("“%(name)s” is not a view, theme or language of pictures.", name=choice[:40]),
                Phrase("Choose one of: %(names)s.", names=tuple(choices)),
            )
    return PictureComposer(selected, view, THEMES[theme], lang, link_to, marks or {}, crops).compose()


def draw_standing_picture(
    selected: Selected,
    former: Mapping[str, PlacedGroup],
    *,
    view: str,
    theme: str,
    lang: str,
    link_to: str,
    marks: Mapping[str, str],
    crops: RegionCrops | None,
) -> tuple[str, Mapping[str, PlacedGroup]]:
    """Return a picture as `draw_picture` does, in which boxes stay near their `former` places, and where they stand.

    The same selection with the same former places gives the same bytes.
    """
    composer = PictureComposer(selected, view, THEMES[theme], lang, link_to, marks, crops, former=former)
    return composer.compose(), composer.drawing.groups


def lay_out_picture(
    selected: Selected,
    *,
    view: str = DEFAULT_VIEW,
    lang: str = "both",
    theme: str = "light",
    former: Mapping[str, PlacedGroup] = MappingProxyType({}),
) -> Drawing:
    """Return where everything stands, without drawing it; near where it stood in `former`."""
    return PictureComposer(selected, view, THEMES[theme], lang, "", former=former).drawing


def draw_fragments(
    selected: Selected,
    *,
    view: str = DEFAULT_VIEW,
    theme: str = "light",
    lang: str = "both",
    crops: RegionCrops | None = None,
) -> FragmentedPicture:
    """Return the picture of a selection in pieces, so that a part of it can be drawn alone. Raises as `picture`."""
    return PictureComposer(selected, view, THEMES[theme], lang, "", crops=crops).split_into_fragments()
