"""What a historian finds to do on a weighed map: what does not stand, hangs on one witness, or was never answered."""

from collections.abc import Iterator

import msgspec

from argument_maps.bounded_work import check_work
from argument_maps.graph import natural_sort_key
from argument_maps.values import Claim, CriticalQuestion, Link
from argument_maps.weighing.reasons.arguments import list_arguments_against
from argument_maps.weighing.reasons.circles import Circle, list_open_circles
from argument_maps.weighing.surveys.differences import VerdictDifference, list_verdict_differences
from argument_maps.weighing.weighing import Weighing, weigh_map
from models.records.relations import ATTACKS
from models.vocabulary import Certainty, ClaimKind, Explicitness, QuestionOutcome, Verdict
from models.weighing_vocabulary import ProofRule, Shortfall, WeighedLabel

# So many objections, in the order of their links, are set aside in turn; fewer where that would weigh more records.
MOST_OBJECTIONS, MOST_WEIGHED = 200, 400_000


class FallenFinding(msgspec.Struct, frozen=True, kw_only=True):
    """A finding that is recorded as certain, or of which nobody says how certain it is, and does not stand."""

    record: str
    label: str
    certainty: str


class UnmetTest(msgspec.Struct, frozen=True, kw_only=True):
    """A test that is recorded as confirming or contradicting, of which findings do not stand."""

    link: str
    verdict: str
    findings: tuple[str, ...]


class OpenObjection(msgspec.Struct, frozen=True, kw_only=True):
    """An attack that applies and to which nothing answers: neither an attack on it nor on what it rests on directly.

    `turned` are the statements whose label is another when it is set aside, `verdicts` those of them that are
    perceptions. Of what is beyond the bounds of the work it is not known what turns, since it was not tried.
    """

    link: str
    target: str
    turned: tuple[str, ...] = ()
    verdicts: tuple[str, ...] = ()
    is_tried: bool = True


class UnansweredQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """A critical question that nobody has answered, or whose answer does not stand: then `answer` is that record.

    `turned` and `verdicts` are what would turn if the link of which it is asked counted for nothing.
    """

    question: str
    link: str
    answer: str | None = None
    turned: tuple[str, ...] = ()
    verdicts: tuple[str, ...] = ()


class ImplicitPremise(msgspec.Struct, frozen=True, kw_only=True):
    """A claim that nobody states and that counts; `turned` and `verdicts` are what would turn without it."""

    record: str
    turned: tuple[str, ...] = ()
    verdicts: tuple[str, ...] = ()


