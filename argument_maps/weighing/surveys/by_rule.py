"""What survives which rule of proof, as one table."""

import msgspec

from argument_maps.bounded_work import check_work
from argument_maps.graph import Graph, natural_sort_key
from argument_maps.values import Evidence, Interpretation, Statement
from argument_maps.verdicts.question_order import rank_by_question
from argument_maps.weighing.set_aside import NOTHING_SET_ASIDE, Circumstances
from argument_maps.weighing.weighing import Weighing, weigh_map
from models.vocabulary import ClaimKind
from models.weighing_vocabulary import ProofRule, WeighedLabel

# What is held and found is read first, then what was done, then readings of it, and the documents last.
_KINDS = (ClaimKind.PERCEPTION, ClaimKind.FINDING, ClaimKind.RESPONSE, ClaimKind.ASSERTION)


class RuleRow(msgspec.Struct, frozen=True, kw_only=True):
    """What becomes of one statement by each rule, in the order of `RuleTable.rules`, and why it does not stand.

    `shortfalls` are empty texts where it stands, or does not by preponderance either. `strictest` is the strictest of
    the first four rules, each of which implies the one before, by which it stands, None if it does by none; whether it
    is beyond dispute is another matter (`is_undisputed`): a record can be so that nobody documented.
    """

    record: str
    kind: str
    labels: tuple[str, ...]
    shortfalls: tuple[str, ...]
    strictest: str | None
    is_undisputed: bool


class RuleTable(msgspec.Struct, frozen=True, kw_only=True):
    """The statements of a map by rules of proof; `standing` counts those that stand by each."""

    rules: tuple[str, ...]
    rows: tuple[RuleRow, ...]
    standing: tuple[int, ...]


def weigh_by_every_rule(graph: Graph, circumstances: Circumstances = NOTHING_SET_ASIDE) -> RuleTable:
    """Return what becomes of each statement by each rule of proof, by kind and question, and then by label."""
    weighings = [_weigh(graph, rule, circumstances) for rule in ProofRule]
    rank = rank_by_question(graph)
    records = sorted(
        graph.statements.values(), key=lambda each: (_rank_kind(each), rank(each.id), natural_sort_key(each.id))
    )
    stands = WeighedLabel.STANDS.value
    return RuleTable(
        rules=tuple(rule.value for rule in ProofRule),
        rows=tuple(_build_row(record, weighings) for record in records),
        standing=tuple(sum(weighing.labels[record.id] == stands for record in records) for weighing in weighings),
    )


def _weigh(graph: Graph, rule: ProofRule, circumstances: Circumstances) -> Weighing:
    check_work()
    return weigh_map(graph, rule, circumstances)


def _build_row(record: Statement, weighings: list[Weighing]) -> RuleRow:
    labels = tuple(weighing.labels[record.id] for weighing in weighings)
    standing = [rule for rule, label in zip(ProofRule, labels, strict=True) if label == WeighedLabel.STANDS]
    met = [rule for rule in standing if rule != ProofRule.BEYOND_DISPUTE]
    return RuleRow(
        record=record.id,
        kind=_name_kind(record),
        labels=labels,
        shortfalls=tuple(weighing.shortfalls.get(record.id, "") for weighing in weighings),
        strictest=met[-1].value if met else None,
        is_undisputed=ProofRule.BEYOND_DISPUTE in standing,
    )


def _name_kind(record: Statement) -> str:
    if isinstance(record, Evidence):
        return "evidence"
    return "interpretation" if isinstance(record, Interpretation) else record.kind


def _rank_kind(record: Statement) -> int:
    kinds = [*(kind.value for kind in _KINDS), "interpretation", "evidence"]
    return kinds.index(_name_kind(record))
