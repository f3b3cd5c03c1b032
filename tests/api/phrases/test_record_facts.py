"""What the page of a record says of it: every field that a form asks for, under its heading."""

import msgspec
import pytest

from api.phrases.fields.form_fields import InputKind
from api.phrases.fields.record_fields import FORMS
from api.phrases.record_facts import SET_APART, describe_counted_access, list_facts, list_source_dates
from argument_maps.values import VALUE_CLASSES, AnyRecord, Claim, Evidence, Source, Stance, Text
from models.vocabulary import RecordKind


def fill(kind: RecordKind) -> AnyRecord:
    """Return a record of a kind in which every field of its form that is not set apart has something to say."""
    values: dict[str, object] = {}
    for field in FORMS[kind]:
        match field.sort:
            case InputKind.CHOICE if field.choices is not None:
                values[field.name] = str([*field.choices][-1 if field.name in {"type", "explicitness"} else 0])
            case InputKind.RECORDS | InputKind.LINES:
                values[field.name] = ("one", "two")
            case InputKind.ROWS:
                values[field.name] = ({column.name: "written" for column in field.columns},)
            case InputKind.DATE:
                values[field.name] = "1950-06-25"
            case _:
                values[field.name] = "en" if field.name.endswith("language") else f"what {field.name} says"
    required = {
        field.name: "x"
        for field in msgspec.structs.fields(VALUE_CLASSES[kind])
        if field.required and field.name not in {"id", *values}
    }
    return VALUE_CLASSES[kind](id="X1", **required, **values)


@pytest.mark.parametrize("kind", sorted(FORMS))
def test_what_is_asked_for_is_shown_or_set_apart(kind: RecordKind) -> None:
    asked = {field.name for field in FORMS[kind]} - {"tags"}
    assert SET_APART[kind] <= asked
    facts = list_facts(fill(kind))
    assert len(facts) == len(asked - SET_APART[kind])
    assert all(fact.heading and (fact.text or fact.labels) for fact in facts)


def test_what_a_choice_leaves_at_its_default_is_not_said() -> None:
    assert list_facts(Claim(id="C1", text="A claim.")) == ()
    assert list_facts(Evidence(id="E1", summary="A passage.", source="S1")) == ()


def test_a_fact_says_what_its_word_means_and_a_date_is_spelled() -> None:
    facts = list_facts(
        Claim(id="C1", text="A claim.", when="1950-06-25", certainty="low", certainty_note="One report.")
    )
    assert [fact.text for fact in facts] == ["25 June 1950", "low", "One report."]
    assert facts[1].meaning.startswith("Possible")
    assert 'href="/glossary#certainty"' in facts[1].heading


def test_nothing_that_was_written_is_left_out_of_a_page() -> None:
    stance = Stance(id="ST1", agent="A1", target="C1", stance="rejects", reason="It rests on one report.")
    assert "It rests on one report." in {fact.text for fact in list_facts(stance)}
    text = Text(id="X2", title="A letter", language="ru", translation_of="X1")
    assert [(fact.text, fact.labels) for fact in list_facts(text)] == [("Russian", ()), ("", ("X1",))]
    source = Source(id="S1", type="book", title="A book", certainty_note="Its date.", also_at=("Rome", "Paris"))
    assert {"Its date.", "Rome; Paris"} <= {fact.text for fact in list_facts(source)}


def test_the_dates_of_a_source_stand_apart_and_the_one_that_counts_says_so() -> None:
    telegram = Source(
        id="S1",
        type="archival",
        title="A note",
        issued="1950-05-13",
        opened="1993-12-14",
        published="1995",
        translated="1996~",
    )
    assert [(date.heading, date.text, date.counts) for date in list_source_dates(telegram)] == [
        ("Written", "13 May 1950", False),
        ("Opened", "14 December 1993", True),
        ("Published", "1995", False),
        ("Translated", "about 1996", False),
    ]
    assert describe_counted_access(telegram) == "opened 14 December 1993"


def test_an_estimate_says_between_which_days_it_lies() -> None:
    dates = list_source_dates(Source(id="S1", type="archival", title="A note", opened="1990~", published="1995"))
    assert [date.estimate for date in dates] == ["estimated: between 1 January 1990 and 31 December 1990", ""]


def test_a_book_is_published_when_it_was_issued_and_an_estimate_that_was_secret_was_written_then() -> None:
    book = list_source_dates(Source(id="S1", type="book", title="A book", issued="1956"))
    assert [(date.heading, date.text, date.counts) for date in book] == [("Published", "1956", False)]
    report = list_source_dates(Source(id="S2", type="report", title="An estimate", issued="1952", opened="1990"))
    assert [(date.heading, date.text) for date in report] == [("Written", "1952"), ("Opened", "1990")]


def test_a_source_that_nothing_dates_counts_from_nothing() -> None:
    undated = Source(id="S1", type="manuscript", title="A draft")
    assert (list_source_dates(undated), describe_counted_access(undated)) == ((), "")
