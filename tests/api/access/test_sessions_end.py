"""What ends, ends everywhere: of two server processes, whichever is asked."""

import time
from collections.abc import Iterator
from contextlib import ExitStack
from typing import NamedTuple

import httpx2 as httpx
import pytest
from sqlalchemy import Engine

from api.access import passwords
from models import changes
from models.engine import open_engine, writing
from models.people.enrolment import MembershipScope, create_account, create_seminar, enrol, share_map
from models.records.maps import ArgumentMapDraft
from models.vocabulary import Role, Visibility
from tests.api.people import PASSWORD
from tests.command_line.serving import serving
from tests.listening import Listening

SOON = 2.0
MAP = "/api/v1/maps/debate"
# So many streams and requests, because of workers behind one address nobody knows which is asked.
MANY = 4


class Servers(NamedTuple):
    """The addresses of two server processes, the same for two workers; and a membership."""

    first: str
    second: str
    membership: int
    opened: ExitStack

    def sign_in(self, address: str, name: str, password: str = PASSWORD) -> httpx.Client:
        """Return a browser in which somebody has signed in at one of the servers."""
        client = self.opened.enter_context(httpx.Client(base_url=address, headers={"Origin": address}))
        assert client.post("/sign-in", data={"name": name, "password": password}).status_code == 303
        return client


# What workers on one file tell each other is tried each time in tests/command_line/test_live_serving.py.
@pytest.fixture(
    params=[pytest.param("two workers on SQLite", marks=pytest.mark.soak), "two replicas on PostgreSQL"],
)
def servers(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Servers]:
    monkeypatch.setenv("SICETNON_ACCOUNTS", "on")
    on_sqlite = "SQLite" in request.param
    url = request.getfixturevalue("sqlite_url" if on_sqlite else "fresh_postgresql_url")
    engine = open_engine(url)
    membership = _fill(engine)
    engine.dispose()
    with ExitStack() as stack:
        _, first = stack.enter_context(serving(url, *(("--workers", "2") if on_sqlite else ())))
        second = first if on_sqlite else stack.enter_context(serving(url))[1]
        yield Servers(first, second, membership, stack)


def _fill(engine: Engine) -> int:
    hashed = passwords.hash_password(PASSWORD, "somebody")
    with writing(engine) as session:
        accounts = [create_account(session, name, password_hash=hashed).id or 0 for name in ("Owner", "Member")]
        seminar = create_seminar(session, "ours", "Our seminar", accounts[0])
        draft = ArgumentMapDraft(title="A debate", visibility=Visibility.PRIVATE)
        share_map(session, changes.create_map(session, "debate", draft, author="Owner").id or 0, seminar.id)
        return enrol(session, MembershipScope(seminar_id=seminar.id), accounts[1], Role.READER).id or 0


def ends(servers: Servers, client: httpx.Client, path: str, data: dict[str, str], by: httpx.Client) -> None:
    """Assert that what somebody listens to at the second server ends soon after a request to the first."""
    cookie = f"Cookie: sicetnon={client.cookies['sicetnon']}"
    headers = {"Cookie": f"sicetnon={client.cookies['sicetnon']}"}
    with ExitStack() as stack:
        streams = [stack.enter_context(Listening(servers.second, "debate", headers=(cookie,))) for _ in range(MANY)]
        assert {each.status for each in streams} == {200}
        assert by.post(path, data=data).status_code == 303
        begun = time.monotonic()
        assert all(each.is_ended(max(0.1, SOON - (time.monotonic() - begun))) for each in streams)
    for address in (servers.first, servers.second) * MANY:
        assert httpx.get(f"{address}/account", headers=headers).status_code == 401
        assert httpx.get(f"{address}{MAP}", headers=headers).status_code == 404


def test_sessions_streams_and_tries_end_on_every_server_within_two_seconds(servers: Servers) -> None:
    owner, here = servers.sign_in(servers.first, "Owner"), servers.sign_in(servers.first, "Member")
    ends(servers, here, "/sign-out", {"to": "/"}, here)
    here, there = servers.sign_in(servers.first, "Member"), servers.sign_in(servers.second, "Member")
    new = "another long password"
    ends(servers, there, "/account/password", {"present": PASSWORD, "password": new}, here)
    assert here.get("/account").status_code == 200
    there = servers.sign_in(servers.second, "Member", new)
    ends(servers, there, f"/seminars/ours/members/{servers.membership}", {"role": "remove", "sure": "yes"}, owner)
    # While two servers run: what somebody tries at the one counts at the other.
    bad = {"name": "Member", "password": "not the right one"}
    both = (servers.first, servers.second)
    assert [httpx.post(f"{both[number % 2]}/sign-in", data=bad).status_code for number in range(10)] == [401] * 10
    assert {httpx.post(f"{address}/sign-in", data=bad).status_code for address in both * MANY} == {429}
    assert servers.sign_in(servers.second, "Owner")
