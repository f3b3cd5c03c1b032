"""What a historian finds to do on a weighed map: what does not stand, hangs on one witness, or was never answered."""

from collections.abc import Iterator

import msgspec

from argument_maps.bounded_work import check_work
from argument_maps.graph import natural_sort_key
from argument_maps.values import Claim, Link
from argument_maps.weighing.reasons.arguments import list_arguments_against
from argument_maps.weighing.reasons.circles import Circle, list_open_circles
from argument_maps.weighing.surveys.differences import VerdictDifference, list_verdict_differences
from argument_maps.weighing.weighing import Weighing, weigh_map
from models.records.relations import ATTACKS
from models.vocabulary import Certainty, ClaimKind, Verdict
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
    objections.sort(key=lambda each: (-len(each.verdicts), -len(each.turned), natural_sort_key(each.link)))
    return Audit(
        fallen=tuple(_list_fallen(weighing, findings)),
        unmet_tests=tuple(_list_unmet_tests(weighing)),
        differences=tuple(list_verdict_differences(weighing)),
        single_witnesses=_select_by_shortfall(corroborated, findings, Shortfall.ONE_WITNESS),
        authorities=_select_by_shortfall(corroborated, findings, Shortfall.ON_AUTHORITY),
        circles=list_open_circles(weighing),
        objections=tuple(objections),
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


def _weigh_objection(weighing: Weighing, link: Link) -> OpenObjection:
    check_work()
    circumstances = weighing.circumstances
    without = msgspec.structs.replace(circumstances, records=circumstances.records | {link.id})
    labels = weigh_map(weighing.graph, weighing.rule, without).labels
    turned = [label for label in weighing.graph.statements if labels[label] != weighing.labels[label]]
    return OpenObjection(
        link=link.id,
        target=link.target,
        turned=tuple(sorted(turned, key=natural_sort_key)),
        verdicts=tuple(sorted(_select_perceptions(weighing, turned), key=natural_sort_key)),
    )


def _select_perceptions(weighing: Weighing, labels: list[str]) -> Iterator[str]:
    for label in labels:
        record = weighing.graph.statements[label]
        if isinstance(record, Claim) and record.kind == ClaimKind.PERCEPTION:
            yield label
