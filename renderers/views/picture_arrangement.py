"""A view as pictures show it: without columns in which nothing stands, and with many siblings gathered."""

from argument_maps.selection.selecting import Selected
from renderers.layout.arrangement import Arrangement, drop_empty_columns
from renderers.layout.gathering import gather_siblings
from renderers.views.view_table import VIEWS


def arrange_for_picture(selected: Selected, view: str) -> Arrangement:
    """Return the arrangement of a selection in the view of that name; on an axis of time nothing is gathered."""
    definition = VIEWS[view].definition
    arrangement = definition.arrange(selected)
    if definition.is_summary:
        return arrangement
    if arrangement.times is None:
        arrangement = gather_siblings(arrangement, selected.whole.by_id)
    return drop_empty_columns(arrangement)
