"""A map with everything that routes lead to, and everybody who may ask for it: each role, each token, and strangers."""

from dataclasses import dataclass, field
from typing import NamedTuple

from fastapi import FastAPI
from starlette.testclient import TestClient

from api.access.authorization import Action
from api.access.permission_policy import ACTIONS_BY_ROLE, ACTIONS_BY_SCOPE, ACTIONS_OF_ACCOUNTS, ACTIONS_OF_EVERYBODY
from models import changes
from models.engine import writing
from models.people.enrolment import MembershipScope, create_seminar, find_account_by_name, share_map
from models.people.sign_in.access_tokens import create_token
from models.records.kinds import KINDS
from models.vocabulary import Role, TokenScope, Visibility
from tests.api.access.permissions import ROUTES
from tests.api.people import add, browser, put_in, sign_in, someone
from tests.builders import a_scanned_debate

ANONYMOUS, STRANGER, ADMINISTRATOR = "anonymous", "Stranger", "Administrator"
MAP = "/api/v1/maps/debate"
# Where an address leads in this world. No change and no member has the number 9999, so that nobody undoes anything.
PLACES = {
    "slug": "debate",
    "source": "copy",
    "seminar": "ours",
    "label": "P1",
    "sequence": "1",
    "change": "9999",
    "member": "9999",
    "annotation": "N1",
    "extension": "json",
    "name": "argdown",
    "client": "k3Jx0Zq81LmP7vTa",
    "number": "1",
    "key": "0000000000000000",
    "group": "1",
    "fork": "apart",
    "sha256": a_scanned_debate().document().scans[0].pages[0].image,
    "region": "full",
    "size": "max",
    "rotation": "0",
    "quality": "default",
    "image_format": "png",
}


class Route(NamedTuple):
    """A method and its path, as the golden file of permissions names them."""

    method: str
    path: str

    @property
    def scoped(self) -> bool:
        """Whether it is about a map or a seminar."""
        return "{slug}" in self.path or "{seminar}" in self.path

    def address(self, **other: str) -> str:
        """Return where it leads in this world, some places taken by others."""
        label = next((label for part, label in labels().items() if part in self.path), PLACES["label"])
        places = {name: value for part, (name, value) in PLACES_BY_PATH.items() if part in self.path}
        query = QUERIES.get(self.path, "") if self.method == "GET" else ""
        return self.path.format(**{**PLACES, "label": label, **places, **other}) + query


def labels() -> dict[str, str]:
    """Return by parts of paths which record stands for all of its kind."""
    document = a_scanned_debate().document()
    first = {f"/{kind.plural}/{{label}}": getattr(document, kind.plural)[0].id for kind in KINDS.values()}
    return {**first, "/citations/{label}": "S1", "/records/{label}/merge": "observer", "/reading/{label}": "Q1"}


# What stands in a place of some addresses alone, by a part of their paths.
PLACES_BY_PATH = {
    "/import/templates/{name}": ("name", "claim.xlsx"),
    "/figure.{extension}": ("extension", "svg"),
    "/deck.{extension}": ("extension", "pdf"),
    **{
        f"/{text}.{{extension}}": ("extension", "md") for text in ("outline", "reading", "bibliography", "reading-list")
    },
}
# What an address asks for where without it there is nothing to answer.
QUERIES = {
    "/api/v1/maps/{slug}/export": "?format=argdown",
    "/api/v1/maps/{slug}/export/losses": "?format=argdown",
    "/api/v1/maps/{slug}/records/{label}/merge": "?other=historian",
    "/maps/{slug}/records/{label}/correction": "?origin=copy&record=P1",
    "/oembed": "?url=https://testserver/maps/debate",
    "/api/v1/search": "?q=ordered",
    "/api/v1/maps/{slug}/comparison": "?with=copy",
    "/dates": "?q=1950",
    "/maps/{slug}/scans/{label}/images/{sha256}/polygon.jpg": "?points=0,0 4,0 4,3",
    "/maps/{slug}/scans/{label}/mark": f"?image={PLACES['sha256']}&x=0&y=0&width=2&height=2",
}
# Signing out last: until then everybody needs the session.
ALL = sorted((Route(*key) for key in ROUTES), key=lambda route: route.path == "/sign-out")


