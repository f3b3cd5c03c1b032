"""A map that goes through everything that can be done to one, with what it said after each change."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session

from argument_maps.assembly import add_contents, load_graph
from argument_maps.formats import native
from models import changes
from models.engine import reading, writing
from models.records.arguments import ClaimDraft, LinkDraft
from models.records.contents import ContentDraft
from models.records.maps import ArgumentMap, ArgumentMapDraft
from models.records.sources import AgentDraft
from models.vocabulary import RecordKind
from tests.builders import MapBuilder, a_debate

SLUG = "debate"
NAMED = {"name": "Shen Zhihua", "names": [{"text": "沈志华"}], "aliases": ["Shen"], "active": "1950"}


def found_map(session: Session) -> ArgumentMap:
    return changes.find_map(session, SLUG)


class Life:
    """The map `debate` in a database; `moments` holds its canonical document by the sequence of each change's end."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.moments: dict[int, bytes] = {}
        self.last = 0

    def do(self, change: Callable[[Session], Any]) -> None:
        with writing(self.engine) as session:
            change(session)
        with reading(self.engine) as session:
            self.last = found_map(session).version
            self.moments[self.last] = native.write_map_document(add_contents(session, load_graph(session, SLUG)))

    def undo(self, change: int) -> None:
        self.do(lambda session: changes.revert_change(session, SLUG, change, author="you"))

    def delete_and_bring_back(self) -> None:
        with writing(self.engine) as session:
            (done,) = changes.delete_map(session, SLUG, version=None, author="me")
        self.undo(done.change)

    def create(self, *items: tuple[RecordKind, str | None, Any]) -> None:
        self.do(lambda session: changes.create_records(session, found_map(session), items, author="me"))

    def delete(self, label: str) -> int:
        before = self.last
        self.do(
            lambda session: changes.delete_record(
                session, found_map(session), label, revision=None, author="me", with_dependents=True
            )
        )
        return before + 1

    def read_in(self, builder: MapBuilder) -> None:
        document = builder.document()
        self.do(lambda session: changes.replace_map(session, SLUG, document, version=None, author="me"))


def a_whole_life(engine: Engine) -> Life:
    """Return a map that was made, changed, read in, cut down, brought back, given texts, deleted and undone."""
    life = Life(engine)
    life.do(lambda session: changes.create_map(session, SLUG, ArgumentMapDraft(title="A debate"), author="me"))
    life.create((RecordKind.CLAIM, None, ClaimDraft(text="First.")))
    renamed = ArgumentMapDraft(title="Renamed", language="ru")
    life.do(lambda session: changes.change_map(session, SLUG, renamed, version=None, author="you"))
    life.read_in(a_debate())
    life.create((RecordKind.AGENT, "shen", AgentDraft.model_validate(NAMED)))
    new = ClaimDraft.model_validate({"text": "New.", "kind": "finding", "held_by": ["shen"], "tags": ["early"]})
    joined = LinkDraft.model_validate({"premises": ["F9"], "relation": "supports", "target": "F1"})
    life.create((RecordKind.CLAIM, "F9", new), (RecordKind.LINK, None, joined))
    changed = ClaimDraft(text="Newer.")
    life.do(
        lambda session: changes.change_record(
            session, found_map(session), "F9", changed, revision=None, author="me", why="It was wrong."
        )
    )
    life.undo(life.delete("S1"))
    life.do(
        lambda session: changes.add_version(
            session,
            found_map(session),
            "X1",
            content := ContentDraft(text="It was ordered, by telegram."),
            "text/plain",
            carry=lambda _: {"version": content.sha256, "state": "needs review", "score": 0.5},
            revision=None,
            author="me",
        )
    )
    life.delete("X1")
    life.delete_and_bring_back()
    life.read_in(MapBuilder("Anew").question("Q1"))
    life.undo(life.last)
    return life
