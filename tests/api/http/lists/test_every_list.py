"""Every list is shown some at a time: whoever follows its links meets each row once, and no list is forgotten."""

import hashlib
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import pytest
from fastapi import FastAPI
from sqlalchemy import event
from sqlmodel import Session, select
from starlette.testclient import TestClient

from api.maps import folded_seminars, map_list
from api.pages import list_parts
from models import changes
from models.controversies.controversies import Controversy
from models.deliberation.comment_changes import apply_moderation, write_comment
from models.engine import writing
from models.history.editions import store_edition
from models.history.forks import Fork
from models.participation.comments import CommentDraft
from models.participation.positions import Position, Round
from models.people.accounts import AccessToken, Account
from models.people.enrolment import (
    MembershipScope,
    create_account,
    create_seminar,
    enrol,
    find_account_by_name,
    share_map,
)
from models.people.invitations import invite
from models.people.seminars import Seminar, SeminarMap
from models.records.kinds import KINDS
from models.records.maps import ArgumentMap
from models.records.scans.images import ImageDraft, store_images
from models.teaching.map_ownership import Release
from models.teaching.seminar_lifecycle import archive_seminar, rename_seminar
from models.vocabulary import Confidence, ModerationKind, RecordKind, Role, Sharing, StanceKind, Visibility
from tests.api.access.permissions import ROUTES
from tests.api.http.lists.shared_findings import share_finding
from tests.api.http.lists.whole_answers import MAP, ONE, TURNED_OTHERWISE, WHOLE
from tests.api.people import add, server, sign_in
from tests.api.scans.scan_builders import HEIGHT, WIDTH, draw_page

ROWS, A_PAGE = 11, 4
TEXT = "It was ordered in June. Nobody said so."


# Sentences of which each of the other texts shares two with the first one.
SHARED = [" ".join(f"{chr(97 + number)}{chr(97 + word)}" for word in range(9)) for number in range(ROWS)]


class Listing(NamedTuple):
    """A list on a page: the fragment in the addresses of its links, and what each row of it has once."""

    path: str
    fragment: str
    row: str


