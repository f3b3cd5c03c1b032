"""Languages are told by name."""

import pytest
from starlette.testclient import TestClient

from api.phrases.languages import find_language, language_name
from tests.api.editing.test_editing import debate, fields_of

__all__ = ["debate"]


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        ("ru", "Russian"),
        ("zh-Hans", "Simplified Chinese"),
        ("ZH-hant", "Traditional Chinese"),
        ("en-US", "American English"),
        ("lzh", "Literary Chinese"),
        ("ko-Latn", "Korean (Latin)"),
        ("es-AR", "Spanish (Argentina)"),
        ("ru-petr1708", "Russian (petr1708)"),
        ("xx", "xx"),
        ("xx-Latn", "xx-Latn"),
    ],
)
def test_a_language_has_a_name(tag: str, name: str) -> None:
    assert language_name(tag) == name


@pytest.mark.parametrize(
    ("written", "tag"),
    [
        ("Ottoman  turkish", "ota"),
        ("Simplified Chinese", "zh-Hans"),
        ("latin", "la"),
        ("ru", "ru"),
        ("Vai", "Vai"),
        ("Martian", "Martian"),
        ("", ""),
    ],
)
def test_a_language_is_written_by_its_name(written: str, tag: str) -> None:
    assert find_language(written) == tag


@pytest.mark.parametrize(
    ("record", "more"),
    [
        ("S1", {"language": "German"}),
        ("E1", {"quotation": "Ja.", "language": "German", "translation": "Yes.", "translation_language": "English"}),
    ],
)
def test_every_form_takes_the_name_of_a_language(debate: TestClient, record: str, more: dict[str, str]) -> None:
    address = f"/maps/debate/records/{record}/edit"
    assert debate.post(address, data=fields_of(debate.get(address).text) | more).status_code == 303
    kept = debate.get(f"/api/v1/maps/debate/records/{record}", headers={"Accept": "application/json"}).json()
    assert kept["language"] == "de"


def test_names_of_people_and_whole_maps_take_the_name_of_a_language(debate: TestClient) -> None:
    agent = {"record": "agent", "name": "Shen Zhihua", "kind": "historian", "family": "Shen", "names.0.text": "沈志华"}
    assert debate.post("/maps/debate/add", data={**agent, "names.0.language": "Chinese"}).status_code == 303
    listed = debate.get("/api/v1/maps/debate/agents", headers={"Accept": "application/json"}).json()["items"]
    assert [each["language"] for one in listed if one["name"] == "Shen Zhihua" for each in one["names"]] == ["zh"]
    begun = debate.post("/new", data={"title": "Kriegsschuld", "slug": "guilt", "language": "German"})
    assert begun.headers["location"] == "/maps/guilt"
    assert debate.get("/api/v1/maps/guilt", headers={"Accept": "application/json"}).json()["language"] == "de"


def test_a_source_and_a_quotation_tell_their_language_in_words(debate: TestClient) -> None:
    for label, more in (
        ("S1", {"language": "ru"}),
        ("E1", {"quotation": "Да.", "language": "ru", "translation": "Yes.", "translation_language": "en"}),
    ):
        address = f"/maps/debate/records/{label}/edit"
        assert debate.post(address, data=fields_of(debate.get(address).text) | more).status_code == 303
    page = debate.get("/maps/debate/records/E1").text
    assert "In Russian" in page
    assert "Translated into English" in page
    assert "<dt>Language</dt><dd>Russian</dd>" in page
