"""What each relation means: the one table from which forms, sentences, evaluation and the checks of links take it.

How a relation is drawn stands in `renderers.style`, which knows of colours and arrowheads; what it is called and how it
is explained to readers, in `models.vocabulary`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from models.vocabulary import ClaimKind, RecordKind, Relation, StanceKind


@dataclass(frozen=True, slots=True)
class RelationMeaning:
    """What a relation says of the records that it joins.

    `plural_verb` is what several records do together (E1 + E2 *support* F1), `participle` what is done to the target.
    `force` is 1 for a reason to accept the target, -1 for one to reject it, 0 for neither. `implied_stance` is what
    somebody makes of the target by arguing so, None where it implies nothing. `only_target` is the kind of record that
    the target has to be. `takes_verdict` says whether a link has a verdict.
    """

    plural_verb: str
    participle: str
    force: int
    implied_stance: StanceKind | None
    only_target: RecordKind | None = None
    takes_verdict: bool = False


RELATION_MEANINGS: Mapping[str, RelationMeaning] = MappingProxyType(
    {
        Relation.SUPPORTS: RelationMeaning("support", "supported", 1, StanceKind.ACCEPTS),
        Relation.CHALLENGES: RelationMeaning("challenge", "challenged", -1, StanceKind.REJECTS),
        Relation.UNDERMINES: RelationMeaning("undermine", "undermined", -1, StanceKind.REJECTS),
        Relation.UNDERCUTS: RelationMeaning(
            "undercut", "undercut", -1, StanceKind.REJECTS, only_target=RecordKind.LINK
        ),
        Relation.QUALIFIES: RelationMeaning("qualify", "qualified", 0, StanceKind.QUALIFIES),
        Relation.TESTS: RelationMeaning("test", "tested", 0, None, takes_verdict=True),
        Relation.ANSWERS: RelationMeaning("answer", "answered", 1, None, only_target=RecordKind.QUESTION),
        Relation.PROMPTED: RelationMeaning("prompted", "prompted", 0, None, only_target=RecordKind.CLAIM),
    }
)
_OFFERED_ON_STATEMENTS = (Relation.SUPPORTS, Relation.CHALLENGES, Relation.QUALIFIES)
# What a new link may do to a record of a kind, or to a claim of a kind, what is meant most often first.
OFFERED_RELATIONS: Mapping[str, tuple[Relation, ...]] = MappingProxyType(
    {
        ClaimKind.PERCEPTION: (Relation.TESTS, *_OFFERED_ON_STATEMENTS),
        ClaimKind.RESPONSE: (Relation.PROMPTED, *_OFFERED_ON_STATEMENTS),
        ClaimKind.FINDING: _OFFERED_ON_STATEMENTS,
        ClaimKind.ASSERTION: _OFFERED_ON_STATEMENTS,
        RecordKind.INTERPRETATION: _OFFERED_ON_STATEMENTS,
        RecordKind.EVIDENCE: (*_OFFERED_ON_STATEMENTS, Relation.UNDERMINES),
        RecordKind.LINK: (Relation.UNDERCUTS, Relation.QUALIFIES, Relation.SUPPORTS, Relation.CHALLENGES),
        RecordKind.QUESTION: (Relation.ANSWERS,),
    }
)
# What speaks against a statement or a link.
ATTACKS = frozenset(relation for relation, meaning in RELATION_MEANINGS.items() if meaning.force < 0)
# What is put against a statement itself, and not against a link by which it argues.
ATTACKS_ON_STATEMENTS = frozenset(
    relation for relation in ATTACKS if RELATION_MEANINGS[relation].only_target != RecordKind.LINK
)
