"""The order in which regions are read, as files give it: groups within groups, or each region's next one."""

from collections.abc import Mapping, Sequence
from xml.etree.ElementTree import Element

from argument_maps.reading.transcripts.page_frames import read_measure


def take_order(element: Element | None, reference: str) -> list[str]:
    """Return the ids of regions in the order of a ReadingOrder element; `reference` is the attribute that names one.

    Members of an ordered group stand in the order of their index, where they have one (PAGE, OrderedGroupType);
    those of an unordered one in the order of the file. A group that is itself a region comes before what is in it.
    """
    if element is None:
        return []
    ids: list[str] = []
    stack = [element]
    while stack:
        member = stack.pop()
        ids += (member.get(reference) or "").split()
        children = list(member)
        if children and all(child.get("index") is not None for child in children):
            children.sort(key=lambda child: read_measure(child.get("index")) or 0)
        stack.extend(reversed(children))
    return ids


def order_elements(elements: Sequence[Element], order: Sequence[str], name: str) -> list[Element]:
    """Return elements in an order of ids; `name` is the attribute that holds theirs.

    One that is not in it stands where the first of those within it does, or else behind the one that it follows in the
    file.
    """
    places = {one: place for place, one in reversed(list(enumerate(order)))}
    ranked: list[tuple[int, int, Element]] = []
    last = -1
    for number, element in enumerate(elements):
        within = (places[one] for inner in element.iter() if (one := inner.get(name, "")) in places)
        last = places.get(element.get(name, ""), min(within, default=last))
        ranked.append((last, number, element))
    return [element for *_, element in sorted(ranked, key=lambda rank: rank[:2])]


def follow_next(elements: Sequence[Element], following: Mapping[str, str], name: str) -> list[Element]:
    """Return elements in the order of their chains, each chain where its first one stands in the file."""
    by_id = {element.get(name, ""): element for element in reversed(elements)}
    later = {target for own, target in following.items() if target in by_id and own in by_id and own != target}
    ordered: list[Element] = []
    seen: set[int] = set()
    starts = [one for one in elements if one.get(name, "") not in later]
    # What is left then stands in a ring.
    for start in [*starts, *elements]:
        element: Element | None = start
        while element is not None and id(element) not in seen:
            seen.add(id(element))
            ordered.append(element)
            element = by_id.get(following.get(element.get(name, ""), ""))
    return ordered
