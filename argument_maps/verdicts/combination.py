"""How several tests of one perception come together to one verdict."""

from collections.abc import Iterable

from argument_maps.graph import Graph
from argument_maps.values import Claim, Interpretation, Link
from models.vocabulary import Relation, Verdict

CONFIRMING_VERDICTS: frozenset[str] = frozenset({Verdict.CONFIRMED, Verdict.PARTLY_CONFIRMED})
SETTLED_VERDICTS: frozenset[str] = CONFIRMING_VERDICTS | {Verdict.CONTRADICTED, Verdict.MIXED, Verdict.CONTESTED}


def combine_verdicts(verdicts: Iterable[str | None], *, scholars_disagree: bool = False) -> str:
    """Return the verdict to which several come together.

    1. What is not tested says nothing; without any other verdict the perception is not tested.
    2. What is open counts only where nothing is settled. Of the two kinds of open, closed records weigh more, since
       they may yet decide.
    3. All alike are that verdict; confirmed with partly confirmed is partly confirmed.
    4. If any test is contested, so is the whole: scholars disagree about what was found.
    5. Findings that point both ways, one confirming and another contradicting, are mixed; where scholars dispute one
       of those findings or tests besides (`scholars_disagree`), they are contested.
    """
    tested_verdicts = {verdict for verdict in verdicts if verdict is not None} - {Verdict.NOT_TESTED}
    counted = tested_verdicts & SETTLED_VERDICTS or tested_verdicts
    if not counted:
        return Verdict.NOT_TESTED.value
    if len(counted) == 1:
        return next(iter(counted))
    if not counted & SETTLED_VERDICTS:
        return Verdict.OPEN_CLOSED.value
    if counted <= CONFIRMING_VERDICTS:
        return Verdict.PARTLY_CONFIRMED.value
    is_contested = scholars_disagree or Verdict.CONTESTED in counted
    return Verdict.CONTESTED.value if is_contested else Verdict.MIXED.value


def find_verdict(graph: Graph, perception: str) -> str:
    """Return the verdict on the perception: the editor's where one is stated, else that of all its tests together."""
    record = graph.statements.get(perception)
    stated = record.overall_verdict if isinstance(record, Claim) else None
    return stated or compute_verdict(graph, perception)


def compute_verdict(graph: Graph, perception: str) -> str:
    """Return the verdict to which all tests of the perception come together, whatever the editor states."""
    tests = list_tests(graph, perception)
    return combine_verdicts(
        [link.verdict for link in tests],
        scholars_disagree=len(tests) > 1 and any(_is_disputed_by_scholars(graph, link) for link in tests),
    )


def list_tests(graph: Graph, perception: str) -> list[Link]:
    """Return the links that test the perception, in their order."""
    return [link for link in graph.links_to.get(perception, ()) if link.relation == Relation.TESTS]


def _is_disputed_by_scholars(graph: Graph, test: Link) -> bool:
    """Tell whether an interpretation attacks the test itself or a finding that is put to it."""
    return any(
        isinstance(graph.statements[premise], Interpretation)
        for target in (test.id, *test.premises)
        for link in graph.attacks_on.get(target, ())
        for premise in link.premises
    )
