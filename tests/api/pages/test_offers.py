"""Pages offer what whoever looks may do, and nothing that they may not: every form is sent, every link followed."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from models.vocabulary import Role, Visibility
from tests.api.access.permissions import ROUTES
from tests.api.classes import Class, a_class
from tests.api.offers import Offer, Page, changes_something, writing_in_vain
from tests.api.people import server
from tests.api.seminars.controversies.test_controversies import act, begin, claim, go
from tests.api.worlds import ALL, ANONYMOUS, MAP, STRANGER, Route, Somebody, world

REFUSALS = ("made by somebody else", "not-for-you", "You may not do this")
OF_MAP = (
    *(
        "",
        "?record=P1",
        "?record=F1&at=1",
        "?done=1",
        "?done=9999",
        "/outline",
        "/ledger",
        "/about",
        "/compare",
        "/questions",
    ),
    *("/records/P1", "/records/P1?at=1", "/records/S1", "/records/X1", "/records/N1", "/records/L1", "/reading"),
    *("/texts", "/texts/X1", "/texts/X1/version", "/texts/X1/review", "/texts/X1/correction", "/texts/X1/parallels"),
    *("/scans", "/scans/SC1", "/scans/SC1/pages", "/import", "/copies", "/doubles", "/styles"),
    "/records/observer/merge?other=historian",
    *("/history", "/history?before=3", "/forks"),
    *("/editions", "/editions/1", "/positions", "/rounds/1", "/discussion", "/access", "/contributions", "/readers"),
)
OF_SEMINAR = ("", "/controversies/1", "/controversies/new", "/grades", "/instructions")
# What may be done and is reached otherwise than by a form or link of these pages, and from where.
ELSEWHERE = {
    "/maps/{slug}/form": "the buttons of a form lay it out anew",
    "/maps/{slug}/records/{label}/delete": "the form of a record that is edited",
    "/maps/{slug}/questions/{label}/move": "only where there are two of them",
    "/maps/{slug}/texts/{label}/mark": "a script leads there from chosen words, the form by words that are found",
    "/maps/{slug}/texts/{label}/review/{annotation}": "only where a passage is in doubt",
    "/maps/{slug}/styles/{name}/remove": "only where the map has a style of its own",
    "/maps/{slug}/records/{label}/correction": "only where a record has a copy that was changed",
    "/maps/{slug}/texts/{label}/parallels": "only where there is another text to compare it with",
    "/maps/{slug}/rounds": "only while no round is open",
    "/maps/{slug}/rounds/{number}/close": "only while one is open",
    "/maps/{slug}/rounds/{number}/deadline": "only while one is open",
    "/maps/{slug}/rounds/{number}/reopen": "only until its results are read",
    "/maps/{slug}/rounds/{number}/delete": "the page that asks",
    "/maps/{slug}/instructions": "the page that asks",
    "/maps/{slug}/moments/{sequence}/restore": "only where something was changed since",
    "/maps/{slug}/bring": "only for whoever leads a seminar",
    "/maps/{slug}/move": "only for whoever leads two",
    "/maps/{slug}/access/members/{member}": "only where the map has members of its own",
    "/maps/{slug}/access/invitations/{number}/revoke": "only where there is a link",
    "/maps/{slug}/changes/{change}/undo": "only of changes after the first, of contributors their own",
    "/maps/{slug}/discussion/{number}/edit": "only of one's own comment",
    "/maps/{slug}/discussion/{number}/delete": "only of one's own comment",
    "/maps/{slug}/discussion/{number}/reopen": "only of a thread that is resolved",
    "/maps/{slug}/merge/{source}": "only where there is something to take",
    "/maps/{slug}/positions": "only while a round is open",
    "/maps/{slug}/mentionable": "a script asks it while one types; it changes nothing",
    "/seminars/{seminar}/open": "only of a seminar that is closed",
    "/seminars/{seminar}/bring-back": "only of a seminar that is archived",
    "/seminars/{seminar}/call-back": "only of a seminar that is to be deleted",
    "/seminars/{seminar}/invitations/{number}/revoke": "only where there is a link",
    "/seminars/{seminar}/members/{member}/link": "only of those on a class list",
    "/seminars/{seminar}/members/{member}/link/revoke": "only of those on a class list",
    "/seminars/{seminar}/links": "only of those on a class list",
    "/seminars/{seminar}/links/revoke": "only of those on a class list",
    "/seminars/{seminar}/forks/{fork}/release": "the page that asks",
    "/seminars/{seminar}/instructions": "the page that asks",
    "/seminars/{seminar}/pseudonym": "only until one has written there",
    "/seminars/{seminar}/controversies": "the page on which one is begun",
    "/seminars/{seminar}/controversies/{number}/groups": "only before it has begun",
    "/seminars/{seminar}/controversies/{number}/discard": "only before it has begun",
    "/seminars/{seminar}/controversies/{number}/groups/{group}/synthesis": "only at its step, for the group",
    "/seminars/{seminar}/controversies/{number}/groups/{group}/assent": "only where one was proposed, for the group",
}


@pytest.fixture
def app(sqlite_url: str) -> Iterator[FastAPI]:
    with server(sqlite_url) as made:
        yield made


def offered(client: TestClient, addresses: list[str]) -> dict[Offer, str]:
    """Return what changes something on any of these pages, with the page on which it first stands."""
    found: dict[Offer, str] = {}
    for address in addresses:
        answer = client.get(address)
        if answer.status_code == 200 and answer.headers["content-type"].startswith("text/html"):
            for each in Page(answer.text, address).offers:
                if changes_something(each.route):
                    found.setdefault(each, address)
    return found


def refused(client: TestClient, offers: dict[Offer, str]) -> list[str]:
    """Return which offers are refused for who it is that takes them."""
    wrong = []
    for each, page in offers.items():
        answer = each.send(client)
        if answer.status_code in (401, 403, 404, 405) or any(word in answer.text for word in REFUSALS):
            wrong.append(f"{page}: {each.method} {each.address} {answer.status_code}")
    return wrong


def pages_of(slug: str) -> list[str]:
    return [f"/maps/{slug}{rest}" for rest in OF_MAP]


@pytest.mark.soak
@pytest.mark.parametrize("visibility", [Visibility.PRIVATE, Visibility.PUBLIC])
@pytest.mark.parametrize("who", [*Role, STRANGER, ANONYMOUS])
def test_pages_offer_what_one_may_do_and_nothing_else(
    app: FastAPI, monkeypatch: pytest.MonkeyPatch, who: str, visibility: Visibility
) -> None:
    found = world(app, visibility)
    somebody = found.people[str(who)]
    client = somebody.client
    contributor = found.people["contributor"].client
    own = claim(contributor, "debate", "Mine.").json()["id"]
    assert contributor.post(f"{MAP}/comments", json={"label": own, "text": "See?"}).status_code == 201
    monkeypatch.setattr("api.requests.database.writing", writing_in_vain)
    pages = [*pages_of("debate"), f"/maps/debate?record={own}", f"/maps/debate/records/{own}"]
    pages += [f"/maps/debate/records/{own}/edit"] if who == Role.CONTRIBUTOR else ["/maps/debate/records/P1/edit"]
    offers = offered(client, [*pages, *(f"/seminars/ours{rest}" for rest in OF_SEMINAR)])
    assert refused(client, offers) == []
    ways = {each.route.path for each in offers if each.route is not None}
    assert expected(somebody, visibility) - ways == set()


def expected(somebody: Somebody, visibility: Visibility) -> set[str]:
    """Return the paths of all pages that change something and let this one in, but for those reached from elsewhere."""
    may: set[Route] = {each for each in ALL if changes_something(each) and somebody.may(each, visibility) is None}
    if somebody.role is None:
        # They may fork it, where they may make maps at all.
        return {each.path for each in may if ROUTES[each].value == "create"} - {"/maps/{slug}/bring"}
    paths = {each.path for each in may} - ELSEWHERE.keys()
    if somebody.role == Role.CONTRIBUTOR:
        # Of a text or scan of their own; those of the debate came with the map.
        paths -= {f"/maps/{{slug}}/texts/{{label}}/{rest}" for rest in ("version", "correction")}
        paths -= {f"/maps/{{slug}}/scans/{{label}}/{rest}" for rest in ("pages", "pages/order")}
        paths -= {"/maps/{slug}/records/{label}/merge"}
    elif somebody.role in (Role.READER, Role.DISCUSSANT) and visibility is Visibility.PRIVATE:
        # Only those who add to a private map can fork it.
        paths -= {"/maps/{slug}/forks"}
    return paths


def test_of_a_record_of_others_there_is_no_form_and_of_ones_own_there_is(
    app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = world(app)
    client = found.people["contributor"].client
    own = claim(client, "debate", "Mine.").json()["id"]
    for label, offers_edit in ((own, True), ("P1", False), ("X1", False)):
        for page in (f"/maps/debate/records/{label}", f"/maps/debate/panels/{label}", f"/maps/debate?record={label}"):
            assert (f"/records/{label}/edit" in client.get(page).text) is offers_edit, page
        assert (client.get(f"/maps/debate/records/{label}/edit").status_code == 200) is offers_edit
    assert "/records/X1/edit" not in client.get("/maps/debate/texts/X1").text
    assert "enctype" not in client.get("/maps/debate/texts/X1/version").text
    reader = found.people["reader"].client
    for who, address, offers_keys in ((client, "", True), (client, "?at=1", False), (reader, "", False)):
        page = who.get(f"/maps/debate{address}").text
        for sign in ('id="linking"', "Edit the record that is open", "Redo that change"):
            assert (sign in page) is offers_keys, (address, sign)
    history = client.get("/maps/debate/history").text
    assert history.count("/undo") == 1
    monkeypatch.setattr("api.requests.database.writing", writing_in_vain)
    offers = offered(client, [f"/maps/debate{rest}" for rest in ("?record=P1", "/history", "/texts/X1", "/forks")])
    assert refused(client, {**offers, **offered(client, ["/seminars/ours"])}) == []


STEPS = ("prepare", "discuss", "reverse", "synthesise", "compare", "closed")


def begin_in_one_group(ours: Class) -> None:
    """Begin a controversy of one group: Anna and Ben against Cleo and Dora."""
    assert begin(ours, assign="hand", groups=1).status_code == 201
    places = {"Anna": 1, "Ben": 1, "Cleo": 2, "Dora": 2}
    seats = [{"member": ours.members[name], "group": 1, "side": side} for name, side in places.items()]
    assert act(ours, "PUT", "/seats", {"seats": seats}).status_code == 200
    go(ours, "prepare")


@pytest.mark.soak
@pytest.mark.parametrize("step", STEPS)
def test_at_every_step_a_group_is_offered_what_it_may_do(
    app: FastAPI, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    ours = a_class(app)
    begin_in_one_group(ours)
    for who, side in (("Anna", "a"), ("Ben", "a"), ("Cleo", "b")):
        assert claim(ours.people[who], f"ours-c1-g1{side}", f"{who} found this.").status_code == 201
    go(ours, *STEPS[1 : STEPS.index(step) + 1])
    monkeypatch.setattr("api.requests.database.writing", writing_in_vain)
    pages = ["/seminars/ours", "/seminars/ours/controversies/1", *pages_of("debate")]
    for slug in ("ours-c1-g1a", "ours-c1-g1b", "ours-c1-g1"):
        pages += [f"/maps/{slug}{rest}" for rest in ("?record=C1", "?record=P1", "/records/C1", "/records/C2")]
        pages += [f"/maps/{slug}{rest}" for rest in ("/history", "/forks", "/merge/ours-c1-g1a", "/texts/X1", "/about")]
    client = ours.people["Anna"]
    offers = offered(client, pages)
    assert refused(client, offers) == []
    edits = {each.address.partition("?")[0] for each in offers if each.address.partition("?")[0].endswith("/edit")}
    mended = {"prepare": "a", "discuss": "a", "reverse": "b"}.get(step)
    labels = {"a": ("C1", "C2"), "b": ("C1",), None: ()}[mended]
    groups = {f"/maps/ours-c1-g1{mended}/records/{each}/edit" for each in labels}
    assert {each for each in edits if "debate" not in each} == groups | (
        {f"/maps/ours-c1-g1/records/{each}/edit" for each in ("P1", "X1")} if step == "synthesise" else set()
    )


def test_partners_mend_what_each_other_made_and_delete_only_their_own(app: FastAPI) -> None:
    ours = a_class(app)
    begin_in_one_group(ours)
    place = "/api/v1/maps/ours-c1-g1a"
    made = claim(ours.people["Anna"], "ours-c1-g1a", "Anna found this.").json()["id"]
    at = f"{place}/claims/{made}"

    def tag() -> dict[str, str]:
        return {"If-Match": ours.people["Ben"].get(at).headers["etag"]}

    mended = ours.people["Ben"].patch(at, json={"text": "Anna found that."}, headers=tag())
    assert mended.status_code == 200, mended.text
    assert ours.people["Ben"].delete(at, headers=tag()).status_code == 403
    change = ours.people["Ben"].get(f"{place}/revisions").json()["items"][-1]["change"]
    assert ours.people["Anna"].post(f"{place}/changes/{change}/undo").status_code == 403
    assert ours.people["Ben"].post(f"{place}/changes/{change}/undo").status_code == 200
    from_common = f"{place}/claims/P1"
    head = {"If-Match": ours.people["Ben"].get(from_common).headers["etag"]}
    assert ours.people["Ben"].patch(from_common, json={"text": "No."}, headers=head).status_code == 403
    assert ours.people["Cleo"].get(at).status_code == 404
    go(ours, "discuss", "reverse")
    assert ours.people["Cleo"].patch(at, json={"note": "See E1."}, headers=tag()).status_code == 200
    assert ours.people["Ben"].patch(at, json={"note": "No."}, headers=tag()).status_code == 403
