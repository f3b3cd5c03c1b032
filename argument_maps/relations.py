"""What a link may do to a record, by what the record is."""

from argument_maps.graph import AnyRecord, Claim, Evidence, Interpretation, Link, Question
from models.vocabulary import ClaimKind, Relation

_OF_STATEMENTS = (Relation.SUPPORTS, Relation.CHALLENGES, Relation.QUALIFIES)


def list_relations_to(target: AnyRecord) -> tuple[Relation, ...]:
    """Return what a new link may do to a record, what is meant most often first; nothing bears on a source."""
    match target:
        case Link():
            return (Relation.UNDERCUTS, Relation.QUALIFIES, Relation.SUPPORTS, Relation.CHALLENGES)
        case Question():
            return (Relation.ANSWERS,)
        case Evidence():
            return (*_OF_STATEMENTS, Relation.UNDERMINES)
        case Claim() if target.kind == ClaimKind.PERCEPTION:
            return (Relation.TESTS, *_OF_STATEMENTS)
        case Claim() | Interpretation():
            return _OF_STATEMENTS
        case _:
            return ()