class Audit(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be looked at on a map, in the order in which a historian would.

    `single_witnesses` are findings that stand on documents no two of which are independent of each other, `authorities`
    those that stand on what works say. `untried` counts the objections beyond the bound, which were not set aside.
    """

    fallen: tuple[FallenFinding, ...]
    unmet_tests: tuple[UnmetTest, ...]
    differences: tuple[VerdictDifference, ...]
    single_witnesses: tuple[str, ...]
    authorities: tuple[str, ...]
    circles: tuple[Circle, ...]
    objections: tuple[OpenObjection, ...]
    questions: tuple[UnansweredQuestion, ...] = ()
    implicit: tuple[ImplicitPremise, ...] = ()
    untried: int = 0


def audit_map(weighing: Weighing) -> Audit:
    """Return what a historian would look at, as the map is weighed by preponderance.

    Each unanswered objection is set aside in turn: linear in the map for each of them, `MOST_OBJECTIONS` at most.
    """
    if weighing.rule != ProofRule.PREPONDERANCE:
        weighing = weigh_map(weighing.graph, ProofRule.PREPONDERANCE, weighing.circumstances)
    findings = [claim for claim in weighing.graph.claims if claim.kind == ClaimKind.FINDING]
    corroborated = weigh_map(weighing.graph, ProofRule.CORROBORATED, weighing.circumstances)
    unanswered = list(_list_unanswered(weighing))
    bound = max(1, min(MOST_OBJECTIONS, MOST_WEIGHED // (len(weighing.labels) + 1)))
    bearing = [link for link in unanswered if _can_turn(weighing, link)]
    tried = {link.id for link in bearing[:bound]}
    objections = [
        _weigh_objection(weighing, link)
        if link.id in tried
        else OpenObjection(link=link.id, target=link.target, is_tried=link not in bearing)
        for link in unanswered
    ]
    questions = [_weigh_question(weighing, each) for each in _list_unanswered_questions(weighing)][:MOST_OBJECTIONS]
    implicit = [_weigh_implicit(weighing, each) for each in _list_implicit(weighing)][:MOST_OBJECTIONS]
    objections.sort(key=lambda each: _rank(each.verdicts, each.turned, each.link))
    return Audit(
        fallen=tuple(_list_fallen(weighing, findings)),
        unmet_tests=tuple(_list_unmet_tests(weighing)),
        differences=tuple(list_verdict_differences(weighing)),
        single_witnesses=_select_by_shortfall(corroborated, findings, Shortfall.ONE_WITNESS),
        authorities=_select_by_shortfall(corroborated, findings, Shortfall.ON_AUTHORITY),
        circles=list_open_circles(weighing),
        objections=tuple(objections),
        questions=tuple(sorted(questions, key=lambda each: _rank(each.verdicts, each.turned, each.question))),
        implicit=tuple(sorted(implicit, key=lambda each: _rank(each.verdicts, each.turned, each.record))),
        untried=len(bearing) - len(tried),
    )


def _list_fallen(weighing: Weighing, findings: list[Claim]) -> Iterator[FallenFinding]:
    """Yield findings that do not stand. To record one without saying how certain it is is to record it as found."""
    for claim in findings:
        label = weighing.labels[claim.id]
        if claim.certainty in {Certainty.HIGH, Certainty.UNKNOWN} and label != WeighedLabel.STANDS:
            yield FallenFinding(record=claim.id, label=label, certainty=claim.certainty)


def _list_unmet_tests(weighing: Weighing) -> Iterator[UnmetTest]:
    settled = {Verdict.CONFIRMED, Verdict.PARTLY_CONFIRMED, Verdict.CONTRADICTED}
    for link in weighing.graph.links:
        if link.verdict in settled and link.id not in weighing.circumstances.records:
            failing = tuple(each for each in link.premises if weighing.labels[each] != WeighedLabel.STANDS)
            if failing:
                yield UnmetTest(link=link.id, verdict=link.verdict or "", findings=failing)


def _select_by_shortfall(weighing: Weighing, findings: list[Claim], shortfall: Shortfall) -> tuple[str, ...]:
    return tuple(claim.id for claim in findings if weighing.shortfalls.get(claim.id) == shortfall)


def _is_attack(link: Link) -> bool:
    return link.relation in ATTACKS or link.verdict in {Verdict.CONTRADICTED, Verdict.CONTESTED}


def _list_unanswered(weighing: Weighing) -> Iterator[Link]:
    """Yield attacks that apply and to which nobody answers."""
    graph = weighing.graph
    speaking_against = {link.target for link in graph.links if _is_attack(link)}
    for link in graph.links:
        is_attack = link.relation in ATTACKS and weighing.applies(link.id)
        if is_attack and speaking_against.isdisjoint((link.id, *link.premises)):
            yield link


def _can_turn(weighing: Weighing, link: Link) -> bool:
    """Tell whether any label can be another without an attack that applies.

    None is where its target stands all the same, or another attack that is as strong stays.
    """
    if weighing.preponderance.get(link.target) == WeighedLabel.STANDS and not weighing.is_undercut(link.target):
        return False
    against = [each for each in list_arguments_against(weighing, link.target) if each.applies]
    if weighing.is_undercut(link.target) and _is_undercutting(weighing, link):
        return (
            sum(1 for each in against if _is_undercutting(weighing, weighing.graph.links_by_id[each.link or ""])) == 1
        )
    own = max(each.strength for each in against if each.link == link.id)
    return not any(each.link != link.id and each.strength >= own for each in against)


def _is_undercutting(weighing: Weighing, link: Link) -> bool:
    """Tell whether a link attacks a link, or the document of evidence, and not a statement."""
    position = weighing.built.structure.conclusions[weighing.built.steps[link.id][0]]
    return position == weighing.built.undercutters.get(link.target)


def _rank(verdicts: tuple[str, ...], turned: tuple[str, ...], label: str) -> tuple[int, int, object]:
    return -len(verdicts), -len(turned), natural_sort_key(label)


def _list_unanswered_questions(weighing: Weighing) -> Iterator[CriticalQuestion]:
    """Yield the critical questions that are not answered, or of which the answer does not stand."""
    stands = WeighedLabel.STANDS
    for question in weighing.graph.critical_questions:
        is_met = question.outcome == QuestionOutcome.ANSWERED and (
            question.answered_by is None or weighing.labels.get(question.answered_by) == stands
        )
        if not is_met:
            yield question


def _list_implicit(weighing: Weighing) -> Iterator[str]:
    """Yield the claims that nobody states and on which an argument rests that applies."""
    for claim in weighing.graph.claims:
        links = weighing.graph.links_from.get(claim.id, ())
        if claim.explicitness == Explicitness.IMPLICIT and any(weighing.applies(link.id) for link in links):
            yield claim.id


def _weigh_question(weighing: Weighing, question: CriticalQuestion) -> UnansweredQuestion:
    turned, verdicts = _set_aside(weighing, question.link)
    return UnansweredQuestion(
        question=question.id, link=question.link, answer=question.answered_by, turned=turned, verdicts=verdicts
    )


def _weigh_implicit(weighing: Weighing, label: str) -> ImplicitPremise:
    turned, verdicts = _set_aside(weighing, label)
    return ImplicitPremise(record=label, turned=turned, verdicts=verdicts)


def _weigh_objection(weighing: Weighing, link: Link) -> OpenObjection:
    turned, verdicts = _set_aside(weighing, link.id)
    return OpenObjection(link=link.id, target=link.target, turned=turned, verdicts=verdicts)


def _set_aside(weighing: Weighing, record: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the statements that turn with a record or link set aside, and those of them that are perceptions."""
    check_work()
    circumstances = weighing.circumstances
    without = msgspec.structs.replace(circumstances, records=circumstances.records | {record})
    labels = weigh_map(weighing.graph, weighing.rule, without).labels
    turned = [
        label for label in weighing.graph.statements if labels[label] != weighing.labels[label] and label != record
    ]
    verdicts = sorted(_select_perceptions(weighing, turned), key=natural_sort_key)
    return tuple(sorted(turned, key=natural_sort_key)), tuple(verdicts)


def _select_perceptions(weighing: Weighing, labels: list[str]) -> Iterator[str]:
    for label in labels:
        record = weighing.graph.statements[label]
        if isinstance(record, Claim) and record.kind == ClaimKind.PERCEPTION:
            yield label
