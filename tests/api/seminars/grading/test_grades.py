"""One table of what every member of a seminar did: in all, by maps, rounds and steps, and for whose side."""

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import event, update
from sqlmodel import col, select

from api.seminars.grading.grade_table import IDENTITY, list_columns, list_grade_rows
from api.seminars.grading.grades import ALL, read_grades
from models.engine import reading, writing
from models.people.accounts import Account, AccountName
from models.people.enrolment import MembershipScope, create_account, enrol, find_account_by_name
from models.people.seminars import Membership, Seminar
from models.vocabulary import Role
from tests.api.classes import STUDENTS, Class, a_class
from tests.api.people import add, server
from tests.api.seminars.controversies.test_controversies import claim, go, seated, take_over
from tests.conftest import postgresql_in_the_long_run

GRADES = "/api/v1/seminars/ours/grades"
MAPS = "/api/v1/maps"


@pytest.fixture
def app(database_url: str) -> Iterator[FastAPI]:
    with server(database_url) as made:
        yield made


@pytest.fixture
def ours(app: FastAPI) -> Class:
    return a_class(app)


def read(ours: Class) -> dict[str, Any]:
    """Return what the teacher reads, by the names of members."""
    answer = ours.people["Teacher"].get(GRADES)
    assert answer.status_code == 200, answer.text
    return {each["name"]: each for each in answer.json()["members"]}


def some(counts: dict[str, int]) -> dict[str, int]:
    return {name: number for name, number in counts.items() if number}


def table(ours: Class, query: str = "") -> list[dict[str, str]]:
    answer = ours.people["Teacher"].get(f"/seminars/ours/grades.csv{query}")
    assert answer.status_code == 200
    assert answer.content.startswith("\ufeff".encode())
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


@postgresql_in_the_long_run
def test_every_member_has_a_row_also_who_did_nothing(ours: Class) -> None:
    assert claim(ours.people["Anna"], "debate").status_code == 201
    evidence = {"summary": "It says so.", "source": "S1"}
    assert ours.people["Anna"].post(f"{MAPS}/debate/evidence", json=evidence).status_code == 201
    members = read(ours)
    assert set(members) == {"Teacher", *STUDENTS}
    assert some(members["Anna"]["all"]) == {"records": 1, "evidence": 1}
    assert members["Anna"]["parts"] == {"map:debate": members["Anna"]["all"]}
    assert not some(members["Dora"]["all"])
    assert members["Dora"]["parts"] == {}
    assert [row["name"] for row in table(ours)] == ["Teacher", *STUDENTS]
    assert {row["name"]: row["map:debate"] for row in table(ours)}["Anna"] == "2"


@postgresql_in_the_long_run
def test_accounts_and_addresses_are_told_and_whose_a_pseudonym_is(app: FastAPI, ours: Class) -> None:
    with writing(app.state.engine) as session:
        account = find_account_by_name(session, "Ben")
        assert account is not None
        account.email = "ben@example.org"
        seminar = session.exec(select(Seminar.id)).one()
        enrol(
            session,
            MembershipScope(seminar_id=seminar),
            create_account(session, "Ester", password_hash=None).id or 0,
            Role.CONTRIBUTOR,
            pseudonym="Erasmus",
        )
        session.add(account)
    members = read(ours)
    assert members["Ben"]["email"] == "ben@example.org"
    assert members["Erasmus"]["account"] == "Ester"
    for who in ("Anna", "nobody", "Stranger"):
        for path in (GRADES, "/seminars/ours/grades", "/seminars/ours/grades.csv"):
            refused = ours.people[who].get(path)
            assert refused.status_code != 200
            assert "Ester" not in refused.text
            assert "ben@" not in refused.text


