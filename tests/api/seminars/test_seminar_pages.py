"""Rounds, positions and comments on the pages, without any script."""

import re
from html import unescape

import pytest
from starlette.testclient import TestClient

from tests.builders import a_debate
from tests.members import asking, seat_members

MAP = "/maps/debate"
API = f"/api/v1{MAP}"


@pytest.fixture
def debate(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    seat_members(monkeypatch)
    assert client.put(API, json=a_debate().lists, headers={"If-None-Match": "*"}).status_code == 201
    client.headers["Accept"] = "text/html"
    client.follow_redirects = False
    return client


def page(client: TestClient, address: str, member: str) -> str:
    answer = client.get(address, headers=asking(member))
    assert answer.status_code == 200, answer.text
    return unescape(answer.text)


def send(client: TestClient, address: str, member: str, status: int = 303, **fields: str) -> str:
    # As a browser does also where a form has no fields.
    sort = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = client.post(address, data=fields, headers=asking(member) | sort)
    assert answer.status_code == status, answer.text
    return answer.headers.get("location", unescape(answer.text))


def begin(client: TestClient, **fields: str) -> None:
    send(client, f"{MAP}/rounds", "teacher", **{"title": "Before reading", "labels": "P1, L1", **fields})


def test_a_round_is_opened_answered_closed_and_shown(debate: TestClient) -> None:
    begin(debate)
    asked = page(debate, f"{MAP}/positions", "anna")
    assert "Round 1: Before reading" in asked
    assert 'name="stance.P1"' in asked
    assert 'name="stance.F1"' not in asked
    answers = {"round": "1", "stance.P1": "accepts", "confidence.P1": "high", "reason.P1": "They said so."}
    assert send(debate, f"{MAP}/positions", "anna", **answers) == f"{MAP}/positions?saved=1"
    send(debate, f"{MAP}/positions", "ben", **{"round": "1", "stance.P1": "rejects", "reason.P1": "They lied."})
    again = page(debate, f"{MAP}/positions", "anna")
    assert 'value="accepts" checked' in again
    assert "They lied." not in again
    assert "2 members have answered so far." in page(debate, f"{MAP}/positions", "teacher")
    assert "answered so far" not in again
    asked = page(debate, f"{MAP}/rounds/1/close", "teacher")
    assert "2 members have answered." in asked
    assert send(debate, f"{MAP}/rounds/1/close", "teacher", sure="yes") == f"{MAP}/positions#closed"
    shown = page(debate, f"{MAP}/rounds/1", "anna")
    assert "They lied." in shown
    assert "What divides the group most" in shown
    assert "agreement −1.00" in shown
    assert "positions.csv" not in shown
    assert "positions.csv" in page(debate, f"{MAP}/rounds/1", "teacher")


def test_what_is_sent_again_unchanged_is_taken_once(debate: TestClient) -> None:
    begin(debate)
    given = {"round": "1", "stance.P1": "accepts", "confidence.P1": "unknown", "reason.P1": ""}
    assert send(debate, f"{MAP}/positions", "anna", **given).endswith("saved=1")
    assert send(debate, f"{MAP}/positions", "anna", **given).endswith("saved=0")


def test_a_form_of_a_round_that_was_closed_meanwhile_saves_nothing_and_keeps_what_was_typed(
    debate: TestClient,
) -> None:
    begin(debate)
    send(debate, f"{MAP}/rounds/1/close", "teacher", sure="yes")
    told = send(debate, f"{MAP}/positions", "anna", 409, **{"round": "1", "stance.P1": "accepts"})
    assert "Round 1 was closed" in told
    assert debate.get(f"{API}/positions", headers=asking("anna")).json()["items"] == []


@pytest.mark.parametrize(
    ("fields", "status", "told"),
    [
        ({"title": ""}, 422, "Give the round a title"),
        ({"title": " "}, 422, "Give the round a title"),
        ({"title": "R", "labels": "P1; 3"}, 422, "Give the round a title"),
        ({"title": "R", "labels": "P99"}, 409, "P99"),
    ],
)
def test_a_round_that_cannot_be_opened_says_why(
    debate: TestClient, fields: dict[str, str], status: int, told: str
) -> None:
    assert told in send(debate, f"{MAP}/rounds", "teacher", status, **fields)


def test_the_panel_takes_a_position_and_leads_back_to_where_one_was(debate: TestClient) -> None:
    panel = page(debate, f"{MAP}/panels/P1?question=Q1", "anna")
    action = re.search(r'action="([^"]*/records/P1/position[^"]*)"', panel)
    assert action
    back = send(debate, action[1], "anna", **{"from": "map", "stance.P1": "qualifies"})
    assert back == f"{MAP}?question=Q1&record=P1"
    assert "Positions of all members" in page(debate, f"{MAP}/records/P1", "ben")
    assert send(debate, f"{MAP}/records/P1/position", "anna", 422, **{"from": "record"})


def test_beside_a_record_nobody_reads_anothers_position_of_an_open_round(debate: TestClient) -> None:
    begin(debate)
    send(debate, f"{MAP}/records/P1/position", "anna", **{"stance.P1": "rejects", "reason.P1": "unseen yet"})
    for member in ("ben", "teacher"):
        assert "unseen yet" not in page(debate, f"{MAP}/records/P1", member)
    assert "unseen yet" in page(debate, f"{MAP}/records/P1", "anna")


def test_a_reader_is_offered_neither_positions_nor_comments(debate: TestClient) -> None:
    for address in (MAP, f"{MAP}/records/P1"):
        shown = page(debate, address, "reader")
        assert "Your position" not in shown
        assert ">Discussion<" not in shown
        assert ">Positions<" not in shown
    assert debate.get(f"{MAP}/positions", headers=asking("reader")).status_code == 403
    assert debate.get(f"{MAP}/discussion", headers=asking("reader")).status_code == 403


def comment(client: TestClient, member: str, text: str, **fields: str) -> int:
    location = send(client, f"{MAP}/discussion", member, text=text, **fields)
    return int(location.rpartition("#c")[2])


def test_a_thread_is_written_answered_resolved_and_found_under_its_filter(debate: TestClient) -> None:
    first = comment(debate, "anna", "Is that so, @ben?", label="P1")
    comment(debate, "ben", "See https://example.org/a?b=1&c=2.", parent=str(first))
    shown = page(debate, f"{MAP}/discussion", "cleo")
    assert '<b class="mention">@ben</b>' in shown
    assert 'href="https://example.org/a?b=1&c=2"' in shown
    assert "See https" not in page(debate, f"{MAP}/discussion?show=mentions", "cleo")
    assert "Is that so" in page(debate, f"{MAP}/discussion?show=mentions", "ben")
    send(debate, f"{MAP}/discussion/{first}/resolve", "ben")
    assert "Is that so" not in page(debate, f"{MAP}/discussion", "anna")
    assert "Is that so" in page(debate, f"{MAP}/discussion?show=resolved", "anna")
    send(debate, f"{MAP}/discussion/{first}/reopen", "anna")
    assert "Is that so" in page(debate, f"{MAP}/discussion", "anna")
    assert "Is that so" in page(debate, f"{MAP}/panels/P1", "anna")


def test_a_comment_becomes_a_claim_with_credit_and_leads_to_it(debate: TestClient) -> None:
    number = comment(debate, "anna", "Nobody had ordered anything.", label="P1")
    form = page(debate, f"{MAP}/add?kind=claim&comment={number}", "ben")
    assert "Nobody had ordered anything." in form
    assert "From a comment by anna." in form
    fields = {"record": "claim", "comment": str(number), "text": "Nobody had ordered it.", "kind": "assertion"}
    send(debate, f"{MAP}/add", "ben", **fields, type="factual", note="From a comment by anna.")
    made = debate.get(f"{API}/claims/C1").json()
    assert (made["text"], made["note"]) == ("Nobody had ordered it.", "From a comment by anna.")
    (revision,) = debate.get(f"{API}/revisions", params={"label": "C1"}).json()["items"]
    assert (revision["author"], revision["why"]) == ("ben", "From a comment by anna.")
    assert 'Became <a class="record-link" href="/maps/debate/records/C1">' in page(debate, f"{MAP}/discussion", "anna")


def test_a_moderator_hides_and_the_log_tells_who_when_and_why(debate: TestClient) -> None:
    number = comment(debate, "anna", "A rude word.")
    send(debate, f"{MAP}/discussion/{number}/moderate", "teacher", step="hidden", why="Rude.")
    seen = page(debate, f"{MAP}/discussion", "ben")
    assert "A rude word." not in seen
    assert "A moderator has hidden this comment." in seen
    assert "Moderation actions" not in seen
    told = page(debate, f"{MAP}/discussion", "teacher")
    assert "A rude word." in told
    assert "Moderation actions" in told
    assert "Rude." in told


def test_a_moderator_is_told_what_may_still_name_whom_they_anonymise(
    debate: TestClient,
) -> None:
    send(debate, f"{MAP}/discussion", "anna", text="Nobody had ordered it.")
    debate.post(f"{API}/comments/1/claim", json={"kind": "assertion"}, headers=asking("anna"))
    assert "still name" not in page(debate, f"{MAP}/discussion?show=all", "teacher")
    send(debate, f"{MAP}/discussion/1/moderate", "teacher", step="anonymised")
    assert "earlier may still name" in page(debate, f"{MAP}/discussion?show=all", "teacher")
    assert "still name" not in page(debate, f"{MAP}/discussion?show=all", "ben")


def test_what_was_written_to_a_thread_that_was_locked_or_hidden_meanwhile_is_given_back(debate: TestClient) -> None:
    send(debate, f"{MAP}/discussion", "anna", text="Nobody had ordered it.")
    send(debate, f"{MAP}/discussion/1/moderate", "teacher", step="locked")
    refused = send(debate, f"{MAP}/discussion", "ben", 409, parent="1", text="But <here> it says so.", show="all")
    assert "What you had written" in refused
    assert "But <here> it says so." in refused
    assert "locked" in refused
    assert "Nobody had ordered it." in refused
    send(debate, f"{MAP}/discussion/1/moderate", "teacher", step="unlocked")
    send(debate, f"{MAP}/discussion/1/moderate", "teacher", step="hidden")
    assert "Otherwise." in send(debate, f"{MAP}/discussion/1/edit", "anna", 409, text="Otherwise.")


def test_what_was_answered_in_a_round_that_was_closed_meanwhile_is_given_back(debate: TestClient) -> None:
    begin(debate)
    send(debate, f"{MAP}/rounds/1/close", "teacher", sure="yes")
    answers = {"round": "1", "stance.P1": "accepts", "reason.P1": "They said so.", "stance.L1": "nonsense"}
    refused = send(debate, f"{MAP}/positions", "anna", 409, **answers)
    kept = refused.partition("What you had written")[2].partition("</section>")[0]
    assert re.search(r"<b>P1 It was ordered\.</b>.*accept.*They said so\.", kept, re.DOTALL)
    assert 'data-polling="' in refused


def test_comments_that_cannot_be_are_refused(debate: TestClient) -> None:
    number = comment(debate, "anna", "Mine.")
    assert send(debate, f"{MAP}/discussion", "anna", 422, text="  ")
    assert send(debate, f"{MAP}/discussion/{number}/edit", "ben", 403, text="Not mine.")
    assert send(debate, f"{MAP}/discussion/{number}/moderate", "ben", 403, step="hidden")
    assert send(debate, f"{MAP}/discussion/{number}/moderate", "teacher", 422, step="burn")


def test_names_of_members_are_words_wherever_they_stand(debate: TestClient) -> None:
    name = '"><img src=x onerror=alert(1)>'
    comment(debate, name, "Hello.", label="P1")
    send(debate, f"{MAP}/records/P1/position", name, **{"from": "record", "stance.P1": "accepts"})
    for address in (f"{MAP}/discussion", f"{MAP}/positions", f"{MAP}/records/P1"):
        shown = debate.get(address, headers=asking("ben")).text
        assert "<img" not in shown
        assert "&lt;img src=x onerror=alert(1)&gt;" in shown


def test_a_closed_round_shows_what_was_answered_to_and_what_it_says_today(debate: TestClient) -> None:
    begin(debate)
    send(debate, f"{MAP}/positions", "anna", **{"round": "1", "stance.P1": "accepts", "stance.L1": "rejects"})
    said = debate.get(f"{API}/claims/P1", headers={"Accept": "application/json"}).json()["text"]
    send(debate, f"{MAP}/rounds/1/close", "teacher", sure="yes")
    for path, fields in (("claims/P1", {"text": "It was forbidden."}), ("links/L1", {"verdict": "confirmed"})):
        assert debate.patch(f"{API}/{path}", json=fields, headers={"If-Match": "*"}).status_code == 200
    shown = page(debate, f"{MAP}/rounds/1", "anna")
    assert f"<b>P1</b> <bdi>{said}</bdi></a>" in shown
    assert "It was forbidden.</bdi></ins>" in shown
    assert "Its wording is different today" in shown
    assert "Cite this wording" in shown
    assert "/maps/debate/moments/1/records/P1" in shown
    gone = debate.delete(f"{API}/claims/P1?with_dependents=true", headers={"If-Match": "*"})
    assert gone.status_code == 200
    assert "It has since been deleted." in page(debate, f"{MAP}/rounds/1", "anna")


def test_who_answers_to_words_that_were_changed_meanwhile_is_asked_again(debate: TestClient) -> None:
    begin(debate)
    form = page(debate, f"{MAP}/positions", "anna")
    judged = re.search(r'name="judged.P1" value="([0-9a-f]+)"', form)
    assert judged is not None
    reworded = {"text": "It was forbidden."}
    assert debate.patch(f"{API}/claims/P1", json=reworded, headers={"If-Match": "*"}).status_code == 200
    answers = {"round": "1", "stance.P1": "accepts", "reason.P1": "They said so.", "judged.P1": judged[1]}
    again = send(debate, f"{MAP}/positions", "anna", 409, **answers)
    assert "Somebody changed the wording of P1 while you were answering" in again
    assert "It was forbidden." in again
    assert "They said so." in again
    alone = send(debate, f"{MAP}/records/P1/position", "anna", 409, **answers)
    assert "They said so." in alone
    assert debate.get(f"{API}/positions", headers=asking("anna") | {"Accept": "application/json"}).json()["items"] == []


def test_whose_answer_was_reworded_in_an_open_round_is_told_so(debate: TestClient) -> None:
    begin(debate)
    send(debate, f"{MAP}/positions", "anna", **{"round": "1", "stance.P1": "accepts"})
    assert "reworded since you answered" not in page(debate, f"{MAP}/positions", "anna")
    reworded = {"text": "It was forbidden."}
    assert debate.patch(f"{API}/claims/P1", json=reworded, headers={"If-Match": "*"}).status_code == 200
    assert "reworded since you answered" in page(debate, f"{MAP}/positions", "anna")
