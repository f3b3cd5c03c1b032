"""What has to be said beside a verdict: who disputes it, which inference is undercut, and on what little it rests.

All of it is found in the graph that is given, so that of a map as of a date it says what could be said by then.
"""

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from argument_maps.bounded_work import check_work
from argument_maps.graph import Graph, natural_sort_key, sort_records
from argument_maps.values import Claim, Evidence, Interpretation, Link, Source, Statement
from argument_maps.verdicts.combination import CONFIRMING_VERDICTS, find_verdict, list_tests
from models.vocabulary import ClaimKind, Relation, SourceType, Term, Tier, Verdict

# What is a document by what it is, and not a work about the documents; so is whatever an archive keeps.
DOCUMENT_TYPES = frozenset(
    {SourceType.ARCHIVAL, SourceType.MANUSCRIPT, SourceType.LEGISLATION, SourceType.INTERVIEW, SourceType.SPEECH}
)


class CaveatKind(Term):
    """What has to be said beside a verdict."""

    DISPUTED_DOCUMENT = "disputed document", "Something speaks against a document on which it rests."
    UNDERCUT_INFERENCE = "undercut inference", "Something speaks against a step by which it is concluded."
    DISPUTED = "disputed", "Something speaks against what was concluded."
    WORKS_ALONE = "works alone", "It rests on no document of the map, only on what a work says."
    NO_DOCUMENT = "no document", "It rests on no document of the map, nor on a work that is named."
    ONE_DOCUMENT = "one document alone", "It rests on a single document of the map."


class Attack(msgspec.Struct, frozen=True, kw_only=True):
    """A link that speaks against something, with the attacks on it and on its premises; each is told once."""

    link: Link
    answered_by: tuple["Attack", ...] = ()