PAGES = [
    Listing("/", "", r'<h3[^>]*><a href="/maps/(m\d\d)">'),
    Listing("/", "of-ours", r'<li><a href="/maps/([fg]\d\d)">'),
    Listing("/", "folds", r'<ul id="of-(\w+)">'),
    Listing("/seminars", "seminars", r'<h2><a href="/seminars/([^"]+)">'),
    Listing("/seminars", "away", r'<li><a href="/seminars/(z\d\d)">'),
    Listing("/seminars/{seminar}", "maps", r'<li><a href="/maps/(m\d\d)">'),
    Listing("/seminars/{seminar}", "forks", r'<li><a href="/maps/(f\d\d)">'),
    Listing("/seminars/{seminar}", "releases", r"“(Released \d\d)”"),
    Listing("/seminars/{seminar}", "controversies", r'<a href="/seminars/ours/controversies/(\d+)">'),
    Listing("/seminars/{seminar}", "members", r'id="role-(\d+)"'),
    Listing("/seminars/{seminar}", "links", r'aria-label="New link for ([^"]+)"'),
    Listing("/seminars/{seminar}", "invitations", r'action="/seminars/ours/invitations/(\d+)/revoke"'),
    Listing("/seminars/{seminar}", "events", r"it was called “([^”]+)”"),
    Listing("/seminars/{seminar}/grades", "grades", r"<tr><th scope=\"row\">([^<]+)</th>"),
    Listing("/maps/{slug}/access", "members", r'id="role-(\d+)"'),
    Listing("/maps/{slug}/access", "invitations", r'action="/maps/debate/access/invitations/(\d+)/revoke"'),
    Listing("/maps/{slug}/forks", "forks", r'<li><a href="/maps/(f\d\d)">'),
    Listing("/maps/{slug}/editions", "editions", r'<a href="/maps/debate/editions/(\d+)">'),
    Listing("/maps/{slug}/discussion", "threads", r'<section class="thread" id="thread-(\d+)">'),
    Listing("/maps/{slug}/discussion", "log", r'<a href="\?show=all&amp;near=\d+#c(\d+)">'),
    Listing("/maps/{slug}/positions", "closed", r'<li id="closed-(\d+)">'),
    Listing("/maps/{slug}/positions", "outside", r'<section class="position-summary"><h4>.*?<b>(\w+)</b>'),
    Listing("/maps/{slug}/texts", "texts", r'<h3><a href="/maps/debate/texts/(\w+)"'),
    Listing("/maps/{slug}/scans", "scans", r'<h3><a href="/maps/debate/scans/(\w+)"'),
    Listing("/maps/{slug}/texts/{label}/review", "doubts", r'<li id="(N\d+)">'),
    Listing(
        "/maps/{slug}/texts/{label}/parallels",
        "shared",
        r'name="text" value="(X\d+)".*?name="other_start" value="(\d+)"',
    ),
    Listing("/maps/{slug}/doubles", "doubles", r'href="/maps/debate/records/(\w+/merge\?other=\w+)"'),
    Listing("/maps/{slug}/corrections", "corrections", r'correction\?origin=(m\d\d)&amp;record=F1"'),
    Listing("/maps/{slug}/weighing", "weighed", r'<tr id="w-(\w+)">'),
    Listing("/maps/{slug}/weighing/by-rule", "rows", r'<tr><th scope="row"><a [^>]*/weighing/(\w+)\?'),
    Listing("/maps/{slug}/weighing/strengths", "rows", r'<tr id="s-(\w+)">'),
    Listing("/maps/{slug}/weighing/through-time", "rows", r'<tr id="t-(F\d+)">'),
    Listing("/maps/{slug}/contributions", "contributions", r'<tr><th scope="row">([^<]+)</th>'),
]
ANSWERS = [
    "/api/v1/maps",
    "/api/v1/account/tokens",
    "/api/v1/seminars",
    "/api/v1/seminars/{seminar}/history",
    "/api/v1/seminars/{seminar}/controversies",
    *(f"{MAP}/{kind.plural}" for kind in KINDS.values()),
    *(f"{MAP}/{name}" for name in ("records", "revisions", "comments", "moderation", "editions", "forks", "rounds")),
    f"{MAP}/positions",
    *(f"{MAP}/{name}" for name in ("weighing", "weighing/load", "weighing/by-rule", "weighing/strengths")),
    *(f"{MAP}/{name}" for name in ("doubles", "corrections", "records/{label}/uses")),
    f"{MAP}/texts/{{label}}/review",
    f"{MAP}/weighing/through-time",
    f"{MAP}/weighing/audit",
]


def test_every_address_is_a_list_that_is_turned_over_or_said_to_be_none() -> None:
    lists = {each.path for each in PAGES} | set(ANSWERS) | TURNED_OTHERWISE
    asked = {path for method, path in ROUTES if method == "GET"}
    assert lists <= asked
    assert not lists & WHOLE
    assert {path for path in asked - lists - WHOLE if not ONE.search(path)} == set()


