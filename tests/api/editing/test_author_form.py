"""The authors of a map on its forms: asked for when it is begun, arranged without scripts, and changed later."""

import re
from html import unescape

from fastapi.testclient import TestClient
from starlette.testclient import TestClient as Client

IRI = "https://orcid.org/0000-0002-1825-0097"


def rows(*authors: tuple[str, str, str, str]) -> dict[str, str]:
    names = ("name", "family", "kind", "orcid")
    return {
        f"authors.{number}.{name}": value
        for number, author in enumerate(authors)
        for name, value in zip(names, author, strict=True)
    }


WEBER = ("Weber, Anna", "", "", "0000-0002-1825-0097")
SHEN = ("Shen Zhihua", "Shen", "person", "")
BODY = ("Seminar for History, Bonn", "", "body", "")


def field(page: str, number: int, name: str) -> str:
    found = re.search(rf'<input id="field-authors.{number}.{name}" name="[^"]*" value="([^"]*)"', page)
    assert found, f"no {name} of author {number}"
    return unescape(found[1])


def brought(page: str) -> dict[str, str]:
    """What the form brings along of what stood when it was opened."""
    return {name: unescape(text) for name, text in re.findall(r'name="(was-[a-z]+)" value="([^"]*)"', page)}


def begin(client: Client, **more: str) -> None:
    answer = client.post(
        "/new", data={"title": "War", "language": "en", **rows(WEBER, SHEN, BODY), **more}, follow_redirects=False
    )
    assert answer.status_code == 303, answer.text


def names(client: Client) -> list[str]:
    return [each["name"] for each in client.get("/api/v1/maps/war").json().get("authors", ())]


def test_a_map_is_begun_with_its_authors(client: TestClient) -> None:
    assert field(client.get("/new").text, 0, "name") == ""
    begin(client)
    assert client.get("/api/v1/maps/war").json()["authors"] == [
        {"name": "Anna Weber", "family": "Weber", "given": "Anna", "orcid": IRI},
        {"name": "Shen Zhihua", "family": "Shen", "given": "Zhihua"},
        {"name": "Seminar for History, Bonn", "kind": "body"},
    ]
    assert "Weber, Anna, Shen Zhihua, and Seminar for History, Bonn. “War.”" in client.get("/maps/war").text


def test_buttons_arrange_authors_and_begin_nothing(client: TestClient) -> None:
    def arrange(act: str, *authors: tuple[str, str, str, str]) -> list[str]:
        page = client.post("/new", data={"title": "War", **rows(*authors), "authors-do": act})
        assert page.status_code == 200
        assert 'value="War"' in page.text
        return [field(page.text, number, "name") for number in range(page.text.count('.orcid" name='))]

    blank = ("", "", "", "")
    assert arrange("up.1", WEBER, SHEN) == ["Shen Zhihua", "Weber, Anna", ""]
    assert arrange("down.0", WEBER, SHEN) == ["Shen Zhihua", "Weber, Anna", ""]
    assert arrange("down.1", WEBER, SHEN) == ["Weber, Anna", "Shen Zhihua", ""]
    assert arrange("remove.0", WEBER, SHEN) == ["Shen Zhihua", ""]
    assert arrange("up.2", WEBER, blank, SHEN) == ["Shen Zhihua", "Weber, Anna", ""]
    assert arrange("remove.1", WEBER, blank, SHEN) == ["Weber, Anna", "Shen Zhihua", ""]
    assert arrange("add", WEBER) == ["Weber, Anna", ""]
    for nonsense in ("up.99", "x", "remove.-1", "up.0"):
        assert arrange(nonsense, WEBER, SHEN) == ["Weber, Anna", "Shen Zhihua", ""]
    assert client.get("/api/v1/maps").json()["items"] == []


def test_what_is_wrong_with_an_author_is_said_at_the_row_and_nothing_is_lost(client: TestClient) -> None:
    wrong = [
        (("Anna Weber", "", "", ""), "Which part of “Anna Weber” is the family name?"),
        (("Anna Weber", "Weaver", "", ""), "“Weaver” does not occur in the name beside it."),
        (("Weber, Anna", "", "", "0000-0002-1825-0098"), "mistyped"),
        (("", "Weber", "", ""), "Enter the name too"),
        (("Institute", "I", "body", ""), "A body has one name"),
        (("x" * 501, "", "", ""), "at most 500"),
    ]
    for row, words in wrong:
        page = client.post("/new", data={"title": "War", **rows(SHEN, row)})
        assert page.status_code == 422
        assert words in unescape(page.text)
        assert 'id="fault-authors-1"' in page.text
        assert (field(page.text, 1, "name"), field(page.text, 0, "family")) == (row[0], "Shen")
    assert client.get("/api/v1/maps").json()["items"] == []


