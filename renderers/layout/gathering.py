"""Many records that bear on one thing and on nothing else: gathered below their strip, in columns beside each other.

In one column sixty reasons for a claim would be as high as twenty screens, and sixty lines would run to one box.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from argument_maps.references import name_kind
from argument_maps.values import AnyRecord, Link
from models.records.relations import RELATION_MEANINGS
from renderers.boxes.kind_names import count_kinds
from renderers.layout.arrangement import Arrangement, Gathering, PictureSection, get_record_label, list_keys

# As many in one column are taken in at a look; of more a reader loses sight of what they bear on.
LEAST_GATHERED = 12

_Group = tuple[str, str]


def gather_siblings(arrangement: Arrangement, records: Mapping[str, AnyRecord]) -> Arrangement:
    """Return an arrangement in which many siblings are taken out of their columns and gathered.

    Siblings are boxes that nothing bears on and that have one line each: of the same relation to the same box, or to
    what they stand in or answer; or that have none. Linear in boxes and lines.
    """
    return replace(arrangement, sections=[_gather_in_section(each, records) for each in arrangement.sections])


def _gather_in_section(section: PictureSection, records: Mapping[str, AnyRecord]) -> PictureSection:
    groups: dict[_Group, list[str]] = {}
    places = _find_groups(section)
    for key in list_keys(section):
        if key in places:
            groups.setdefault(places[key], []).append(key)
    large = {group: keys for group, keys in groups.items() if len(keys) >= LEAST_GATHERED}
    if not large:
        return section
    taken = {key for keys in large.values() for key in keys}
    own_links = {ends[0][0]: link_id for link_id, ends in section.ends.items() if ends[0][0] in taken}
    links = {link.id: link for link in section.links}
    gatherings = [
        Gathering(target, _word_heading(target, relation, keys, records), keys, _list_links(keys, own_links, links))
        for (target, relation), keys in large.items()
    ]
    gone = set(own_links.values())
    return replace(
        section,
        columns=[[key for key in keys if key not in taken] for keys in section.columns],
        links=[link for link in section.links if link.id not in gone],
        ends={link_id: ends for link_id, ends in section.ends.items() if link_id not in gone},
        branches=[branch for branch in section.branches if branch.start not in taken],
        gatherings=gatherings,
    )


def _list_links(keys: Iterable[str], own_links: Mapping[str, str], links: Mapping[str, Link]) -> dict[str, Link]:
    return {key: links[own_links[key]] for key in keys if key in own_links}


def _find_groups(section: PictureSection) -> dict[str, _Group]:
    """Return, for each box that may be gathered, what its line leads to and as what; both are empty without a line."""
    keys = set(list_keys(section))
    argued = {target for _, target in section.ends.values()}
    ways: dict[str, list[_Group | None]] = {}
    for link in section.links:
        premises, target = section.ends[link.id]
        alone = len(premises) == 1 and target in keys and target not in premises and link.id not in argued
        for premise in premises:
            ways.setdefault(premise, []).append((target, str(link.relation)) if alone else None)
    for branch in section.branches:
        ways.setdefault(branch.start, []).append((branch.end, ""))
    aimed_at = argued | {branch.end for branch in section.branches}
    found: dict[str, _Group] = {}
    for key in keys - aimed_at:
        groups = ways.get(key, [("", "")])
        if len(groups) == 1 and groups[0] is not None:
            found[key] = groups[0]
    return found


def _word_heading(target: str, relation: str, keys: list[str], records: Mapping[str, AnyRecord]) -> str:
    """Return what is said above gathered boxes: 60 claims support P3."""
    counted = count_kinds(name_kind(records[get_record_label(key)]) for key in keys)
    if not target:
        return f"{counted} on which nothing bears, and that bear on nothing here"
    label = get_record_label(target)
    if relation:
        return f"{counted} {RELATION_MEANINGS[relation].plural_verb} {label}"
    return f"{counted} {'answer' if name_kind(records[label]) == 'question' else 'stand in'} {label}"
