"""Forms take names as well as ids, and make what they name where the map does not have it yet."""

import re
from html import unescape
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.editing.references.entries import split_named_records
from api.phrases.fields.form_fields import InputKind
from api.phrases.fields.record_fields import FORMS
from tests.api.editing.test_editing import API, DOCUMENT, debate, fields_of, number, record

__all__ = ["debate"]
ADD = "/maps/debate/add"
CLAIM = {"record": "claim", "text": "He gave a blank cheque.", "kind": "finding"}
HISTORY = f"{API}/revisions"


def choices_of(page: str) -> dict[str, list[str]]:
    """Return what a page offers to do with names that the map does not have, by the names of its radio buttons."""
    found: dict[str, list[str]] = {}
    for tag in re.findall(r'<input type="radio"[^>]*>', page):
        name, value = re.search(r'name="(meant[^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and value:
            found.setdefault(unescape(name[1]), []).append(unescape(value[1]))
    return found


def names(client: TestClient, kind: str = "agents") -> dict[str, str]:
    whole = client.get(f"{API}", headers={"Accept": "application/json"}).json()
    return {each["id"]: each.get("name") or each.get("title") or each["text"] for each in whole.get(kind, [])}


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        ("P1, F1", ["P1", "F1"]),
        ("P1 F1", ["P1", "F1"]),
        ("Bethmann Hollweg", ["Bethmann Hollweg"]),
        ("Moltke, Helmuth von", ["Moltke, Helmuth von"]),
        ("P1, Moltke, Helmuth von", ["P1", "Moltke, Helmuth von"]),
        ("Bethmann Hollweg; Moltke", ["Bethmann Hollweg", "Moltke"]),
        (" cold war \n\n F1 ;", ["cold war", "F1"]),
        ("Moltke, F1", ["Moltke", "F1"]),
        (" , ; ", []),
    ],
)
def test_names_of_several_words_are_one_entry(text: str, entries: list[str]) -> None:
    assert split_named_records(text, {"P1", "F1"}.__contains__) == entries


def test_every_field_that_takes_records_says_which_kinds() -> None:
    for kind, fields in FORMS.items():
        for each in fields:
            assert bool(each.kinds) == (each.sort in (InputKind.RECORD, InputKind.RECORDS)), (kind, each.name)


@pytest.mark.parametrize("written", ["A. Smith", "a smith", "Смит", "smith"])
def test_a_record_may_be_named_as_it_is_called(debate: TestClient, written: str) -> None:
    answer = debate.post(ADD, data={**CLAIM, "held_by": written})
    assert answer.status_code == 303
    assert record(debate, "F2")["held_by"] == ["smith"]


def test_an_agent_that_is_not_there_is_made_in_place_after_one_question(debate: TestClient) -> None:
    given = {**CLAIM, "held_by": "A. Smith; Bethmann Hollweg", "tags": "July crisis"}
    asked = debate.post(ADD, data=given)
    assert asked.status_code == 422
    assert "Create “Bethmann Hollweg”" in unescape(asked.text)
    # What was written stands in the form as it was, and saving once more is enough.
    again = fields_of(asked.text)
    assert (again["text"], again["held_by"], again["tags"]) == (CLAIM["text"], "smith; Bethmann Hollweg", "July crisis")
    chosen = {name: values[-1] for name, values in choices_of(asked.text).items()}
    answer = debate.post(ADD, data={**again, **chosen})
    assert answer.status_code == 303
    made = record(debate, "F2")
    agents, tags = names(debate), names(debate, "tags")
    assert [agents[each] for each in made["held_by"]] == ["A. Smith", "Bethmann Hollweg"]
    assert [tags[each] for each in made["tags"]] == ["July crisis"]
    debate.post(f"/maps/debate/changes/{number(answer)}/undo", data={"record": ""})
    assert "Bethmann Hollweg" not in names(debate).values()
    assert names(debate, "tags") == {}


def test_a_name_that_is_likely_there_is_not_made_without_a_choice(debate: TestClient) -> None:
    asked = debate.post(ADD, data={**CLAIM, "held_by": "Adam Smith"})
    (choices,) = choices_of(asked.text).values()
    assert choices[:2] == ["smith=Adam Smith", "as:person:Smith=Adam Smith"]
    assert "checked" not in "".join(re.findall(r'<input type="radio"[^>]*>', asked.text))
    again = debate.post(ADD, data={**CLAIM, "held_by": "Adam Smith", "meant.held_by.1": choices[0]})
    assert again.status_code == 303
    assert record(debate, "F2")["held_by"] == ["smith"]
    assert list(names(debate)) == ["smith"]


