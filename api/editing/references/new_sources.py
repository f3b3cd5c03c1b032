"""What a form says of a source that is made with it, beside its title."""

from dataclasses import replace

from api.pages.forms import FormValues, read_filled_rows
from api.phrases.fields.form_fields import FormField, InputKind
from api.phrases.fields.record_fields import list_form_fields
from models.records.rows import Draft
from models.vocabulary import RecordKind

# Before the names of the fields that say more of a source that is made with the form.
NEW_SOURCE_PREFIX = "source."
NEW_SOURCE_FIELDS = (
    *("type", "author", "issued", "available", "container_title", "volume", "issue", "page", "publisher_place"),
    *("publisher", "repository", "reference", "url"),
)


def read_new_source_fields(form: FormValues) -> Draft:
    """Return what was written of a source that is made with a form, as it goes back into it."""
    return {
        form_field.name: read_filled_rows(form_field, form)
        if form_field.sort is InputKind.ROWS
        else form.get(form_field.name, "")
        for form_field in list_new_source_fields()
    }


def list_new_source_fields() -> tuple[FormField, ...]:
    """Return the fields that say more of a source that is made with a form."""
    fields_by_name = {form_field.name: form_field for form_field in list_form_fields(RecordKind.SOURCE)}
    return tuple(
        replace(
            fields_by_name[name], name=NEW_SOURCE_PREFIX + name, required=name == "type", help=fields_by_name[name].help
        )
        for name in NEW_SOURCE_FIELDS
    )
