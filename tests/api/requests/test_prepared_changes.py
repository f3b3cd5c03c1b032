"""What takes long is done before a merge or a restore begins to write, and counts only where it still holds."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from api.forks import merges
from models import changes
from models.changes import restoring
from models.engine import reading, writing
from models.history.moments import MapSnapshot
from tests.builders import a_debate

MAP = "/api/v1/maps/debate"
FORK = "/api/v1/maps/group"
ANY = {"If-Match": "*"}
PAGE = {"Accept": "text/html"}


@pytest.fixture
def debate(client: TestClient) -> TestClient:
    """A browser of a server that has the debate and its fork, which has one claim more."""
    document = {name: value for name, value in a_debate().document().model_dump(mode="json").items() if name != "slug"}
    assert client.put(MAP, json=document, headers={"If-None-Match": "*"}).status_code == 201
    assert client.post(f"{MAP}/forks", json={"slug": "group"}).status_code == 201
    add(client, FORK, "F90")
    return client


def add(client: TestClient, address: str, label: str) -> None:
    answer = client.post(f"{address}/claims", json={"id": label, "text": f"New {label}.", "kind": "finding"})
    assert answer.status_code == 201, answer.text


def merge_by_api(client: TestClient) -> int:
    return client.post(f"{MAP}/merges/group", json={"take": ["F90"]}, headers=ANY).status_code


def merge_by_page(client: TestClient) -> int:
    form = {"take.F90": "yes", "sure": "yes"}
    return client.post("/maps/debate/merge/group", data=form, headers=PAGE, follow_redirects=False).status_code


def restore_by_api(client: TestClient) -> int:
    return client.post(f"{FORK}/moments/1/restore", headers=ANY).status_code


def restore_by_page(client: TestClient) -> int:
    form = {"sure": "yes"}
    return client.post("/maps/group/moments/1/restore", data=form, headers=PAGE, follow_redirects=False).status_code


def note_writing(monkeypatch: pytest.MonkeyPatch, module: Any, name: str) -> list[bool]:
    """Note of each call of a function whether it was made in a session that writes."""
    noted: list[bool] = []
    work = getattr(module, name)

    def noting(session: Session, *given: Any) -> Any:
        noted.append(bool(session.connection().get_execution_options().get("writing")))
        return work(session, *given)

    monkeypatch.setattr(module, name, noting)
    return noted


@pytest.mark.parametrize(
    ("change", "module", "name"),
    [
        (merge_by_api, merges, "_compare_maps"),
        (merge_by_page, merges, "_compare_maps"),
        (restore_by_api, restoring, "read_snapshot"),
        (restore_by_page, restoring, "read_snapshot"),
    ],
)
def test_what_takes_long_is_done_before_anything_is_written(
    debate: TestClient, monkeypatch: pytest.MonkeyPatch, change: Callable[[TestClient], int], module: Any, name: str
) -> None:
    noted = note_writing(monkeypatch, module, name)
    assert change(debate) in (200, 303)
    assert noted == [False]


def test_a_merge_of_maps_that_were_changed_meanwhile_compares_them_anew(debate: TestClient) -> None:
    engine = debate.app.state.engine  # type: ignore[attr-defined] # starlette calls it any application
    with reading(engine) as session:
        compared = merges.compare_for_merge(session, "group", "debate")
    add(debate, FORK, "F91")
    with writing(engine) as session:
        merges.merge_maps(session, "group", "debate", ["F91"], version=None, author="teacher", comparison=compared)
    assert debate.get(f"{MAP}/claims/F91").status_code == 200
    # Of what was left then nothing is offered again, though neither map has another version.
    with reading(engine) as session:
        compared = merges.compare_for_merge(session, "group", "debate")
    assert compared.differences == ()


def test_a_merge_after_another_that_took_nothing_compares_anew(debate: TestClient) -> None:
    engine = debate.app.state.engine  # type: ignore[attr-defined] # starlette calls it any application
    with reading(engine) as session:
        compared = merges.compare_for_merge(session, "group", "debate")
    assert [each.label for each in compared.differences] == ["F90"]
    with writing(engine) as session:
        merges.merge_maps(session, "group", "debate", [], version=None, author="teacher")
    with writing(engine) as session:
        done = merges.merge_maps(
            session, "group", "debate", ["F90"], version=None, author="teacher", comparison=compared
        )
    assert done.revisions == ()


def test_a_restore_puts_back_what_was_read_only_of_its_own_map_and_moment(debate: TestClient) -> None:
    engine = debate.app.state.engine  # type: ignore[attr-defined] # starlette calls it any application
    with reading(engine) as session:
        former = changes.read_former_snapshot(session, "debate", 1)._replace(snapshot=MapSnapshot())
    with writing(engine) as session:
        changes.restore_map(session, "group", 1, version=None, author="teacher", former=former)
    assert debate.get(f"{FORK}/claims/F90").status_code == 404
    assert debate.get(f"{FORK}/claims").json()["items"]