def test_a_name_with_a_comma_is_that_of_a_family(debate: TestClient) -> None:
    given = {**CLAIM, "held_by": "Moltke, Helmuth von", "meant.held_by.1": "=Moltke, Helmuth von"}
    assert debate.post(ADD, data=given).status_code == 303
    (made,) = [each for each in names(debate) if each != "smith"]
    agent = record(debate, made)
    assert (agent["name"], agent["family"], agent["given"]) == ("Helmuth von Moltke", "Moltke", "Helmuth von")


@pytest.mark.parametrize(
    ("name", "choice", "listed"),
    [
        ("Fritz Fischer", "family name Fischer", "Fischer, Fritz"),
        ("Theobald von Bethmann Hollweg", "family name Bethmann Hollweg", "Bethmann Hollweg, Theobald von"),
        ("Shen Zhihua", "family name Shen", "Shen Zhihua"),
        ("Wilhelm II", "by this name alone", "Wilhelm II"),
        ("Foreign Office", "government", "Foreign Office"),
        ("Fischer, Fritz", "family name Fischer", "Fischer, Fritz"),
    ],
)
def test_whoever_is_created_by_name_is_listed_as_was_chosen(
    debate: TestClient, name: str, choice: str, listed: str
) -> None:
    sources = {"source": "A book of 1961", "source.type": "book", "source.author": name}
    sources |= {"source.publisher_place": "Düsseldorf", "source.publisher": "Droste"}
    sent = {**CLAIM, **sources, "meant.source.1": "=A book of 1961"}
    asked = debate.post(ADD, data=sent)
    offered = {
        unescape(words): unescape(value)
        for value, words in re.findall(
            r'name="meant.source.author.1" value="([^"]*)">.*?class="hint">(.*?)</span>', asked.text
        )
    }
    (meant,) = [value for words, value in offered.items() if words.endswith(choice)]
    assert debate.post(ADD, data={**sent, "meant.source.author.1": meant}).status_code == 303
    source = next(each for each, title in names(debate, "sources").items() if title == "A book of 1961")
    cited = debate.get(f"/api/v1/maps/debate/citations/{source}?style=chicago-notes").json()
    assert cited["items"][0]["bibliography"]["text"].startswith(listed)
    assert "Düsseldorf: Droste" in cited["items"][0]["bibliography"]["text"]
    offers = debate.get(
        "/maps/debate/choices", params={"q": name, "kind": "agent", "field": "source.author", "work": "book"}
    )
    assert [each["create"] for each in offers.json() if "create" in each] == [
        value.partition("=")[0] for value in offered.values()
    ]


def test_a_record_that_is_edited_makes_what_it_names_in_the_same_change(debate: TestClient) -> None:
    before = fields_of(debate.get("/maps/debate/records/P1/edit").text)
    named = {"held_by": "smith; Jagow", "answers": "Why?"}
    given = {**before, **named, "meant.held_by.1": "=Jagow", "meant.answers.1": "=Why?"}
    answer = debate.post("/maps/debate/records/P1/edit", data=given)
    assert answer.status_code == 303
    assert names(debate)[record(debate, "P1")["held_by"][1]] == "Jagow"
    assert names(debate, "questions")[record(debate, "P1")["answers"]] == "Why?"
    debate.post(f"/maps/debate/changes/{number(answer)}/undo", data={"record": ""})
    assert record(debate, "P1")["held_by"] == ["smith"]
    assert (list(names(debate)), list(names(debate, "questions"))) == (["smith"], ["Q1"])


