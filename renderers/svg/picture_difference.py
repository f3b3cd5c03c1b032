"""What of a picture is not as it was in another: so that an edit costs a page only what it changed."""

import re
from collections.abc import Iterator

# A record or link begins and ends so in a picture. Texts are escaped, so that none can hold these marks.
_BEGIN = re.compile(r'<g class="[^"<>]*" id="([ne]-[^"<>]+)" data-id="[^"<>]*"[^<>]*><a ')
_END = "</a></g>"
_PART = '<g class="part">'
_NAME = re.compile(r'aria-label="([^"]*)"')


def reduce_to_changes(old: str, new: str) -> str:
    """Return the new picture, in which every group that stands unchanged in the same part of the old one is empty.

    Such a group keeps its id alone, and says so by `data-same`. A picture of another map or view is returned whole,
    as nothing of the old one stays. Linear in both.
    """
    if _read_name(old) != _read_name(new):
        return new
    # Part by part, as on the page too each part keeps what is its own.
    old_groups: list[dict[str, str]] = [
        {label: group for label, _, group in _yield_groups(part) if label} for part in old.split(_PART)
    ]
    reduced_parts = []
    for index, part in enumerate(new.split(_PART)):
        groups = old_groups[index] if index < len(old_groups) else {}
        reduced_parts.append(
            "".join(
                before + (f'<g id="{label}" data-same=""></g>' if label and groups.get(label) == group else group)
                for label, before, group in _yield_groups(part)
            )
        )
    return _PART.join(reduced_parts)


def _yield_groups(part: str) -> Iterator[tuple[str, str, str]]:
    """Return the groups of a part: each with its id, if it has one, and behind what stands before it."""
    *ended, rest = part.split(_END)
    for piece in ended:
        begin = _BEGIN.search(piece)
        if begin is None:
            yield "", piece + _END, ""
        else:
            yield begin[1], piece[: begin.start()], piece[begin.start() :] + _END
    yield "", rest, ""


def _read_name(picture: str) -> str:
    match = _NAME.search(picture, 0, picture.find(">"))
    return match[1] if match else ""
