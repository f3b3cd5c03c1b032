"""Who has done what on a map."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from api.forks.merges import merge_maps
from models import changes
from models.engine import reading, writing
from models.participation.contributions import (
    ALWAYS,
    CONTRIBUTION_COLUMNS,
    ContributionColumn,
    TimeSpan,
    count_contributions,
)
from models.records.arguments import ClaimDraft, EvidenceDraft, LinkDraft
from models.vocabulary import RecordKind
from tests.builders import a_debate


@pytest.fixture
def debate(engine: Engine) -> Engine:
    """The debate, to which Ruth adds a finding with evidence; Naomi edits it, deletes P1 and takes that back."""
    with writing(engine) as session:
        changes.replace_map(session, "debate", a_debate().document(), version=None, author="teacher")
        found = changes.find_map(session, "debate")
        finding = (RecordKind.CLAIM, "F9", ClaimDraft(text="New.", kind="finding"))
        evidence = (RecordKind.EVIDENCE, "E9", EvidenceDraft(summary="It says so.", source="S1"))
        link = (RecordKind.LINK, None, LinkDraft(premises=["E9"], relation="supports", target="F9"))
        changes.create_records(session, found, [finding, evidence, link], author="Ruth")
        changes.change_record(session, found, "F9", ClaimDraft(text="Newer."), revision=None, author="Naomi")
        gone = changes.delete_record(session, found, "P1", revision=None, author="Naomi", with_dependents=True)
        changes.revert_change(session, "debate", gone[0].change, author="Naomi")
    return engine


def counted(engine: Engine, slug: str = "debate", span: TimeSpan = ALWAYS) -> dict[str, dict[str, int]]:
    with reading(engine) as session:
        found = changes.find_map(session, slug)
        listed = count_contributions(session, found.id or 0, span)
    return {each.member: {name: count for name, count in each.counts.items() if count} for each in listed}


def test_each_sort_of_work_is_counted_for_who_did_it(debate: Engine) -> None:
    assert counted(debate) == {
        "Naomi": {"edits": 5, "undos": 1},
        "Ruth": {"records": 1, "links": 1, "evidence": 1},
    }


def test_what_was_merged_counts_for_whose_work_it_was(debate: Engine) -> None:
    with writing(debate) as session:
        changes.fork_map(session, changes.find_map(session, "debate"), "group", author="teacher")
        group = changes.find_map(session, "group")
        changes.create_record(session, group, RecordKind.CLAIM, ClaimDraft(text="Ours."), label="C5", author="Esther")
    with writing(debate) as session:
        merge_maps(session, "group", "debate", ["C5"], version=None, author="teacher")
    assert counted(debate)["Esther"] == {"records": 1}
    assert "teacher" not in counted(debate)
    assert counted(debate, "group") == {"Esther": {"records": 1}}


def test_only_what_was_done_in_the_days_that_are_asked_for_counts(debate: Engine) -> None:
    now = datetime.now(UTC)
    assert counted(debate, span=TimeSpan(since=now + timedelta(hours=1))) == {}
    assert counted(debate, span=TimeSpan(until=now - timedelta(hours=1))) == {}
    around_now = TimeSpan(now - timedelta(hours=1), now + timedelta(hours=1))
    assert counted(debate, span=around_now) == counted(debate)


def test_whoever_records_more_adds_a_column(debate: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    visits = ContributionColumn("visits", "Visits", lambda *_: {"Ruth": 3, "Silent": 1})
    monkeypatch.setattr("models.participation.contributions.CONTRIBUTION_COLUMNS", [*CONTRIBUTION_COLUMNS, visits])
    assert counted(debate)["Ruth"]["visits"] == 3
    assert counted(debate)["Silent"] == {"visits": 1}