def test_a_document_with_a_new_author_is_added_and_linked_by_one_form(debate: TestClient) -> None:
    given = {
        "relation": "challenges",
        "new": "evidence",
        "text": "Berlin pressed Vienna.",
        "source": "Bethmann to Tschirschky, 6 July 1914",
        "meant.source.1": "=Bethmann to Tschirschky, 6 July 1914",
        "source.type": "archival",
        "source.author": "Bethmann Hollweg; A. Smith",
        "meant.source.author.1": "=Bethmann Hollweg",
        "source.issued": "6 July 1914",
        "source.repository": "PA AA",
        "source.reference.0.label": "R",
        "source.reference.0.value": "20717",
        "quotation": "Kaiser Franz Joseph könne sich darauf verlassen",
        "language": "de",
        "translation": "Emperor Francis Joseph may rest assured",
        "translation_language": "en",
    }
    answer = debate.post(f"{ADD}?target=P1", data=given)
    assert answer.status_code == 303
    evidence, link = record(debate, "E2"), record(debate, "L3")
    source = record(debate, evidence["source"])
    assert (evidence["language"], evidence["translation_language"]) == ("de", "en")
    assert (link["premises"], link["relation"], link["target"]) == (["E2"], "challenges", "P1")
    assert (source["type"], source["issued"], source["repository"]) == ("archival", "1914-07-06", "PA AA")
    assert source["reference"] == [{"label": "R", "value": "20717"}]
    assert [names(debate)[each] for each in source["author"]] == ["Bethmann Hollweg", "A. Smith"]
    debate.post(f"/maps/debate/changes/{number(answer)}/undo", data={"record": ""})
    whole = debate.get(API, headers={"Accept": "application/json"}).json()
    assert {kind: [each["id"] for each in whole[kind]] for kind in ("agents", "sources", "evidence", "links")} == {
        kind: [each["id"] for each in DOCUMENT[kind]] for kind in ("agents", "sources", "evidence", "links")
    }


def test_a_new_source_says_what_it_is_and_nothing_written_of_it_is_lost(debate: TestClient) -> None:
    told = {"source.author": "Nobody", "source.issued": "1914"}
    given = {"relation": "supports", "new": "evidence", "text": "So.", **told}
    named = {"source": "A diary", "meant.source.1": "=A diary", "meant.source.author.1": "=Nobody"}
    asked = debate.post(f"{ADD}?target=P1", data={**given, **named})
    assert "Choose what kind of source it is." in asked.text
    assert "Fill in this field." not in asked.text, "the source is named; only its sort is missing"
    again = fields_of(asked.text)
    assert (again["source"], again["source.author"], again["source.issued"]) == ("A diary", "Nobody", "1914")
    assert debate.post(f"{ADD}?target=P1", data={**again, "source.type": "manuscript"}).status_code == 303
    known = debate.post(f"{ADD}?target=P1", data={**given, "source": "S1"})
    assert known.status_code == 422
    assert "would be lost" in known.text
    untitled = debate.post(f"{ADD}?target=P1", data=given)
    assert "Enter the title of the new source here." in untitled.text


def test_what_the_chosen_kind_does_not_have_is_not_dropped_in_silence(debate: TestClient) -> None:
    given = {"relation": "supports", "new": "finding", "text": "So.", "quotation": "„So“"}
    answer = debate.post(f"{ADD}?target=P1", data=given)
    assert answer.status_code == 422
    assert "Only evidence can have this." in answer.text


@pytest.mark.parametrize(
    ("address", "given"),
    [(ADD, {"record": "claim", "text": "So."}), (f"{ADD}?target=P1", {"relation": "supports", "text": "So."})],
)
def test_the_kind_of_a_claim_is_chosen_and_not_assumed(debate: TestClient, address: str, given: dict[str, str]) -> None:
    answer = debate.post(address, data=given)
    assert answer.status_code == 422
    assert "Choose what it is." in answer.text


@pytest.mark.parametrize(
    ("given", "there"),
    [
        ({"record": "agent", "name": "Adam Smith", "kind": "person"}, "smith"),
        ({"record": "source", "title": "a telegram!", "type": "book"}, "S1"),
        ({"record": "question", "text": "who"}, "Q1"),
    ],
)
def test_a_record_that_is_likely_there_is_made_again_only_all_the_same(
    debate: TestClient, given: dict[str, str], there: str
) -> None:
    asked = debate.post(ADD, data=given)
    assert asked.status_code == 422
    assert f'href="/maps/debate/records/{there}"' in asked.text
    assert debate.post(ADD, data=fields_of(asked.text)).status_code == 303


