"""What is asked before one map is merged into another: what comes, is rewritten, goes and is left for good."""

from collections.abc import Collection, Mapping, Sequence
from itertools import count

from fastapi import Request

from api.access.current_user import CurrentUser
from api.forks.forking import require_merge
from api.forks.merges import MergePreview, preview_merge
from api.pages.confirmations import Confirmation
from api.phrases.messages import gettext, ngettext
from api.phrases.record_names import name_record
from api.requests.database import reading_session
from argument_maps.comparison.merging import DifferenceKind, RecordDifference, plan_merge
from argument_maps.graph import Graph
from models.errors import StaleRevision

# Of records that are rewritten or go, as many are named; the others are counted.
MOST_NAMED = 20


def ask_to_merge(
    request: Request,
    slug: str,
    source: str,
    chosen_labels: Collection[str],
    kept_fields: Mapping[str, Collection[str]],
    *,
    version: int | None,
    why: str,
    user: CurrentUser,
) -> Confirmation:
    """Return what a merge would do. Raises as the merge itself where that cannot be done.

    It reads in a session of its own, so that no writer waits while the maps are compared.
    """
    with reading_session(request) as session:
        merge_preview = preview_merge(session, source, slug)
        require_merge(session, user, merge_preview.source, merge_preview.target)
        if version is not None and version != merge_preview.target.version:
            raise StaleRevision(slug, version, merge_preview.target.version)
        return Confirmation(
            question=gettext(
                "Merge what you chose of “%(source)s” into “%(target)s”?",
                source=merge_preview.source.title,
                target=merge_preview.target.title,
            ),
            consequences=_describe_merge(merge_preview, chosen_labels, kept_fields),
            action=f"/maps/{slug}/merge/{source}",
            button=gettext("Merge"),
            back=f"/maps/{slug}/merge/{source}",
            fields={
                "version": str(merge_preview.target.version),
                "why": why,
                **{
                    f"take.{difference.label}": "yes"
                    for difference in merge_preview.differences
                    if difference.label in chosen_labels
                },
                **{
                    f"keep.{difference.label}.{conflict.name}": "yes"
                    for difference in merge_preview.differences
                    if difference.label in chosen_labels and difference.fields is not None
                    for conflict in difference.fields.conflicts
                    if conflict.name in kept_fields.get(difference.label, ())
                },
            },
        )


def _describe_merge(
    merge_preview: MergePreview, chosen_labels: Collection[str], kept_fields: Mapping[str, Collection[str]]
) -> tuple[str, ...]:
    numbers = count(1)
    # Labels that nothing has: what is new gets its own when it is merged.
    settled_merge = plan_merge(
        merge_preview.sides, merge_preview.differences, chosen_labels, lambda _: f"  {next(numbers)}", kept_fields
    )
    target_records = merge_preview.sides.ours.by_id
    removed = [label for label, record in settled_merge.drafts.items() if record is None]
    present = [
        label for label, record in settled_merge.drafts.items() if record is not None and label in target_records
    ]
    rewritten = [label for label in present if settled_merge.drafts[label] != target_records[label]]
    added = len(settled_merge.drafts) - len(removed) - len(present)
    declined = sum(
        difference.label not in chosen_labels and difference.label not in settled_merge.required_by
        for difference in merge_preview.differences
    )
    overwritten = sum(
        _loses_wording(difference, kept_fields.get(difference.label, ()))
        for difference in merge_preview.differences
        if difference.label in chosen_labels
    )
    sentences = [ngettext("%(num)s record is added.", "%(num)s records are added.", added)]
    if settled_merge.required_by:
        companions = len(settled_merge.required_by)
        sentences.append(
            ngettext(
                "%(num)s of them is included because what you chose needs it.",
                "%(num)s of them are included because what you chose needs them.",
                companions,
            )
        )
    sentences.append(
        ngettext("%(num)s record here is rewritten", "%(num)s records here are rewritten", len(rewritten))
        + _name_records(rewritten, merge_preview.sides.ours)
    )
    if overwritten:
        sentences.append(
            ngettext(
                "%(num)s record was changed on both maps; this map’s wording of it is lost.",
                "%(num)s records were changed on both maps; this map’s wording of them is lost.",
                overwritten,
            )
        )
    sentences.append(
        ngettext("%(num)s record here is removed", "%(num)s records here are removed", len(removed))
        + _name_records(removed, merge_preview.sides.ours)
    )
    if settled_merge.still_needed:
        sentences.append(
            ngettext(
                "%(num)s record stays because something here still needs it.",
                "%(num)s records stay because something here still needs them.",
                len(settled_merge.still_needed),
            )
        )
    sentences.append(
        ngettext(
            "%(num)s difference is left out, and is not offered again.",
            "%(num)s differences are left out, and are not offered again.",
            declined,
        )
    )
    sentences.append(gettext("It is one change, and can be undone until others build on it."))
    return tuple(sentences)


def _loses_wording(difference: RecordDifference, kept_names: Collection[str]) -> bool:
    """Tell whether something that this map says of a record gives way to what the other says."""
    if difference.fields is None:
        return difference.sort is DifferenceKind.CONTESTED
    return any(conflict.name not in kept_names for conflict in difference.fields.conflicts)


def _name_records(labels: Sequence[str], graph: Graph) -> str:
    """Return the records behind a count of them, the first of many, each by its id and its words."""
    if not labels:
        return "."
    named = "; ".join(name_record(graph, label) for label in labels[:MOST_NAMED])
    return f": {named}{'…' if len(labels) > MOST_NAMED else '.'}"
