"""Links in sentences: what several records do together is said in the plural, with a plus between them."""

import pytest

from models.records.link_sentences import describe_link, relation_verb
from models.vocabulary import Relation


@pytest.mark.parametrize(
    ("premises", "relation", "sentence"),
    [
        (["E1"], "supports", "E1 supports F1"),
        (["E1", "E2"], "supports", "E1 + E2 support F1"),
        (["P1", "F2", "E3"], "qualifies", "P1 + F2 + E3 qualify F1"),
        (["F1", "F2"], "tests", "F1 + F2 test F1"),
    ],
)
def test_several_support_together_and_one_supports(premises: list[str], relation: str, sentence: str) -> None:
    assert describe_link(premises, relation, "F1") == sentence


@pytest.mark.parametrize("relation", Relation)
def test_every_relation_has_a_verb_for_several(relation: Relation) -> None:
    assert relation_verb(relation, 1) == relation
    # Of several a verb in the present loses its -s; one in the past stays as it is.
    assert relation_verb(relation, 2)
    assert (relation_verb(relation, 2) == relation) is not relation.endswith("s")