def test_work_of_a_controversy_counts_by_steps_and_for_whom_it_was_done(ours: Class) -> None:
    people = ours.people
    seated(ours)
    assert claim(people["Anna"], "ours-c1-g1a").status_code == 201
    go(ours, "discuss")
    assert people["Anna"].post(f"{MAPS}/ours-c1-g1b/comments", json={"text": "Why?"}).status_code == 201
    go(ours, "reverse")
    assert claim(people["Anna"], "ours-c1-g1b", "They found that.").status_code == 201
    assert claim(people["Ben"], "ours-c1-g1a").status_code == 201
    go(ours, "synthesise")
    assert take_over(people["Ben"], "ours-c1-g1a", "ours-c1-g1", "C1").status_code == 200
    assert take_over(people["Ben"], "ours-c1-g1b", "ours-c1-g1", "C1").status_code == 200
    ties = [{"claim": label, "relation": "qualifies"} for label in ("C1", "C2")]
    path = "/api/v1/seminars/ours/controversies/1/groups/1/synthesis"
    assert people["Ben"].put(path, json={"text": "Both hold.", "ties": ties}).status_code == 200
    members = read(ours)
    parts = {name: some(counts) for name, counts in members["Anna"]["parts"].items()}
    assert some(members["Anna"]["all"]) == {
        "records": 1,
        "comments": 1,
        "joint_syntheses": 1,
        "other_side_records": 1,
        "merged_records": 2,
    }
    assert parts == {
        "map:ours-c1-g1": {"joint_syntheses": 1, "merged_records": 2},
        "map:ours-c1-g1a": {"records": 1},
        "map:ours-c1-g1b": {"comments": 1, "other_side_records": 1},
        "step:1:prepare": {"records": 1},
        "step:1:discuss": {"comments": 1},
        "step:1:reverse": {"other_side_records": 1},
        "step:1:synthesise": {"joint_syntheses": 1, "merged_records": 2},
    }
    assert some(members["Ben"]["all"]) == {"other_side_records": 1, "joint_syntheses": 1}
    assert members["Teacher"]["parts"] == members["Dora"]["parts"] == {}
    lines = {(row["name"], row["part"]): row["other_side_records"] for row in table(ours, "?part=each")}
    assert lines["Ben", "all"] == lines["Ben", "map:ours-c1-g1a"] == lines["Ben", "step:1:reverse"] == "1"
    assert lines["Dora", "step:1:reverse"] == "0"


@postgresql_in_the_long_run
@pytest.mark.parametrize(("name", "former"), [("Group Captain", ""), ("Gruppo", "Group 1")])
def test_merged_work_counts_for_a_member_who_is_called_nearly_as_a_group_is(
    app: FastAPI, ours: Class, name: str, former: str
) -> None:
    account = add(app, name)
    with writing(app.state.engine) as session:
        seminar = session.exec(select(Seminar.id)).one()
        enrol(session, MembershipScope(seminar_id=seminar), account, Role.CONTRIBUTOR)
    captain, teacher = ours.people[name], ours.people["Teacher"]
    if former:
        # Nobody is given such a name any more; some may have one.
        with writing(app.state.engine) as session:
            session.connection().execute(
                update(AccountName).where(col(AccountName.account_id) == account).values(folded=former.casefold())
            )
            session.get_one(Account, account).handle = former
    made = captain.post(f"{MAPS}/debate/forks", json={"slug": "copy"})
    assert made.status_code == 201, made.text
    assert claim(captain, "copy").status_code == 201
    assert take_over(teacher, "copy", "debate", "C1").status_code == 200
    found = next(each for each in read(ours).values() if each["account"] == (former or name))
    assert some(found["parts"]["map:debate"]) == {"merged_records": 1}


@postgresql_in_the_long_run
def test_a_round_counts_when_it_is_closed_and_each_record_once(ours: Class) -> None:
    teacher, anna = ours.people["Teacher"], ours.people["Anna"]
    assert teacher.post(f"{MAPS}/debate/rounds", json={"title": "Before", "records": ["P1", "F1"]}).status_code == 201
    for stance in ("accepts", "rejects"):
        assert anna.put(f"{MAPS}/debate/positions/P1", json={"stance": stance}).status_code == 200
    assert read(ours)["Anna"]["parts"] == {}
    assert "because before then nobody knows who has answered" in teacher.get("/seminars/ours/grades").text
    assert teacher.post(f"{MAPS}/debate/rounds/1/close", headers={"If-Match": "*"}).status_code == 200
    assert some(read(ours)["Anna"]["parts"]["round:debate:1"]) == {"positions": 1}
    assert {row["name"]: row["positions"] for row in table(ours, "?part=round:debate:1")}["Anna"] == "1"
    assert "until then" not in teacher.get("/seminars/ours/grades").text