def test_a_draft_begun_under_one_relation_is_not_taken_up_under_another(debate: TestClient) -> None:
    def draft_of(page: str) -> str:
        return page.partition('data-draft="')[2].partition('"')[0]

    opened = {relation: debate.get(f"{ADD}?target=P1&relation={relation}").text for relation in ("supports", "tests")}
    assert len({draft_of(page) for page in opened.values()}) == 2
    # A form that comes back with its faults is the same draft, whatever was chosen in it meanwhile.
    again = debate.post(f"{ADD}?target=P1", data={**fields_of(opened["supports"]), "relation": "challenges"})
    assert again.status_code == 422
    assert draft_of(again.text) == draft_of(opened["supports"])


def test_a_draft_of_one_kind_of_claim_is_not_taken_up_for_another(debate: TestClient) -> None:
    pages = {kind: debate.get(f"{ADD}?kind={kind}").text for kind in ("perception", "finding")}
    assert len({page.partition('data-draft="')[2].partition('"')[0] for page in pages.values()}) == 2


@pytest.fixture
def other(debate: TestClient) -> TestClient:
    document: dict[str, Any] = {
        "format": "sicetnon/1",
        "title": "July",
        "agents": [{"id": "A7", "name": "Theobald von Bethmann Hollweg", "family": "Bethmann Hollweg"}],
        "sources": [
            {"id": "S9", "type": "book", "title": "Reflections on the war", "author": ["A7"], "issued": "1919"}
        ],
        "claims": [{"id": "C1", "text": "Bethmann hoped for England."}],
    }
    debate.put("/api/v1/maps/july", json=document, headers={"If-None-Match": "*"})
    return debate


def test_of_other_maps_only_what_can_be_taken_over_is_offered(other: TestClient) -> None:
    def offered(query: str, kind: str) -> list[tuple[str, str | None]]:
        answer = other.get("/maps/debate/choices", params={"q": query, "kind": kind}).json()
        return [(each["id"], each.get("map")) for each in answer]

    assert offered("Bethmann", "agent") == [("A7", "july")]
    assert offered("Bethmann", "claim,interpretation,evidence") == []
    assert offered("Bethmann", "source") == []


def test_a_source_of_another_map_is_taken_over_with_its_author(other: TestClient) -> None:
    given = {**CLAIM, "source": "Reflections on the war", "meant.source.1": "july/S9=Reflections on the war"}
    answer = other.post(ADD, data=given)
    assert answer.status_code == 303
    source = record(other, record(other, "F2")["source"])
    assert (source["issued"], source["type"]) == ("1919", "book")
    assert record(other, source["author"][0])["family"] == "Bethmann Hollweg"
    other.post(f"/maps/debate/changes/{number(answer)}/undo", data={"record": ""})
    assert list(names(other)) == ["smith"]


def test_what_a_name_may_mean_is_told_while_it_is_written(debate: TestClient) -> None:
    def alike(name: str) -> list[str]:
        answer = debate.get("/maps/debate/choices", params={"q": name, "kind": "agent", "alike": "yes"})
        return [each["id"] for each in answer.json()]

    assert alike("Smith, A") == ["smith"]
    assert alike("Smyth A.") == ["smith"]
    assert alike("Bethmann Hollweg") == []


def test_a_passage_becomes_evidence_of_a_source_that_is_made_with_it(debate: TestClient) -> None:
    page = debate.get("/maps/debate/texts/X1/mark", params={"as": "claim", "start": 15, "end": 26})
    given = fields_of(page.text) | {"text": "By wire.", "kind": "finding", "held_by": "Jagow"}
    asked = debate.post("/maps/debate/texts/X1/mark", data=given)
    assert asked.status_code == 422
    chosen = {name: values[-1] for name, values in choices_of(asked.text).items()}
    assert debate.post("/maps/debate/texts/X1/mark", data={**fields_of(asked.text), **chosen}).status_code == 303
    assert "Jagow" in names(debate).values()


def test_a_stance_is_headed_by_names(debate: TestClient) -> None:
    heading = re.findall(r"<h1[^>]*data-label.*?</h1>", unescape(debate.get("/maps/debate/records/ST1").text))[0]
    assert "A. Smith" in heading
    assert "smith" not in re.sub(r"<[^>]*>", "", heading)


def test_where_two_readers_part_is_led_to_from_every_page_of_a_map_with_stances(debate: TestClient) -> None:
    for page in ("", "/outline", "/ledger"):
        tabs = debate.get(f"/maps/debate{page}").text.partition('<nav id="tabs"')[2].partition("</nav>")[0]
        assert 'href="/maps/debate/readers"' in tabs
