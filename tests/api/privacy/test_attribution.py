"""What is written without an account is nobody's, in every answer and file: no account is called by what is kept."""

import csv
import io

from starlette.testclient import TestClient

from api.live.tail import read_events
from models.changes import find_map
from models.engine import reading
from tests.builders import a_debate

API = "/api/v1/maps/debate"


def _write_all_over(client: TestClient) -> None:
    """Leave everything on a map of which it is said who did it."""
    assert client.put(API, json=a_debate().lists, headers={"If-None-Match": "*"}).status_code == 201
    for address, body in (
        ("/tags", {"id": "told", "text": "told"}),
        ("/comments", {"label": "P1", "text": "Is it so?"}),
        ("/rounds", {"title": "First", "records": "all"}),
        ("/positions/P1", {"stance": "accepts"}),
        ("/rounds/1/close", None),
        ("/editions", {"note": "As it stands."}),
        ("/forks", {"slug": "fork"}),
    ):
        # What cannot be taken back says what follows, and is done by whoever has read that.
        read = {"/editions": API, "/rounds/1/close": f"{API}/rounds/1"}.get(address)
        headers = {"If-Match": client.get(read).headers["ETag"]} if read else {}
        send = client.put if address.startswith("/positions") else client.post
        done = send(API + address, json=body, headers=headers)
        assert done.status_code < 300, (address, done.text)
    assert client.post("/api/v1/maps/fork/tags", json={"id": "more", "text": "more"}).status_code == 201


def test_no_answer_names_whoever_wrote_without_an_account(client: TestClient) -> None:
    _write_all_over(client)
    answers = {
        address: client.get(API + address).text
        for address in (
            *("/revisions", "/revisions/1", "/moments/1", "/comments", "/positions", "/rounds", "/rounds/1/results"),
            *("/editions", "/editions/1", "/forks", "/merges/fork", "/moderation"),
        )
    }
    assert '"author":null' in answers["/revisions"]
    assert '"member":null' in answers["/positions"]
    assert [address for address, text in answers.items() if '"local"' in text] == []


def test_no_table_names_whoever_wrote_without_an_account(client: TestClient) -> None:
    _write_all_over(client)
    for address in (f"{API}/rounds/1/positions.csv", "/maps/debate/contributions.csv"):
        rows = list(csv.DictReader(io.StringIO(client.get(address).content.decode("utf-8-sig"))))
        assert [row["member"] for row in rows] == [""], address


def test_no_event_names_whoever_wrote_without_an_account(client: TestClient) -> None:
    _write_all_over(client)
    with reading(client.app.state.engine) as session:  # type: ignore[attr-defined] # Starlette types it as any ASGI app
        frames = read_events(session, find_map(session, "debate").id or 0, 0)
    assert all(b'"author":null' in frame.payload for frame in frames)