@dataclass
class Somebody:
    """Who asks: with which role on the map and in its seminar, if any, and with which token in place of a browser."""

    client: TestClient
    role: Role | None = None
    account: bool = True
    scope: TokenScope | None = None
    administrator: bool = False

    def may(self, route: Route, visibility: Visibility) -> int | None:
        """Return the status with which they are refused, as the permissions say; None where they are let in."""
        action = ROUTES[route]
        role = Role.OWNER if self.administrator else self.role
        if route.scoped:
            found = ACTIONS_BY_ROLE[role] if role else frozenset()
            if "{slug}" in route.path:
                found |= {Action.CREATE} if self.account else frozenset()
                if visibility is not Visibility.PRIVATE:
                    found |= {Action.LOOK, Action.READ_EDITION}
            if Action.LOOK not in found:
                return 404
        elif self.administrator:
            found = frozenset(Action)
        else:
            found = ACTIONS_OF_ACCOUNTS if self.account else ACTIONS_OF_EVERYBODY
        if self.scope is not None:
            found &= ACTIONS_BY_SCOPE[self.scope]
        if action in found:
            return None
        return 403 if self.account else 401


@dataclass
class World:
    """Everybody, by name, and the map with its seminar."""

    people: dict[str, Somebody]
    map_id: int
    seminar: MembershipScope
    visibility: Visibility = Visibility.PRIVATE
    owner: TestClient = field(init=False)

    def __post_init__(self) -> None:
        self.owner = self.people["owner"].client


def world(app: FastAPI, visibility: Visibility = Visibility.PRIVATE) -> World:
    """Make the seminar with its map, a comment, a closed round, an edition, a fork, a controversy, and everybody."""
    owner_id = add(app, "owner")
    with writing(app.state.engine) as session:
        seminar = MembershipScope(seminar_id=create_seminar(session, "ours", "Our seminar", owner_id).id)
        document = a_scanned_debate().document().model_copy(update={"visibility": visibility})
        map_id = changes.replace_map(session, "debate", document, version=None, author="owner").id or 0
        share_map(session, map_id, seminar.seminar_id)
    people = {"owner": Somebody(sign_in(app, "owner"), Role.OWNER)}
    for role in Role:
        if role is not Role.OWNER:
            put_in(app, seminar, add(app, role.value), role)
            people[role.value] = Somebody(sign_in(app, role.value), role)
    _fill(app, people["owner"].client, seminar)
    with writing(app.state.engine) as session:
        # What is compared and merged with is seen by the same people; a fork is private by itself.
        changes.find_map(session, "copy").visibility = visibility
    people[STRANGER] = Somebody(someone(app, STRANGER))
    people[ADMINISTRATOR] = Somebody(someone(app, ADMINISTRATOR, administrator=True), administrator=True)
    people[ANONYMOUS] = Somebody(browser(app), account=False)
    for who, role, scope in (
        *(("owner", Role.OWNER, scope) for scope in TokenScope),
        ("reader", Role.READER, TokenScope.ADMIN),
        (STRANGER, None, TokenScope.WRITE),
    ):
        people[f"{who}’s token to {scope}"] = Somebody(with_token(app, who, scope), role, scope=scope)
    with writing(app.state.engine) as session:
        stranger = find_account_by_name(session, STRANGER)
        assert stranger is not None
        create_seminar(session, "theirs", "Another seminar", stranger.id or 0)
    return World(people, map_id, seminar, visibility)


def with_token(app: FastAPI, who: str, *scopes: TokenScope) -> TestClient:
    """Return a program that comes with a token of somebody's."""
    with writing(app.state.engine) as session:
        account = find_account_by_name(session, who)
        assert account is not None
        secret, _ = create_token(session, account.id or 0, "a token", scopes, 7)
    client = TestClient(app, base_url="https://testserver", follow_redirects=False)
    client.headers["Authorization"] = f"Bearer {secret}"
    return client


def _fill(app: FastAPI, owner: TestClient, seminar: MembershipScope) -> None:
    def done(path: str, body: object, **headers: str) -> None:
        answer = owner.post(f"{MAP}/{path}", json=body, headers=headers)
        assert answer.status_code in (200, 201), answer.text

    done("comments", {"label": "P1", "text": "Does it hold?"})
    done("rounds", {"title": "Before reading", "records": "all"})
    assert owner.put(f"{MAP}/positions/P1", json={"stance": "accepts"}).status_code == 200
    done("rounds/1/close", {}, **{"If-Match": "*"})
    done("forks", {"slug": "copy"})
    done("forks", {"slug": "apart"})
    done("editions", {}, **{"If-Match": owner.get(MAP).headers["etag"]})
    with writing(app.state.engine) as session:
        share_map(session, changes.find_map(session, "copy").id or 0, seminar.seminar_id)
    begun = owner.post(
        "/api/v1/seminars/ours/controversies", json={"map": "debate", "label": "Q1", "size": 2, "seed": 1}
    )
    assert begun.status_code == 201, begun.text
