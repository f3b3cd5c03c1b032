"""A seminar of four students and a teacher that share a map, for tests of what they do together."""

from typing import NamedTuple

from fastapi import FastAPI
from starlette.testclient import TestClient

from models import changes
from models.engine import writing
from models.people.enrolment import MembershipScope, create_seminar, share_map
from models.vocabulary import Role, Visibility
from tests.api.people import add, browser, put_in, sign_in
from tests.builders import a_debate

STUDENTS = ("Anna", "Ben", "Cleo", "Dora")


class People(dict[str, TestClient]):
    """Browsers by the names of those who sign in there, each when it is first asked for."""

    def __init__(self, app: FastAPI) -> None:
        self.app = app

    def __missing__(self, name: str) -> TestClient:
        self[name] = browser(self.app) if name == "nobody" else sign_in(self.app, name)
        return self[name]


class Class(NamedTuple):
    """The browsers of a seminar by name, and the numbers of the memberships."""

    people: People
    members: dict[str, int]


def a_class(app: FastAPI) -> Class:
    """Make the seminar “ours” with its map “debate”, which nobody else sees."""
    owner = add(app, "Teacher")
    with writing(app.state.engine) as session:
        seminar = create_seminar(session, "ours", "Our seminar", owner)
        document = a_debate().document().model_copy(update={"visibility": Visibility.PRIVATE})
        made = changes.replace_map(session, "debate", document, version=None, author="Teacher")
        share_map(session, made.id or 0, seminar.id)
        place = MembershipScope(seminar_id=seminar.id)
    members = {name: put_in(app, place, add(app, name), Role.CONTRIBUTOR) for name in STUDENTS}
    add(app, "Stranger")
    return Class(People(app), members)
