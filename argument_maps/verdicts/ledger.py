"""The verdict ledger: each perception, who held it, what was found against it, and what is missing."""

from collections.abc import Iterable
from functools import cached_property

import msgspec

from argument_maps.bounded_work import check_work
from argument_maps.citation.sources import cite_in_one_line
from argument_maps.graph import Graph, natural_sort_key
from argument_maps.values import Agent, Claim, Evidence, Link, Statement
from argument_maps.verdicts.bases import TestBasis, find_test_basis
from argument_maps.verdicts.caveats import Caveat, find_test_caveats
from argument_maps.verdicts.combination import list_tests
from argument_maps.verdicts.question_order import rank_by_question
from argument_maps.verdicts.summaries import VerdictSummary, summarise_verdict
from models.records.relations import ATTACKS_ON_STATEMENTS
from models.vocabulary import ClaimKind, Relation, Term, Verdict


class PerceptionTest(msgspec.Struct, frozen=True, kw_only=True):
    """One test of a perception: the findings put against it, the outcome, and the documents under them.

    `caveats` are what has to be said beside its verdict, `basis` whether it could be known or was argued, None where
    nothing is named for a finding.
    """

    __test__ = False  # pytest would collect it for its name

    link: Link
    findings: tuple[Statement, ...]
    verdict: str
    qualified_by: tuple[Link, ...]
    documents: tuple[Evidence, ...]
    caveats: tuple[Caveat, ...] = ()
    basis: TestBasis | None = None


class LedgerEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One perception with its holders, its tests, and the verdict that these come to together or the editor states."""

    perception: Claim
    holders: tuple[Agent, ...]
    summary: VerdictSummary
    tests: tuple[PerceptionTest, ...]

    @property
    def verdict(self) -> str:
        """The verdict that is read first."""
        return self.summary.verdict


class GapKind(Term):
    """What is missing at a record."""

    UNTOUCHED = "perception untouched", "Nothing in the map bears on the perception."
    UNTESTED = "perception untested", "Something bears on the perception, but no finding is put against it."
    BARE = "finding without evidence", "No evidence bears on the finding, neither for nor against it."
    OPPOSED = "finding with evidence only against it", "Evidence challenges the finding and none supports it."
    IDLE = "evidence unused", "The evidence bears on nothing in the map."


class Gap(msgspec.Struct, frozen=True, kw_only=True):
    """Something missing: its kind, the record's label, and a sentence that says it.

    `against` is the evidence that speaks against the record where none speaks for it, `alone` the one work on which it
    rests.
    """

    kind: str
    record: str
    sentence: str
    against: tuple[Evidence, ...] = ()
    alone: str = ""


def build_ledger(graph: Graph) -> tuple[LedgerEntry, ...]:
    """Return an entry for each perception, in the order of their labels, or of questions that were put in order."""
    evidence_index = EvidenceIndex(graph)
    return tuple(_build_entry(graph, claim, evidence_index) for claim in _list_claims(graph, ClaimKind.PERCEPTION))


def find_documents(graph: Graph, *labels: str) -> tuple[Evidence, ...]:
    """Return the evidence that supports these records, directly or through other claims, in its order.

    Those of them that are evidence are among it.
    """
    return EvidenceIndex(graph).find_evidence(labels)


def find_gaps(graph: Graph) -> tuple[Gap, ...]:
    """Return what is missing: perceptions without a test, findings without evidence, evidence without use."""
    evidence_index = EvidenceIndex(graph)
    possible_gaps = [
        *(_find_perception_gap(graph, claim) for claim in _list_claims(graph, ClaimKind.PERCEPTION)),
        *(_find_finding_gap(graph, claim, evidence_index) for claim in _list_claims(graph, ClaimKind.FINDING)),
        *(_find_evidence_gap(graph, item) for item in graph.evidence),
    ]
    return tuple(gap for gap in possible_gaps if gap is not None)


class EvidenceIndex:
    """The evidence under each claim, each claim's own looked up once."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.items = sorted(graph.evidence, key=lambda item: natural_sort_key(item.id))
        self.ranks = {item.id: rank for rank, item in enumerate(self.items)}
        self._ranks_by_label: dict[str, frozenset[int]] = {}

    def find_evidence(self, labels: Iterable[str]) -> tuple[Evidence, ...]:
        """Return the evidence under these records, and those of them that are evidence, in their order."""
        evidence_ranks: set[int] = set()
        for label in labels:
            evidence_ranks |= {self.ranks[label]} if label in self.ranks else self._find_ranks(label)
        return tuple(map(self.items.__getitem__, sorted(evidence_ranks)))

    @cached_property
    def supported(self) -> set[str]:
        """The claims under which there is any evidence at all, found from the evidence upwards in one walk."""
        reached: set[str] = set()
        pending = list(self.ranks)
        while pending:
            for link in self.graph.links_from.get(pending.pop(), ()):
                if link.relation == Relation.SUPPORTS and link.target not in reached:
                    reached.add(link.target)
                    if isinstance(self.graph.by_id.get(link.target), Claim):
                        pending.append(link.target)
        return reached

    def _find_ranks(self, label: str) -> frozenset[int]:
        if label not in self._ranks_by_label:
            self._ranks_by_label[label] = frozenset(self._gather_ranks(label))
        return self._ranks_by_label[label]

    def _gather_ranks(self, label: str) -> set[int]:
        """Walk down the supports and return the ranks of the evidence met; what was walked before is taken whole."""
        evidence_ranks: set[int] = set()
        visited, pending = {label}, [label]
        while pending:
            for link in self.graph.links_to.get(pending.pop(), ()):
                if link.relation != Relation.SUPPORTS:
                    continue
                for premise in link.premises:
                    if premise in self.ranks:
                        evidence_ranks.add(self.ranks[premise])
                    elif premise in self._ranks_by_label:
                        evidence_ranks |= self._ranks_by_label[premise]
                    elif premise not in visited and isinstance(self.graph.statements[premise], Claim):
                        visited.add(premise)
                        pending.append(premise)
        return evidence_ranks