@postgresql_in_the_long_run
def test_the_table_is_sorted_by_any_column_and_loses_nobody(app: FastAPI, ours: Class) -> None:
    for who, times in (("Cleo", 3), ("Anna", 1)):
        for number in range(times):
            assert claim(ours.people[who], "debate", f"Claim {number}").status_code == 201
    with reading(app.state.engine) as session:
        grades = read_grades(session, session.exec(select(Seminar)).one())
    for column in (*IDENTITY, *(each.name for each in list_columns(grades, ALL))):
        for falling in (True, False):
            rows = list_grade_rows(grades, ALL, column, falling=falling)
            assert {row.member.name for row in rows} == {"Teacher", *STUDENTS}
    assert table(ours, "?sort=records&order=falling")[0]["name"] == "Cleo"
    shown = ours.people["Teacher"].get("/seminars/ours/grades?sort=records&order=falling").text
    assert shown.index(">Cleo<") < shown.index(">Anna<") < shown.index(">Dora<")
    assert 'aria-sort="descending"' in shown
    assert '/seminars/ours/grades.csv?sort=records&amp;order=falling"' in shown
    assert '/seminars/ours/grades.csv"' in ours.people["Teacher"].get("/seminars/ours/grades").text


@postgresql_in_the_long_run
def test_no_cell_is_a_formula_and_a_deleted_map_or_former_member_loses_no_work(app: FastAPI, ours: Class) -> None:
    with writing(app.state.engine) as session:
        account = find_account_by_name(session, "Dora")
        assert account is not None
        account.display_name = "=HYPERLINK(1)"
        session.add(account)
    assert claim(ours.people["Dora"], "debate").status_code == 201
    assert claim(ours.people["Ben"], "debate").status_code == 201
    teacher = ours.people["Teacher"]
    gone = teacher.post(f"/seminars/ours/members/{ours.members['Ben']}", data={"role": "remove", "sure": "yes"})
    assert gone.status_code == 303
    tag = teacher.get(f"{MAPS}/debate").headers["etag"]
    assert teacher.delete(f"{MAPS}/debate", headers={"If-Match": tag}).status_code == 200
    rows = {row["name"]: row for row in table(ours)}
    assert rows["'=HYPERLINK(1)"]["records"] == "1"
    assert (rows["Ben"]["records"], rows["Ben"]["role"], rows["Ben"]["account"]) == ("1", "former", "")
    assert "(deleted)" in teacher.get("/seminars/ours/grades").text


@postgresql_in_the_long_run
def test_five_members_and_fifty_take_the_same_number_of_queries(app: FastAPI, ours: Class) -> None:
    asked: list[str] = []

    def count() -> int:
        asked.clear()
        with reading(app.state.engine) as session:
            read_grades(session, session.exec(select(Seminar)).one())
        return len(asked)

    event.listen(app.state.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    seated(ours)
    assert claim(ours.people["Anna"], "ours-c1-g1a").status_code == 201
    few = count()
    with writing(app.state.engine) as session:
        seminar = session.exec(select(Seminar.id)).one()
        now = datetime.now(UTC)
        accounts = [Account(handle=f"S{number}", folded=f"s{number}", created=now) for number in range(45)]
        session.add_all(accounts)
        session.flush()
        session.add_all(
            Membership(account_id=each.id or 0, seminar_id=seminar, role=Role.CONTRIBUTOR, since=now)
            for each in accounts
        )
    assert len(read(ours)) == 50
    assert count() == few < 25
