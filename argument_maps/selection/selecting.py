"""Which part of a map is meant: by date, by filters, around a focus, with subtrees folded away."""

from collections.abc import Callable, Iterable

import msgspec

from argument_maps.comparison.readers import Attitude, collect_attitudes
from argument_maps.dates.spelling import SpelledDate
from argument_maps.graph import Graph, natural_sort_key
from argument_maps.references import find_record_kind, name_kind
from argument_maps.selection.folding import fold_away
from argument_maps.selection.neighbourhood import find_neighbourhood, list_attributed_agents
from argument_maps.subset import cut_mentioned_subset, select_closed_links
from argument_maps.time_travel import Snapshot, take_snapshot
from argument_maps.values import Claim, Evidence, Link, Statement
from argument_maps.verdicts.combination import find_verdict
from argument_maps.verdicts.summaries import VerdictSummary, summarise_verdict
from argument_maps.weighing.reasons.explanations import explain_record, list_explained_records
from argument_maps.weighing.weighed_labels import WeighedLabels, read_rule, weigh_labels
from models.errors import MapError, Phrase
from models.vocabulary import Certainty, ClaimKind, RecordKind, Relation, Verdict

# As many known values as a message names before it says how many more there are.
NAMED = 30


class UnknownFilterValue(MapError):
    """A map was to be filtered by a value that it does not have."""

    title = Phrase("The filter names something that the map does not have")


class UnknownFocus(MapError):
    """A map was to be shown around a record that it does not have, or did not have yet."""

    title = Phrase("The record in focus is not on the map")


