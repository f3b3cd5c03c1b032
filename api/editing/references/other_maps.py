"""Records of other maps for the forms of one: found by words, and brought into it with what they name.

Found is only what the user may see and carry to this map; brought is what is not here yet, without names of people.
"""

import re
from collections.abc import Callable, Collection, Mapping
from typing import NamedTuple

from sqlmodel import Session, col, select

from api.access.current_user import CurrentUser, is_visible_to
from api.editing.references.carried_drafts import CarriedFrom, mask_carried_draft, trace_origins
from api.editing.references.name_fields import NAME_FIELDS_BY_KIND
from api.forks.forking import may_copy_into
from api.requests.map_graphs import read_map_graph
from argument_maps.draft_values import build_draft
from argument_maps.graph import Graph
from argument_maps.importing.carrying import plan_carrying
from argument_maps.references import find_record_kind
from argument_maps.values import AnyRecord, Tag
from models import changes
from models.history.record_families import match_by_descent
from models.records.maps import ArgumentMap
from models.records.rows import Draft
from models.row_keys import persisted_id
from models.search.full_text import build_hits, find_matches
from models.search.terms import fold
from models.text_types import SLUG_PATTERN
from models.vocabulary import RecordKind

# So many matches are looked at for those that may be carried here.
_MOST_LOOKED_AT = 200


class FoundElsewhere(NamedTuple):
    """A record of another map: the map, the record there, and by which words it is known."""

    slug: str
    map_title: str
    label: str
    kind: RecordKind
    words: str

    @property
    def address(self) -> str:
        """What a form sends where it is chosen."""
        return f"{self.slug}/{self.label}"


class BroughtDraft(NamedTuple):
    """A record that has to be made, under what stands for it until it has an id, and of what it is a copy."""

    placeholder: str
    kind: RecordKind
    draft: Draft
    origin: CarriedFrom


class BroughtRecord(NamedTuple):
    """A record of another map as it is brought: its id here or what stands for that, and all that has to be made."""

    label: str
    drafts: tuple[BroughtDraft, ...]


class OtherMaps:
    """The other maps that somebody sees who fills in a form of one map."""

    def __init__(self, session: Session, user: CurrentUser, slug: str) -> None:
        self.session, self.user, self.slug = session, user, slug
        self._maps: dict[str, ArgumentMap | None] = {}

    def find(
        self, words: str, kinds: Collection[RecordKind], most: int, is_here: Callable[[RecordKind, str], bool]
    ) -> list[FoundElsewhere]:
        """Return records in which these words stand, the best first, but for those of which a namesake is here."""
        elsewhere = is_visible_to(self.user) & (col(ArgumentMap.slug) != self.slug)
        matches = find_matches(self.session, words, kinds=kinds, map_condition=elsewhere)[:_MOST_LOOKED_AT]
        found: list[FoundElsewhere] = []
        # As many at once as are wanted: most of the first can be carried here.
        for start in range(0, len(matches), most):
            others = {match: self._find_map(match.slug) for match in matches[start : start + most]}
            some = [match for match, other in others.items() if other is not None]
            for match, hit in zip(some, build_hits(self.session, some, words), strict=True):
                other = others[match]
                if other is not None and not is_here(match.kind, hit.title):
                    found.append(FoundElsewhere(match.slug, other.title, match.label, match.kind, hit.title))
            if len(found) >= most:
                break
        return found[:most]

    def _find_map(self, slug: str) -> ArgumentMap | None:
        """Return another map from which the user may carry records to this one; None where that is hidden or none."""
        if not re.fullmatch(SLUG_PATTERN, slug):
            return None
        if slug not in self._maps:
            # Whoever names a map knows its address.
            named = select(ArgumentMap).where(ArgumentMap.slug == slug, is_visible_to(self.user, listed=False))
            found = self.session.exec(named).first() if slug != self.slug else None
            here = changes.find_map(self.session, self.slug) if found is not None else None
            if found is not None and here is not None and not may_copy_into(self.session, self.user, found, here):
                found = None
            self._maps[slug] = found
        return self._maps[slug]

    def bring(
        self,
        graph: Graph,
        address: str,
        kind: RecordKind,
        made: Mapping[tuple[RecordKind, str], str],
        make_placeholder: Callable[[RecordKind], str],
    ) -> BroughtRecord | None:
        """Return a record of another map with what it names, as it comes into this one; None where it does not.

        What is here already is found: copies of the same, whatever is called the same, and what is `made` with the form
        by kind and folded name. Tags stay behind, which are each map's own.
        """
        slug, _, label = address.partition("/")
        other = self._find_map(slug)
        source = read_map_graph(self.session, other) if other is not None else None
        record = source.by_id.get(label) if source is not None else None
        if other is None or source is None or record is None or find_record_kind(record) != kind:
            return None
        here = persisted_id(changes.find_map(self.session, self.slug))
        known = match_by_descent(self.session, persisted_id(other), here, graph.by_id)
        shared: list[AnyRecord] = [*source.agents, *source.sources]
        for named in shared:
            placeholder = made.get((find_record_kind(named), fold(_read_name(named))))
            if placeholder is not None:
                known.setdefault(named.id, placeholder)

        def assign_label(record: AnyRecord) -> str:
            return make_placeholder(find_record_kind(record))

        plan = plan_carrying(source, graph, [label], known, assign_label)
        origins = {placeholder: origin for origin, placeholder in plan.labels.items()}
        traced = trace_origins(self.session, other, origins)
        tags = {each.id for each in plan.drafts.values() if isinstance(each, Tag) and origins[each.id] != label}
        drafts = []
        for placeholder, draft in plan.drafts.items():
            if placeholder in tags:
                continue
            masked = self._mask(other, origins[placeholder], draft, is_chosen=origins[placeholder] == label)
            if "tags" in masked:
                masked["tags"] = [tag for tag in masked["tags"] if tag not in tags]
            drafts.append(BroughtDraft(placeholder, find_record_kind(draft), masked, traced[placeholder]))
        return BroughtRecord(plan.matched.get(label) or plan.labels[label], tuple(drafts))

    def _mask(self, other: ArgumentMap, label: str, record: AnyRecord, *, is_chosen: bool) -> Draft:
        kind, draft = build_draft(record)
        masked = mask_carried_draft(self.session, other, label, kind, draft)
        if is_chosen and kind in NAME_FIELDS_BY_KIND:
            # By what it is called it was chosen, and it stands on the form as that.
            masked[NAME_FIELDS_BY_KIND[kind]] = draft[NAME_FIELDS_BY_KIND[kind]]
        return masked


def _read_name(record: AnyRecord) -> str:
    return str(getattr(record, NAME_FIELDS_BY_KIND[find_record_kind(record)]))
