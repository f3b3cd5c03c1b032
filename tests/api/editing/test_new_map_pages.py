"""A map is begun on the pages, and an empty one says what comes next."""

import pytest
from starlette.testclient import TestClient

from models.address_names import propose_name


@pytest.fixture
def visitor(client: TestClient) -> TestClient:
    client.follow_redirects = False
    client.headers["Accept"] = "text/html"
    return client


def begun(client: TestClient, **fields: str) -> str:
    answer = client.post("/new", data={"title": "Who wanted the war of 1914?", **fields})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Who wanted the war of 1914?", "who-wanted-the-war-of-1914"),
        ("L’Été 1914: Österreichs Straße", "lete-1914-osterreichs-strasse"),
        ("朝鲜战争 1950", "1950"),
        ("谁要战争?", ""),
        ("word " * 40, "-".join(["word"] * 12)),
    ],
)
def test_the_name_in_addresses_comes_from_the_title(title: str, name: str) -> None:
    assert propose_name(title) == name


def test_the_shelf_leads_to_a_form_that_begins_a_map(visitor: TestClient) -> None:
    assert 'href="/new"' in visitor.get("/").text
    assert 'name="title"' in visitor.get("/new").text
    address = begun(visitor, description="Guilt and chance.", language="de", licence="CC BY 4.0")
    assert address == "/maps/who-wanted-the-war-of-1914"
    assert "Start this map" in visitor.get(address).text
    made = visitor.get(f"/api/v1{address}").json()
    assert (made["description"], made["language"], made["licence"]) == ("Guilt and chance.", "de", "CC BY 4.0")


def test_a_map_may_be_called_new(visitor: TestClient) -> None:
    assert begun(visitor, slug="new") == "/maps/new"
    assert "Who wanted the war of 1914?" in visitor.get("/maps/new").text


def test_a_name_that_is_taken_is_said_beside_its_field(visitor: TestClient) -> None:
    begun(visitor, slug="july")
    answer = visitor.post("/new", data={"title": "July", "slug": "july"})
    assert answer.status_code == 422
    assert 'id="fault-slug">The name “july” is not available. “july-2” is still free.' in answer.text
    assert 'value="July"' in answer.text


def test_of_two_maps_with_one_title_the_second_gets_a_name_of_its_own(visitor: TestClient) -> None:
    assert begun(visitor) + "-2" == begun(visitor)


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"title": ""}, 'id="fault-title">Fill in this field.'),
        ({"title": "谁要战争?"}, 'id="fault-slug">No name can be made from this title'),
        ({"slug": "七月"}, 'id="fault-slug">Use lower-case letters and digits'),
        ({"slug": "a" * 70}, 'id="fault-slug">Use lower-case letters and digits'),
        ({"language": "german!"}, 'id="fault-language">Enter the name of a language'),
    ],
)
def test_what_does_not_fit_is_said_beside_its_field(visitor: TestClient, fields: dict[str, str], place: str) -> None:
    answer = visitor.post("/new", data={"title": "July", **fields})
    assert answer.status_code == 422
    assert place in answer.text
    assert visitor.get("/api/v1/maps").json()["items"] == []


def test_an_empty_map_leads_to_its_first_records(visitor: TestClient) -> None:
    address = begun(visitor)
    page = visitor.get(address).text
    for step in ("kind=question", "kind=perception", "kind=finding"):
        assert f'href="{address}/add?{step}"' in page
    assert f'href="{address}/texts#add"' in page
    form = visitor.get(f"{address}/add?kind=perception").text
    assert '<option value="perception" selected>' in form


def test_a_map_of_questions_lists_them_and_says_what_comes_next(visitor: TestClient) -> None:
    address = begun(visitor)
    visitor.post(f"{address}/add", data={"record": "question", "text": "Who decided?"})
    page = visitor.get(address).text
    assert "What comes next" in page
    assert f'href="{address}/records/Q1"><b>Q1</b> <bdi>Who decided?</bdi></a>' in page
    assert f'href="{address}/add?kind=perception&amp;answers=Q1"' in page
    assert 'name="answers" value="Q1"' in visitor.get(f"{address}/add?kind=perception&answers=Q1").text