class Caveat(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that has to be said: its kind, the attacks by which, and what it rests on.

    `documents` are the labels of the evidence that is disputed, or of the single document; `is_entire` says that every
    document under the verdict is disputed. `works` are the labels of the sources on which alone it rests.
    """

    kind: CaveatKind
    attacks: tuple[Attack, ...] = ()
    documents: tuple[str, ...] = ()
    is_entire: bool = False
    works: tuple[str, ...] = ()


class Foundation(msgspec.Struct, frozen=True, kw_only=True):
    """All on which some statements rest: they themselves and what supports them, and the links that do so.

    What supports a claim or evidence is gone down to the documents; a scholar's reading stands for itself, as in the
    ledger, where its documents are not those of the finding that it supports.
    """

    statements: tuple[Statement, ...]
    links: tuple[Link, ...]


def find_test_caveats(graph: Graph, test: Link) -> tuple[Caveat, ...]:
    """Return what has to be said of one test: of its findings, what is under them, and the test itself."""
    return _find_caveats(graph, test.premises, [test])


def find_perception_caveats(graph: Graph, perception: str) -> tuple[Caveat, ...]:
    """Return what has to be said of the verdict on a perception: of all its tests together.

    Besides, what speaks against a perception disputes that it is confirmed, and a scholar who defends it disputes
    that it is contradicted. Other support often shows only that it was held. Untested it has no verdict.
    """
    tests = list_tests(graph, perception)
    if not tests:
        return ()
    premises = dict.fromkeys(premise for test in tests for premise in test.premises)
    return _find_caveats(graph, premises, tests, _list_opposing_links(graph, perception))


def find_record_caveats(graph: Graph, label: str) -> tuple[Caveat, ...]:
    """Return what has to be said of any record: of a perception or test its verdict, of others what they rest on.

    Interpretations rest on works by their nature, and evidence is itself the document: of these it is told only who
    disputes them. What is no argument has nothing said of it.
    """
    record = graph.by_id.get(label)
    match record:
        case Link(relation=Relation.TESTS):
            return find_test_caveats(graph, record)
        case Link():
            return _select_disputes(_find_caveats(graph, record.premises, [record]))
        case Claim(kind=ClaimKind.PERCEPTION):
            return find_perception_caveats(graph, label)
        case Claim(kind=ClaimKind.FINDING):
            return _find_caveats(graph, [label], [])
        case Claim() | Interpretation() | Evidence():
            return _select_disputes(_find_caveats(graph, [label], []))
    return ()


def find_foundation(graph: Graph, labels: Iterable[str]) -> Foundation:
    """Return all on which these statements rest, each once, whatever circles there are. Linear in links.

    It is kept with the graph: of a test its basis and its caveats are told from the same foundation.
    """
    starts = frozenset(labels)
    key = (Foundation, " ".join(sorted(starts)))
    known: Foundation | None = graph.derived.get(key)
    if known is None:
        known = graph.derived[key] = _walk_down(graph, starts)
    return known


def _walk_down(graph: Graph, starts: frozenset[str]) -> Foundation:
    check_work()
    visited = dict.fromkeys(label for label in starts if label in graph.statements)
    links: dict[str, Link] = {}
    pending = list(visited)
    while pending:
        label = pending.pop()
        if isinstance(graph.statements[label], Interpretation) and label not in starts:
            continue
        for link in graph.links_to.get(label, ()):
            if link.relation != Relation.SUPPORTS or link.id in links:
                continue
            links[link.id] = link
            new = [premise for premise in link.premises if premise not in visited]
            visited |= dict.fromkeys(new)
            pending += new
    return Foundation(
        statements=tuple(graph.statements[label] for label in sorted(visited, key=natural_sort_key)),
        links=tuple(sorted(links.values(), key=lambda link: natural_sort_key(link.id))),
    )


def _find_caveats(
    graph: Graph, labels: Iterable[str], inferences: list[Link], opposing: Sequence[Link] = ()
) -> tuple[Caveat, ...]:
    labels = tuple(labels)
    foundation = find_foundation(graph, labels)
    return (
        *_find_disputes(graph, foundation, inferences, opposing),
        *_find_scarcity(graph, foundation),
    )


def _find_disputes(
    graph: Graph, foundation: Foundation, inferences: list[Link], opposing: Iterable[Link]
) -> Iterator[Caveat]:
    documents: dict[str, None] = {}
    attacks: dict[CaveatKind, dict[str, Link]] = {}
    for record in foundation.statements:
        is_document = isinstance(record, Evidence)
        kind = CaveatKind.DISPUTED_DOCUMENT if is_document else CaveatKind.DISPUTED
        for link in graph.attacks_on.get(record.id, ()):
            attacks.setdefault(kind, {})[link.id] = link
            documents |= {record.id: None} if is_document else {}
    for inference in (*inferences, *foundation.links):
        for link in graph.attacks_on.get(inference.id, ()):
            is_undercut = link.relation == Relation.UNDERCUTS
            kind = CaveatKind.UNDERCUT_INFERENCE if is_undercut else CaveatKind.DISPUTED
            attacks.setdefault(kind, {})[link.id] = link
    for link in opposing:
        attacks.setdefault(CaveatKind.DISPUTED, {})[link.id] = link
    for kind in (CaveatKind.DISPUTED_DOCUMENT, CaveatKind.UNDERCUT_INFERENCE, CaveatKind.DISPUTED):
        if kind in attacks:
            concerned = tuple(documents) if kind == CaveatKind.DISPUTED_DOCUMENT else ()
            links = sorted(attacks[kind].values(), key=lambda link: natural_sort_key(link.id))
            yield Caveat(
                kind=kind,
                attacks=tuple(_describe_attack(graph, link) for link in links),
                documents=concerned,
                is_entire=bool(concerned) and set(concerned) >= set(_list_evidence(foundation)),
            )


def _find_scarcity(graph: Graph, foundation: Foundation) -> Iterator[Caveat]:
    """Yield where no document lies below, or only one; evidence out of one source is one document."""
    documents: dict[str, list[str]] = {}
    works: dict[str, None] = {}
    for record in foundation.statements:
        source = graph.sources_by_id.get(record.source or "")
        if rests_on_document(record, source):
            documents.setdefault(record.source or record.id, []).append(record.id)
        elif source is not None:
            works[source.id] = None
    if not documents:
        kind = CaveatKind.WORKS_ALONE if works else CaveatKind.NO_DOCUMENT
        yield Caveat(kind=kind, works=tuple(works))
    elif len(documents) == 1:
        yield Caveat(kind=CaveatKind.ONE_DOCUMENT, documents=tuple(*documents.values()))


def _list_opposing_links(graph: Graph, perception: str) -> tuple[Link, ...]:
    verdict = find_verdict(graph, perception)
    if verdict in CONFIRMING_VERDICTS:
        return graph.attacks_on.get(perception, ())
    if verdict != Verdict.CONTRADICTED:
        return ()
    return tuple(
        link
        for link in graph.links_to.get(perception, ())
        if link.relation == Relation.SUPPORTS
        and any(isinstance(graph.statements[premise], Interpretation) for premise in link.premises)
    )


def _describe_attack(graph: Graph, link: Link) -> Attack:
    """Return an attack with what answers it, and what answers that, each link once. Linear in these links."""
    known: Attack | None = graph.derived.get((Attack, link.id))
    if known is not None:
        return known
    answers: dict[str, list[Link]] = {}
    order, seen = [link], {link.id}
    for attack in order:
        found = [answer for target in (attack.id, *attack.premises) for answer in graph.attacks_on.get(target, ())]
        answers[attack.id] = [answer for answer in sort_records(found) if answer.id not in seen]
        seen.update(answer.id for answer in answers[attack.id])
        order += answers[attack.id]
    described: dict[str, Attack] = {}
    for attack in reversed(order):
        answered_by = tuple(described[answer.id] for answer in answers[attack.id])
        described[attack.id] = Attack(link=attack, answered_by=answered_by)
    graph.derived[Attack, link.id] = described[link.id]
    return described[link.id]


def _select_disputes(caveats: Iterable[Caveat]) -> tuple[Caveat, ...]:
    return tuple(caveat for caveat in caveats if caveat.attacks)


def rests_on_document(record: Statement, source: Source | None) -> bool:
    """Tell whether a record is out of a document, and not out of a work about the documents.

    Evidence is, unless it says that it is secondary; of any other record its source decides.
    """
    if isinstance(record, Evidence):
        return record.tier != Tier.SECONDARY
    return source is not None and (source.type in DOCUMENT_TYPES or bool(source.reference) or bool(source.repository))


def _list_evidence(foundation: Foundation) -> list[str]:
    return [record.id for record in foundation.statements if isinstance(record, Evidence)]
