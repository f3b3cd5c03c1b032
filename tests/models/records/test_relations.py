"""What each relation means is said once, and all that depends on it takes it from there."""

import re

from api.pages.templating import environment
from api.phrases.fields.record_fields import FORMS
from models.records.relations import ATTACKS_ON_STATEMENTS, OFFERED_RELATIONS, RELATION_MEANINGS
from models.vocabulary import ClaimKind, RecordKind, Relation
from renderers.style import RELATIONS


def test_every_relation_has_a_meaning_and_signs_of_its_own() -> None:
    assert set(RELATION_MEANINGS) == set(Relation) == set(RELATIONS)
    drawn = [(signs.hue, signs.dash, signs.head, signs.glyph) for signs in RELATIONS.values()]
    assert len(set(drawn)) == len(drawn)
    assert len({signs.character for signs in RELATIONS.values()} - {""}) == len(RELATIONS)


def test_relations_are_offered_for_what_there_is_and_each_for_something() -> None:
    assert set(OFFERED_RELATIONS) <= {*ClaimKind, *RecordKind}
    assert {relation for offered in OFFERED_RELATIONS.values() for relation in offered} == set(Relation)
    for sort, offered in OFFERED_RELATIONS.items():
        assert len(set(offered)) == len(offered), sort
        for relation in offered:
            target = RELATION_MEANINGS[relation].only_target
            meant = RecordKind.CLAIM if sort in set(ClaimKind) else sort
            assert target is None or target == meant, (sort, relation)


def test_attacks_on_statements_are_what_the_ledger_counts_against() -> None:
    assert {Relation.CHALLENGES, Relation.UNDERMINES} == ATTACKS_ON_STATEMENTS


def test_forms_say_what_a_relation_takes_as_its_target() -> None:
    choice = next(form_field for form_field in FORMS[RecordKind.LINK] if form_field.name == "relation")
    control = environment.get_template("fields.html").module.control("relation", choice, "")  # type: ignore[attr-defined] # a macro
    written = dict(re.findall(r'<option value="(\w+)" data-target="(\w+)"', control))
    assert written == {
        str(relation): str(meaning.only_target)
        for relation, meaning in RELATION_MEANINGS.items()
        if meaning.only_target is not None
    }
    assert written["undercuts"] == "link"
