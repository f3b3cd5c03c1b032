"""A flood of sign-ins from everywhere at once leaves everybody else's pages quick."""

import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import httpx2 as httpx
import pytest

from models.engine import open_engine, writing
from models.people.enrolment import MembershipScope, create_account, create_seminar
from models.people.invitations import invite
from models.vocabulary import Role
from tests.command_line.serving import serving

A_SECOND = 33
SECONDS = 12
LIMIT = 0.2


def _post(client: httpx.Client, path: str, number: int, **given: str) -> int:
    # Each from an address of its own, so that no limit but that of the server itself holds them up.
    headers = {"X-Forwarded-For": f"198.18.{number // 250}.{number % 250}", "Sec-Fetch-Site": "same-origin"}
    return int(client.post(path, data=given, headers=headers).status_code)


@pytest.mark.soak
@pytest.mark.alone
@pytest.mark.parametrize("way", ["sign in", "join"])
def test_a_flood_of_sign_ins_leaves_other_pages_under_200_ms(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    monkeypatch.setenv("SICETNON_ACCOUNTS", "on")
    monkeypatch.setenv("SICETNON_BEHIND_PROXY", "true")
    engine = open_engine(sqlite_url)
    with writing(engine) as session:
        owner = create_account(session, "Owner", password_hash=None).id or 0
        place = MembershipScope(seminar_id=create_seminar(session, "ours", "Ours", owner).id)
        links = [
            invite(session, place, Role.READER, by=Role.OWNER, created_by=owner) for _ in range(A_SECOND * SECONDS)
        ]
    engine.dispose()
    with serving(sqlite_url) as (_, address), ThreadPoolExecutor(70) as pool, httpx.Client(base_url=address) as client:
        flood = httpx.Client(base_url=address, timeout=60, limits=httpx.Limits(max_connections=64))
        sent, took = [], []
        began = time.perf_counter()
        for number, link in zip(count(), links, strict=False):
            if way == "sign in":
                sent.append(pool.submit(_post, flood, "/sign-in", number, name=f"name {number}", password="x" * 12))
            else:
                given = {"key": link, "name": f"name {number}", "password": "x" * 5 + str(number) + "yzvwxu"}
                sent.append(pool.submit(_post, flood, "/join", number, **given))
            page = time.perf_counter()
            assert client.get(("/", "/help", "/healthz")[number % 3]).status_code == 200
            took.append(time.perf_counter() - page)
            time.sleep(max(0.0, began + number / A_SECOND - time.perf_counter()))
        statuses = [each.result() for each in sent]
        flood.close()
    at_95 = statistics.quantiles(took, n=20)[-1]
    assert set(statuses) <= {401, 303, 503}
    assert at_95 < LIMIT
