"""Where sources come from, and what a perception prompted, as they are written."""

import pytest
from sqlalchemy import Engine

from argument_maps.assembly import load_graph
from models import changes
from models.engine import reading, writing
from models.errors import PromptNeedsClaim, SourceCircle
from models.records.arguments import LinkDraft
from models.records.sources import SourceDraft
from models.vocabulary import RecordKind
from tests.builders import a_debate


@pytest.fixture
def debate(engine: Engine) -> Engine:
    with writing(engine) as session:
        changes.replace_map(session, "debate", a_debate().document(), version=None, author="me")
    return engine


def test_sources_may_not_come_from_one_another_in_a_circle(debate: Engine) -> None:
    def write(label: str, **origins: str) -> None:
        with writing(debate) as session:
            found = changes.find_map(session, "debate")
            draft = SourceDraft(type="archival", title="A telegram", **origins)
            changes.change_record(session, found, label, draft, revision=None, author="me")

    with writing(debate) as session:
        bulletin = SourceDraft(type="article-journal", title="The bulletin", translation_of="S1")
        changes.create_record(
            session, changes.find_map(session, "debate"), RecordKind.SOURCE, bulletin, label="S7", author="me"
        )
    with pytest.raises(SourceCircle):
        write("S1", published_in="S7")
    with pytest.raises(SourceCircle):
        write("S7", copy_of="S7")
    write("S7")
    write("S1", published_in="S7")
    with reading(debate) as session:
        assert load_graph(session, "debate").sources_by_id["S1"].published_in == "S7"


def test_what_is_deleted_is_no_longer_where_a_source_was_printed(debate: Engine) -> None:
    with writing(debate) as session:
        found = changes.find_map(session, "debate")
        bulletin = SourceDraft(type="article-journal", title="The bulletin")
        changes.create_record(session, found, RecordKind.SOURCE, bulletin, label="S7", author="me")
        draft = SourceDraft(type="archival", title="A telegram", published_in="S7", published_pages="3")
        changes.change_record(session, found, "S1", draft, revision=None, author="me")
    with writing(debate) as session:
        changes.delete_record(
            session, changes.find_map(session, "debate"), "S7", revision=None, author="me", with_dependents=True
        )
    with reading(debate) as session:
        assert load_graph(session, "debate").sources_by_id["S1"].published_in is None


def test_what_a_perception_prompted_is_a_claim(debate: Engine) -> None:
    with pytest.raises(PromptNeedsClaim), writing(debate) as session:
        link = LinkDraft.model_validate({"premises": ["P1"], "relation": "prompted", "target": "E1"})
        found = changes.find_map(session, "debate")
        changes.create_record(session, found, RecordKind.LINK, link, author="me")
