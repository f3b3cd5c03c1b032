"""Languages are told by name."""

import pytest
from starlette.testclient import TestClient

from api.web.languages import language_name
from tests.api.web.test_editing import debate, fields_of

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
