"""Whatever members do with a private map of a seminar, one act after another, nothing of it reaches who is not named.

The rules are those of docs/privacy.md. Acts are drawn by chance from a seed, so that a failure can be had again.
"""

from collections.abc import Callable
from random import Random

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from models import changes
from models.engine import reading, writing
from models.people.enrolment import MembershipScope
from models.people.seminars import Seminar
from models.vocabulary import Role
from tests.api.classes import a_class
from tests.api.copying import Form
from tests.api.people import add, browser, put_in, server, sign_in
from tests.builders import a_debate

MAPS = "/api/v1/maps"
RECORD, COMMENT, REASON = "recorded in confidence", "remarked in confidence", "reasoned in confidence"
JSON = ("", "/revisions", "/comments", "/positions", "/editions", "/forks", "/moments/1")
PAGES = (
    "",
    "/history",
    "/contributions",
    "/about",
    "/discussion",
    "/positions",
    "/forks",
    "/editions",
    "/editions/1.json",
)
Act = Callable[[TestClient, str, str], object]


def head(client: TestClient, slug: str) -> dict[str, str]:
    return {"If-Match": client.get(f"{MAPS}/{slug}").headers.get("etag", '"1.1"')}


def put_open(client: TestClient, slug: str) -> object:
    document = client.get(f"{MAPS}/{slug}")
    if document.status_code != 200:
        return None
    body = {**document.json(), "visibility": "public"}
    return client.put(f"{MAPS}/{slug}", json=body, headers=head(client, slug))


def copy_record(client: TestClient, slug: str) -> None:
    """Copy the record into the map of one's own: by the form for that map, and by that for its own map sent there."""
    for chosen in ("?into=own", ""):
        page = client.get(f"/maps/{slug}/records/F99/copy{chosen}", headers={"Accept": "text/html"})
        if page.status_code == 200:
            client.post("/maps/own/add", data=Form(page.text).sent)


# Each takes who acts, the map, and a name that is free.
ACTS: dict[str, Act] = {
    "fork": lambda who, slug, free: who.post(f"{MAPS}/{slug}/forks", json={"slug": free}),
    "fork on the page": lambda who, slug, free: who.post(f"/maps/{slug}/forks", data={"slug": free}),
    "fork elsewhere": lambda who, slug, free: who.post(
        f"{MAPS}/{slug}/forks", json={"slug": free, "seminar": "elsewhere"}
    ),
    "bring": lambda who, slug, _: who.post("/seminars/elsewhere/maps", data={"share": slug}),
    "bring from the map": lambda who, slug, _: who.post(f"/maps/{slug}/bring", data={"seminar": "elsewhere"}),
    "move": lambda who, slug, _: who.post(
        f"/maps/{slug}/move", data={"seminar": "elsewhere", "sure": "yes", "people": "yes"}
    ),
    "merge": lambda who, slug, _: who.post(
        f"{MAPS}/own/merges/{slug}", json={"take": ["F99"]}, headers=head(who, "own")
    ),
    "copy a record": lambda who, slug, _: copy_record(who, slug),
    "open": lambda who, slug, _: who.patch(f"{MAPS}/{slug}", json={"visibility": "public"}, headers=head(who, slug)),
    "put": lambda who, slug, _: put_open(who, slug),
    "open on the page": lambda who, slug, _: who.post(
        f"/maps/{slug}/access", data={"visibility": "public", "version": "1", "sure": "yes"}
    ),
    "publish": lambda who, slug, _: who.post(f"{MAPS}/{slug}/editions", json={}, headers=head(who, slug)),
    "release": lambda who, slug, _: who.post(f"/seminars/ours/forks/{slug}/release", data={"sure": "yes"}),
    "begin the next term": lambda who, slug, free: who.post(
        "/seminars/ours/next-term", data={"title": "Next", "slug": f"next-{free}", f"map.{slug}": "yes"}
    ),
    "discuss": lambda who, slug, _: who.post(
        "/api/v1/seminars/elsewhere/controversies", json={"map": slug, "question": "Why?", "size": 2, "seed": 1}
    ),
}


