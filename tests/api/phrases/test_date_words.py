"""Dates on pages: in English to the byte as in pictures and files, in other languages as these write them."""

import gettext as gnu
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from api.phrases import messages
from api.phrases.date_words import explain_date, spell_date_for_page
from argument_maps.dates.spelling import spell_date
from tests.builders import MapBuilder

DATES = [
    *("1950", "1950-06", "1950-06-25", "1950-06-25T04:00", "195X", "19XX", "1XXX", "1950-XX", "1950-06-XX", "1950-21"),
    *("1950~", "1950?", "1950%", "1950-06~", "~1950-06", "0476-09-04", "-0043", "-0043-03-15", "0000", "Y17E7"),
    *("1950/1953", "1950-06-25/1953-07-27", "1950/..", "../1950", "/1950", "1950/unknown", "1950/1950", "../.."),
    *("[1950,1951]", "{1950,1951..1953}", "1950-13", "1950-25", "not a date", ""),
]
PATTERNS = {
    "about %(date)s": "um %(date)s",
    "probably %(date)s": "wohl %(date)s",
    "from %(date)s": "ab %(date)s",
    "until %(date)s": "bis %(date)s",
    "%(start)s–%(end)s": "%(start)s bis %(end)s",
    "winter %(year)s": "Winter %(year)s",
    "%(year)ss": "%(year)ser-Jahre",
    "century %(number)s": "%(number)s. Jahrhundert",
    "century %(number)s BC": "%(number)s. Jahrhundert v. Chr.",
    "%(date)s: from %(first)s to %(last)s.": "%(date)s: vom %(first)s bis %(last)s.",
}


class German(gnu.NullTranslations):
    def gettext(self, message: str) -> str:
        return PATTERNS.get(message, message)

    def pgettext(self, context: str, message: str) -> str:
        return self.gettext(message) if context in ("decade", "century") else message


@pytest.fixture
def german(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(messages, "load_catalogues", lambda _: {"de": German()})
    messages.choose_language("de", {"de": German()})
    yield
    messages.choose_language("en", {})


@pytest.mark.parametrize("edtf", DATES)
def test_in_english_pages_spell_dates_as_pictures_do(edtf: str) -> None:
    messages.choose_language("en", {})
    assert spell_date_for_page(edtf) == spell_date(edtf)


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("1950-06-25", "25. Juni 1950"),
        ("1950-06", "Juni 1950"),
        ("1950", "1950"),
        ("0476-09-04", "4. September 476"),
        ("1950-06-25~", "um 25. Juni 1950"),
        ("1950?", "wohl 1950"),
        ("1995-24", "Winter 1995"),
        ("195X", "1950er-Jahre"),
        ("18XX", "19. Jahrhundert"),
        ("-04XX", "5. Jahrhundert v. Chr."),
        ("19X5", "19X5"),
        ("1950-06-25/1953-07-27", "25. Juni 1950 bis 27. Juli 1953"),
        ("1950-06-25/..", "ab 25. Juni 1950"),
        ("../1953-07", "bis Juli 1953"),
        ("[1950,1951]", "1950 oder 1951"),
        ("{1950-06,1951}", "Juni 1950 und 1951"),
        ("-0043-03-15", "15. März 44 v. Chr."),
        ("-0043-03", "März 44 v. Chr."),
        ("-0399~", "um 400 v. Chr."),
        ("-0004/0014", "5 v. Chr. bis 14"),
        ("0000", "1 v. Chr."),
        ("Y17E7", "170000000 n. Chr."),
        ("-0043-24", "Winter 44 v. Chr."),
        ("-0043/-0029", "44 v. Chr. bis 30 v. Chr."),
        ("1950/", "1950–?"),
        ("/1950", "?–1950"),
        ("[..1950]", "bis 1950"),
        ("1950-13", "1950-13"),
        ("1950/not", "1950/not"),
        ("", ""),
    ],
)
def test_in_german_they_are_german(edtf: str, words: str) -> None:
    assert spell_date_for_page(edtf) == words


@pytest.mark.parametrize(
    ("tag", "words"),
    [
        ("fr", "25 juin 1950"),
        ("ru", "25 июня 1950\u202fг."),
        ("zh-Hans", "1950年6月25日"),
        ("ko", "1950년 6월 25일"),
        ("el", "25 Ιουνίου 1950"),
    ],
)
def test_each_language_has_its_own_order(tag: str, words: str) -> None:
    messages.choose_language(tag, {})
    try:
        assert spell_date_for_page("1950-06-25") == words
    finally:
        messages.choose_language("en", {})


@pytest.mark.usefixtures("german")
def test_what_a_date_means_is_said_in_german() -> None:
    assert explain_date("1950-06") == "Juni 1950: vom 1. Juni 1950 bis 30. Juni 1950."


@pytest.mark.usefixtures("german")
def test_pages_spell_dates_in_german_and_pictures_in_english(client: TestClient) -> None:
    whole = MapBuilder("Korea").perception("P1", "Stalin hat es befohlen.", when="1950-06-25").lists
    put = client.put("/api/v1/maps/korea", json=whole, headers={"If-None-Match": "*"})
    assert put.status_code == 201, put.text
    page = client.get("/maps/korea/records/P1", headers={"Accept": "text/html", "Accept-Language": "de"}).text
    assert "25. Juni 1950" in page
    picture = client.get("/maps/korea.svg", headers={"Accept-Language": "de"}).text
    assert "25 June 1950" in picture
    assert "Juni" not in picture
    english = client.get("/maps/korea/records/P1", headers={"Accept": "text/html", "Accept-Language": "en"}).text
    assert "25 June 1950" in english
