"""Whatever is done to maps and their forks, in whatever order: both databases say the same, and so does the history."""

import itertools
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import Engine
from sqlmodel import Session

from api.merges import merge, prospect
from argument_maps.assembly import load_graph, with_contents
from argument_maps.formats import native
from argument_maps.graph import Graph
from argument_maps.moments import draft_of, graph_of
from models import changes
from models.arguments import ClaimDraft, LinkDraft
from models.engine import open_engine, reading, writing
from models.errors import MapError
from models.kinds import KINDS
from models.moments import moment, replayed, standing_at
from models.vocabulary import ChangeKind, RecordKind
from tests.builders import a_debate

MOST_MAPS = 3
PICKS = st.integers(0, 10_000)
WHICH = st.integers(0, MOST_MAPS - 1)
_runs = itertools.count()
QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


class Maps(RuleBasedStateMachine):
    """A debate and its forks in two databases, to which the same is done."""

    def __init__(self, engines: tuple[Engine, Engine]) -> None:
        super().__init__()
        self.engines = engines
        self.prefix = f"run-{next(_runs)}"
        self.slugs: list[str] = []
        self.touched: set[str] = set()

    def do(self, slug: str, change: Callable[[Session], Any]) -> Any:
        """Do the same in both databases; both have to answer the same, or refuse for the same reason."""
        answers = [self._answer(engine, change) for engine in self.engines]
        assert answers[0] == answers[1]
        self.touched.add(slug)
        return answers[0]

    def _answer(self, engine: Engine, change: Callable[[Session], Any]) -> Any:
        try:
            with writing(engine) as session:
                return change(session)
        except MapError as error:
            return type(error).__name__, error.detail

    def graph(self, slug: str) -> Graph:
        with reading(self.engines[0]) as session:
            return load_graph(session, slug)

    def version(self, slug: str) -> int:
        with reading(self.engines[0]) as session:
            return changes.find_map(session, slug).version

    def chosen(self, which: int) -> str:
        return self.slugs[which % len(self.slugs)]

    @initialize()
    def begin(self) -> None:
        slug = f"{self.prefix}-a"
        document = a_debate().document()

        def put(session: Session) -> int:
            return changes.replace_map(session, slug, document, version=None, author="me").version

        self.do(slug, put)
        self.slugs.append(slug)

    @rule(which=WHICH, kind=st.sampled_from(["perception", "finding"]))
    def add_claim(self, which: int, kind: str) -> None:
        slug = self.chosen(which)
        draft = ClaimDraft.model_validate({"text": f"New at {self.version(slug)}.", "kind": kind})

        def add(session: Session) -> str:
            return changes.create_record(
                session, changes.find_map(session, slug), RecordKind.CLAIM, draft, author="me"
            ).label

        self.do(slug, add)

    @rule(which=WHICH, one=PICKS, other=PICKS)
    def add_link(self, which: int, one: int, other: int) -> None:
        slug = self.chosen(which)
        ends = sorted(self.graph(slug).statements)
        if len(ends) < 2:
            return
        named = {"premises": [ends[one % len(ends)]], "relation": "supports", "target": ends[other % len(ends)]}
        draft = LinkDraft.model_validate(named)

        def add(session: Session) -> str:
            return changes.create_record(
                session, changes.find_map(session, slug), RecordKind.LINK, draft, author="me"
            ).label

        self.do(slug, add)

    @rule(which=WHICH, pick=PICKS, note=st.sampled_from(["", "a", "b", "c"]))
    def edit(self, which: int, pick: int, note: str) -> None:
        slug = self.chosen(which)
        records = self.graph(slug).by_id
        if not records:
            return
        label = sorted(records)[pick % len(records)]
        kind, before = draft_of(records[label])
        draft = KINDS[kind].draft.model_validate({**before, "note": note})

        def change(session: Session) -> int:
            found = changes.find_map(session, slug)
            return changes.change_record(session, found, label, draft, revision=None, author="me").revision

        self.do(slug, change)

    @rule(which=WHICH, pick=PICKS)
    def delete(self, which: int, pick: int) -> None:
        slug = self.chosen(which)
        labels = sorted(self.graph(slug).by_id)
        if not labels:
            return

        def remove(session: Session) -> list[Any]:
            found = changes.find_map(session, slug)
            label = labels[pick % len(labels)]
            done = changes.delete_record(session, found, label, revision=None, author="me", with_dependents=True)
            return sorted((str(each.label), each.kind) for each in done)

        self.do(slug, remove)

    @rule(which=WHICH, pick=PICKS)
    def undo(self, which: int, pick: int) -> None:
        slug = self.chosen(which)
        version = self.version(slug)
        # Late changes can be undone more often than early ones; the first made the map and stays.
        sequence = max(version - pick % min(version, 6), 2)

        def back(session: Session) -> list[Any]:
            found = changes.find_map(session, slug)
            change = moment(session, found, sequence).change if sequence <= version else sequence
            done = changes.undo(session, slug, change, author="me")
            if done[0].record_kind is None and done[0].kind == ChangeKind.DELETED:
                # What was undone had brought the map back, which is gone again: the others need it.
                done = changes.undo(session, slug, done[0].change, author="me")
            return [(each.label, each.kind) for each in done]

        self.do(slug, back)

    @rule(which=WHICH, pick=PICKS)
    def restore(self, which: int, pick: int) -> None:
        slug = self.chosen(which)
        sequence = pick % self.version(slug) + 1

        def again(session: Session) -> list[Any]:
            done = changes.restore_map(session, slug, sequence, version=None, author="me")
            return sorted((str(each.label), each.kind) for each in done)

        self.do(slug, again)

    @rule(which=WHICH)
    def delete_the_map_and_bring_it_back(self, which: int) -> None:
        slug = self.chosen(which)

        def there_and_back(session: Session) -> int:
            (done,) = changes.delete_map(session, slug, version=None, author="me")
            return changes.undo(session, slug, done.change, author="me")[0].change

        self.do(slug, there_and_back)

    @precondition(lambda self: 0 < len(self.slugs) < MOST_MAPS)
    @rule(which=WHICH)
    def fork(self, which: int) -> None:
        origin, slug = self.chosen(which), f"{self.prefix}-{'abc'[len(self.slugs)]}"

        def copy(session: Session) -> int:
            return changes.fork_map(session, changes.find_map(session, origin), slug, author="me").version

        self.do(slug, copy)
        self.slugs.append(slug)

    @precondition(lambda self: len(self.slugs) > 1)
    @rule(one=WHICH, other=WHICH, taken=PICKS)
    def merge(self, one: int, other: int, taken: int) -> None:
        here, there = self.chosen(one), self.chosen(other)

        def take(session: Session) -> Any:
            found = prospect(session, here, there).found
            labels = [each.label for place, each in enumerate(found) if taken >> place % 13 & 1]
            done = merge(session, here, there, labels, version=None, author="me")
            lost = [
                each.label
                for each in found
                if each.label in labels
                and each.theirs is not None
                and done.settled.drafts.get(done.settled.labels.get(each.label, each.label)) is None
            ]
            assert lost == []
            return [(each.label, each.kind) for each in done.revisions], done.settled.labels, done.settled.along

        self.do(there, take)

    @invariant()
    def both_databases_and_the_history_say_the_same(self) -> None:
        for slug in sorted(self.touched):
            documents = [self._documents(engine, slug) for engine in self.engines]
            assert documents[0] == documents[1]
            now, replayed_now, then = documents[0]
            assert replayed_now == now
            assert then == now
        self.touched.clear()

    def _documents(self, engine: Engine, slug: str) -> tuple[bytes, bytes, bytes]:
        with reading(engine) as session:
            found = changes.find_map(session, slug)
            whole = replayed(session, found)
            last = standing_at(session, found, found.version)
            return (
                native.write(with_contents(session, load_graph(session, slug))),
                native.write(with_contents(session, graph_of(whole.header or {}, whole.records))),
                native.write(with_contents(session, graph_of(last.header or {}, last.records))),
            )


@pytest.fixture
def engines(sqlite_url: str, fresh_postgresql_url: str) -> Iterator[tuple[Engine, Engine]]:
    made = open_engine(sqlite_url), open_engine(fresh_postgresql_url)
    yield made
    for engine in made:
        engine.dispose()


def run(engines: tuple[Engine, Engine], examples: int, steps: int) -> None:
    wanted = settings(
        max_examples=examples, stateful_step_count=steps, deadline=None, database=None, suppress_health_check=QUIET
    )
    run_state_machine_as_test(lambda: Maps(engines), settings=wanted)


def test_edits_undos_forks_and_merges_are_the_same_on_both_databases(engines: tuple[Engine, Engine]) -> None:
    run(engines, 4, 12)


@pytest.mark.soak
def test_two_thousand_lives_of_maps_are_the_same_on_both_databases(engines: tuple[Engine, Engine]) -> None:
    run(engines, 2_000, 12)
