"""Sentences in English that pages can say in the reader's language, since they keep their template and its values.

The rooms below the pages know of no catalogue. `make strings` finds every template by the names of these constructors.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import LiteralString, Self

# What a template takes: a word as it is, a term or phrase that has translations of its own, or several, with commas.
PhraseValue = str | int | datetime | tuple[str, ...]


class Phrase(str):
    """A text in English, equal to it as a string, made of a `template` and the `values` at its places `%(name)s`.

    Without values nothing is put in, and a per cent sign is one. If a number decides about the form, `plural` is the
    template for several, and `number` is what decides.
    """

    template: str
    values: Mapping[str, PhraseValue]
    plural: str | None
    number: int

    def __new__(cls, template: LiteralString, /, **values: PhraseValue) -> Self:
        """Put the values into the template, which has to be a literal, so that it is found in the code."""
        return cls.fill(template, None, 1, values)

    @classmethod
    def fill(cls, template: str, plural: str | None, number: int, values: Mapping[str, PhraseValue]) -> Self:
        """Return the phrase of these parts, whose templates are literals elsewhere: a copy, or one from a process."""
        chosen = template if plural is None or number == 1 else plural
        english = {name: _write_value(value) for name, value in values.items()}
        phrase = str.__new__(cls, chosen % english if english else chosen)
        phrase.template, phrase.values, phrase.plural, phrase.number = template, values, plural, number
        return phrase

    def replace_values(self, **values: PhraseValue) -> Self:
        """Return the phrase with other values at some of its places."""
        return self.fill(self.template, self.plural, self.number, {**self.values, **values})

    def __reduce__(self) -> tuple[object, ...]:
        """Return how the phrase is copied and pickled: with its values."""
        return self.fill, (self.template, self.plural, self.number, self.values)


def pluralise_phrase(one: LiteralString, many: LiteralString, number: int, /, **values: PhraseValue) -> Phrase:
    """Return the phrase that goes with a number, which is the value `num`."""
    return Phrase.fill(one, many, number, {"num": number, **values})


def _write_value(value: PhraseValue) -> str:
    if isinstance(value, tuple):
        return ", ".join(value)
    return value.isoformat(timespec="minutes") if isinstance(value, datetime) else str(value)
