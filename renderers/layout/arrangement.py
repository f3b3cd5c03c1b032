"""Who stands in which column and under which heading: what a view decides, before anything is measured."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from argument_maps.graph import natural_sort_key
from argument_maps.selection.selecting import Selected
from argument_maps.values import AnyRecord, Link
from renderers.layout.record_times import RecordTime


@dataclass(frozen=True, slots=True)
class Column:
    """One column of boxes: what it is called, and its width in pixels."""

    title: str
    width: float


@dataclass(slots=True)
class Branch:
    """A line that belongs to no link: from a record to the question it answers, or to its source."""

    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Gathering:
    """Boxes below a strip that have one line each to the same box, `target`, or none if that is empty.

    `links` holds, by their keys, the links of those whose line is one; the line of others is a branch. With an `aspect`
    they are to be that many times as wide as high.
    """

    target: str
    heading: str
    keys: list[str]
    links: dict[str, Link]
    aspect: float | None = None


@dataclass(slots=True)
class PictureSection:
    """One part of a picture from top to bottom, with its heading.

    `columns[c]` are keys of boxes. A key is a record's label, or for a record whose own box stands in
    another strip a label followed by `@` and this strip's number. `ends` holds, for each link, the keys
    of its premises and that of its target, which may be a link of the same strip. What is in `gatherings` is in none
    of the other fields. `lanes` names the lane of each column of a timeline.
    """

    heading: AnyRecord | str | None
    columns: list[list[str]]
    links: list[Link] = field(default_factory=list)
    ends: dict[str, tuple[tuple[str, ...], str]] = field(default_factory=dict)
    branches: list[Branch] = field(default_factory=list)
    gatherings: list[Gathering] = field(default_factory=list)
    lanes: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What tells the strip from others of the same view: its heading, or the label of a record."""
        if self.heading is None:
            return next(iter(list_keys(self)), "")
        return self.heading if isinstance(self.heading, str) else self.heading.id


@dataclass(slots=True)
class Arrangement:
    """Columns from left to right, and strips from top to bottom.

    `side` is the room in pixels between a column and the markers beside it: for an arrowhead, and for lines
    to pass it side by side. `is_grouped_by_source` says that a strip is that of a source, and not of a question: so
    branches lead to sources, and a record's own box stands with the source that it cites.
    """

    columns: list[Column]
    sections: list[PictureSection]
    side: float = 40.0
    is_grouped_by_source: bool = False
    times: Mapping[str, RecordTime] | None = None

    def list_links(self) -> list[Link]:
        """Return the links of all strips."""
        return [link for section in self.sections for link in section.links]


def get_record_label(key: str) -> str:
    """Return the label of the record that a key stands for."""
    return key.partition("@")[0]


def is_reference(key: str) -> bool:
    """Tell whether the key's box only refers to a record that stands elsewhere."""
    return "@" in key


def list_keys(section: PictureSection) -> list[str]:
    """Return the keys of the boxes of a strip, column by column, and then of those that are gathered below."""
    in_columns = [key for keys in section.columns for key in keys]
    return in_columns + [key for gathering in section.gatherings for key in gathering.keys]


def list_box_labels(arrangement: Arrangement) -> list[str]:
    """Return the labels of the records that have boxes of their own, strip by strip and column by column."""
    keys = (key for section in arrangement.sections for key in list_keys(section))
    return [key for key in keys if not is_reference(key)]


def arrange(
    selected: Selected,
    columns: Sequence[Column],
    column_of: Mapping[str, int],
    section_of: Mapping[str, Hashable],
    headings: Mapping[Hashable, AnyRecord | str | None],
) -> Arrangement:
    """Put every record of `column_of` into its strip, and every link into the strip of its target.

    `headings` gives the strips in order; those that stay empty are left out. A premise from another
    strip is drawn as a reference beside its target. Links whose ends have no column are left out.
    """
    sections = {name: PictureSection(heading, [[] for _ in columns]) for name, heading in headings.items()}
    numbers = {name: index for index, name in enumerate(headings)}
    # Sorted here, so that nothing on the page depends on the order of insertion.
    for label, column in sorted(column_of.items(), key=lambda item: natural_sort_key(item[0])):
        sections[section_of[label]].columns[column].append(label)
    homes: dict[str, Hashable] = {label: section_of[label] for label in column_of}
    # A link that is argued with has to be placed before the links that argue with it.
    pending = sorted(selected.graph.links, key=lambda link: natural_sort_key(link.id))
    while pending:
        waiting = []
        for link in pending:
            if link.target in homes and all(premise in column_of for premise in link.premises):
                name = homes[link.id] = homes[link.target]
                _add_link(sections[name], link, name, numbers[name], column_of, section_of)
            else:
                waiting.append(link)
        if len(waiting) == len(pending):
            break
        pending = waiting
    return Arrangement(list(columns), [section for section in sections.values() if any(section.columns)])


def drop_empty_columns(arrangement: Arrangement) -> Arrangement:
    """Return an arrangement without the columns in which nothing stands in any strip; an empty one keeps all."""
    if not arrangement.sections:
        return arrangement
    kept = [
        index
        for index in range(len(arrangement.columns))
        if any(section.columns[index] for section in arrangement.sections)
    ]
    return replace(
        arrangement,
        columns=[arrangement.columns[index] for index in kept],
        sections=[
            replace(
                section,
                columns=[section.columns[index] for index in kept],
                lanes=tuple(section.lanes[index] for index in kept) if section.lanes else (),
            )
            for section in arrangement.sections
        ],
    )


def _add_link(
    section: PictureSection,
    link: Link,
    name: Hashable,
    number: int,
    column_of: Mapping[str, int],
    section_of: Mapping[str, Hashable],
) -> None:
    keys = []
    last = len(section.columns) - 1
    for premise in link.premises:
        key = premise if section_of[premise] == name else f"{premise}@{number}"
        if is_reference(key) and not any(key in keys_of for keys_of in section.columns):
            # A reference may stand beside its register: next to the target it needs no detour.
            own = column_of[premise]
            beside = own == column_of.get(link.target)
            section.columns[own + 1 if beside and own < last else own].append(key)
        keys.append(key)
    section.links.append(link)
    section.ends[link.id] = (tuple(keys), link.target)
