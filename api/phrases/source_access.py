"""When a source was written, opened, published and translated, as pages say it: each apart, and which one counts."""

from typing import NamedTuple

from api.phrases.date_words import spell_date_for_page
from api.phrases.messages import N_, gettext
from argument_maps.time_travel import UNPUBLISHED, Access, find_counted_access, list_accesses
from argument_maps.values import Source
from models.dates import DISTANT_FUTURE, DISTANT_PAST, bounds

_HEADINGS: dict[Access, str] = {
    Access.OPENED: N_("Opened"),
    Access.PUBLISHED: N_("Published"),
    Access.TRANSLATED: N_("Translated"),
    Access.AVAILABLE: N_("Could be read since"),
}
_SENTENCES: dict[Access, str] = {
    Access.OPENED: N_("opened %(date)s"),
    Access.PUBLISHED: N_("published %(date)s"),
    Access.TRANSLATED: N_("translated %(date)s"),
    Access.AVAILABLE: N_("could be read since %(date)s"),
}
# What in EDTF says that a date is uncertain, approximate, only partly known or one of several.
_MARKS_OF_ESTIMATE = frozenset("~?%X[{")


class SourceDate(NamedTuple):
    """One date of a source: its heading, the date in words, and the days between which an estimate lies.

    `counts` where a map as known by a date goes by it.
    """

    heading: str
    text: str
    estimate: str = ""
    counts: bool = False


def list_source_dates(source: Source) -> tuple[SourceDate, ...]:
    """Return when a source was written and could be read, in words."""
    accesses = list_accesses(source)
    counted = find_counted_access(source)
    dates = [
        _describe(gettext(_HEADINGS[each.access]), each.date, counts=each == counted and len(accesses) > 1)
        for each in accesses
    ]
    is_publication = source.type not in UNPUBLISHED and any(each.date == source.issued for each in accesses)
    if source.issued and not is_publication:
        dates.insert(0, _describe(gettext("Written"), source.issued))
    return tuple(dates)


def describe_counted_access(source: Source) -> str:
    """Return the date from which a source counts as known, in words: opened 14 December 1993."""
    counted = find_counted_access(source)
    if counted is None:
        return ""
    return gettext(_SENTENCES[counted.access]) % {"date": spell_date_for_page(counted.date)}


def _describe(heading: str, edtf: str, *, counts: bool = False) -> SourceDate:
    return SourceDate(heading, spell_date_for_page(edtf), _describe_estimate(edtf), counts)


def _describe_estimate(edtf: str) -> str:
    if _MARKS_OF_ESTIMATE.isdisjoint(edtf):
        return ""
    first, last = bounds(edtf)
    if first == DISTANT_PAST or last == DISTANT_FUTURE:
        return ""
    return gettext(
        "estimated: between %(first)s and %(last)s",
        first=spell_date_for_page(first.isoformat()),
        last=spell_date_for_page(last.isoformat()),
    )
