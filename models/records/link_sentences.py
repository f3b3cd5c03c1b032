"""A link in one sentence: “E1 supports F1”, and of several records that do so together “E1 + E2 support F1”."""

from collections.abc import Sequence

from models.vocabulary import Relation

BETWEEN_PREMISES = " + "
# What several do together; what one does is the relation's own word.
_OF_SEVERAL: dict[str, str] = {
    Relation.SUPPORTS: "support",
    Relation.CHALLENGES: "challenge",
    Relation.UNDERMINES: "undermine",
    Relation.UNDERCUTS: "undercut",
    Relation.QUALIFIES: "qualify",
    Relation.TESTS: "test",
    Relation.ANSWERS: "answer",
}
PLURAL_VERBS = tuple(_OF_SEVERAL.values())


def relation_verb(relation: str, number: int) -> str:
    """Return the verb for what so many records do: supports, or support."""
    return str(relation) if number == 1 else _OF_SEVERAL[relation]


def describe_link(premises: Sequence[str], relation: str, target: str) -> str:
    """Return a link in one sentence, out of the ids or the words of what it joins."""
    return f"{BETWEEN_PREMISES.join(premises)} {relation_verb(relation, len(premises))} {target}"
