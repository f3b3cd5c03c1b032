"""What errors say is read in the reader's language on pages, and in English by programs."""

import gettext as gnu
import pickle
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from starlette.testclient import TestClient

from api.phrases import messages
from api.phrases.page_words import explain_error, translate_phrase
from argument_maps.dates.parsing import read_date
from argument_maps.reading.reading_program import PhraseParts
from models.controversies.controversy_errors import NotAtThisStep
from models.dates import UnreadableDate
from models.errors import Phrase, WrongKind, pluralise_phrase
from models.participation.seminar_errors import DeadlineHasPassed
from models.people.account_errors import NameTaken
from models.vocabulary import ControversyStep, RecordKind
from tests.api.phrases.foreign import MAP, debate

GERMAN = {
    "There is no such record": "Diesen Eintrag gibt es nicht",
    "The map “%(map)s” has no record “%(record)s”.": "Auf der Karte „%(map)s“ gibt es keinen Eintrag „%(record)s“.",
    "“%(text)s” is not a date. %(remedy)s": "„%(text)s“ ist kein Datum. %(remedy)s",
    "Write a date such as 1914, 1914-07 or 1914-07-23; 1861/1865 for a span, 1789-07-14/.. for an open one, 1640~ for "
    "about, 1640? for uncertain, 164X for some year of a decade, 1848-21 to 1848-24 for spring to winter.": (
        "Etwa 1914."
    ),
    "“%(text)s” can mean %(day)s or %(other_day)s. Write %(first)s or %(second)s.": (
        "„%(text)s“ kann der %(day)s oder der %(other_day)s sein: %(first)s oder %(second)s."
    ),
    "“%(record)s” was changed since it was read: it is at revision %(current)s, and the request is about revision "
    "%(expected)s.": "„%(record)s“ wurde inzwischen geändert (%(expected)s, jetzt %(current)s).",
    "The name “%(name)s” belongs to somebody else.": "„%(name)s“ heißt schon jemand.",
    "Choose another one.": "Bitte einen anderen wählen.",
    "Groups can be drawn only before the work begins.": "Gruppen werden vor der Arbeit ausgelost.",
    "%(refusal)s The controversy is at the step “%(step)s”.": "%(refusal)s Jetzt läuft der Schritt „%(step)s“.",
    "prepare": "vorbereiten",
    "Name a record of one of these kinds: %(kinds)s.": "Erlaubt sind: %(kinds)s.",
    "claim": "Behauptung",
    "documented position": "belegte Haltung",
    "%(deadline)s is not in the future.": "%(deadline)s liegt nicht in der Zukunft.",
    "%(day)s, %(time)s UTC": "%(day)s, %(time)s Uhr (UTC)",
}


class German(gnu.NullTranslations):
    def gettext(self, message: str) -> str:
        return GERMAN.get(message, message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        forms = {"%(num)s line fails.": "Eine Zeile geht nicht.", "%(num)s lines fail.": "%(num)s Zeilen gehen nicht."}
        english = msgid1 if n == 1 else msgid2
        return forms.get(english, english)


@pytest.fixture
def german(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(messages, "load_catalogues", lambda _: {"de": German()})
    messages.choose_language("de", {"de": German()})
    yield
    messages.choose_language("en", {})


@pytest.fixture
def reader(client: TestClient, german: None) -> TestClient:  # noqa: ARG001 - the server answers in its language
    put = client.put(f"/api/v1{MAP}", json=debate().lists, headers={"If-None-Match": "*"})
    assert put.status_code == 201, put.text
    client.headers.update({"Accept": "text/html", "Accept-Language": "de"})
    return client


def test_pages_say_in_the_readers_language_what_is_wrong(reader: TestClient) -> None:
    unknown = reader.get(f"{MAP}/records/Z9")
    assert unknown.status_code == 404
    assert "Diesen Eintrag gibt es nicht" in unknown.text
    assert "Auf der Karte „debate“ gibt es keinen Eintrag „Z9“." in unknown.text
    assert "„gestern“ ist kein Datum. Etwa 1914." in reader.get(f"{MAP}?as_of=gestern").text
    stale = reader.post(f"{MAP}/records/S1/delete", data={"revision": "99"})
    assert "„S1“ wurde inzwischen geändert (99, jetzt 1)." in stale.text
    ambiguous = reader.get("/dates?value=06/07/1950")
    days = "der 6. Juli 1950 oder der 7. Juni 1950"
    assert ambiguous.text == f"„06/07/1950“ kann {days} sein: 1950-07-06 oder 1950-06-07."


def test_programs_are_answered_in_english(reader: TestClient) -> None:
    answer = reader.get(f"/api/v1{MAP}/records/Z9", headers={"Accept": "application/json"}).json()
    assert answer["title"] == "There is no such record"
    assert answer["detail"] == "The map “debate” has no record “Z9”."


@pytest.mark.usefixtures("german")
def test_values_are_translated_where_they_have_translations() -> None:
    assert explain_error(NameTaken("Ада")) == "„Ада“ heißt schon jemand. Bitte einen anderen wählen."
    refusal = NotAtThisStep(Phrase("Groups can be drawn only before the work begins."), ControversyStep.PREPARE)
    assert translate_phrase(refusal.detail) == (
        "Gruppen werden vor der Arbeit ausgelost. Jetzt läuft der Schritt „vorbereiten“."
    )
    assert str(refusal).endswith("The controversy is at the step “prepare”.")
    wrong = WrongKind("by", "P1", RecordKind.QUESTION, (RecordKind.CLAIM, RecordKind.STANCE))
    assert translate_phrase(wrong.remedy) == "Erlaubt sind: Behauptung, belegte Haltung."
    assert wrong.remedy == "Name a record of one of these kinds: claim, stance."
    passed = DeadlineHasPassed(datetime(1950, 6, 25, 4, 30, tzinfo=UTC))
    assert translate_phrase(passed.detail) == "25. Juni 1950, 04:30 Uhr (UTC) liegt nicht in der Zukunft."
    assert passed.detail == "1950-06-25T04:30+00:00 is not in the future."


@pytest.mark.usefixtures("german")
def test_the_number_decides_about_the_form() -> None:
    one, two = (pluralise_phrase("%(num)s line fails.", "%(num)s lines fail.", number) for number in (1, 2))
    assert (one, two) == ("1 line fails.", "2 lines fail.")
    assert [translate_phrase(phrase) for phrase in (one, two)] == ["Eine Zeile geht nicht.", "2 Zeilen gehen nicht."]


@pytest.mark.parametrize(
    "phrase",
    [
        Phrase("100% of it"),
        Phrase("Of “%(name)s” %(number)s %(others)s", name="%", number=3, others=("a", "b")),
        pluralise_phrase("%(num)s line", "%(num)s lines", 2),
    ],
)
def test_a_phrase_is_the_same_behind_a_process(phrase: Phrase) -> None:
    for copy in (pickle.loads(pickle.dumps(phrase)), PhraseParts.take_apart(phrase).put_together()):  # noqa: S301 - pickled on the same line
        assert copy == phrase
        assert (copy.template, copy.plural, copy.number) == (phrase.template, phrase.plural, phrase.number)
        assert dict(copy.values) == dict(phrase.values)


def test_what_is_wrong_with_a_date_is_a_phrase() -> None:
    with pytest.raises(UnreadableDate) as refusal:
        read_date("31 June 1950")
    assert refusal.value.reason.values["month"] == "June 1950"
    assert str(refusal.value) == refusal.value.reason
