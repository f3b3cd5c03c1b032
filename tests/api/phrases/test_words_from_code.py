"""What Python and scripts say on pages comes from the catalogue of the reader's language."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.pages.script_messages import translate_script_messages
from api.phrases import messages
from api.phrases.languages import language_name
from tests.conftest import postgresql_in_the_long_run
from tests.marked_language import write_marked

RUSSIAN = r"""
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\n"
"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\n"

#, python-format
msgid "%(num)s record"
msgid_plural "%(num)s records"
msgstr[0] "%(num)s запись"
msgstr[1] "%(num)s записи"
msgstr[2] "%(num)s записей"
"""


@pytest.fixture
def marked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reader: TestClient) -> TestClient:
    write_marked(tmp_path)
    monkeypatch.setattr(messages, "FOLDER", tmp_path)
    reader.headers["Accept-Language"] = "de"
    return reader


@pytest.fixture
def russian(tmp_path: Path) -> Any:
    place = tmp_path / "ru" / "LC_MESSAGES"
    place.mkdir(parents=True)
    (place / "messages.po").write_text(RUSSIAN, encoding="utf-8")
    before = messages.get_language()
    messages.choose_language("ru", messages.load_catalogues(tmp_path))
    yield
    messages.choose_language(before, {})


def brought(page: str) -> dict[str, Any] | None:
    block = re.search(r'<script type="application/json" id="messages">(.*?)</script>', page)
    return json.loads(block[1]) if block else None


@pytest.mark.one_in(2)
@postgresql_in_the_long_run
@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("records/P1/edit", ["⟦Statement⟧", "⟦One sentence that can be asserted or denied.⟧"]),
        ("records/S1/edit", ["⟦The source⟧", "⟦External criticism⟧", "⟦Russian archives⟧", "⟦Chicago, notes⟧"]),
        ("add?kind=source&reference.0.label=f.&reference.0.value=059a", ["⟦delo: the file⟧"]),
        ("add?target=P1", ["⟦Are the two cases alike in what matters here?⟧"]),
        ("records/P1", ["⟦First mention⟧", "⟦What contemporaries believed at the time"]),
        ("compare?left=P1", ["⟦P1 is not an interpretation. Only interpretations can be compared side by side.⟧"]),
        ("previews/P1", ["⟦perception⟧", "⟦tested once⟧"]),
        ("previews/L1", ["F1 ⟦tests⟧ P1"]),
        ("reading/P1", ["⟦The archives show otherwise.⟧"]),
        ("records/nothing", ["<h1>⟦There is no such record⟧</h1>"]),
        ("nothing", ["<h1>⟦There is no page at this address⟧</h1>", "⟦The address may be mistyped"]),
        ("reading/F1", ["⟦F1 is neither a question nor a perception"]),
        ("reading?as_of=soon", ["⟦The address cannot be read⟧", "⟦As known by⟧"]),
        ("texts/X1/mark?start=0&end=3", ["⟦Make it evidence⟧", "⟦Remark on the passage⟧", "⟦Where in the source⟧"]),
        ("?view=argument", ["⟦finding⟧", "⟦What the opened archives are held to show.⟧"]),
    ],
)
def test_a_page_says_it_in_the_readers_language(marked: TestClient, address: str, words: list[str]) -> None:
    page = marked.get("/maps/debate" + (address if address.startswith("?") else f"/{address}")).text
    assert [each for each in words if each not in page] == []


def test_facets_are_named_in_the_readers_language(marked: TestClient) -> None:
    page = marked.get("/search?q=asked").text
    assert "⟦Kind⟧" in page


@postgresql_in_the_long_run
@pytest.mark.parametrize(
    ("address", "sent", "words"),
    [
        (
            "add?target=P1",
            {"relation": "tests"},
            ["⟦Write something new, or name a", "⟦A test needs a verdict, even"],
        ),
        ("records/P1/edit", {"revision": "1"}, ["⟦Fill in this field.⟧"]),
        (
            "texts",
            {"whose": "known"},
            ["⟦Choose a file, or paste the text below.⟧", "⟦Choose the source"],
        ),
        ("texts/X1/version", {"why": "better"}, ["⟦Choose a file, or paste the text below.⟧"]),
    ],
)
def test_a_form_says_what_is_wrong_in_the_readers_language(
    marked: TestClient, address: str, sent: dict[str, str], words: list[str]
) -> None:
    page = marked.post(f"/maps/debate/{address}", data=sent).text
    assert [each for each in words if each not in page] == []


def test_a_page_brings_what_its_scripts_say(marked: TestClient) -> None:
    said = brought(marked.get("/maps/debate").text)
    assert said is not None
    assert said["Copied"] == "⟦Copied⟧"
    assert said["%(num)s record"]["forms"] == ["⟦%(num)s records⟧", "⟦%(num)s record⟧"]
    # What only templates say is not among it.
    assert "Search all maps" not in said


def test_a_page_in_english_brings_nothing(marked: TestClient) -> None:
    marked.headers["Accept-Language"] = "en"
    assert brought(marked.get("/maps/debate").text) is None


@pytest.mark.usefixtures("russian")
@pytest.mark.parametrize(
    ("number", "form"),
    [(0, "записей"), (1, "запись"), (3, "записи"), (11, "записей"), (21, "запись"), (112, "записей")],
)
def test_scripts_are_told_which_form_goes_with_a_number(number: int, form: str) -> None:
    told = translate_script_messages()["%(num)s record"]
    assert told["forms"][int(told["turns"][number])] == f"%(num)s {form}"


@pytest.mark.usefixtures("russian")
def test_languages_are_named_in_the_language_of_the_page() -> None:
    assert language_name("zh-Hans") == "китайский, упрощенное письмо"