def test_authors_are_changed_where_the_map_says_what_it_is(client: TestClient) -> None:
    begin(client)
    page = client.get("/maps/war/about").text
    assert [field(page, number, "name") for number in range(4)] == [
        *("Anna Weber", "Shen Zhihua", "Seminar for History, Bonn", ""),
    ]
    arranged = client.post("/maps/war/about", data={**brought(page), **rows(WEBER, SHEN), "authors-do": "up.1"})
    assert names(client) == ["Anna Weber", "Shen Zhihua", "Seminar for History, Bonn"]
    saved = client.post("/maps/war/about", data={**brought(arranged.text), **rows(SHEN, WEBER)}, follow_redirects=False)
    assert saved.status_code == 303
    assert names(client) == ["Shen Zhihua", "Anna Weber"]
    assert client.get("/api/v1/maps/war").json()["title"] == "War"
    compared = client.get("/maps/war/history/compare?from=1&to=2").text
    assert "Authors" in compared
    assert f"Shen Zhihua; Anna Weber ({IRI})" in compared
    unchanged = client.post("/maps/war/about", data={"was-title": "War", "title": "War"}, follow_redirects=False)
    assert unchanged.headers["location"] == "/maps/war/about"
    assert names(client) == ["Shen Zhihua", "Anna Weber"]


def test_two_who_name_authors_at_once_lose_nothing(client: TestClient) -> None:
    begin(client)
    mine, theirs = client.get("/maps/war/about").text, client.get("/maps/war/about").text
    assert client.post("/maps/war/about", data={**brought(theirs), **rows(SHEN)}).status_code == 200
    kept = client.post("/maps/war/about", data={**brought(mine), **rows(WEBER)})
    assert kept.status_code == 409
    assert "Somebody else has entered these authors in the meantime: Shen Zhihua" in unescape(kept.text)
    assert field(kept.text, 0, "name") == "Weber, Anna"
    assert names(client) == ["Shen Zhihua"]
    # Whoever changed only the title takes no authors back.
    assert client.post("/maps/war/about", data={**brought(mine), **rows(WEBER, SHEN, BODY), "title": "Peace"})
    assert names(client) == ["Shen Zhihua"]
    assert client.post("/maps/war/about", data={**brought(kept.text), **rows(WEBER)}).status_code == 200
    assert names(client) == ["Anna Weber"]


def test_an_orcid_id_is_shown_as_the_link_that_it_is(client: TestClient) -> None:
    begin(client)
    page = client.get("/maps/war/about?at=1").text
    assert re.search(rf'<a class="orcid" href="{IRI}"[^>]*>.*{IRI}</a>', page)


def test_what_was_written_without_accounts_is_under_nobodys_name_on_the_pages(client: TestClient) -> None:
    begin(client)
    claim = {"id": "P1", "text": "So.", "kind": "perception"}
    assert client.post("/api/v1/maps/war/claims", json=claim).status_code == 201
    headers = {"If-Match": client.get("/api/v1/maps/war").headers["ETag"]}
    assert client.post("/api/v1/maps/war/editions", json={}, headers=headers).status_code == 201
    assert client.post("/api/v1/maps/war/forks", json={"slug": "peace"}).status_code == 201
    assert client.post("/api/v1/maps/war/comments", json={"label": "P1", "text": "Yes."}).status_code == 201
    told = ("", "/history", "/history/compare?from=1&to=2", "/contributions", "/editions", "/editions/1", "/about")
    for path in (*told, "?at=1", "/records/P1", "/discussion"):
        for slug in ("war", "peace"):
            text = re.sub(r"<[^>]*>", " ", client.get(f"/maps/{slug}{path}").text)
            assert not re.search(r"\blocal\b", text), (slug, path)
    assert "published by somebody without an account" in client.get("/maps/war/editions").text
