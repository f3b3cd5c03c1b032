"""The pages of a structured academic controversy, without any script."""

import re
from collections.abc import Iterator
from html import unescape

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from tests.api.classes import Class, a_class
from tests.api.people import server

HOME = "/seminars/ours"
ONE = f"{HOME}/controversies/1"
FORM = {
    "map": "debate",
    "question": "Q1",
    "side.1": "Affirm",
    "side.2": "Deny",
    "by": "groups",
    "groups": "1",
    "seed": "7",
}


@pytest.fixture
def app(sqlite_url: str) -> Iterator[FastAPI]:
    with server(sqlite_url) as made:
        yield made


@pytest.fixture
def ours(app: FastAPI) -> Class:
    return a_class(app)


def page(client: TestClient, at: str, status: int = 200) -> str:
    answer = client.get(at, headers={"Accept": "text/html"})
    assert answer.status_code == status, answer.text
    return " ".join(unescape(answer.text).split())


def send(client: TestClient, at: str, status: int = 303, **fields: str) -> str:
    answer = client.post(at, data=fields, headers={"Accept": "text/html"})
    assert answer.status_code == status, answer.text
    return answer.headers.get("location", "") or " ".join(unescape(answer.text).split())


def start(ours: Class, **more: str) -> None:
    assert send(ours.people["Teacher"], f"{HOME}/controversies", **{**FORM, **more}) == ONE


def version(ours: Class) -> str:
    found = re.search(r'name="version" value="(\d+)"', page(ours.people["Teacher"], ONE))
    assert found is not None
    return found[1]


def go(ours: Class, *steps: str) -> None:
    for step in steps:
        send(ours.people["Teacher"], f"{ONE}/step", to=step, version=version(ours))


def test_one_press_starts_it_with_what_the_form_proposes(ours: Class) -> None:
    assert f"{HOME}/controversies/new" in page(ours.people["Teacher"], HOME)
    form = page(ours.people["Teacher"], f"{HOME}/controversies/new")
    assert 'value="Q1" checked' in form
    assert 'value="Affirm"' in form
    assert "4 members who do not teach can be drawn." in form
    start(ours)
    shown = page(ours.people["Teacher"], ONE)
    assert "Drawn at random with the seed 7." in shown
    assert "4 members have not started" in shown


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"question": "", "own": ""}, "Choose the question in dispute"),
        ({"side.2": ""}, "Name at least two sides"),
        ({"side.2": "it was"}, "Name at least two sides"),
        ({"groups": "0"}, "Enter a number from 1 to 100"),
        ({"seed": "many"}, "The seed is a number"),
        ({"map": "nosuch"}, "“nosuch”"),
        ({"question": "Q9"}, "Q9"),
    ],
)
def test_a_form_that_cannot_be_says_why_and_keeps_what_was_typed(ours: Class, more: dict[str, str], told: str) -> None:
    shown = send(ours.people["Teacher"], f"{HOME}/controversies", 422, **{**FORM, "side.1": "It was", **more})
    assert told in shown
    assert 'value="It was"' in shown


def test_everybody_reads_their_own_task_at_every_step(ours: Class) -> None:
    start(ours)
    told = ours.people["Teacher"].get(f"/api/v1{ONE}").json()["groups"][0]["sides"]
    first, second = (side["members"][0]["name"] for side in told)
    words = page(ours.people[first], ONE)
    assert "You are in <b>group 1</b>, on the side <b>“Affirm”</b>." in words
    assert 'href="/maps/ours-c1-g1a"' in words
    assert "ours-c1-g1b" not in words
    assert "Build the best case for “Affirm”" in words
    assert "You: group 1, Deny." in page(ours.people[second], HOME)
    go(ours, "discuss")
    assert "/maps/ours-c1-g1b/discussion" in page(ours.people[first], ONE)
    go(ours, "reverse")
    assert "now make the best case for “Deny”" in page(ours.people[first], ONE)
    go(ours, "synthesise")
    words = page(ours.people[first], ONE)
    assert "/maps/ours-c1-g1/merge/ours-c1-g1b" in words
    assert f"{ONE}/groups/1/synthesis" in words
    go(ours, "compare", "closed")
    assert "The controversy is over." in page(ours.people[first], ONE)


def test_who_presses_second_is_told_and_nothing_is_done_twice(ours: Class) -> None:
    start(ours)
    known = version(ours)
    send(ours.people["Teacher"], f"{ONE}/step", to="discuss", version=known)
    shown = send(ours.people["Teacher"], f"{ONE}/step", 409, to="discuss", version=known)
    assert "Somebody else has changed the controversy in the meantime" in shown
    assert 'aria-current="step">Discuss' in shown


def test_groups_are_looked_over_mended_by_hand_and_begun(ours: Class) -> None:
    start(ours, go="look")
    assert "The groups are being formed." in page(ours.people["Anna"], ONE)
    teacher = ours.people["Teacher"]
    send(teacher, f"{ONE}/groups", by="groups", groups="2", assign="hand", version=version(ours))
    assert "Members without a seat: Anna, Ben, Cleo, Dora." in page(teacher, ONE)
    seats = {f"seat.{ours.members['Anna']}": "1.1", f"seat.{ours.members['Ben']}": "2.2"}
    send(teacher, f"{ONE}/seats", version=version(ours), **seats)
    go(ours, "prepare")
    assert "You are the only member of this group" in page(ours.people["Anna"], ONE)
    assert "You do not have a seat in a group yet." in page(ours.people["Cleo"], ONE)
    send(teacher, f"{ONE}/seats", version=version(ours), **{f"seat.{ours.members['Cleo']}": "1.2"})
    assert "You are in <b>group 1</b>" in page(ours.people["Cleo"], ONE)
    assert "can be discarded only before the work begins" in send(teacher, f"{ONE}/discard", 409, version=version(ours))


