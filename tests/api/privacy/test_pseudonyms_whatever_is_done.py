"""Whatever is said, made of it, forked, merged and published, whoever is hidden is named to nobody, nor joined."""

import itertools
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from tests.builders import a_debate
from tests.conftest import postgresql_in_the_long_run
from tests.members import asking, seat_members

# Names that stand nowhere else; the one of two words is also called by one.
HIDDEN = ("zephyrine", "Quillon Abara")
NAMES = ("zephyrine", "quillon", "abara")
READERS = ("cleo", "reader")
MEMBER = re.compile(r"Member \d+")
_runs = itertools.count()

members = st.sampled_from(HIDDEN)
picks = st.integers(0, 50)
STEPS = st.one_of(
    st.tuples(st.just("comment"), members, picks, st.sampled_from(["P1", "F1", None])),
    st.tuples(
        st.just("answer"), members, picks, st.sampled_from(["{0}, no.", "@{{{0}}} is right", "I, {0}, disagree"])
    ),
    st.tuples(st.just("claim"), st.sampled_from(["cleo", "its author"]), picks, st.none()),
    st.tuples(st.just("anonymise"), st.none(), picks, st.none()),
    st.tuples(st.just("name again"), st.none(), picks, st.none()),
    st.tuples(st.just("round"), members, picks, st.none()),
    st.tuples(st.just("fork"), st.none(), picks, st.none()),
    st.tuples(st.just("merge"), st.none(), picks, st.none()),
    st.tuples(st.just("edition"), st.none(), picks, st.none()),
)