@pytest.fixture(scope="module")
def app(sqlite_template: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    path = tmp_path_factory.mktemp("lists") / "maps.sqlite3"
    path.write_bytes(sqlite_template.read_bytes())
    with server(f"sqlite:///{path}") as made:
        yield made


@pytest.fixture(scope="module")
def teacher(app: FastAPI) -> TestClient:
    """The browser of an administrator who leads a seminar with many of everything."""
    teacher = add(app, "Teacher", administrator=True)
    with writing(app.state.engine) as session:
        ours = create_seminar(session, "ours", "Ours", teacher)
        for number in range(ROWS):
            rename_seminar(session, ours, f"Ours {number:02}", author="Teacher")
        seminar = ours.id or 0
        debate = _map(session, "debate", seminar)
        for number in range(ROWS):
            _add_row(session, number, seminar, debate, teacher)
        _fill_map(session)
        share_finding(session, ROWS, RECORDS[RecordKind.CLAIM])
    client = sign_in(app, "Teacher")
    for number in range(ROWS):
        text = f"{TEXT} {SHARED[number]}. {SHARED[0]}. {number}"
        _post(client, f"texts/upload?id=X{number}&name=a.txt", content=text)
        _post(client, "annotations", json={"in_text": "X0", "exact": TEXT[number : number + 8]})
    given = {"headers": {"If-Match": "*"}, "content": ". ".join(("Something else altogether: xyz", *SHARED))}
    assert client.put("/api/v1/maps/debate/texts/X0/content?name=a.txt", **given).status_code == 200
    return client


def _post(client: TestClient, what: str, **given: Any) -> None:
    answer = client.post(f"/api/v1/maps/debate/{what}", **given)
    assert answer.status_code == 201, answer.text


def _map(session: Session, slug: str, seminar: int | None = None, sharing: Sharing = Sharing.WORKING) -> int:
    made = ArgumentMap(slug=slug, title=f"Title {slug}", visibility=Visibility.PRIVATE)
    session.add(made)
    session.flush()
    if seminar is not None:
        share_map(session, made.id or 0, seminar)
        session.get_one(SeminarMap, made.id).sharing = sharing
    return made.id or 0


def _pupil(number: int) -> str:
    """Return the name of a pupil; of no two the names look alike, as those of l and i would."""
    return f"Pupil {chr(97 + number % ROWS)}{'z' * (number // ROWS)}"


def _add_row(session: Session, number: int, seminar: int, debate: int, teacher: int) -> None:
    now, name = datetime.now(UTC), f"{number:02}"
    shared = _map(session, f"m{name}", seminar)
    _map(session, f"g{name}", seminar, Sharing.APART)
    fork = _map(session, f"f{name}", seminar, Sharing.APART)
    session.add(Fork(map_id=fork, origin_id=debate, origin_slug="debate", origin_sequence=1))
    create_seminar(session, f"s{name}", f"Seminar {name}", teacher)
    away = create_seminar(session, f"z{name}", f"Put away {name}", teacher)
    archive_seminar(session, away, archived=True, author="Teacher")
    _map(session, f"z{name}", away.id)
    member = create_account(session, _pupil(number), password_hash=None).id or 0
    enrol(session, MembershipScope(seminar_id=seminar), member, Role.READER).listed = True
    enrol(session, MembershipScope(map_id=debate), member, Role.EDITOR)
    for place in (MembershipScope(seminar_id=seminar), MembershipScope(map_id=debate)):
        invite(session, place, Role.READER, by=Role.OWNER, created_by=teacher)
    released = {"map_id": fork, "copy_id": shared, "title": f"Released {name}", "given_to": member}
    session.add(Release(seminar_id=seminar, released_by=teacher, at=now, **released))
    disputed = {"question": f"Question {name}?", "map_id": shared, "sequence": 1, "begun": now}
    session.add(Controversy(seminar_id=seminar, number=number + 1, **disputed))
    dated = {"created": now, "expires": now + timedelta(days=1)}
    session.add(AccessToken(token_hash=name * 32, account_id=teacher, name=name, scopes="read", **dated))


def _fill_map(session: Session, first: int = 0) -> None:
    found, now = changes.find_map(session, "debate"), datetime.now(UTC)
    page = draw_page(1)
    size = {"media_type": "image/jpeg", "width": WIDTH, "height": HEIGHT}
    store_images(session, [ImageDraft.model_construct(data=page, **size)])
    for number in range(first, first + ROWS):
        for kind, fields in RECORDS.items():
            draft = KINDS[kind].draft.model_validate(fields | MORE.get(kind, lambda _: {})(number))
            changes.create_record(session, found, kind, draft, author=_pupil(number))
        made = write_comment(session, found, CommentDraft(text=f"Comment {number}"), author="Teacher")
        apply_moderation(session, found, made.id or 0, ModerationKind.HIDDEN, by="Teacher")
        store_edition(session, found, 1, f"document {number}".encode(), author="Teacher")
        opened = {"title": f"Round {number}", "labels": ["F1"], "opened_by": "Teacher", "opened_at": now}
        session.add(Round(map_id=found.id or 0, number=number + 1, closed_by="Teacher", closed_at=now, **opened))
        taken = {"stance": StanceKind.ACCEPTS, "confidence": Confidence.HIGH, "at": now, "round_id": None}
        session.add(Position(map_id=found.id or 0, member="Teacher", label=f"F{number + 1}", **taken))


_IMAGE = hashlib.sha256(draw_page(1)).hexdigest()
RECORDS: dict[RecordKind, dict[str, Any]] = {
    RecordKind.TAG: {},
    RecordKind.QUESTION: {"text": "Who decided?"},
    RecordKind.AGENT: {"name": "Somebody", "kind": "historian"},
    RecordKind.SOURCE: {"type": "archival", "title": "A telegram"},
    RecordKind.CLAIM: {"kind": "finding", "text": "It was decided."},
    RecordKind.INTERPRETATION: {"text": "It had to be."},
    RecordKind.EVIDENCE: {"summary": "A telegram says so."},
    RecordKind.LINK: {"relation": "supports"},
    RecordKind.STANCE: {"stance": "accepts"},
    RecordKind.CRITICAL_QUESTION: {"text": "Is it so?"},
    RecordKind.SCAN: {"pages": [{"image": _IMAGE, "width": WIDTH, "height": HEIGHT}]},
    RecordKind.REGION: {"image": _IMAGE, "x": 0, "y": 0, "width": 9, "height": 9},
}
MORE: dict[RecordKind, Any] = {
    RecordKind.TAG: lambda number: {"text": f"Tag {number}"},
    # Of each name three, so that there are a few likely doubles.
    RecordKind.AGENT: lambda number: {"name": f"Somebody {number // 3}"},
    RecordKind.SOURCE: lambda number: {"title": f"A telegram {number // 3}"},
    RecordKind.EVIDENCE: lambda number: {"source": f"S{number + 1}"},
    RecordKind.LINK: lambda number: {"premises": [f"E{number + 1}"], "target": f"F{number + 1}"},
    RecordKind.SCAN: lambda number: {"title": f"Scan {number}"},
    RecordKind.REGION: lambda number: {"in_scan": f"SC{number + 1}"},
    RecordKind.STANCE: lambda number: {"agent": f"A{number + 1}", "target": f"F{number + 1}"},
    RecordKind.CRITICAL_QUESTION: lambda number: {"link": f"L{number + 1}"},
}


def _address(path: str) -> str:
    path = path.replace("records/{label}", "records/F1")
    return path.replace("{slug}", "debate").replace("{seminar}", "ours").replace("{label}", "X0")


def _rows(listing: Listing, text: str) -> list[str]:
    return ["".join(found.groups(default="")) for found in re.finditer(listing.row, text, re.DOTALL)]


def _next(listing: Listing, text: str) -> str:
    links = [found.replace("&amp;", "&") for found in re.findall(r'rel="next" href="([^"]+)"', text)]
    return next((each for each in links if each.partition("#")[2] == listing.fragment), "")


@pytest.mark.one_in(2)
@pytest.mark.parametrize("listing", PAGES, ids=lambda each: f"{each.path} {each.fragment}")
def test_whoever_turns_a_list_over_meets_each_row_once(
    teacher: TestClient, monkeypatch: pytest.MonkeyPatch, listing: Listing
) -> None:
    address = "?show=all" if listing.path.endswith("/discussion") else ""
    address = _address(listing.path) + address
    whole = _rows(listing, teacher.get(address).text)
    assert len(whole) >= ROWS
    monkeypatch.setattr(list_parts, "ITEMS_A_PAGE", A_PAGE)
    monkeypatch.setattr(map_list, "MAPS_A_PAGE", A_PAGE)
    monkeypatch.setattr(folded_seminars, "FOLDS_A_PAGE", A_PAGE)
    monkeypatch.setattr(folded_seminars, "MAPS_A_FOLD", A_PAGE)
    met: list[str] = []
    while address:
        answer = teacher.get(address)
        assert answer.status_code == 200, answer.text
        rows = _rows(listing, answer.text)
        assert 0 <= len(rows) <= A_PAGE
        assert len(met) <= len(whole)
        met += rows
        address = _next(listing, answer.text)
    assert met == whole
    assert len(set(met)) == len(met)


@pytest.mark.parametrize("path", ANSWERS)
def test_whoever_follows_an_answer_gets_each_item_once(teacher: TestClient, path: str) -> None:
    address: str | None = f"{_address(path)}?limit=200"
    whole = _items(teacher, f"{address}")[0]
    assert len(whole) >= ROWS
    met: list[Any] = []
    address = f"{_address(path)}?limit={A_PAGE}"
    while address:
        items, address = _items(teacher, address)
        assert 0 < len(items) <= A_PAGE
        met += items
    assert met == whole
    assert len({str(each) for each in met}) == len(met)


def _items(client: TestClient, address: str) -> tuple[list[Any], str | None]:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    body = answer.json()
    link = answer.headers.get("link", "")
    assert (body["next"] is None) == (not link)
    return body["forks"] if "forks" in body else body["items"], body["next"]


@pytest.mark.parametrize("path", [*dict.fromkeys(each.path for each in PAGES), *ANSWERS])
def test_a_cursor_of_another_list_is_refused(teacher: TestClient, path: str) -> None:
    names = {"cursor", *(each.fragment for each in PAGES if each.path == path)} - {""}
    named = [name for name in sorted(names) if "parameter" not in name]
    answers = [teacher.get(f"{_address(path)}?{name}=bm8") for name in named]
    assert 422 in {answer.status_code for answer in answers}
    assert {answer.status_code for answer in answers} <= {200, 422}


# Beside the lists, pages that show something of each row.
AND_MORE = (
    *("/maps/debate", "/maps/debate/history", "/maps/debate/records/F1"),
    *("/maps/debate/records/A1/merge", "/maps/debate/records/A1/merge?other=A2"),
    *("/maps/debate/records/F1/copy", "/maps/debate/contributions", "/maps/debate/readers", "/maps/debate/rounds/1"),
    *("/seminars/ours/grades.csv", "/api/v1/seminars/ours/grades", "/search?q=decided", "/maps/debate/reading"),
)


def test_no_answer_asks_the_database_more_often_for_twice_as_many_rows(app: FastAPI, teacher: TestClient) -> None:
    addresses = [*dict.fromkeys(_address(path) for path in (*(each.path for each in PAGES), *ANSWERS, *AND_MORE))]

    def count() -> dict[str, int]:
        asked: list[str] = []
        note = lambda *given: asked.append(given[2])  # noqa: E731 # the same object is taken away again
        event.listen(app.state.engine, "before_cursor_execute", note)
        counts = {}
        for address in addresses:
            for _ in range(2):
                # What is kept in memory is not asked for again, nor are mentions that were just read.
                asked.clear()
                answer = teacher.get(address)
            assert answer.status_code == 200, address
            counts[address] = len(asked)
        event.remove(app.state.engine, "before_cursor_execute", note)
        return counts

    few = count()
    with writing(app.state.engine) as session:
        seminar = session.exec(select(Seminar.id).where(Seminar.slug == "ours")).one() or 0
        debate = changes.find_map(session, "debate").id or 0
        teacher_id = (find_account_by_name(session, "Teacher") or Account()).id or 0
        for number in range(ROWS, 2 * ROWS):
            _add_row(session, number, seminar, debate, teacher_id)
        _fill_map(session, ROWS)
    many = count()
    assert {address: (few[address], many[address]) for address in addresses if many[address] > few[address]} == {}