def everything_read(client: TestClient, slugs: set[str]) -> str:
    """Return all that somebody reads of maps, of the list and of a search."""
    answers = [client.get(MAPS), client.get("/"), client.get("/api/v1/search?q=confidence")]
    for slug in sorted(slugs):
        answers += [client.get(f"{MAPS}/{slug}{each}") for each in JSON]
        answers += [client.get(f"/maps/{slug}{each}") for each in PAGES]
    return "".join(each.text for each in answers if each.status_code == 200)


def play(database_url: str, seed: int, acts: int) -> None:
    """Let members of every role that does not lead act in turn, and read what others then see."""
    chance = Random(seed)
    with server(database_url) as app:
        ours = a_class(app)
        with writing(app.state.engine) as session:
            changes.replace_map(session, "open", a_debate().document(), version=None, author="x")
        teacher = ours.people["Teacher"]
        # A fork of a public map that is the seminar's, so that what is one's own can be merged with it.
        assert teacher.post("/maps/open/bring", data={"seminar": "ours"}).status_code == 303
        private = "ours-open"
        secret = {"id": "F99", "text": RECORD, "kind": "finding", "note": "From a comment by Cleo."}
        assert teacher.post(f"{MAPS}/{private}/claims", json=secret).status_code == 201
        assert ours.people["Cleo"].post(f"{MAPS}/{private}/comments", json={"text": COMMENT}).status_code == 201
        stance = {"stance": "accepts", "reason": REASON}
        assert ours.people["Cleo"].put(f"{MAPS}/{private}/positions/P1", json=stance).status_code == 200
        with reading(app.state.engine) as session:
            seminar = MembershipScope(seminar_id=session.exec(select(Seminar.id).where(Seminar.slug == "ours")).one())
        role = chance.choice([Role.READER, Role.DISCUSSANT, Role.CONTRIBUTOR, Role.EDITOR])
        put_in(app, seminar, add(app, "Actor"), role)
        actor = sign_in(app, "Actor")
        assert actor.post("/seminars", data={"slug": "elsewhere", "title": "Elsewhere"}).status_code == 303
        assert actor.post(f"{MAPS}/open/forks", json={"slug": "own"}).status_code == 201
        with reading(app.state.engine) as session:
            elsewhere = MembershipScope(
                seminar_id=session.exec(select(Seminar.id).where(Seminar.slug == "elsewhere")).one()
            )
        put_in(app, elsewhere, add(app, "Friend"), Role.EDITOR)
        friend = sign_in(app, "Friend")
        opened = {"visibility": "public"}
        assert actor.patch(f"{MAPS}/own", json=opened, headers=head(actor, "own")).status_code == 200
        known, done = [private], []
        for number in range(acts):
            name, slug = chance.choice(sorted(ACTS)), chance.choice(known)
            ACTS[name](actor, slug, f"made-{number}")
            done.append((name, slug))
            if actor.get(f"{MAPS}/made-{number}").status_code == 200:
                known.append(f"made-{number}")
        slugs = {*known, "own", "elsewhere-ours-open", "elsewhere-open"}
        for reader in (friend, ours.people["Stranger"], browser(app)):
            read = everything_read(reader, slugs)
            for word in (RECORD, COMMENT, REASON, "Cleo"):
                assert word not in read, (seed, role, done, word)


@pytest.mark.one_in(2)
@pytest.mark.parametrize("seed", [1, 2])
def test_nothing_of_a_private_map_reaches_others_whatever_a_member_does(database_url: str, seed: int) -> None:
    play(database_url, seed, 12)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(10, 60))
def test_nor_in_longer_games(database_url: str, seed: int) -> None:
    play(database_url, seed, 60)