def _list_claims(graph: Graph, kind: ClaimKind) -> list[Claim]:
    claims = (claim for claim in graph.claims if claim.kind == kind)
    rank = rank_by_question(graph)
    return sorted(claims, key=lambda claim: (rank(claim.id), natural_sort_key(claim.id)))


def _build_entry(graph: Graph, claim: Claim, evidence_index: EvidenceIndex) -> LedgerEntry:
    check_work()
    links = list_tests(graph, claim.id)
    return LedgerEntry(
        perception=claim,
        holders=tuple(graph.agents_by_id[label] for label in claim.held_by if label in graph.agents_by_id),
        summary=summarise_verdict(graph, claim),
        tests=tuple(_build_test(graph, link, evidence_index) for link in links),
    )


def _build_test(graph: Graph, link: Link, evidence_index: EvidenceIndex) -> PerceptionTest:
    return PerceptionTest(
        link=link,
        findings=tuple(graph.statements[premise] for premise in link.premises),
        verdict=link.verdict or Verdict.NOT_TESTED.value,
        qualified_by=graph.links_to.get(link.id, ()),
        documents=evidence_index.find_evidence(link.premises),
        caveats=find_test_caveats(graph, link),
        basis=find_test_basis(graph, link),
    )


def _find_perception_gap(graph: Graph, claim: Claim) -> Gap | None:
    if list_tests(graph, claim.id):
        return None
    if graph.links_to.get(claim.id):
        return _build_gap(GapKind.UNTESTED, claim.id, f"{claim.id} is argued about, but no finding tests it.")
    return _build_gap(
        GapKind.UNTOUCHED, claim.id, f"{claim.id} has no finding that tests it, and nothing else bears on it."
    )


def _find_finding_gap(graph: Graph, claim: Claim, evidence_index: EvidenceIndex) -> Gap | None:
    check_work()
    if claim.id in evidence_index.supported:
        return None
    against = {
        premise: graph.statements[premise]
        for link in graph.links_to.get(claim.id, ())
        if link.relation in ATTACKS_ON_STATEMENTS
        for premise in link.premises
    }
    opposing = tuple(statement for statement in against.values() if isinstance(statement, Evidence))
    alone = cite_in_one_line(graph, claim.source) if claim.source else ""
    kind, sentence = GapKind.BARE, f"{claim.id} has no evidence of its own in this map."
    if opposing:
        named = "; ".join(f"{evidence.id} “{evidence.text.rstrip(' .')}”" for evidence in opposing)
        kind, sentence = GapKind.OPPOSED, f"{claim.id} has evidence only against it: {named}."
    sentence += f" It rests on {alone} alone." if alone else ""
    return Gap(kind=kind.value, record=claim.id, sentence=sentence, against=opposing, alone=alone)


def _find_evidence_gap(graph: Graph, item: Evidence) -> Gap | None:
    if graph.links_from.get(item.id):
        return None
    return _build_gap(GapKind.IDLE, item.id, f"{item.id} bears on nothing in this map.")


def _build_gap(kind: GapKind, record: str, sentence: str) -> Gap:
    return Gap(kind=kind.value, record=record, sentence=sentence)
