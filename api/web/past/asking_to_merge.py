"""What is asked before one map is merged into another: what comes, is rewritten, goes and is left for good."""

from collections.abc import Collection, Sequence
from itertools import count

from fastapi import Request

from api.database import looking
from api.forking import require_merge
from api.merges import Prospect, prospect
from api.permission import CurrentUser
from api.web.confirming import Confirmation
from api.web.messages import gettext, ngettext
from api.web.record_words import name_record
from argument_maps.comparison.merging import Sort, settle
from argument_maps.graph import Graph
from models.errors import StaleRevision

# Of records that are rewritten or go, as many are named; the others are counted.
NAMED = 20


def ask_to_merge(
    request: Request,
    slug: str,
    source: str,
    taken: Collection[str],
    *,
    version: int | None,
    why: str,
    user: CurrentUser,
) -> Confirmation:
    """Return what a merge would do. Raises as the merge itself where that cannot be done.

    It reads in a session of its own, so that no writer waits while the maps are compared.
    """
    with looking(request) as session:
        offered = prospect(session, source, slug)
        require_merge(session, user, offered.source, offered.target)
        if version is not None and version != offered.target.version:
            raise StaleRevision(slug, version, offered.target.version)
        return Confirmation(
            question=gettext(
                "Merge what you chose of “%(source)s” into “%(target)s”?",
                source=offered.source.title,
                target=offered.target.title,
            ),
            told=_describe_merge(offered, taken),
            action=f"/maps/{slug}/merge/{source}",
            button=gettext("Merge it"),
            back=f"/maps/{slug}/merge/{source}",
            fields={
                "version": str(offered.target.version),
                "why": why,
                **{f"take.{each.label}": "yes" for each in offered.found if each.label in taken},
            },
        )


def _describe_merge(offered: Prospect, taken: Collection[str]) -> tuple[str, ...]:
    numbers = count(1)
    # Labels that nothing has: what is new gets its own when it is merged.
    settled = settle(offered.sides, offered.found, taken, lambda _: f" {next(numbers)}")
    here = offered.sides.ours.by_id
    gone = [label for label, record in settled.drafts.items() if record is None]
    rewritten = [label for label, record in settled.drafts.items() if record is not None and label in here]
    added = len(settled.drafts) - len(gone) - len(rewritten)
    left = sum(each.label not in taken and each.label not in settled.along for each in offered.found)
    lost = sum(each.label in taken and each.sort is Sort.CONTESTED for each in offered.found)
    told = [ngettext("%(num)s record is added.", "%(num)s records are added.", added)]
    if settled.along:
        brought = len(settled.along)
        told.append(
            ngettext(
                "%(num)s of them comes along because what you chose needs it.",
                "%(num)s of them come along because what you chose needs them.",
                brought,
            )
        )
    told.append(
        ngettext("%(num)s record here is rewritten", "%(num)s records here are rewritten", len(rewritten))
        + _name(rewritten, offered.sides.ours)
    )
    if lost:
        told.append(
            ngettext(
                "Of %(num)s record, which both maps changed, the wording of this map goes.",
                "Of %(num)s records, which both maps changed, the wording of this map goes.",
                lost,
            )
        )
    told.append(
        ngettext("%(num)s record here is removed", "%(num)s records here are removed", len(gone))
        + _name(gone, offered.sides.ours)
    )
    if settled.kept:
        told.append(
            ngettext(
                "%(num)s record stays because something here still needs it.",
                "%(num)s records stay because something here still needs them.",
                len(settled.kept),
            )
        )
    told.append(
        ngettext(
            "%(num)s difference is left, and is not offered again.",
            "%(num)s differences are left, and are not offered again.",
            left,
        )
    )
    told.append(gettext("It is one change, which can be undone until others build upon it."))
    return tuple(told)


def _name(labels: Sequence[str], graph: Graph) -> str:
    """Return the records behind a count of them, the first of many, each by its id and its words."""
    if not labels:
        return "."
    named = "; ".join(name_record(graph, label) for label in labels[:NAMED])
    return f": {named}{'…' if len(labels) > NAMED else '.'}"
