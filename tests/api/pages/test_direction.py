"""Whatever users write stands in its own direction, on every page, in every form and in what is downloaded."""

import re
from collections.abc import Iterable, Iterator
from contextvars import copy_context
from html import unescape
from urllib.parse import quote, urlencode, urlsplit

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from api.phrases.messages import FIRST_STRONG_ISOLATE, POP_DIRECTIONAL_ISOLATE, choose_language, gettext, isolate_words
from api.phrases.wording_words import isolate_quotations
from models import changes
from models.engine import writing
from models.people.enrolment import MembershipScope, create_seminar, share_map
from models.records.documents import MapDocument
from models.vocabulary import RecordKind, Relation, Role, Visibility
from tests.api.editing.test_editing import fields_of
from tests.api.pages.directions import HEBREW, DirectionReader
from tests.api.people import add, put_in, server, sign_in
from tests.browser.everywhere.test_injection import FORK, SLUG, addresses, at, labels, seminar
from tests.browser.poisoned import poisoned

MAP, API = f"/maps/{SLUG}", f"/api/v1/maps/{SLUG}"
HOME, ONE = "/seminars/ours", "/seminars/ours/controversies/1"
SEMINAR_PAGES = ("grades", "instructions", "next-term", "delete", "leave", "controversies/new")
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


@pytest.fixture
def seminar_with_hebrew(sqlite_url: str) -> Iterator[dict[str, TestClient]]:
    """The browsers of a teacher and two students whose seminar, map and controversy are Hebrew, at its first step."""
    with server(sqlite_url) as app:
        owner = add(app, "Teacher")
        teacher = sign_in(app, "Teacher")
        document = MapDocument.model_validate_json(poisoned(SLUG, [HEBREW] * 3)[0])
        with writing(app.state.engine) as session:
            place = MembershipScope(seminar_id=create_seminar(session, "ours", HEBREW, owner).id)
            private = document.model_copy(update={"visibility": Visibility.PRIVATE})
            made = changes.replace_map(session, SLUG, private, version=None, author="Teacher")
            share_map(session, made.id or 0, place.seminar_id or 0)
        for student in ("Anna", "Ben"):
            put_in(app, place, add(app, student), Role.CONTRIBUTOR)
        for address in (HOME, MAP):
            assert teacher.post(f"{address}/instructions", data={"text": HEBREW}).status_code == 303
        sides = {"side.1": f"{HEBREW} א", "side.2": f"{HEBREW} ב"}
        begun = {"map": SLUG, "question": "Q1", "by": "groups", "groups": "1", "seed": "7", **sides}
        assert teacher.post(f"{HOME}/controversies", data=begun, headers=HTML).status_code == 303
        yield {"Teacher": teacher, "Anna": sign_in(app, "Anna"), "Ben": sign_in(app, "Ben")}


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


def test_what_was_typed_into_a_form_comes_back_in_its_own_direction(hebrew: TestClient) -> None:
    faults: dict[str, list[str]] = {}
    forms = [f"{MAP}/add?kind={kind}" for kind in ("perception", "source", "agent", "evidence", "link", "stance")]
    for address in [*forms, f"{MAP}/records/S1/edit", f"{MAP}/records/L1a/edit", f"{MAP}/records/P1/edit"]:
        fields = fields_of(hebrew.get(address).text)
        answer = hebrew.post(address, data={name: value if "." in name else HEBREW for name, value in fields.items()})
        assert answer.status_code in (409, 422), (address, answer.status_code)
        page = DirectionReader(answer.text)
        assert page.seen
        for fault in page.faults:
            faults.setdefault(fault, []).append(address)
    assert faults == {}


@pytest.mark.parametrize("address", EXPORTS)
def test_what_is_downloaded_or_embedded_says_it_as_well(hebrew: TestClient, address: str) -> None:
    assert find_faults(hebrew, [address], fewest=2) == {}


def test_an_embedding_site_is_told_of_a_page_whose_words_have_their_direction(hebrew: TestClient) -> None:
    told = hebrew.get("/oembed", params={"url": f"http://testserver{MAP}", "format": "json"}).json()
    assert HEBREW in told["title"]
    source = re.search(r'<iframe src="([^"]+)"', told["html"])
    assert source is not None
    assert find_faults(hebrew, [urlsplit(unescape(source[1])).path], fewest=2) == {}


def test_every_page_of_a_seminar_says_its_directions(
    seminar_with_hebrew: dict[str, TestClient],
) -> None:
    teacher = seminar_with_hebrew["Teacher"]
    faults: dict[str, list[str]] = {}
    for step in ("prepare", "discuss", "reverse", "synthesise", "compare", "closed"):
        if step != "prepare":
            version = re.search(r'name="version" value="(\d+)"', teacher.get(ONE, headers=HTML).text)
            assert version is not None
            moved = teacher.post(f"{ONE}/step", data={"to": step, "version": version[1]}, headers=HTML)
            assert moved.status_code == 303, moved.text
        for client in seminar_with_hebrew.values():
            client.headers["Accept"] = "text/html"
            places = ["/", "/seminars", HOME, ONE, f"{MAP}/instructions", *(f"{HOME}/{page}" for page in SEMINAR_PAGES)]
            faults |= find_faults(client, places, fewest=5)
            client.headers["Accept"] = "*/*"
    assert faults == {}


@pytest.mark.parametrize(
    ("page", "faults"),
    [
        (f"<p>{HEBREW}</p>", ["p"]),
        (f"<p dir=auto>P1 {HEBREW}</p>", ["p"]),
        (f"<p dir=auto>{HEBREW} P1</p>", []),
        (f"<p>P1 <bdi>{HEBREW}</bdi></p>", []),
        (f"<p>P1 “\u2068{HEBREW}\u2069”</p>", []),
        (f"<p dir=auto><bdi>P1</bdi> {HEBREW}</p>", []),
        ("<form><textarea name=text></textarea></form>", ["form textarea text"]),
        (f"<input name=title value='{HEBREW}' dir=auto>", []),
    ],
)
def test_a_missing_direction_would_be_noticed(page: str, faults: list[str]) -> None:
    assert DirectionReader(page).faults == faults


@pytest.mark.parametrize("address", [f"{MAP}.md", f"{MAP}/ledger.csv", f"{MAP}/ledger.json", API])
def test_what_is_no_page_holds_no_signs_of_direction(hebrew: TestClient, address: str) -> None:
    text = hebrew.get(address, headers={"Accept": "*/*"}).text
    assert HEBREW[:5] in text
    assert not set(text) & {FIRST_STRONG_ISOLATE, POP_DIRECTIONAL_ISOLATE}


@pytest.mark.parametrize(
    ("language", "words", "told"),
    [
        ("en", "Stalin", "Stalin"),
        ("en", "", ""),
        ("en", HEBREW, f"\u2068{HEBREW}\u2069"),
        ("he", "Stalin", "\u2068Stalin\u2069"),
    ],
)
def test_words_that_read_otherwise_than_the_page_are_isolated(language: str, words: str, told: str) -> None:
    context = copy_context()
    context.run(choose_language, language, {})
    assert context.run(isolate_words, words) == told
    assert context.run(gettext, "Delete %(title)s?", title=words) == f"Delete {told}?"


def test_each_quotation_of_a_wording_keeps_its_own_direction() -> None:
    assert isolate_quotations("F1 “אבג” supports P1 “So it was”") == "F1 “\u2068אבג\u2069” supports P1 “So it was”"
