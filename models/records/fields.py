"""What a field of a draft says of itself beside its type: which records it names, and how it is searched.

Said once, where the field is declared, and read from there by whatever goes through the fields of records: the checks
of references, the keys of tables, deletion, merging, excerpts, the history's words and the search.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, get_args, get_origin

from pydantic import StringConstraints
from sqlmodel import SQLModel

from models.text_types import ONE_LINE, EdtfDate, Prose, Quotation, Statement
from models.vocabulary import RecordKind, Term

# The date as it was written, by the field that holds it in EDTF.
DateAsWritten = Annotated[str, StringConstraints(min_length=1, max_length=80, strip_whitespace=True, pattern=ONE_LINE)]
# What tells the types of prose from those of a line, a name or a date.
_LIMITS_OF_PROSE = tuple(get_args(prose_type)[1] for prose_type in (Statement, Prose, Quotation))


class ReferenceTo:
    """Marks a field that names records of the same map, and says of which kinds.

    A record whose field cannot be empty is deleted with what that field names; of any other the name is taken out.
    """

    __slots__ = ("kinds",)

    def __init__(self, *kinds: RecordKind) -> None:
        self.kinds = kinds


@dataclass(frozen=True, slots=True)
class Searched:
    """Marks a field whose words are searched, with their weight.

    Of a list of objects the `parts` are. What a hit is called is the heaviest field that has words, of several as
    heavy the one that `leads`, or comes first.
    """

    weight: float
    parts: tuple[str, ...] = ()
    leads: bool = False


@dataclass(frozen=True, slots=True)
class ReferenceField:
    """A field that names records: of which kinds, whether several, and whether it can be left empty."""

    name: str
    kinds: tuple[RecordKind, ...]
    takes_several: bool
    is_required: bool


def list_reference_fields(draft: type[SQLModel]) -> Iterator[ReferenceField]:
    """Yield the fields of a draft that name other records, in their order."""
    for name, field in draft.model_fields.items():
        for mark in field.metadata:
            if isinstance(mark, ReferenceTo):
                # A list that may not be empty is asked for as well.
                yield ReferenceField(name, mark.kinds, get_origin(field.annotation) is list, field.is_required())


def list_prose_fields(draft: type[SQLModel]) -> frozenset[str]:
    """Return the fields of a draft in which somebody writes sentences, by their types."""
    return frozenset(name for name, field in draft.model_fields.items() if _is_prose(field.metadata))


def _is_prose(metadata: Iterable[Any]) -> bool:
    return any(mark is limits for mark in metadata for limits in _LIMITS_OF_PROSE)


def list_term_fields(draft: type[SQLModel]) -> list[str]:
    """Return the fields of a draft whose values are words of the vocabulary."""
    return [name for name, field in draft.model_fields.items() if _is_term(field.annotation)]


def _is_term(annotation: Any) -> bool:
    is_word = isinstance(annotation, type) and issubclass(annotation, Term)
    return is_word or any(map(_is_term, get_args(annotation)))


def list_date_fields(draft: type[SQLModel]) -> tuple[str, ...]:
    """Return the fields of a draft that hold a date, in their order."""
    return tuple(
        name
        for name, field in draft.model_fields.items()
        if EdtfDate in (field.annotation, *get_args(field.annotation))
    )


def drop_outdated_writing(before: Mapping[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a draft without the written forms of dates that say something else by now.

    One that has changed as well belongs to the date that came with it.
    """
    written, former = after.get("written_dates"), before.get("written_dates")
    if not isinstance(written, Mapping) or not isinstance(former, Mapping):
        return after
    kept = {
        name: words
        for name, words in written.items()
        if words != former.get(name) or after.get(name) == before.get(name)
    }
    return {**after, "written_dates": kept}


def list_searched_fields(draft: type[SQLModel]) -> tuple[tuple[str, Searched], ...]:
    """Return the fields of a draft whose words are searched, in the order in which they name a hit."""
    marked = [
        (name, mark)
        for name, field in draft.model_fields.items()
        for mark in field.metadata
        if isinstance(mark, Searched)
    ]
    return tuple(sorted(marked, key=lambda entry: (-entry[1].weight, not entry[1].leads)))
