"""A state of the weighing put to a class: told while the round is open, and weighed when it is closed."""

import csv
import html
import io
import re
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import func, select, update
from sqlmodel import col
from starlette.testclient import TestClient

from models.engine import reading, writing
from models.history.revisions import Revision
from models.participation.positions import Round, read_rounds
from tests.api.seminars.positions.test_positions import API, close, open_round, take
from tests.api.seminars.positions.test_rounds import in_a_week, pass_deadline, post, type_of
from tests.api.seminars.test_seminar_pages import MAP, page, send
from tests.argument_maps.weighing.test_suppositions import a_disputed_letter
from tests.members import asking, seat_members

WORDS = "Suppose that the letter is a forgery."
FORGED = {"rule": "preponderance", "without": ["S1"], "words": WORDS}
ASKED = ["P1", "F1", "F2"]
TURNED = [("P1", "stands", "falls"), ("F1", "stands", "falls"), ("F2", "stands", "stands")]


@pytest.fixture
def debate(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    seat_members(monkeypatch)
    assert client.put(API, json=a_disputed_letter().lists, headers={"If-None-Match": "*"}).status_code == 201
    client.follow_redirects = False
    return client


def look(client: TestClient, address: str, member: str, status: int = 200) -> str:
    answer = client.get(f"{MAP}/{address}", headers=asking(member) | {"Accept": "text/html"})
    assert answer.status_code == status, answer.text[-800:]
    return html.unescape(answer.text)


def supposing(client: TestClient, **given: Any) -> int:
    return open_round(client, labels=ASKED, supposition=FORGED, **given)


def results(client: TestClient, number: int, member: str = "anna") -> Any:
    answer = client.get(f"{API}/rounds/{number}/results", headers=asking(member))
    assert answer.status_code == 200, answer.text
    return answer.json()


def labels_of(answer: Any) -> list[tuple[str, str, str]]:
    return [(each["label"], each["before"], each["supposed"]) for each in answer["weighed"]["labels"]]


def change(client: TestClient, method: str, path: str, **fields: Any) -> None:
    answer = client.request(method, f"{API}/{path}", json=fields or None, headers={"If-Match": "*"})
    assert answer.status_code in (200, 204), answer.text


def test_a_supposition_is_told_while_the_round_is_open_and_weighed_when_it_is_closed(debate: TestClient) -> None:
    number = supposing(debate)
    for member in ("teacher", "anna"):
        told = debate.get(f"{API}/rounds/{number}", headers=asking(member)).json()
        assert told["supposition"] == FORGED
        assert "weighed" not in told
    take(debate, "anna", "P1", "rejects")
    take(debate, "ben", "P1", "accepts")
    close(debate, number)
    found = results(debate, number)
    assert labels_of(found) == TURNED
    assert found["round"]["supposition"] == FORGED
    assert (found["weighed"]["lost"], found["weighed"]["sequence"]) == ([], 1)
    (name,) = found["weighed"]["names"]
    assert (name["name"], name["sort"], name["words"][:10]) == ("S1", "source", "The letter")


def test_of_a_round_that_supposes_nothing_nothing_is_weighed(debate: TestClient) -> None:
    number = open_round(debate, labels=ASKED)
    close(debate, number)
    found = results(debate, number)
    assert (found["weighed"], found["round"]["supposition"]) == (None, None)
    assert "Rule of proof" not in look(debate, f"rounds/{number}", "anna")


@pytest.mark.parametrize(
    ("supposition", "status"),
    [
        ({"without": ["S9"]}, 422),
        ({"without": ["S1", "archive:none"]}, 422),
        ({"without": []}, 422),
        ({"without": [""]}, 422),
        ({"without": ["S1"], "rule": "by acclamation"}, 422),
        ({"without": ["S1"], "reader": "archivist"}, 422),
        ({"without": ["S1"] * 101}, 422),
        ({"rule": "documented"}, 422),
        ("S1", 422),
    ],
)
def test_what_cannot_be_supposed_opens_nothing(debate: TestClient, supposition: Any, status: int) -> None:
    refused = post(debate, "rounds", title="R", records=["P1"], supposition=supposition)
    assert refused.status_code == status, refused.text
    assert debate.get(f"{API}/rounds", headers=asking("teacher")).json()["items"] == []


@pytest.mark.parametrize("way", ["by hand", "at its deadline"])
def test_what_a_closed_round_shows_is_what_stood_when_it_was_closed(app: FastAPI, debate: TestClient, way: str) -> None:
    number = supposing(debate, closes_at=in_a_week() if way == "at its deadline" else None)
    take(debate, "anna", "P1", "rejects")
    if way == "by hand":
        close(debate, number)
    else:
        # The deadline passed before anything of what follows.
        pass_deadline(app)
        with writing(app.state.engine) as session:
            session.connection().execute(update(Round).values(closes_at=_find_last_change(app)))
    change(debate, "PATCH", "sources/S1", title="Another letter")
    change(debate, "DELETE", "links/L2")
    change(debate, "DELETE", "records/F2?with_dependents=true")
    first = results(debate, number)
    assert labels_of(first) == TURNED
    assert first["weighed"]["names"][0]["words"].startswith("The letter")
    shown = look(debate, f"rounds/{number}", "anna")
    change(debate, "DELETE", "records/S1?with_dependents=true")
    change(debate, "DELETE", "records/P1?with_dependents=true")
    assert results(debate, number)["weighed"] == first["weighed"]
    then = look(debate, f"rounds/{number}", "anna")
    assert [each.split() for each in re.findall(r'class="weighed (\w+)"', then)] == [
        each.split() for each in re.findall(r'class="weighed (\w+)"', shown)
    ]
    assert "The letter" in then
    assert "without=S1&at=1" in then
    assert look(debate, "weighing?weigh=preponderance&without=S1&at=1", "anna")


def _find_last_change(app: FastAPI) -> Any:
    """Return the moment of the last change of any map."""
    with reading(app.state.engine) as session:
        return session.scalar(select(func.max(col(Revision.at))))


def test_what_came_of_it_is_kept_once_it_is_read_and_not_before(app: FastAPI, debate: TestClient) -> None:
    number = supposing(debate)
    close(debate, number)
    reopened = post(debate, f"rounds/{number}/reopen")
    assert reopened.status_code == 200
    change(debate, "DELETE", "links/L2")
    close(debate, number)

    def read_kept_outcome() -> tuple[int | None, bool]:
        with reading(app.state.engine) as session:
            (found,) = read_rounds(session, 1)
            return found.closed_sequence, found.weighed is not None

    assert read_kept_outcome() == (2, False)
    # Reading it in the list of positions shows no labels, and weighs nothing.
    assert debate.get(f"{API}/positions", headers=asking("ben")).status_code == 200
    assert read_kept_outcome() == (2, False)
    assert labels_of(results(debate, number))[0] == ("P1", "unsupported", "unsupported")
    assert read_kept_outcome() == (2, True)
    assert post(debate, f"rounds/{number}/delete", reason="It was ambiguous.").status_code == 200
    assert read_kept_outcome() == (2, False)


def test_while_it_is_open_members_read_what_is_supposed_and_no_label(debate: TestClient) -> None:
    supposing(debate)
    for member in ("anna", "teacher"):
        shown = look(debate, "positions", member)
        for words in (WORDS, "The letter", "Which of these still stand?", "What speaks for it is stronger"):
            assert words in shown
        assert 'class="weighed' not in shown
        assert "/weighing?" not in shown
    assert type_of(debate.get(f"{API}/rounds/1/results", headers=asking("teacher"))) == "round-is-open"


def test_what_the_map_loses_while_the_round_is_open_is_told(debate: TestClient) -> None:
    number = open_round(debate, labels=ASKED, supposition={"without": ["S1", "S2"]})
    take(debate, "anna", "F1", "rejects")
    change(debate, "DELETE", "records/S1?with_dependents=true")
    assert re.search(r"<bdi>S1</bdi> <span class=\"remark\">not on the map", look(debate, "positions", "anna"))
    close(debate, number)
    found = results(debate, number)
    assert found["weighed"]["lost"] == ["S1"]
    assert [each["name"] for each in found["weighed"]["names"]] == ["S2"]
    shown = look(debate, f"rounds/{number}", "anna")
    assert "not on the map" in shown
    assert f"without=S2&at={found['weighed']['sequence']}" in shown


def test_where_everything_that_was_asked_about_is_gone_it_is_said(debate: TestClient) -> None:
    number = open_round(debate, labels=["P1"], supposition=FORGED)
    change(debate, "DELETE", "records/P1?with_dependents=true")
    close(debate, number)
    assert "What stands then cannot be told" in look(debate, f"rounds/{number}", "anna")
    assert labels_of(results(debate, number)) == []


def test_where_nothing_tells_how_the_map_stood_the_supposition_remains(app: FastAPI, debate: TestClient) -> None:
    number = supposing(debate)
    close(debate, number)
    with writing(app.state.engine) as session:
        session.connection().execute(update(Round).values(closed_sequence=99))
    assert results(debate, number)["weighed"] is None
    shown = look(debate, f"rounds/{number}", "anna")
    assert "What stands then cannot be told" in shown
    assert WORDS in shown


def test_the_table_tells_what_was_set_aside_and_what_became_of_each_record(debate: TestClient) -> None:
    number = supposing(debate)
    take(debate, "anna", "P1", "rejects")
    take(debate, "ben", "F2", "accepts")
    close(debate, number)
    answer = debate.get(f"{API}/rounds/{number}/positions.csv", headers=asking("teacher"))
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    told = [
        tuple(row[name] for name in ("record", "set aside", "rule of proof", "weighed before", "weighed without"))
        for row in rows
    ]
    assert told == [
        ("P1", "S1", "preponderance", "stands", "falls"),
        ("F2", "S1", "preponderance", "stands", "stands"),
    ]


def test_whoever_leads_gets_from_the_weighing_to_a_form_with_the_state_filled_in(debate: TestClient) -> None:
    state = "weigh=documented&without=S1&without=archive%3AAPRF"
    weighed = look(debate, f"weighing?{state}&reader=archivist&as_of=1990", "teacher")
    (address,) = re.findall(r'href="(/maps/debate/positions\?[^"#]*)#opening"', weighed)
    assert address == f"{MAP}/positions?{state}"
    assert "by nobody’s reading" in weighed
    for member, asked in (("anna", state), ("teacher", "weigh=documented"), ("teacher", f"{state}&at=1")):
        assert "Ask the class" not in look(debate, f"weighing?{asked}", member)
    form = look(debate, f"positions?{state}", "teacher")
    assert "The letter" in form
    assert "what is kept in APRF" in form
    assert "whoever sees the map can set the same aside" in form
    assert re.findall(r'name="(without\.[^"]*)" value="yes"', form) == ["without.S1", "without.archive:APRF"]
    ticked = set(re.findall(r'name="ask\.(\w+)" value="yes" checked', form))
    assert {"P1", "F1"} < ticked
    assert "F6" in ticked
    assert "supposing anything" not in look(debate, f"positions?{state}", "anna")


def test_the_form_opens_a_round_with_what_is_supposed(debate: TestClient) -> None:
    fields = {"weigh": "documented", "without.S1": "yes", "without.archive:APRF": "yes", "suppose": f" {WORDS} "}
    kept = send(debate, f"{MAP}/rounds", "teacher", 422, title="Forged?", **fields)
    assert "Choose the records" in kept
    assert WORDS in kept
    assert 'name="without.archive:APRF"' in kept
    send(debate, f"{MAP}/rounds", "teacher", title="Forged?", **fields, **{"ask.P1": "yes", "ask.F2": "yes"})
    (found,) = debate.get(f"{API}/rounds", headers=asking("anna")).json()["items"]
    assert found["supposition"] == {"rule": "documented", "without": ["S1", "archive:APRF"], "words": WORDS}
    assert found["labels"] == ["P1", "F2"]


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"without.S9": "yes", "without.S1": "yes"}, "The map has no “S9”"),
        ({"without.S9": "yes"}, "The map has no “S9”"),
        ({"without.S1": "yes", "weigh": "nonsense"}, "cannot be read"),
        ({"without.": "yes"}, "cannot be read"),
        ({"without.S1": "yes", "suppose": "x" * 20_001}, "cannot be read"),
    ],
)
def test_what_cannot_be_supposed_is_told_in_the_form_and_opens_nothing(
    debate: TestClient, fields: dict[str, str], told: str
) -> None:
    shown = html.unescape(send(debate, f"{MAP}/rounds", "teacher", 422, title="R", labels="P1", **fields))
    assert shown.count(told) == 1
    assert debate.get(f"{API}/rounds", headers=asking("teacher")).json()["items"] == []


