"""Every form that names a source or an agent finds those of other maps, and brings what is chosen into its own."""

import re
from html import unescape
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.api.editing.test_editing import API, debate, fields_of, number, record
from tests.api.editing.test_named_records import choices_of, names

__all__ = ["debate"]
ADD = "/maps/debate/add"
CLAIM = {"record": "claim", "text": "He gave a blank cheque.", "kind": "finding"}
BOOK = "Reflections on the war"


@pytest.fixture
def other(debate: TestClient) -> TestClient:
    """The debate, and another map with a book by somebody, which is printed in another one and has a tag."""
    document: dict[str, Any] = {
        "format": "sicetnon/1",
        "title": "The crisis of July",
        "tags": [{"id": "T1", "text": "memoirs"}],
        "agents": [
            {"id": "A7", "name": "Theobald von Bethmann Hollweg", "family": "Bethmann Hollweg"},
            {"id": "A8", "name": "An Editor"},
            {"id": "A9", "name": "A. Smith"},
        ],
        "sources": [
            {"id": "S8", "type": "book", "title": "Collected writings", "editor": ["A8"], "issued": "1925"},
            {
                **{"id": "S9", "type": "book", "title": BOOK, "issued": "1919", "tags": ["T1"], "doi": "10.5/x"},
                **{"author": ["A7", "A9"], "published_in": "S8", "published_pages": "1–300"},
            },
        ],
    }
    made = debate.put("/api/v1/maps/july", json=document, headers={"If-None-Match": "*"})
    assert made.status_code == 201, made.text
    return debate


def sources_by_title(client: TestClient) -> dict[str, str]:
    return {title: label for label, title in names(client, "sources").items()}


def uses(client: TestClient, label: str) -> list[tuple[str, str]]:
    answer = client.get(f"{API}/records/{label}/uses", headers={"Accept": "application/json"})
    assert answer.status_code == 200, answer.text
    return [(each["map"], each["id"]) for each in answer.json()["items"]]


def test_what_is_chosen_comes_with_what_it_names_and_where_it_is_from(other: TestClient) -> None:
    given = {**CLAIM, "source": BOOK, "meant.source.1": f"july/S9={BOOK}"}
    answer = other.post(ADD, data=given)
    assert answer.status_code == 303, answer.text
    source = record(other, record(other, "F2")["source"])
    # Whoever is here already is found; the tag is one of the other map.
    assert [names(other)[each] for each in source["author"]] == ["Theobald von Bethmann Hollweg", "A. Smith"]
    assert source["author"][1] == "smith"
    assert source["tags"] == []
    whole = record(other, source["published_in"])
    assert (whole["title"], names(other)[whole["editor"][0]]) == ("Collected writings", "An Editor")
    assert uses(other, record(other, "F2")["source"]) == [("july", "S9")]
    assert uses(other, source["published_in"]) == [("july", "S8")]
    assert uses(other, source["author"][0]) == [("july", "A7")]
    other.post(f"/maps/debate/changes/{number(answer)}/undo", data={"record": ""})
    assert (list(names(other)), sources_by_title(other).keys() & {BOOK, "Collected writings"}) == (["smith"], set())


def test_what_was_brought_once_is_found_the_second_time(other: TestClient) -> None:
    given = {**CLAIM, "source": BOOK, "meant.source.1": f"july/S9={BOOK}"}
    assert other.post(ADD, data=given).status_code == 303
    before = sources_by_title(other)
    # Under another name than it has here by now.
    renamed = other.patch(f"{API}/sources/{before[BOOK]}", json={"title": "Memoirs"}, headers={"If-Match": "*"})
    assert renamed.status_code == 200
    assert other.post(ADD, data=given).status_code == 303
    assert record(other, "F3")["source"] == before[BOOK]
    assert len(sources_by_title(other)) == len(before)


def test_a_source_that_is_here_is_found_by_its_doi(other: TestClient) -> None:
    made = other.post(f"{API}/sources", json={"type": "book", "title": "Betrachtungen", "doi": "10.5/X"})
    assert made.status_code == 201
    given = {**CLAIM, "source": BOOK, "meant.source.1": f"july/S9={BOOK}"}
    assert other.post(ADD, data=given).status_code == 303
    assert record(other, "F2")["source"] == made.json()["id"]
    assert BOOK not in sources_by_title(other)


def test_two_fields_of_a_form_that_name_the_same_bring_it_once(other: TestClient) -> None:
    person = "Theobald von Bethmann Hollweg"
    given = {**CLAIM, "source": BOOK, "meant.source.1": f"july/S9={BOOK}"}
    given |= {"held_by": person, "meant.held_by.1": f"july/A7={person}"}
    assert other.post(ADD, data=given).status_code == 303
    claim = record(other, "F2")
    assert record(other, claim["source"])["author"][0] == claim["held_by"][0]
    assert list(names(other).values()).count(person) == 1


@pytest.mark.parametrize(
    ("typed", "field", "chosen"),
    [
        ("Bethmann Hollweg", "held_by", "july/A7=Bethmann Hollweg"),
        ("reflections war", "source", "july/S9=reflections war"),
    ],
)
def test_without_scripts_what_other_maps_have_is_offered_by_words(
    other: TestClient, typed: str, field: str, chosen: str
) -> None:
    asked = other.post(ADD, data={**CLAIM, field: typed})
    assert asked.status_code == 422
    offered = [value for values in choices_of(asked.text).values() for value in values]
    assert chosen in offered
    assert "from the map “The crisis of July”" in unescape(re.sub(r"<[^>]*>", "", asked.text))
    again = other.post(ADD, data={**fields_of(asked.text), f"meant.{field}.1": chosen})
    assert again.status_code == 303, again.text
    claim = record(other, "F2")
    [label] = claim["held_by"] if field == "held_by" else [claim["source"]]
    assert uses(other, label) == [tuple(chosen.partition("=")[0].split("/"))]


