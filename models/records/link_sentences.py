"""A link in one sentence: “E1 supports F1”, and of several records that do so together “E1 + E2 support F1”."""

from collections.abc import Sequence

from models.records.relations import RELATION_MEANINGS

BETWEEN_PREMISES = " + "


def relation_verb(relation: str, number: int) -> str:
    """Return the verb for what so many records do: supports, or support."""
    return str(relation) if number == 1 else RELATION_MEANINGS[relation].plural_verb


def describe_link(premises: Sequence[str], relation: str, target: str) -> str:
    """Return a link in one sentence, out of the ids or the words of what it joins."""
    return f"{BETWEEN_PREMISES.join(premises)} {relation_verb(relation, len(premises))} {target}"