def test_seats_that_were_chosen_while_another_changed_something_are_given_back(ours: Class) -> None:
    start(ours, go="look")
    teacher, known = ours.people["Teacher"], version(ours)
    send(teacher, f"{ONE}/groups", by="groups", groups="2", assign="hand", version=known)
    chosen = {f"seat.{ours.members['Anna']}": "1.2"}
    refused = send(teacher, f"{ONE}/seats", 409, version=known, **chosen)
    form = re.search(r'<form id="seating" data-refilled .*?</form>', refused)
    assert form is not None
    assert 'value="1.2" selected' in form[0]
    again = re.search(r'name="version" value="(\d+)"', form[0])
    assert again is not None
    send(teacher, f"{ONE}/seats", version=again[1], **chosen)
    assert "In your group" not in page(ours.people["Anna"], ONE)
    go(ours, "prepare")
    assert "on the side <b>“Deny”</b>" in page(ours.people["Anna"], ONE)


def test_what_was_drawn_wrongly_is_discarded(ours: Class) -> None:
    start(ours, go="look")
    assert send(ours.people["Teacher"], f"{ONE}/discard", version=version(ours), sure="yes") == f"{HOME}#controversies"
    page(ours.people["Teacher"], ONE, 404)


def test_a_group_writes_its_synthesis_and_all_read_it_in_the_end(ours: Class) -> None:
    start(ours, **{"groups": "2"})
    told = ours.people["Teacher"].get(f"/api/v1{ONE}").json()["groups"]
    ours_, theirs = ([side["members"][0]["name"] for side in group["sides"]] for group in told)
    for name, side in zip(ours_, "ab", strict=True):
        body = {"kind": "assertion", "text": f"The case of {name}.", "answers": "Q1"}
        assert ours.people[name].post(f"/api/v1/maps/ours-c1-g1{side}/claims", json=body).status_code == 201
    go(ours, "discuss", "reverse", "synthesise")
    member, at = ours.people[ours_[0]], f"{ONE}/groups/1/synthesis"
    form = page(member, at)
    assert "None of its claims is on the group's map yet." in form
    assert "Merge the maps of your sides into it first" in send(member, at, 422, text="Partly.")
    for side in "ab":
        known = re.search(r'name="version" value="(\d+)"', page(member, f"/maps/ours-c1-g1/merge/ours-c1-g1{side}"))
        assert known is not None
        fields = {"take.C1": "yes", "version": known[1], "sure": "yes"}
        send(member, f"/maps/ours-c1-g1/merge/ours-c1-g1{side}", **fields)
    form = page(member, at)
    assert 'name="tie.C1"' in form
    assert 'name="tie.C2"' in form
    assert "Write the claim you agree on." in send(member, at, 422, **{"text": " ", "tie.C1": "supports"})
    kept = send(member, at, 422, **{"text": "Partly so.", "tie.C1": "supports"})
    assert "Partly so." in kept
    assert "Deny" in kept
    ties = {"tie.C1": "qualifies", "tie.C2": "supports"}
    assert send(member, at, text="Partly so.", **ties) == f"{ONE}#group-1"
    assert "Partly so." in page(member, ONE)
    # Whoever had the form open as well is told of it, and takes its place only on purpose.
    second = ours.people[ours_[1]]
    told_so = send(second, at, 409, text="Not so.", **ties)
    assert "“Partly so.” If you send yours" in told_so
    assert "Not so." in told_so
    assert 'name="instead" value="C3"' in told_so
    send(second, at, text="Not so.", instead="C3", **ties)
    send(second, at, claim="C3", instead="C4")
    other = ours.people[theirs[0]]
    assert "Partly so." not in page(other, ONE)
    assert page(other, at, 404) == page(other, f"{ONE}/groups/9/synthesis", 404)
    go(ours, "compare")
    late = send(member, at, 409, text="Come late.", instead="C3", **ties)
    assert "has moved on in the meantime" in late
    assert "Come late." in late
    send(other, at, 403, text="Of another group.", instead="C3", **ties)
    words = page(other, ONE)
    assert "Partly so." in words
    assert "/maps/ours-c1-g1/records/C3" in words
    assert "/maps/ours-c1-g1/history/compare?with=ours-c1-g2" in words
    assert "/maps/debate/merge/" not in words
    assert "/maps/debate/merge/ours-c1-g1" in page(ours.people["Teacher"], ONE)
    page(other, "/maps/ours-c1-g1/history/compare?with=ours-c1-g2")


def test_names_are_words_wherever_they_stand(ours: Class) -> None:
    start(ours, **{"side.1": '"><img src=x>', "own": "<script>alert(1)</script>"})
    for who in ("Teacher", "Anna"):
        shown = ours.people[who].get(ONE).text
        assert "<img" not in shown
        assert "<script>alert" not in shown


def test_a_shelf_names_the_maps_of_all_groups_apart_and_to_those_who_lead_alone(ours: Class) -> None:
    start(ours)
    folded = "<summary>Our seminar: 3 maps of groups and forks</summary>"
    common, groups = page(ours.people["Teacher"], "/").split(folded)
    assert "/maps/debate" in common
    assert "/maps/ours-c1" not in common
    assert groups.count('<a href="/maps/ours-c1') == 3
    shown = page(ours.people["Anna"], "/")
    assert "maps of groups" not in shown
    assert shown.count('<h3 dir="auto"><a href="/maps/ours-c1') == 1