@pytest.mark.parametrize("state", ["without=S9", "without=S1&weigh=nonsense", "without=S1&without=family:S9"])
def test_an_address_that_poses_what_is_not_there_is_answered_with_what_is_wrong(debate: TestClient, state: str) -> None:
    assert re.search("The map has no|cannot be read", look(debate, f"positions?{state}", "teacher", 422))


def test_where_a_round_is_open_it_is_said_that_it_comes_first(debate: TestClient) -> None:
    open_round(debate)
    assert "is open. Close it, and then ask the class" in look(debate, "positions?without=S1", "teacher")
    assert page(debate, f"{MAP}/positions", "teacher").count("then ask the class") == 0


def test_of_a_round_about_everything_the_page_lists_what_turned_or_was_answered(debate: TestClient) -> None:
    number = open_round(debate, labels=[], supposition=FORGED)
    take(debate, "anna", "F3", "accepts")
    close(debate, number)
    assert len(labels_of(results(debate, number))) > 15
    listed = look(debate, f"rounds/{number}", "anna").partition('class="supposed-table"')[2].partition("</table>")[0]
    assert re.findall(r"<b>(\w+)</b>", listed)
    for label, expected in (("P1", True), ("F1", True), ("F3", True), ("F4", False)):
        assert (f"/records/{label}" in listed) is expected
