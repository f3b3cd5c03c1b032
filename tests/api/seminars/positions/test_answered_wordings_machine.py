"""Whatever is done to a map, what a closed round shows of each answer is what the record said at that moment."""

import itertools
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from api.access.current_user import LOCAL_USER
from api.seminars.positions import visible_opinions
from argument_maps.assembly import load_graph
from argument_maps.graph import Graph
from argument_maps.values import Link
from models import changes
from models.changes.restoring import restore_map
from models.deliberation.position_changes import close_round, find_round, open_round, take_position
from models.engine import reading, writing
from models.errors import MapError
from models.history.revisions import Revision
from models.participation.positions import PositionDraft, RoundDraft
from models.records.arguments import ClaimDraft, LinkDraft
from models.vocabulary import ChangeKind, StanceKind, Visibility
from tests.builders import a_debate

TEXTS = st.sampled_from(["It was ordered.", "It was forbidden.", "Приказано — «да».", "命令\n下達", "a\tb ‘’"])
CLAIMS, JUDGED, MEMBERS = ("P1", "F1", "F2"), ("P1", "F1", "F2", "I1", "E1", "L1", "L3"), ("anna", "ben", "cleo")
ACTS = st.one_of(
    st.tuples(st.just("answer"), st.sampled_from(MEMBERS), st.sampled_from(JUDGED)),
    st.tuples(st.just("reword"), st.sampled_from(CLAIMS), TEXTS),
    st.tuples(st.just("judge"), st.just("L1"), st.sampled_from(["confirmed", "contested"])),
    st.tuples(st.just("undo"), st.integers(0, 30), st.just("")),
    st.tuples(st.just("restore"), st.integers(0, 30), st.just("")),
    st.tuples(st.just("delete"), st.sampled_from(JUDGED), st.just("")),
    st.tuples(st.just("close"), st.just(""), st.just("")),
)
LIVES = st.lists(ACTS, min_size=6, max_size=24)
_runs = itertools.count()
Said = tuple[Any, ...]


def what_it_says(graph: Graph, label: str) -> Said:
    """Return the words of a record by another way than that by which answers keep them."""
    record: Any = graph.by_id[label]
    if isinstance(record, Link):
        ends = [graph.by_id[each] for each in (*record.premises, record.target)]
        return (
            record.relation,
            record.verdict,
            *(getattr(each, "text", "") for each in ends if type(each) is not Link),
        )
    return (getattr(record, "text", None) or record.summary,)


def what_was_kept(wording: Any) -> Said:
    if wording.target is not None:
        ends = [*wording.premises, *([] if wording.target.id.startswith("L") else [wording.target])]
        return (str(wording.relation), wording.verdict and str(wording.verdict), *(each.text for each in ends))
    return (wording.text,)


class Seminar:
    """A map whose members answer while others change it; `answers` holds what each last answer was given to."""

    def __init__(self, engine: Engine) -> None:
        self.engine, self.slug, self.round = engine, f"debate-{next(_runs)}", 0
        self.answers: dict[tuple[int, str, str], Said] = {}
        document = a_debate().document().model_copy(update={"visibility": Visibility.PUBLIC})
        self.do(lambda session: changes.replace_map(session, self.slug, document, version=None, author="me"))
        self.open()

    def do(self, change: Callable[[Session], Any]) -> bool:
        try:
            with writing(self.engine) as session:
                change(session)
        except MapError:
            return False
        return True

    def found(self, session: Session) -> Any:
        return changes.find_map(session, self.slug)

    def open(self) -> None:
        self.do(lambda session: open_round(session, self.found(session), RoundDraft(title="R"), by="teacher"))
        self.round += 1

    def close(self) -> None:
        self.do(lambda session: close_round(session, self.found(session), self.round, by="teacher"))

    def act(self, act: str, one: Any, other: Any) -> None:
        match act:
            case "answer":
                draft = PositionDraft(stance=StanceKind.ACCEPTS)
                if self.do(lambda session: take_position(session, self.found(session), other, draft, member=one)):
                    with reading(self.engine) as session:
                        graph = load_graph(session, self.slug)
                    self.answers[self.round, one, other] = what_it_says(graph, other)
            case "reword":
                claim = ClaimDraft.model_validate({"text": other, "kind": "perception" if one == "P1" else "finding"})
                self.change(one, claim)
            case "judge":
                link = {"premises": ["F2"], "relation": "tests", "target": "P1", "verdict": other}
                self.change(one, LinkDraft.model_validate(link))
            case "undo":
                self.do(lambda session: changes.revert_change(session, self.slug, one, author="me"))
                self.bring_back()
            case "restore":
                self.do(lambda session: restore_map(session, self.slug, one, version=None, author="me"))
            case "delete":
                self.do(
                    lambda session: changes.delete_record(
                        session, self.found(session), one, revision=None, author="me", with_dependents=True
                    )
                )
            case "close":
                self.close()
                self.check()
                self.open()

    def bring_back(self) -> None:
        """Undo what took the whole map away, which is undoing its beginning."""
        with reading(self.engine) as session:
            last = session.exec(
                select(Revision).where(Revision.slug == self.slug).order_by(col(Revision.id).desc())
            ).first()
        if last is not None and last.record_kind is None and last.kind == ChangeKind.DELETED:
            assert self.do(lambda session: changes.revert_change(session, self.slug, last.change, author="me"))

    def change(self, label: str, draft: Any) -> None:
        self.do(
            lambda session: changes.change_record(
                session, self.found(session), label, draft, revision=None, author="me"
            )
        )

    def check(self) -> None:
        """Every round that is closed shows of each last answer what the record said then."""
        with reading(self.engine) as session:
            shown = {
                (number, opinion.member, opinion.label): what_was_kept(opinion.wording)
                for number in range(1, self.round + 1)
                for spread in visible_opinions.summarise_results(
                    session, find_round(session, self.found(session), number), LOCAL_USER
                ).distributions
                for opinion in spread.opinions
            }
        assert shown == self.answers


def live(engine: Engine, examples: int) -> None:
    @settings(
        max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck), derandomize=False
    )
    @given(LIVES)
    def lived(acts: list[tuple[str, Any, Any]]) -> None:
        there = Seminar(engine)
        for act in acts:
            there.act(*act)
        there.close()
        there.check()

    lived()


def test_what_a_closed_round_shows_is_what_was_answered_to(engine: Engine) -> None:
    live(engine, 4)


@pytest.mark.soak
def test_in_a_thousand_lives_a_closed_round_shows_what_was_answered_to(engine: Engine) -> None:
    live(engine, 500)
