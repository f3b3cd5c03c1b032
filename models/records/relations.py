"""What each relation means: the one table from which forms, sentences, evaluation and the checks of links take it.

How a relation is drawn stands in `renderers.style`, which knows of colours and arrowheads; what it is called and how it
is explained to readers, in `models.vocabulary`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from models.vocabulary import RecordKind, Relation, StanceKind


@dataclass(frozen=True, slots=True)
class RelationMeaning:
    """What a relation says of the records that it joins.

    `plural_verb` is what several records do together (E1 + E2 *support* F1), `participle` what is done to the target.
    `force` is 1 for a reason to accept the target, -1 for one to reject it, 0 for neither. `implied_stance` is what
    somebody makes of the target by arguing so, None where it implies nothing. `offered_on` gives by what a record is
    (a kind of claim, or of record) the place of the relation among those that a form offers for it, from 1 on.
    `only_target` is the kind of record that the target has to be. `takes_verdict` says whether a link has a verdict.
    """

    plural_verb: str
    participle: str
    force: int
    implied_stance: StanceKind | None
    offered_on: Mapping[str, int]
    only_target: RecordKind | None = None
    takes_verdict: bool = False


def _offered(**places: int) -> Mapping[str, int]:
    return MappingProxyType(places)


RELATION_MEANINGS: Mapping[str, RelationMeaning] = MappingProxyType(
    {
        Relation.SUPPORTS: RelationMeaning(
            "support",
            "supported",
            1,
            StanceKind.ACCEPTS,
            _offered(perception=2, finding=1, assertion=1, interpretation=1, evidence=1, link=3),
        ),
        Relation.CHALLENGES: RelationMeaning(
            "challenge",
            "challenged",
            -1,
            StanceKind.REJECTS,
            _offered(perception=3, finding=2, assertion=2, interpretation=2, evidence=2, link=4),
        ),
        Relation.UNDERMINES: RelationMeaning("undermine", "undermined", -1, StanceKind.REJECTS, _offered(evidence=4)),
        Relation.UNDERCUTS: RelationMeaning(
            "undercut", "undercut", -1, StanceKind.REJECTS, _offered(link=1), only_target=RecordKind.LINK
        ),
        Relation.QUALIFIES: RelationMeaning(
            "qualify",
            "qualified",
            0,
            StanceKind.QUALIFIES,
            _offered(perception=4, finding=3, assertion=3, interpretation=3, evidence=3, link=2),
        ),
        Relation.TESTS: RelationMeaning("test", "tested", 0, None, _offered(perception=1), takes_verdict=True),
        Relation.ANSWERS: RelationMeaning(
            "answer",
            "also answered",
            1,
            None,
            _offered(question=1),
            only_target=RecordKind.QUESTION,
        ),
    }
)
# What is put against a statement itself, and not against a link by which it argues.
ATTACKS_ON_STATEMENTS = frozenset(
    relation
    for relation, meaning in RELATION_MEANINGS.items()
    if meaning.force < 0 and meaning.only_target != RecordKind.LINK
)


def list_offered_relations(sort: str) -> tuple[Relation, ...]:
    """Return what a new link may do to a record of a kind, or to a claim of a kind, what is meant most often first."""
    offered = [relation for relation in Relation if sort in RELATION_MEANINGS[relation].offered_on]
    return tuple(sorted(offered, key=lambda relation: RELATION_MEANINGS[relation].offered_on[sort]))
