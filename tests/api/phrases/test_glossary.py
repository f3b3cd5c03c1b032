"""The words that stop a newcomer are explained: in a glossary, to which pages and forms lead where the word stands."""

import re
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from api.pages.templating import TEMPLATE_FOLDERS
from api.phrases.fields.form_fields import FormField
from api.phrases.fields.record_fields import FORMS
from api.phrases.glossary import GLOSSARY
from api.records.map_fields import MAP_FIELDS
from tests.api.editing.test_editing import debate

__all__ = ["debate"]
# Of one war, one language group or one kind of archive: nothing for whoever maps another quarrel.
ONE_WAR = re.compile(
    r"19[45]\d|Korea|Stalin|Truman|Acheson|Kim Il|\bMao\b|\bNSC\b|Cold War|\bru, zh|\bzh, ko|全宗|\bopis\b",
    re.IGNORECASE,
)
STOPPED = re.compile(r"\b(register|EDTF|premises?|target|stance)\b", re.IGNORECASE)


def form_fields() -> Iterator[FormField]:
    for each in (*MAP_FIELDS, *(each for fields in FORMS.values() for each in fields)):
        yield each
        yield from each.columns


@pytest.mark.parametrize(
    "word", ["kind-of-claim", "premise", "target", "pattern-of-argument", "date", "warrant", "position"]
)
def test_the_words_that_stopped_a_historian_are_in_the_glossary(client: TestClient, word: str) -> None:
    page = client.get("/glossary").text
    assert f'id="{word}"' in page
    assert GLOSSARY[word].meaning.split("“")[0][:30] in page


def test_the_glossary_names_where_terms_of_a_field_were_published(client: TestClient) -> None:
    page = client.get("/glossary").text
    for published in ("Walton", "Pollock", "Toulmin", "Bernheim", "ISO 8601-2"):
        assert published in page


def test_every_word_that_a_form_explains_is_in_the_glossary_and_led_to(debate: TestClient) -> None:
    named = {each.term for each in form_fields() if each.term}
    assert named <= set(GLOSSARY)
    assert {"premise", "pattern-of-argument", "date"} <= named
    form = debate.get("/maps/debate/add?kind=link").text
    assert {"premise", "pattern-of-argument", "warrant"} <= set(re.findall(r'href="/glossary#([\w-]+)"', form))


@pytest.mark.parametrize("address", ["/help", "/maps/debate/records/L1", "/maps/debate/add?target=F1"])
def test_every_link_to_the_glossary_leads_to_a_word(debate: TestClient, address: str) -> None:
    led = set(re.findall(r'href="/glossary#?([\w-]*)"', debate.get(address).text)) - {""}
    assert led <= set(GLOSSARY)


def test_hints_and_labels_of_forms_fit_any_quarrel_and_say_no_word_that_stops_one() -> None:
    for each in form_fields():
        said = f"{each.label} {each.help}"
        assert not ONE_WAR.search(said), said
        assert not STOPPED.search(said.replace("Its premises.", "")), said


def test_placeholders_and_hints_of_templates_fit_any_quarrel() -> None:
    for file in sorted(file for folder in TEMPLATE_FOLDERS for file in folder.glob("*.html")):
        for found in re.finditer(r'placeholder="[^"]*"|class="hint"[^>]*>[^<]*', file.read_text()):
            assert not ONE_WAR.search(found[0]), f"{file.name}: {found[0]}"


def test_pages_call_what_agents_and_members_make_of_records_positions(debate: TestClient) -> None:
    form = debate.get("/maps/debate/add?kind=stance").text
    shown = re.sub(r"<[^>]*>", " ", form.partition("<main")[2])
    assert "New documented position" in shown
    assert not re.search(r"\bstances?\b", shown, re.IGNORECASE)
