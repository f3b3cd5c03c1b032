"""What could be known at a date: the map with everything taken out that nobody could yet have read."""

from collections import deque

import msgspec

from argument_maps.graph import Graph
from argument_maps.subset import cut_subset, select_closed_links
from argument_maps.values import Claim, Evidence, Link, Source, Statement
from models.dates import DISTANT_PAST, Day, UnreadableDate, bounds
from models.errors import MapError, Phrase
from models.vocabulary import ClaimKind, Relation, SourceType, Term

# The date on these is when they were written; when somebody could read them has to be said.
UNPUBLISHED = frozenset({SourceType.ARCHIVAL, SourceType.MANUSCRIPT})


# The rule of `find_counted_access`, as readers are told it beside a date.
COUNTING_RULE = Phrase("A source counts from when it was opened, published or translated, whichever came first.")


class Access(Term):
    """How historians came to be able to read a source."""

    OPENED = "opened", "Whoever keeps it, or was given a copy, let historians read it."
    PUBLISHED = "published", "It was printed or put online, in its own language or another."
    TRANSLATED = "translated", "A translation of it was printed or put online."
    AVAILABLE = "became available", "Historians could read it from then on; nothing says how."


class SourceAccess(msgspec.Struct, frozen=True):
    """When a source could be read in one way; the date is EDTF."""

    access: Access
    date: str


class UnreadableMoment(MapError):
    """The moment from which a map is to be seen is no date."""

    title = Phrase("The date at which to view the map cannot be read")


class Snapshot(msgspec.Struct, frozen=True, kw_only=True):
    """A map as it could be known at `as_of`.

    `resting_on_nothing` are records still shown although none of what supports them in the whole map
    stands yet; `undated` are those shown although nothing says since when they could be known: neither their
    source nor a date of their own, nor anything dated that supports them;
    `not_yet` counts the claims, interpretations and items of evidence that are not shown.
    """

    graph: Graph
    resting_on_nothing: frozenset[str]
    undated: frozenset[str]
    not_yet: int


def take_snapshot(graph: Graph, as_of: str) -> Snapshot:
    """Return what of the map could be known on the last day that `as_of` can mean.

    A perception stands from when it was held and a response from when it was made; evidence from when its source
    could be read (`find_counted_access`); an interpretation from when it was published or held; a finding from when
    the first thing that supports it stands, or its own source was published; a link when its premises and its target
    do; a text with its source or with what it translates, one that has neither from its first version on. An earlier
    date never shows more than a later one. A verdict that the editor states stands when all tests that it weighs do.
    Linear in records and links. Raises `UnreadableMoment`.
    """
    moment = find_last_possible_day(as_of)
    view = _DatedView(graph, moment)
    dated, undated = view.find_independent_statements()
    standing = view.add_supported_findings(dated | undated)
    links = select_closed_links(graph, standing, (link.id for link in graph.links if view.is_argued(link)))
    sources = {label for label, since in _list_opening_days(graph).items() if _is_open_by(since, moment)}
    cut = cut_subset(graph, standing, links, sources=sources, texts=_find_texts_written_by(graph, moment))
    return Snapshot(
        graph=_withdraw_early_verdicts(cut, graph),
        resting_on_nothing=_find_unsupported(graph, standing, links),
        undated=frozenset(
            _DatedView(graph, DISTANT_PAST).add_supported_findings(undated) - view.add_supported_findings(dated)
        )
        if undated
        else frozenset(),
        not_yet=len(graph.statements) - len(standing),
    )


def _withdraw_early_verdicts(cut: Graph, whole: Graph) -> Graph:
    """Return the map without the verdicts that editors state on what could not yet all be weighed.

    What an editor says today of all tests was not said when some of them could not be made.
    """
    withdrawn = {
        claim.id: msgspec.structs.replace(claim, overall_verdict=None, verdict_reason="")
        for claim in cut.claims
        if claim.overall_verdict is not None and _list_test_labels(cut, claim) < _list_test_labels(whole, claim)
    }
    if not withdrawn:
        return cut
    return msgspec.structs.replace(cut, claims=tuple(withdrawn.get(claim.id, claim) for claim in cut.claims))


def _list_test_labels(graph: Graph, claim: Claim) -> set[str]:
    return {link.id for link in graph.links_to.get(claim.id, ()) if link.relation == Relation.TESTS}


def find_last_possible_day(as_of: str) -> Day:
    """Return the last day that a date in EDTF can mean. Raises `UnreadableMoment`."""
    try:
        return bounds(as_of)[1]
    except UnreadableDate as error:
        raise UnreadableMoment(error.reason, Phrase("Write a date such as 1990 or 1996-05.")) from error


def _find_texts_written_by(graph: Graph, moment: Day) -> set[str]:
    """Return the texts that had been written by then, as far as neither a source nor an original decides that."""
    return {
        text.id
        for text in graph.texts
        if text.source or text.translation_of or not text.versions or bounds(text.versions[0]["at"][:10])[0] <= moment
    }