@pytest.fixture
def client(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    seat_members(monkeypatch)
    return client


class Debate:
    """A map with its fork, on which members say things."""

    def __init__(self, client: TestClient) -> None:
        self.client, self.slug = client, f"run-{next(_runs)}"
        self.comments: list[int] = []
        self.authors: dict[int, str] = {}
        self.forked = False
        self.send("teacher", "PUT", "", a_debate().lists, **{"If-None-Match": "*"})

    def send(self, who: str, method: str, path: str, body: Any = None, slug: str = "", **headers: str) -> Any:
        address = f"/api/v1/maps/{slug or self.slug}" + (f"/{path}" if path else "")
        return self.client.request(method, address, json=body, headers={**asking(who), **headers})

    def moderate(self, number: int, step: str) -> None:
        assert self.send("teacher", "POST", f"comments/{number}/moderate", {"step": step}).status_code == 200

    def do(self, step: tuple[str, str | None, int, str | None]) -> None:
        """Do one thing, where it can be done."""
        what, who, pick, more = step
        chosen = self.comments[pick % len(self.comments)] if self.comments else 0
        match what:
            case "comment":
                self.say(who or "", {"text": f"So I, {who}, say.", "label": more})
            case "answer" if chosen:
                # Whoever speaks there is hidden there; to name others is to name them.
                self.say(who or "", {"text": (more or "").format(self.authors[chosen]), "parent": chosen})
            case "claim" if chosen:
                maker = self.authors[chosen] if who == "its author" else "cleo"
                assert self.send(maker, "POST", f"comments/{chosen}/claim", {"kind": "assertion"}).status_code == 201
            case "anonymise" | "name again" if chosen:
                self.moderate(chosen, "anonymised" if what == "anonymise" else "named")
            case "round":
                opened = self.send("teacher", "POST", "rounds", {"title": "R", "names_shown": False, "labels": ["P1"]})
                assert opened.status_code == 201, opened.text
                number = opened.json()["number"]
                for each in (who, HIDDEN[pick % 2]):
                    body = {"stance": "accepts", "reason": f"{who} and {each} agree."}
                    assert self.send(each or "", "PUT", "positions/P1", body).status_code == 200
                closed = self.send("teacher", "POST", f"rounds/{number}/close", **{"If-Match": "*"})
                assert closed.status_code == 200
            case "fork" if not self.forked:
                self.forked = self.send("cleo", "POST", "forks", {"slug": f"{self.slug}-fork"}).status_code == 201
            case "merge" if self.forked:
                self.merge()
            case "edition":
                tag = self.send("teacher", "GET", "").headers["etag"]
                body = {"pseudonyms": list(HIDDEN)} if pick % 2 else {"keep": list(HIDDEN)}
                assert self.send("teacher", "POST", "editions", body, **{"If-Match": tag}).status_code == 201

    def say(self, who: str, body: dict[str, Any]) -> None:
        number = self.send(who, "POST", "comments", body).json()["id"]
        self.comments.append(number)
        self.authors[number] = who

    def merge(self) -> None:
        fork = f"{self.slug}-fork"
        offered = self.send("teacher", "GET", f"merges/{self.slug}", slug=fork)
        take = [each["id"] for each in offered.json()["differences"]]
        tag = {"If-Match": offered.headers["etag"]}
        assert self.send("teacher", "POST", f"merges/{self.slug}", {"take": take}, slug=fork, **tag).status_code == 200

    def hide_all(self) -> None:
        """Anonymise whoever is hidden, in every thread."""
        for number in self.comments:
            self.moderate(number, "anonymised")

    def readable(self, who: str) -> Iterator[tuple[str, str]]:
        """Yield all that somebody can read of the map and its fork, by address."""
        for slug in (self.slug, f"{self.slug}-fork") if self.forked else (self.slug,):
            latest = len(self.send(who, "GET", "revisions?limit=200", slug=slug).json()["items"])
            api, page = f"/api/v1/maps/{slug}", f"/maps/{slug}"
            found = [api, f"{page}.json", f"{page}.html", f"{api}/editions", f"{page}/editions/1.json", f"{api}/claims"]
            found += [f"{api}/{each}" for each in ("comments", "positions", "revisions?limit=200", "rounds/1/results")]
            found += [f"{page}/{each}" for each in ("history", "discussion?show=all", "contributions", "positions")]
            found += [f"{page}/editions/1", f"/api/v1/search?q=comment&map={slug}", f"/search?q=say&map={slug}"]
            found += [f"{api}/{each}/{at}" for at in range(1, latest + 1) for each in ("revisions", "moments")]
            for address in found:
                yield address, self.client.get(address, headers=asking(who)).text

    def scopes(self, who: str) -> list[set[str]]:
        """Return under which names people stand in each thread and in each round."""
        threads = self.send(who, "GET", "comments").json()["items"]
        found = [{thread["author"], *(each["author"] for each in thread["answers"])} for thread in threads]
        rounds: dict[int, set[str]] = {}
        for each in self.send(who, "GET", "positions?limit=200").json()["items"]:
            rounds.setdefault(each["round"], set()).add(each["member"])
        return [*found, *rounds.values()]


def check(client: TestClient, steps: list[tuple[str, str | None, int, str | None]]) -> None:
    debate = Debate(client)
    for step in steps:
        debate.do(step)
    debate.hide_all()
    for who in READERS:
        for address, text in debate.readable(who):
            assert not [name for name in NAMES if name in text.lower()], f"{who} reads it at {address}"
    scopes = debate.scopes("cleo")
    assert all(MEMBER.fullmatch(name) for scope in scopes for name in scope)
    assert sum(map(len, scopes)) == len(set().union(*scopes)), "one stands under the same name in two places"
    for each in json.loads(client.get(f"/api/v1/maps/{debate.slug}/claims?limit=200").text)["items"]:
        credited = set(MEMBER.findall(each["note"])) | set(MEMBER.findall(each["text"]))
        assert not credited or any(credited <= scope for scope in scopes), each


# A case takes seconds, so that to look for a smaller one would take minutes.
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
QUIET = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large]


@postgresql_in_the_long_run
@settings(max_examples=3, deadline=None, phases=PHASES, suppress_health_check=QUIET)
@given(steps=st.lists(STEPS, min_size=4, max_size=10))
def test_whatever_is_done_nobody_hidden_is_named_or_joined(client: TestClient, steps: Any) -> None:
    check(client, steps)


@pytest.mark.soak
@settings(max_examples=150, deadline=None, phases=PHASES, suppress_health_check=QUIET)
@given(steps=st.lists(STEPS, min_size=4, max_size=25))
def test_whatever_is_done_at_length_nobody_hidden_is_named_or_joined(client: TestClient, steps: Any) -> None:
    check(client, steps)
