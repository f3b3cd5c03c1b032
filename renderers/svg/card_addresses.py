"""Where the cards of an overview lead: to the map with one question alone, or to the overview of several."""

import re
from collections.abc import Sequence
from urllib.parse import urlencode

from argument_maps.selection.selecting import Selected
from argument_maps.values import Question

# What stands before the label of a record in the addresses of its page, today and at a former moment.
_RECORDS = re.compile(r"^(?P<map>.*?)(?:/moments/(?P<at>[0-9]+))?/records/$")


def write_card_address(selected: Selected, questions: Sequence[Question], link_to: str) -> str:
    """Return the address of what a card opens, empty where boxes lead nowhere; date, reader and weighing are kept."""
    match = _RECORDS.match(link_to)
    if match is None:
        return ""
    weighing = selected.weighed.weighing if selected.weighed is not None else None
    asked = [
        ("view", "overview" if len(questions) > 1 else ""),
        *(("question", each.id) for each in questions),
        ("as_of", selected.as_of or ""),
        ("reader", selected.reader or ""),
        ("weigh", weighing.rule if weighing is not None else ""),
        *(("without", name) for name in (weighing.circumstances.named if weighing is not None else ())),
        ("at", match["at"] or ""),
    ]
    return f"{match['map']}?{urlencode([(name, value) for name, value in asked if value])}"
