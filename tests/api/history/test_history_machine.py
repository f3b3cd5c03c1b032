"""Whatever is done to maps and their forks, in whatever order: both databases say the same, and so does the history."""

import itertools
from collections.abc import Callable, Iterator
from typing import Any
from unittest.mock import patch

import msgspec
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

from api.forks.merges import merge_maps, preview_merge
from argument_maps.assembly import add_contents, load_graph
from argument_maps.draft_values import build_draft, build_graph_from_drafts
from argument_maps.formats import native
from argument_maps.graph import Graph
from models import changes
from models.engine import open_engine, reading, writing
from models.errors import MapError
from models.history.moments import HistoryStep, find_moment, read_snapshot, read_steps, replay_history
from models.records.arguments import ClaimDraft, LinkDraft
from models.records.contents import ContentDraft
from models.records.kinds import KINDS
from models.records.maps import ArgumentMapDraft
from models.records.stances import StanceDraft
from models.vocabulary import ChangeKind, RecordKind
from tests.builders import MapBuilder, a_debate

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
        # As the invariant has last read them: each map now, and its document after each of its changes.
        self.graphs: dict[str, Graph] = {}
        self.moments: dict[str, dict[int, bytes]] = {}

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
        return self.graphs[slug]

    def version(self, slug: str) -> int:
        return max(self.moments[slug])

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

    @rule(which=WHICH, pick=PICKS, stance=st.sampled_from(["accepts", "rejects"]))
    def take_a_stance(self, which: int, pick: int, stance: str) -> None:
        slug = self.chosen(which)
        graph = self.graph(slug)
        on = sorted(each.id for each in (*graph.claims, *graph.links, *graph.evidence))
        if not (on and graph.agents):
            return
        named = {"agent": graph.agents[pick % len(graph.agents)].id, "target": on[pick % len(on)], "stance": stance}
        draft = StanceDraft.model_validate(named)

        def add(session: Session) -> str:
            found = changes.find_map(session, slug)
            return changes.create_record(session, found, RecordKind.STANCE, draft, author="me").label

        self.do(slug, add)

    @rule(which=WHICH, pick=PICKS, said=st.sampled_from(["It was ordered.", "It was forbidden.", "It was."]))
    def add_version(self, which: int, pick: int, said: str) -> None:
        slug = self.chosen(which)
        texts = self.graph(slug).texts
        if not texts:
            return
        label, content = texts[pick % len(texts)].id, ContentDraft(text=said)
        carried = {"version": content.sha256, "state": "needs review", "score": 0.5}

        def add(session: Session) -> list[Any]:
            found = changes.find_map(session, slug)
            done = changes.add_version(
                session, found, label, content, "text/plain", carry=lambda _: carried, revision=None, author="me"
            )
            return [(each.label, each.kind) for each in done]

        # Both databases are to keep the same moment.
        with patch("models.records.texts.this_moment", lambda: "2026-02-01T00:00:00Z"):
            self.do(slug, add)

    @rule(which=WHICH, title=st.sampled_from(["A debate", "Renamed"]))
    def rename(self, which: int, title: str) -> None:
        slug = self.chosen(which)
        draft = ArgumentMapDraft(title=title, language="ru" if title == "Renamed" else "en")
        self.do(slug, lambda session: changes.change_map(session, slug, draft, version=None, author="me").version)

    @rule(which=WHICH, whole=st.booleans())
    def read_in(self, which: int, whole: bool) -> None:
        slug = self.chosen(which)
        anew = MapBuilder("Anew").question("Q1").agent("observer").perception("P1", answers="Q1").finding("F1")
        document = (a_debate() if whole else anew).document()

        def put(session: Session) -> int:
            return changes.replace_map(session, slug, document, version=None, author="me").version

        self.do(slug, put)

    @rule(which=WHICH, pick=PICKS, note=st.sampled_from(["", "a", "b", "c"]))
    def edit(self, which: int, pick: int, note: str) -> None:
        slug = self.chosen(which)
        records = self.graph(slug).by_id
        if not records:
            return
        label = sorted(records)[pick % len(records)]
        kind, before = build_draft(records[label])
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
            change = find_moment(session, found, sequence).change if sequence <= version else sequence
            done = changes.revert_change(session, slug, change, author="me")
            if done[0].record_kind is None and done[0].kind == ChangeKind.DELETED:
                # What was undone had brought the map back, which is gone again: the others need it.
                done = changes.revert_change(session, slug, done[0].change, author="me")
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
            return changes.revert_change(session, slug, done.change, author="me")[0].change

        self.do(slug, there_and_back)

    @precondition(lambda self: 0 < len(self.slugs) < MOST_MAPS)
    @rule(which=WHICH, back=st.sampled_from([0, 0, 1, 3]))
    def fork(self, which: int, back: int) -> None:
        origin, slug = self.chosen(which), f"{self.prefix}-{'abc'[len(self.slugs)]}"
        moments = sorted(self.moments[origin])
        at = moments[-min(back, len(moments) - 1) - 1]

        def copy(session: Session) -> int:
            return changes.fork_map(session, changes.find_map(session, origin), slug, at=at, author="me").version

        self.do(slug, copy)
        self.slugs.append(slug)

    @precondition(lambda self: len(self.slugs) > 1)
    @rule(one=WHICH, other=WHICH, taken=PICKS)
    def merge(self, one: int, other: int, taken: int) -> None:
        here, there = self.chosen(one), self.chosen(other)

        def take(session: Session) -> Any:
            found = preview_merge(session, here, there).differences
            labels = [each.label for place, each in enumerate(found) if taken >> place % 13 & 1]
            before = load_graph(session, there).by_id
            done = merge_maps(session, here, there, labels, version=None, author="me")
            after = load_graph(session, there).by_id
            named = done.settled.labels
            # What was taken is there and says what it said; what the target had is gone only where that was taken.
            for each in found:
                if each.label in labels and each.theirs is not None:
                    assert after[named.get(each.label, each.label)].note == each.theirs.note
            gone = {each.target for each in found if each.label in labels and each.theirs is None}
            assert before.keys() - after.keys() <= gone
            return [(each.label, each.kind) for each in done.revisions], named, done.settled.required_by

        self.do(there, take)

    @invariant()
    def the_history_gives_the_tables(self) -> None:
        for slug in sorted(self.touched):
            now, last = self._compared(self.engines[0], slug)
            # Only a change changes anything.
            assert self.moments.setdefault(slug, {}).setdefault(last, now) == now
        self.touched.clear()

    def _compared(self, engine: Engine, slug: str) -> tuple[bytes, int]:
        """Return a map's document and version; what the tables hold and what the history makes of nothing are one."""
        with reading(engine) as session:
            found = changes.find_map(session, slug)
            self.graphs[slug] = graph = load_graph(session, slug)
            now = add_contents(session, graph)
            whole = replay_history(session, found)
            again = msgspec.structs.replace(
                build_graph_from_drafts(whole.header or {}, whole.records), contents=now.contents
            )
            document = native.write_map_document(now)
            assert native.write_map_document(again) == document
            return document, found.version

    def teardown(self) -> None:
        """At the end both databases have the same tables and history, which says of each moment what was said then."""
        for slug, moments in self.moments.items():
            assert self._compared(self.engines[1], slug) == (moments[max(moments)], max(moments))
            stories = [self._history(engine, slug) for engine in self.engines]
            assert stories[0] == stories[1]
            with reading(self.engines[len(moments) % 2]) as session:
                found = changes.find_map(session, slug)
                ends = sorted(moments)
                for sequence in {ends[len(ends) // 2], ends[-2:][0]}:
                    then = read_snapshot(session, found, sequence)
                    document = native.write_map_document(
                        add_contents(session, build_graph_from_drafts(then.header or {}, then.records))
                    )
                    assert document == moments[sequence]

    def _history(self, engine: Engine, slug: str) -> list[HistoryStep]:
        with reading(engine) as session:
            found = changes.find_map(session, slug)
            return [_with_ids_left_out(each) for each in read_steps(session, found.id or 0, 0, found.version)]


def _with_ids_left_out(step: HistoryStep) -> HistoryStep:
    """Return a step without the records' global ids, which each database counts by itself."""
    before, after = ({"document": each["document"]} if each and "ids" in each else each for each in step[3:])
    return step._replace(before=before, after=after)


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
