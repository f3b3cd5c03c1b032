"""Nothing is assumed of a record that did not stand on its form."""

import re
from html import unescape

import pytest
from starlette.testclient import TestClient

from api.pages.forms import UNKNOWN_TERM
from api.phrases.fields.form_fields import InputKind
from api.phrases.fields.record_fields import ADDABLE_KINDS, FORMS, list_form_fields
from api.phrases.page_words import translate_word
from models.records.kinds import KINDS
from models.vocabulary import RecordKind
from tests.api.editing.test_editing import debate

__all__ = ["debate"]

ADD = "/maps/debate/add"


@pytest.mark.parametrize("kind", sorted(ADDABLE_KINDS))
def test_what_is_assumed_where_nothing_is_chosen_stands_on_the_form_or_is_asked_for(
    debate: TestClient, kind: RecordKind
) -> None:
    page = unescape(debate.get(f"{ADD}?kind={kind}").text)
    for each in list_form_fields(kind):
        default = KINDS[kind].draft.model_fields[each.name].default
        if each.sort is not InputKind.CHOICE or not isinstance(default, str) or default == UNKNOWN_TERM:
            continue
        field = re.search(rf'<select id="field-{each.name}".*?</select>', page, re.S)
        assert field is not None
        assert each.required or f'value="{default}" selected' in field[0]


def test_what_an_agent_is_has_to_be_chosen(debate: TestClient) -> None:
    refused = debate.post(ADD, data={"record": "agent", "name": "Austria-Hungary"})
    assert refused.status_code == 422
    assert "Choose what it is." in refused.text
    assert (
        debate.post(ADD, data={"record": "agent", "name": "Austria-Hungary", "kind": "government"}).status_code == 303
    )


def test_of_a_new_historian_the_family_name_is_asked_and_the_rest_of_the_name_is_given(debate: TestClient) -> None:
    historian = {"record": "agent", "name": "Imanuel Geiss", "kind": "historian"}
    asked = debate.post(ADD, data=historian)
    assert asked.status_code == 422
    assert "Which part of “Imanuel Geiss” is the family name?" in asked.text
    assert debate.post(ADD, data={**historian, "family": "Geiss"}).status_code == 303
    agents = debate.get("/api/v1/maps/debate", headers={"Accept": "application/json"}).json()["agents"]
    assert [(each["family"], each["given"]) for each in agents if each["name"] == "Imanuel Geiss"] == [
        ("Geiss", "Imanuel")
    ]
    for other in ({"name": "Mommsen"}, {"name": "Bureau of the archives", "kind": "organisation"}):
        assert debate.post(ADD, data={**historian, **other}).status_code == 303
    alone = {"name": "Historians of the Reichsarchiv", "family": "Historians of the Reichsarchiv"}
    assert debate.post(ADD, data={**historian, **alone}).status_code == 303


def test_nobody_reads_a_sort_of_statement_that_nobody_chose(debate: TestClient) -> None:
    pages = [debate.get(f"/maps/debate/records/{label}").text for label in ("P1", "F1")]
    assert not [page for page in pages if "<dt>Statement</dt>" in page]
    causal = {"record": "claim", "text": "It was the railways.", "kind": "finding", "type": "causal"}
    made = debate.post(ADD, data=causal)
    label = re.search(r"record=(\w+)", made.headers["location"])
    assert label is not None
    assert "causal</dd>" in debate.get(f"/maps/debate/records/{label[1]}").text


def test_no_form_offers_a_code_in_the_place_of_a_word() -> None:
    fields = [each for fields in FORMS.values() for field in fields for each in (field, *field.columns)]
    words = [translate_word(str(term)) for each in fields if each.choices for term in each.choices]
    assert len(words) > 60
    assert not [word for word in words if re.search(r"[-_/]", word)]


def test_a_language_stands_in_a_form_by_its_name(debate: TestClient) -> None:
    text = {"whose": "own", "title": "Note", "pasted": "One.", "language": "German"}
    label = debate.post("/maps/debate/texts", data=text).headers["location"].rpartition("/")[2].partition("?")[0]
    assert 'value="German"' in debate.get(f"/maps/debate/records/{label}/edit").text
    about = debate.get("/maps/debate/about").text
    assert re.search(r'<input id="field-language" name="language" value="[A-Z]\w+"', about)