class _DatedView:
    """The map seen from one day."""

    def __init__(self, graph: Graph, moment: Day) -> None:
        self.graph, self.moment = graph, moment

    def find_independent_statements(self) -> tuple[set[str], set[str]]:
        """Return the statements that stand by themselves: those of which a date says so, and those without a date."""
        dated: set[str] = set()
        undated: set[str] = set()
        for label, record in self.graph.statements.items():
            since = self._find_first_day(record)
            if since is None:
                # What supports a finding will tell.
                if not (_is_finding(record) and self._is_supported(label)):
                    undated.add(label)
            elif since <= self.moment:
                dated.add(label)
        return dated, undated

    def add_supported_findings(self, by_themselves: set[str]) -> set[str]:
        """Return the statements that stand with these: they themselves, and the findings that they support."""
        standing = set(by_themselves)
        missing = {link.id: len(link.premises) for link in self.graph.links if link.relation == Relation.SUPPORTS}
        reached = deque(standing)
        while reached:
            for link in self.graph.links_from.get(reached.popleft(), ()):
                if link.id not in missing:
                    continue
                missing[link.id] -= 1
                if missing[link.id] == 0 and self._supports_new_finding(link, standing):
                    standing.add(link.target)
                    reached.append(link.target)
        return standing

    def is_argued(self, link: Link) -> bool:
        """Tell whether the inference itself had been drawn by then: where undated, that is no hindrance."""
        if link.when is not None:
            return bounds(link.when)[0] <= self.moment
        return link.source is None or _is_open_by(self._find_source_opening(link.source), self.moment)

    def _supports_new_finding(self, link: Link, standing: set[str]) -> bool:
        target = self.graph.statements.get(link.target)
        return _is_finding(target) and link.target not in standing and self.is_argued(link)

    def _is_supported(self, label: str) -> bool:
        return any(link.relation == Relation.SUPPORTS for link in self.graph.links_to.get(label, ()))

    def _find_first_day(self, record: Statement) -> Day | None:
        """Return the day from which a record stands by itself, None where nothing says."""
        published = self._find_source_opening(record.source) if record.source else None
        if isinstance(record, Evidence) or _is_finding(record):
            return published
        holding_day = bounds(record.when)[0] if record.when else None
        if isinstance(record, Claim) and record.kind in _OF_THE_TIME:
            # What contemporaries believed and did does not wait for the book in which it is told.
            return holding_day
        return min((day for day in (holding_day, published) if day), default=None)

    def _find_source_opening(self, label: str) -> Day | None:
        return _list_opening_days(self.graph).get(label)


# The kinds of claims of what was believed and done then, and not of what research makes of it.
_OF_THE_TIME = frozenset({ClaimKind.PERCEPTION, ClaimKind.RESPONSE})


def _is_finding(record: Statement | None) -> bool:
    return isinstance(record, Claim) and record.kind == ClaimKind.FINDING


def list_accesses(source: Source) -> tuple[SourceAccess, ...]:
    """Return when the source could be read in each way of which a date says so, in the order of `Access`.

    A work that nothing else dates was published when it was issued; what is kept in an archive was only written then.
    """
    dates = (source.opened, source.published, source.translated, source.available)
    if source.type not in UNPUBLISHED and not (source.opened or source.published or source.available):
        dates = (None, source.issued, source.translated, None)
    return tuple(SourceAccess(access, day) for access, day in zip(Access, dates, strict=True) if day is not None)


def find_counted_access(source: Source) -> SourceAccess | None:
    """Return the access from which a source counts as known, None if nothing says when it could be read.

    It is the one that was surely there first: an estimate counts from the last day that it can mean, and of two on one
    day the first in the order of `Access`. This is the only place that decides between opening, publication and
    translation.
    """
    return min(list_accesses(source), key=lambda each: bounds(each.date)[1], default=None)


def find_opening_date(source: Source) -> str | None:
    """Return the date in EDTF from which a source counts as known, as written; None if nothing says."""
    counted = find_counted_access(source)
    return counted.date if counted is not None else None


def find_opening_day(source: Source) -> Day | None:
    """Return the day from which a source counts as known, or None if nothing says."""
    opening_date = find_opening_date(source)
    return bounds(opening_date)[1] if opening_date else None


def _list_opening_days(graph: Graph) -> dict[str, Day | None]:
    """Return the day from which each source counts as known; read once for a map, which is seen as of many dates."""
    key = (Access, "days")
    days: dict[str, Day | None] | None = graph.derived.get(key)
    if days is None:
        days = graph.derived[key] = {source.id: find_opening_day(source) for source in graph.sources}
    return days


def _is_open_by(since: Day | None, moment: Day) -> bool:
    return since is None or since <= moment


def _find_unsupported(graph: Graph, standing: set[str], links: set[str]) -> frozenset[str]:
    bare = set()
    for label in standing:
        supports = [link for link in graph.links_to.get(label, ()) if link.relation == Relation.SUPPORTS]
        if supports and not any(link.id in links for link in supports):
            bare.add(label)
    return frozenset(bare)
