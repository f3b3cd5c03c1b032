"""Ruby annotations: which reading belongs to which characters."""

from collections.abc import Iterator

from argument_maps.reading.pages.page_tree import PageElement

RubyParts = list[PageElement | str]


def list_ruby_segments(ruby: PageElement) -> list[tuple[RubyParts, str]]:
    """Return the parts of the base in their order, each with its reading.

    A run of bases is followed by a run of readings, the first for the first and so on; further runs (`rtc`, or more
    readings than bases) are added to them.
    """
    segments: list[tuple[RubyParts, str]] = []
    bases: list[RubyParts] = []
    readings: list[list[str]] = []
    is_explicit = any(isinstance(part, PageElement) and part.tag == "rb" for part in _list_parts(ruby))
    for part in _list_parts(ruby):
        if isinstance(part, PageElement) and part.tag == "rp":
            continue
        if isinstance(part, PageElement) and part.tag == "rtc":
            readings.append(_read_readings(part))
        elif isinstance(part, PageElement) and part.tag == "rt":
            _add_reading(readings, part, bases)
        elif isinstance(part, PageElement) or part.strip() or (bases and not readings):
            if readings:
                segments += _join(bases, readings)
                bases, readings = [], []
            if isinstance(part, PageElement) and part.tag == "rb":
                bases.append(list(part.children))
            elif bases and not is_explicit:
                bases[-1].append(part)
            elif isinstance(part, PageElement) or part.strip():
                bases.append([part])
    return segments + _join(bases, readings)


def _list_parts(ruby: PageElement) -> Iterator[PageElement | str]:
    for child in ruby.children:
        if isinstance(child, PageElement) and child.tag == "rbc":
            yield from child.children
        else:
            yield child


def _read_readings(container: PageElement) -> list[str]:
    inner = [child.read_words() for child in container.children if isinstance(child, PageElement) and child.tag == "rt"]
    return inner or [container.read_words()]


def _add_reading(readings: list[list[str]], reading: PageElement, bases: list[RubyParts]) -> None:
    if not readings or (len(readings) == 1 and len(readings[0]) >= max(len(bases), 1)):
        readings.append([])
    readings[-1].append(reading.read_words())


def _join(bases: list[RubyParts], readings: list[list[str]]) -> list[tuple[RubyParts, str]]:
    if not bases:
        return []
    if any(len(run) != len(bases) and len(run) > 1 for run in readings):
        joined: RubyParts = [part for base in bases for part in base]
        return [(joined, "; ".join("".join(run) for run in readings))]
    if len(bases) > 1 and any(len(run) == 1 for run in readings):
        # One reading for all of them.
        return [([part for base in bases for part in base], "; ".join("".join(run) for run in readings))]
    return [(base, "; ".join(run[at] for run in readings if run[at])) for at, base in enumerate(bases)]
