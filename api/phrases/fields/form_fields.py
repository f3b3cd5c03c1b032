"""A field of a form: what it is called, what it is for, and how it is filled in."""

from dataclasses import dataclass, replace
from enum import StrEnum

from api.phrases.marking import N_
from api.phrases.messages import gettext
from models.text_vocabulary import PassageRelation
from models.vocabulary import CriticismAspect, RecordKind, Term


class InputKind(StrEnum):
    """How a field is filled in."""

    LINE = "line"
    PROSE = "prose"
    DATE = "date"
    CHOICE = "choice"
    RECORD = "record"
    RECORDS = "records"
    LINES = "lines"
    ROWS = "rows"


@dataclass(frozen=True, slots=True)
class FormField:
    """One field: `name` as in the draft, `label` and `help` for the historian, `columns` of a field of rows.

    A column that is filled in `beforehand` makes no row by itself. `row_names` are further names under which a
    form sends what belongs to a row. `kinds` are what a field of records takes, `term` is its word in the glossary.

    The page of a record says what each field holds under its `heading`, or its label, with what a chosen word means
    where `shows_meaning`. Words of the vocabulary that cannot be chosen here are `omitted`.
    """

    name: str
    label: str
    help: str = ""
    sort: InputKind = InputKind.LINE
    choices: type[Term] | None = None
    columns: tuple["FormField", ...] = ()
    required: bool = False
    beforehand: bool = False
    row_names: tuple[str, ...] = ()
    kinds: tuple[RecordKind, ...] = ()
    term: str = ""
    heading: str = ""
    shows_meaning: bool = False
    omitted: tuple[Term, ...] = ()


_PASSAGE_HELP = N_("A passage marked in another text. Type its words or its id and choose. Several: with semicolons.")
# The fields of an annotation that name the passages to which it is joined.
NOTE = FormField(
    "note", N_("Note"), N_("Anything that does not belong above. It is shown with the record."), InputKind.PROSE
)
TAGS = FormField(
    "tags",
    N_("Tags"),
    N_("Type a word and choose, or enter a new one. Separate several with semicolons."),
    InputKind.RECORDS,
)
JOINED_PASSAGES = tuple(
    FormField(relation, label, _PASSAGE_HELP, InputKind.RECORDS)
    for relation, label in (
        (PassageRelation.TRANSLATES, N_("Translation of the passage")),
        (PassageRelation.QUOTES, N_("Quotes the passage")),
        (PassageRelation.CONTRADICTS, N_("Contradicts the passage")),
        (PassageRelation.COPIES, N_("Copies the passage")),
    )
)


def make_choice_field(
    name: str,
    label: str,
    choices: type[Term],
    help_: str = "",
    term: str = "",
    *,
    heading: str = "",
    shows_meaning: bool = False,
) -> FormField:
    """Return a field in which one word of a vocabulary is chosen."""
    return FormField(
        name, label, help_, InputKind.CHOICE, choices, term=term, heading=heading, shows_meaning=shows_meaning
    )


def make_date_field(name: str, label: str, help_: str) -> FormField:
    """Return a field for a date."""
    return FormField(name, label, help_, InputKind.DATE, term="date")


def make_agents_field(name: str, label: str, help_: str) -> FormField:
    """Return a field that names agents."""
    return FormField(name, label, help_, InputKind.RECORDS)


def make_work_field(name: str, label: str, help_: str) -> FormField:
    """Return a field that names a source."""
    return FormField(name, label, help_, InputKind.RECORD)


def make_statement_field(name: str, label: str, help_: str) -> FormField:
    """Return a field for a statement, which may not be left out."""
    return FormField(name, label, help_, InputKind.PROSE, required=True)


def translate_field(form_field: FormField) -> FormField:
    """Return a field as it is called and explained in the language of the page."""
    label = gettext(form_field.label)
    help_text = gettext(form_field.help) if form_field.help else ""
    return replace(
        form_field, label=label, help=help_text, columns=tuple(translate_field(column) for column in form_field.columns)
    )


LANGUAGE_HINT = N_("Its name, such as Latin or Ottoman Turkish, or its code, such as zh-Hans.")
REFERENCE_COLUMNS = (
    FormField("label", N_("Part"), N_("What the archive calls it, such as fol., box, series or shelfmark.")),
    FormField("value", N_("Number or name")),
)
NAME_COLUMNS = (
    FormField("text", N_("Name as written")),
    FormField("language", N_("Language"), LANGUAGE_HINT),
    FormField("romanisation", N_("Romanised")),
)
CRITICISM_COLUMNS = (
    make_choice_field("aspect", N_("Question asked"), CriticismAspect),
    FormField("text", N_("Your answer"), sort=InputKind.PROSE),
    FormField("by", N_("Whose judgement"), beforehand=True),
)