class Selection(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What of a map is asked for: several values of one filter mean any of them, several filters all.

    `question`, `agent`, `tag` and `fold` take labels; `kind` kinds of records and of claims; `verdict` is
    the verdict on a perception that all its tests come to. `depth` counts links from `focus`. `reader` is the
    agent as whom the map is read; it takes nothing away. Nor does `weigh`, the rule by which the map is weighed with
    what `without` names set aside, and as the reader has it where there is one. `why` is a statement or link of which
    only the reason of its label is asked for, with the objections and what defeats them; without a rule the map is
    weighed by preponderance then.
    """

    question: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    relation: tuple[str, ...] = ()
    agent: tuple[str, ...] = ()
    school: tuple[str, ...] = ()
    tag: tuple[str, ...] = ()
    verdict: tuple[str, ...] = ()
    certainty: tuple[str, ...] = ()
    fold: tuple[str, ...] = ()
    focus: str | None = None
    depth: int = 1
    as_of: str | None = None
    reader: str | None = None
    weigh: str | None = None
    without: tuple[str, ...] = ()
    why: str | None = None


class Selected(msgspec.Struct, frozen=True, kw_only=True):
    """The part of a map that was asked for.

    Every link of `graph` has its premises and its target there; `whole` is the map that it was taken
    from, and `known` all of that which could be known by the date. `folded` says into which record how many
    were folded. With `as_of`, `resting_on_nothing` are records shown without anything that supports them yet,
    `undated` those shown although nothing says since when they could be known, and `not_yet` counts the
    statements that could not be known.
    `summaries` are the verdicts on the perceptions shown with what has to be said beside them, whether or not their
    tests are shown with them, and `verdicts` the verdicts alone; `lost_verdicts` are those of the whole map
    where they were others at `as_of`. `attitudes` are what the `reader` makes of the records shown, by label. `why` is
    the record of whose label the reason is shown. `documents` are the numbers of those that support a record and are
    not shown, where a figure has no room for them.
    """

    graph: Graph
    whole: Graph
    known: Graph
    focus: str | None = None
    as_of: str | None = None
    resting_on_nothing: frozenset[str] = frozenset()
    undated: frozenset[str] = frozenset()
    folded: dict[str, int] = {}
    not_yet: int = 0
    summaries: dict[str, VerdictSummary] = {}
    lost_verdicts: dict[str, str] = {}
    reader: str | None = None
    attitudes: dict[str, Attitude] = {}
    why: str | None = None
    weighed: WeighedLabels | None = None
    documents: dict[str, int] = {}

    @property
    def verdicts(self) -> dict[str, str]:
        """The verdicts on the perceptions shown."""
        return {label: summary.verdict for label, summary in self.summaries.items()}


def select(graph: Graph, selection: Selection = Selection()) -> Selected:  # noqa: B008 # frozen
    """Return the part of the map that is meant.

    First what could be known by `as_of`; of that what the filters leave, with what bears on it directly, and what of
    it tells `why`; of that what is near the focus; then folding. Linear in records and links. Raises
    `UnknownFilterValue`, `UnknownFocus`, `UnknownSwitch` and `UnreadableMoment`, which name what is known.
    """
    _check_selection(graph, selection)
    snapshot = _take_snapshot(graph, selection.as_of)
    _check_focus(snapshot.graph, selection)
    statements, links = _apply_filters(snapshot.graph, selection)
    weighed = _weigh(graph, snapshot.graph, selection)
    if selection.why is not None and weighed is not None:
        explained = list_explained_records(
            snapshot.graph, explain_record(weighed.weighing, selection.why, with_needs=False)
        )
        statements &= explained[0]
        links = select_closed_links(snapshot.graph, statements, links & explained[1])
    if selection.focus is not None:
        statements, links = find_neighbourhood(snapshot.graph, selection.focus, selection.depth, statements, links)
    folded: dict[str, int] = {}
    if selection.fold:
        protected = _statements_in_focus(snapshot.graph, selection.focus)
        folded, statements, links = fold_away(snapshot.graph, selection.fold, protected, statements, links)
    visible = _reduce_graph(snapshot.graph, selection, statements, links, other_labels={*folded, selection.focus or ""})
    summaries = {claim.id: summarise_verdict(snapshot.graph, claim) for claim in _list_perceptions(visible)}
    return Selected(
        graph=visible,
        whole=graph,
        known=snapshot.graph,
        focus=selection.focus or selection.why,
        as_of=selection.as_of,
        resting_on_nothing=snapshot.resting_on_nothing & statements,
        undated=snapshot.undated & statements,
        folded=folded,
        not_yet=snapshot.not_yet,
        summaries=summaries,
        lost_verdicts=_select_changed_verdicts(graph, summaries) if selection.as_of else {},
        reader=selection.reader,
        attitudes=_select_attitudes(snapshot.graph, visible, selection.reader),
        why=selection.why,
        weighed=weighed,
    )


def _weigh(graph: Graph, known: Graph, selection: Selection) -> WeighedLabels | None:
    """Return what becomes of the whole of what is known, since filters take away nothing that argues."""
    rule = read_rule(selection.weigh, selection.without or selection.why)
    return None if rule is None else weigh_labels(graph, known, rule, selection.without, selection.reader)


def _select_attitudes(graph: Graph, visible: Graph, reader: str | None) -> dict[str, Attitude]:
    """Return what the reader makes of what is shown, whether or not that from which it follows is shown too."""
    if reader is None:
        return {}
    there = visible.statements.keys() | visible.links_by_id.keys()
    return {label: attitude for label, attitude in collect_attitudes(graph, reader).items() if label in there}


def _take_snapshot(graph: Graph, as_of: str | None) -> Snapshot:
    if as_of is not None:
        return take_snapshot(graph, as_of)
    return Snapshot(graph=graph, resting_on_nothing=frozenset(), undated=frozenset(), not_yet=0)


def _reduce_graph(
    graph: Graph, selection: Selection, statements: set[str], links: set[str], other_labels: set[str]
) -> Graph:
    """Return the map with these statements and links, what they mention, and the records of `other_labels`."""
    if len(statements) == len(graph.statements) and len(links) == len(graph.links) and not selection.question:
        return graph
    return cut_mentioned_subset(graph, statements, links, kinds=frozenset(selection.kind), others=other_labels)


def _list_perceptions(graph: Graph) -> list[Claim]:
    return [claim for claim in graph.claims if claim.kind == ClaimKind.PERCEPTION]


def _select_changed_verdicts(graph: Graph, summaries: dict[str, VerdictSummary]) -> dict[str, str]:
    """Return the verdicts of the whole map on these perceptions where they are others."""
    later = {label: find_verdict(graph, label) for label in summaries}
    return {label: verdict for label, verdict in later.items() if verdict != summaries[label].verdict}


def _check_selection(graph: Graph, selection: Selection) -> None:
    """Refuse what the whole map does not know, so that a slip does not look like an empty map."""
    folds = [question.id for question in graph.questions] + [*graph.statements, *graph.links_by_id]
    schools = {record.school for records in (graph.agents, graph.interpretations) for record in records}
    allowed_values: dict[str, Iterable[str]] = {
        "question": (question.id for question in graph.questions),
        "kind": [kind.value for kind in (*RecordKind, *ClaimKind)],
        "relation": [relation.value for relation in Relation],
        "agent": graph.agents_by_id,
        "school": schools - {""},
        "tag": (tag.id for tag in graph.tags),
        "verdict": [verdict.value for verdict in Verdict],
        "certainty": [certainty.value for certainty in Certainty],
        "fold": folds,
    }
    for name, values in allowed_values.items():
        chosen_values = getattr(selection, name)
        if chosen_values:
            _check_values(name, chosen_values, values)
    if selection.reader is not None:
        _check_values("reader", (selection.reader,), graph.agents_by_id)
    if selection.focus is not None and selection.focus not in graph.by_id:
        raise UnknownFocus(
            Phrase("The map has no record “%(record)s”.", record=selection.focus[:64]),
            Phrase("Focus on a record that it has. %(records)s", records=_list_names(folds)),
        )
    if selection.why is not None and selection.why not in graph.statements and selection.why not in graph.links_by_id:
        raise UnknownFocus(
            Phrase("The map has no “%(record)s” that is weighed.", record=selection.why[:64]),
            Phrase("Ask for the reason of a statement or link. %(records)s", records=_list_names(folds)),
        )


def _check_values(name: str, chosen_values: tuple[str, ...], values: Iterable[str]) -> None:
    there = set(values)
    for value in chosen_values:
        if value not in there:
            raise UnknownFilterValue(
                Phrase("The map has nothing for the filter %(filter)s=%(value)s.", filter=name, value=value[:64]),
                _list_names(there),
            )


def _check_focus(graph: Graph, selection: Selection) -> None:
    for label in (selection.focus, selection.why):
        if label is not None and label not in graph.by_id:
            raise UnknownFocus(
                Phrase(
                    "%(record)s could not be known by %(date)s.",
                    record=label,
                    date=SpelledDate(selection.as_of or ""),
                ),
                Phrase("Choose a later date, or a record that was known by then."),
            )


def _list_names(values: Iterable[str]) -> Phrase:
    ordered = sorted(set(values), key=natural_sort_key)
    if not ordered:
        return Phrase("The map has no value to choose.")
    names, left_out = tuple(ordered[:NAMED]), len(ordered) - NAMED
    if left_out > 0:
        return Phrase("Choose one of: %(names)s and %(number)s more.", names=names, number=left_out)
    return Phrase("Choose one of: %(names)s.", names=names)


def _apply_filters(graph: Graph, selection: Selection) -> tuple[set[str], set[str]]:
    """Return the statements and links that the filters leave; the focus and what a link in focus joins always stay."""
    statements, links = set(graph.statements), set(graph.links_by_id)
    focus_ends = _statements_in_focus(graph, selection.focus)
    subjects = _find_subjects(graph, selection)
    if subjects is not None:
        outward = bool(selection.agent or selection.school or selection.tag)
        statements = _add_context(graph, subjects, outward=outward)
    if selection.kind:
        statements = {label for label in statements if _is_of_kind(graph.statements[label], selection.kind)}
    if selection.certainty:
        statements = {label for label in statements if graph.statements[label].certainty in selection.certainty}
    statements |= focus_ends
    if len(statements) < len(graph.statements):
        links = select_closed_links(graph, statements, links)
    if selection.relation:
        links = _filter_by_relation(graph, links, selection.relation, selection.focus)
        statements &= _collect_ends_by_label(graph, links) | focus_ends
    return statements, links


def _statements_in_focus(graph: Graph, focus: str | None) -> set[str]:
    if focus in graph.links_by_id:
        return _collect_ends_by_label(graph, [focus])
    return {focus} if focus is not None and focus in graph.statements else set()


def _find_subjects(graph: Graph, selection: Selection) -> set[str] | None:
    """Return the statements that meet every filter telling what is to be shown, or None without such a filter."""
    tests: list[Callable[[Statement], bool]] = []
    if selection.question:
        tests.append(lambda record: graph.home[record.id] in selection.question)
    if selection.agent:
        tests.append(lambda record: any(agent in selection.agent for agent in list_attributed_agents(graph, record)))
    if selection.school:
        tests.append(lambda record: any(school in selection.school for school in _list_schools(graph, record)))
    if selection.tag:
        tests.append(lambda record: any(tag in selection.tag for tag in record.tags))
    if selection.verdict:
        tests.append(lambda record: _is_perception(record) and find_verdict(graph, record.id) in selection.verdict)
    if not tests:
        return None
    return {label for label, record in graph.statements.items() if all(test(record) for test in tests)}


def _add_context(graph: Graph, subjects: set[str], *, outward: bool) -> set[str]:
    """Return the subjects with what bears on them directly, on the links to them, and the evidence under that.

    Without it a perception would look untested and a reading undisputed. `outward` adds what the subjects
    themselves bear on, so that a historian is not shown without what he or she argues against.
    """
    near = [link for label in subjects for link in graph.links_to.get(label, ())]
    if outward:
        near += [link for label in subjects for link in graph.links_from.get(label, ())]
    near += [attack for link in near for attack in graph.links_to.get(link.id, ())]
    statements = subjects | _collect_ends(graph, near)
    evidence = {
        premise
        for label in statements - subjects
        for link in graph.links_to.get(label, ())
        for premise in link.premises
        if isinstance(graph.statements[premise], Evidence)
    }
    return statements | evidence


def _collect_ends(graph: Graph, links: Iterable[Link]) -> set[str]:
    """Return the statements at both ends of the links, and of the links that these argue with."""
    statements: set[str] = set()
    visited: set[str] = set()
    pending = list(links)
    while pending:
        link = pending.pop()
        if link.id in visited:
            continue
        visited.add(link.id)
        statements.update(link.premises)
        if link.target in graph.statements:
            statements.add(link.target)
        elif link.target in graph.links_by_id:
            pending.append(graph.links_by_id[link.target])
    return statements


def _collect_ends_by_label(graph: Graph, links: Iterable[str]) -> set[str]:
    return _collect_ends(graph, (graph.links_by_id[label] for label in links))


def _filter_by_relation(graph: Graph, links: set[str], relations: tuple[str, ...], focus: str | None) -> set[str]:
    """Return the links of these relations and the one in focus, and the links that those argue with."""
    selected_links = {label for label in links if label == focus or graph.links_by_id[label].relation in relations}
    pending = list(selected_links)
    while pending:
        target = graph.links_by_id[pending.pop()].target
        if target in links and target not in selected_links:
            selected_links.add(target)
            pending.append(target)
    return selected_links


def _is_perception(record: Statement) -> bool:
    return isinstance(record, Claim) and record.kind == ClaimKind.PERCEPTION


def _is_of_kind(record: Statement, kinds: tuple[str, ...]) -> bool:
    return find_record_kind(record) in kinds or name_kind(record) in kinds


def _list_schools(graph: Graph, record: Statement) -> tuple[str, ...]:
    own = getattr(record, "school", "")
    if own:
        return (own,)
    agents = (graph.agents_by_id.get(label) for label in list_attributed_agents(graph, record))
    return tuple(agent.school for agent in agents if agent is not None and agent.school)
