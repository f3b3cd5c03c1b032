"""Whatever users write stands in its own direction, on every page, in every form and in what is downloaded."""

from collections.abc import Iterable, Iterator
from urllib.parse import quote, urlencode

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from models.vocabulary import RecordKind, Relation
from tests.api.pages.directions import HEBREW, DirectionReader
from tests.browser.everywhere.test_injection import FORK, SLUG, addresses, at, labels, seminar
from tests.browser.poisoned import poisoned

MAP, API = f"/maps/{SLUG}", f"/api/v1/maps/{SLUG}"
HTML = {"Accept": "text/html"}
# What the addresses of the pages do not ask for by themselves.
ASKED = (
    f"/search?q={quote('הוחלט')}",
    f"/?title={quote('הוחלט')}",
    f"{MAP}?record=L1c",
    f"{MAP}?view=neighbourhood&focus=P1&record=ST1",
    f"{MAP}?agent=A1&tag=T1&school={quote(HEBREW)}",
    f"{MAP}/ledger?as_of=1996",
    f"{MAP}/reading/P1?as_of=1996",
    f"{MAP}/became-known?from=1900",
    f"{MAP}/compare?left=I1&right=I2",
    f"{MAP}/readers?left=A1&right=A2",
    f"{MAP}/history/compare?with={FORK}",
    f"{MAP}/history/compare?from=1&to=3",
    f"{MAP}/texts?source=S1",
    f"{MAP}/texts/X1?record=E1&new=N1",
    f"{MAP}/texts/X1/mark?{urlencode({'as': 'evidence', 'exact': HEBREW})}",
    f"{MAP}/texts/X1/mark?{urlencode({'as': 'finding', 'exact': 'ה'})}",
    *(f"{MAP}/add?kind={kind.value}" for kind in RecordKind),
    *(f"{MAP}/add?kind={kind}" for kind in ("perception", "response", "finding", "assertion")),
    *(f"{MAP}/add?target={target}&relation={relation.value}" for relation in Relation for target in ("P1", "L1b")),
    *(f"{MAP}/records/{label}?as_of=1996" for label in ("P1", "S1")),
)
EXPORTS = (f"{MAP}.html", f"{MAP}/ledger.html", f"{MAP}/embed", f"{MAP}/print", f"{MAP}/outline")


@pytest.fixture
def hebrew(app: FastAPI) -> Iterator[TestClient]:
    """A map whose every field of words is Hebrew, with what members write beside it, a fork and an edition."""
    with TestClient(app, headers=HTML) as client:
        put_hebrew_map(client)
        change(client)
        for path, body in seminar([HEBREW] * 3):
            send = client.put if path.startswith("positions") else client.post
            answer = send(f"{API}/{path}", json=body, headers={"If-Match": "*"})
            assert answer.status_code in (200, 201), answer.text
        yield client


def put_hebrew_map(client: TestClient) -> None:
    document, _ = poisoned(SLUG, [HEBREW] * 3)
    put = client.put(API, content=document, headers={"Content-Type": "application/json"})
    assert put.status_code == 201, put.text


def change(client: TestClient) -> None:
    """Change and delete records, so that there is a history, and publish an edition."""
    answers = [
        client.patch(f"{API}/claims/F3", json={"text": f"{HEBREW} {HEBREW}"}, headers=current(client, "claims/F3")),
        client.delete(f"{API}/stances/ST3", headers=current(client, "stances/ST3")),
        client.post(f"{API}/editions", json={"note": HEBREW}, headers=current(client, "")),
    ]
    assert {answer.status_code for answer in answers} <= {200, 201, 204}, [answer.text for answer in answers]


def current(client: TestClient, path: str) -> dict[str, str]:
    return {"If-Match": client.get(f"{API}/{path}".rstrip("/"), headers={"Accept": "*/*"}).headers["etag"]}


def find_faults(client: TestClient, places: Iterable[str], fewest: int) -> dict[str, list[str]]:
    """Return where words stand without their direction, with the first pages on which they do."""
    faults: dict[str, list[str]] = {}
    seen = 0
    for place in places:
        answer = client.get(place)
        if "html" not in answer.headers.get("content-type", ""):
            continue
        page = DirectionReader(answer.text)
        seen += page.seen
        for fault in dict.fromkeys(page.faults):
            faults.setdefault(fault, []).append(place)
    assert seen >= fewest
    return {fault: pages[:3] for fault, pages in faults.items()}


def test_every_page_says_in_which_direction_users_words_stand(hebrew: TestClient) -> None:
    places = [
        at(address, label) for address in addresses() for label in (labels(1) if "{label}" in address else ["P1"])
    ]
    assert find_faults(hebrew, places, fewest=500) == {}


def test_what_is_asked_of_pages_comes_in_its_own_direction(hebrew: TestClient) -> None:
    assert find_faults(hebrew, ASKED, fewest=300) == {}
