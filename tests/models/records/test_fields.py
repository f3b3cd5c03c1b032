"""A field of a record is declared once, and whatever goes through the fields of records knows it from there."""

from typing import Any, get_args

import msgspec
import pytest
from pydantic import BaseModel, ValidationError
from sqlalchemy import ForeignKeyConstraint

from api.phrases.fields.record_fields import FIELDS_OUTSIDE_FORMS, FORMS
from argument_maps.values import VALUE_CLASSES
from models.records.fields import list_date_fields, list_reference_fields, list_searched_fields
from models.records.kinds import KINDS
from models.text_types import STORED, Label, Prose, Quotation, Statement
from models.vocabulary import RecordKind

# What is written in sentences and yet not looked through: it says what has not been verified, and would be found as if
# it had been.
UNSEARCHED = {(RecordKind.SOURCE, "certainty_note")}
LONG_TEXTS = {type_.__metadata__[0].max_length for type_ in (Statement, Prose, Quotation)}  # type: ignore[attr-defined] # annotated types


def plain(value: Any) -> Any:
    return msgspec.to_builtins(value) if not isinstance(value, BaseModel) else value.model_dump(mode="json")


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_value_has_the_fields_of_its_draft_with_their_defaults(kind: RecordKind) -> None:
    value_fields = {field.name: field for field in msgspec.structs.fields(VALUE_CLASSES[kind])}
    draft_fields = KINDS[kind].draft.model_fields
    assert value_fields.keys() - {"id"} == draft_fields.keys()
    for name, field in draft_fields.items():
        assert value_fields[name].required == field.is_required(), name
        if not field.is_required():
            default = field.get_default(call_default_factory=True)
            written = value_fields[name]
            factory = written.default_factory
            of_value = written.default if factory is msgspec.NODEFAULT else factory()
            assert plain(of_value) == plain(default) or (list(of_value), default) == ([], []), name


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_table_holds_every_field_but_lists_of_labels_versions_and_pages(kind: RecordKind) -> None:
    entry = KINDS[kind]
    elsewhere = set(entry.draft.model_fields) - set(entry.table.model_fields)
    lists = {field.name for field in list_reference_fields(entry.draft) if field.takes_several}
    own = {RecordKind.TEXT: {"versions"}, RecordKind.SCAN: {"pages"}}
    assert elsewhere == lists | own.get(kind, set())


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_whatever_takes_labels_says_of_which_kinds(kind: RecordKind) -> None:
    draft = KINDS[kind].draft
    marked = {field.name for field in list_reference_fields(draft)}
    pattern = Label.__metadata__[0].pattern  # type: ignore[attr-defined] # an annotated type
    taking = {name for name, field in draft.model_fields.items() if pattern in f"{field.annotation} {field.metadata}"}
    assert marked == taking


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_database_holds_every_column_that_names_a_record(kind: RecordKind) -> None:
    entry = KINDS[kind]
    table: Any = entry.table
    held = {
        tuple(constraint.column_keys)[1]
        for constraint in table.__table__.constraints
        if isinstance(constraint, ForeignKeyConstraint) and constraint.column_keys[0] == "map_id"
    }
    assert {field.name for field in list_reference_fields(entry.draft) if not field.takes_several} <= held


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_what_is_written_in_sentences_is_searched(kind: RecordKind) -> None:
    draft = KINDS[kind].draft
    searched = {name for name, _ in list_searched_fields(draft)}
    for name, field in draft.model_fields.items():
        lengths = {getattr(mark, "max_length", None) for mark in field.metadata}
        if field.annotation is str and lengths & LONG_TEXTS and (kind, name) not in UNSEARCHED:
            assert name in searched, name


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_parts_that_are_searched_are_fields_of_what_stands_in_the_list(kind: RecordKind) -> None:
    for name, searched in list_searched_fields(KINDS[kind].draft):
        if searched.parts:
            (model,) = get_args(KINDS[kind].draft.model_fields[name].annotation)
            assert set(searched.parts) <= set(model.model_fields), name


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_field_is_in_its_form_or_said_to_be_in_none(kind: RecordKind) -> None:
    written = {form_field.name for form_field in FORMS[kind]} | FIELDS_OUTSIDE_FORMS
    assert set(KINDS[kind].draft.model_fields) <= written


def test_a_date_that_was_stored_before_it_was_refused_can_still_be_read() -> None:
    stored = {"kind": "assertion", "text": "So it was.", "when": "1953/1950"}
    draft = KINDS[RecordKind.CLAIM].draft
    assert draft.model_validate(stored, context=STORED).model_dump()["when"] == "1953/1950"
    with pytest.raises(ValidationError, match="ends before it begins"):
        draft.model_validate(stored)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_date_has_its_place_among_those_as_written(kind: RecordKind) -> None:
    fields = KINDS[kind].draft.model_fields
    names = list_date_fields(KINDS[kind].draft)
    taken = get_args(get_args(fields["written_dates"].annotation)[0]) if "written_dates" in fields else ()
    assert taken == names