FORMS = [
    ("/maps/debate/add?kind=interpretation", {"text": "So."}, "by", "A7"),
    ("/maps/debate/add?kind=interpretation", {"text": "So."}, "source", "S9"),
    ("/maps/debate/add?kind=evidence", {"summary": "So."}, "source", "S9"),
    ("/maps/debate/add?kind=stance", {"target": "P1", "stance": "accepts", "source": "S1"}, "agent", "A7"),
    ("/maps/debate/add?kind=stance", {"agent": "smith", "target": "P1", "stance": "accepts"}, "source", "S9"),
    ("/maps/debate/add?kind=source", {"title": "Other", "type": "book"}, "author", "A7"),
    ("/maps/debate/add?kind=source", {"title": "Other", "type": "book"}, "translator", "A7"),
    ("/maps/debate/add?kind=source", {"title": "Other", "type": "book"}, "published_in", "S9"),
    ("/maps/debate/add?kind=source", {"title": "Other", "type": "book"}, "copy_of", "S9"),
    ("/maps/debate/records/P1/edit", {}, "held_by", "A7"),
    ("/maps/debate/records/L1/edit", {}, "source", "S9"),
    ("/maps/debate/add?target=P1&relation=supports", {"new": "evidence", "text": "So."}, "source", "S9"),
    ("/maps/debate/add?target=P1&relation=supports", {"new": "finding", "text": "So."}, "held_by", "A7"),
    ("/maps/debate/records/X1/edit", {}, "source", "S9"),
    ("/maps/debate/texts/X1/mark?as=claim&start=15&end=26", {"text": "So.", "kind": "finding"}, "held_by", "A7"),
]


@pytest.mark.parametrize(("address", "given", "field", "label"), FORMS)
def test_every_form_brings_what_it_names_of_another_map(
    other: TestClient, address: str, given: dict[str, str], field: str, label: str
) -> None:
    page = other.get(address)
    assert page.status_code == 200, page.text
    actions = re.findall(r'<form[^>]*method="post"[^>]*action="([^"]*/(?:add|edit|mark)\b[^"]*)"', page.text)
    action = unescape(actions[-1])
    typed = {"A7": "Bethmann Hollweg", "S9": BOOK}[label]
    sent = {**fields_of(page.text), **given, field: typed, f"meant.{field}.1": f"july/{label}={typed}"}
    answer = other.post(action, data=sent)
    assert answer.status_code == 303, (action, re.findall(r'class="field-error"[^>]*>(.*?)<', answer.text))
    plural = "agents" if label == "A7" else "sources"
    brought = [each for each in names(other, plural) if ("july", label) in uses(other, each)]
    assert len(brought) == 1
    changes = other.get(f"{API}/revisions", headers={"Accept": "application/json"}).json()["items"]
    made = next(each for each in changes if each["label"] == brought[0])
    assert made["change"] == changes[-1]["change"]


def test_the_text_of_a_source_of_another_map_brings_that(other: TestClient) -> None:
    sent = {"whose": "known", "title": "A chapter", "pasted": "It was so.", "source": "Reflections"}
    asked = other.post("/maps/debate/texts", data=sent)
    assert asked.status_code == 422
    [offered] = choices_of(asked.text).values()
    # What is not there is not made here: it has a form of its own above.
    assert offered == ["july/S9=Reflections"]
    assert other.post("/maps/debate/texts", data={**sent, "meant.source.1": "=Reflections"}).status_code == 422
    again = other.post("/maps/debate/texts", data={**sent, "meant.source.1": offered[0]})
    assert again.status_code == 303, again.text
    [label] = [each for each in names(other, "sources") if ("july", "S9") in uses(other, each)]
    texts = other.get(f"{API}/texts", headers={"Accept": "application/json"}).json()["items"]
    assert [each["source"] for each in texts if each["title"] == "A chapter"] == [label]


def test_programs_find_sources_and_agents_of_all_maps(other: TestClient) -> None:
    found = other.get("/api/v1/search", params={"q": "reflections war", "kind": ["source", "agent"]})
    assert [(each["map"], each["id"]) for each in found.json()["items"]] == [("july", "S9")]


def test_what_is_suggested_says_from_which_map_it_is(other: TestClient) -> None:
    found = other.get("/maps/debate/choices", params={"q": "reflections", "kind": "source"}).json()
    assert found == [{"id": "S9", "kind": "source", "text": BOOK, "map": "july", "title": "The crisis of July"}]
    # Whoever is called the same is here already.
    assert [
        each.get("map") for each in other.get("/maps/debate/choices", params={"q": "Smith", "kind": "agent"}).json()
    ] == [None]


@pytest.mark.parametrize(
    "choice", ["july/X9", "nowhere/S9", "debate/S1", "july/", "/S9", "july/A7", "july\0/S9", "a/b/c"]
)
def test_what_is_nowhere_is_made_by_its_name_alone(other: TestClient, choice: str) -> None:
    given = {**CLAIM, "source": "A diary", "meant.source.1": f"{choice}=A diary", "source.type": "manuscript"}
    answer = other.post(ADD, data=given)
    assert answer.status_code == 303, answer.text
    label = record(other, "F2")["source"]
    assert record(other, label)["title"] == "A diary"
    assert uses(other, label) == []
