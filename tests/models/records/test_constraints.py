"""What the database itself refuses, whoever writes to it."""

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from models import changes
from models.engine import writing
from tests.builders import MapBuilder, a_debate

LINK = (
    "INSERT INTO link (map_id, label, relation, target, target_kind, first_premise, verdict, warrant, note) "
    "VALUES (:map, 'L9', :relation, :target, :kind, 0, :verdict, '', '')"
)
PREMISE = (
    "INSERT INTO premise (map_id, link, position, premise, premise_kind) "
    "VALUES (:map, 'L9', 0, :premise, :premise_kind)"
)


@pytest.fixture
def maps(engine: Engine) -> tuple[int, int]:
    """The ids of two maps; the second has a claim that the first has not."""
    with writing(engine) as session:
        first = changes.replace_map(session, "first", a_debate().document(), version=None, author="me")
        other = MapBuilder("Another").finding("X1").document()
        second = changes.replace_map(session, "second", other, version=None, author="me")
        return first.id or 0, second.id or 0


def insert_link(engine: Engine, map_id: int, **given: str | None) -> None:
    values: dict[str, object] = {
        "map": map_id,
        "relation": "supports",
        "target": "P1",
        "kind": "claim",
        "verdict": None,
        "premise": "F1",
        "premise_kind": "claim",
        **given,
    }
    with writing(engine) as session:
        connection = session.connection()
        connection.execute(
            text("INSERT INTO record (map_id, label, kind, revision) VALUES (:map, 'L9', 'link', 1)"), {"map": map_id}
        )
        connection.execute(text(LINK), {key: values[key] for key in ("map", "relation", "target", "kind", "verdict")})
        if values["premise"] is not None:
            connection.execute(text(PREMISE), {key: values[key] for key in ("map", "premise", "premise_kind")})


def test_a_sound_link_is_taken(engine: Engine, maps: tuple[int, int]) -> None:
    insert_link(engine, maps[0])


@pytest.mark.parametrize(
    "given",
    [
        pytest.param({"target": "P99"}, id="a target that does not exist"),
        pytest.param({"premise": "F99"}, id="a premise that does not exist"),
        pytest.param({"target": "X1"}, id="a target in another map"),
        pytest.param({"premise": "X1"}, id="a premise in another map"),
        pytest.param({"premise": None}, id="no premise"),
        pytest.param({"premise": "L9", "premise_kind": "link"}, id="itself as premise"),
        pytest.param({"target": "L9", "kind": "link"}, id="itself as target"),
        pytest.param({"relation": "undercuts"}, id="an undercut of a claim"),
        pytest.param({"relation": "undercuts", "kind": "link"}, id="an undercut of a claim said to be a link"),
        pytest.param({"relation": "tests"}, id="a test without verdict"),
        pytest.param({"verdict": "confirmed"}, id="a verdict without test"),
        pytest.param({"relation": "tests", "verdict": "refuted"}, id="a verdict that is none"),
        pytest.param({"relation": "proves"}, id="a relation that is none"),
        pytest.param({"relation": "answers"}, id="an answer to a claim"),
        pytest.param({"relation": "prompted", "target": "E1", "kind": "evidence"}, id="evidence that was prompted"),
        pytest.param({"premise": "S1", "premise_kind": "source"}, id="a source as premise"),
    ],
)
def test_the_database_refuses_a_link_with(engine: Engine, maps: tuple[int, int], given: dict[str, str | None]) -> None:
    with pytest.raises(IntegrityError):
        insert_link(engine, maps[0], **given)


@pytest.mark.parametrize("label", ["P1", "F1", "L2", "S1", "observer", "early", "Q1", "X1"])
def test_the_database_refuses_to_delete_a_record_that_others_name(
    engine: Engine, maps: tuple[int, int], label: str
) -> None:
    with pytest.raises(IntegrityError), writing(engine) as session:
        session.connection().execute(
            text("DELETE FROM record WHERE map_id = :map AND label = :label"), {"map": maps[0], "label": label}
        )


ANNOTATION = (
    'INSERT INTO annotation (map_id, label, in_text, version, exact, prefix, suffix, start, "end", comment, '
    "motivation, state, score, note) VALUES (:map, 'N9', :in_text, :version, 'was', '', '', :start, :end, '', "
    ":motivation, :state, :score, '')"
)
BODY = (
    "INSERT INTO annotation_body (map_id, label, position, body, body_kind) VALUES (:map, 'N9', 0, :body, :body_kind)"
)


def insert_annotation(engine: Engine, map_id: int, **given: object) -> None:
    with writing(engine) as session:
        connection = session.connection()
        version = connection.execute(
            text("SELECT sha256 FROM text_version WHERE map_id = :map AND label = 'X1' AND position = 1"),
            {"map": map_id},
        ).scalar_one()
        values: dict[str, object] = {
            "map": map_id,
            "in_text": "X1",
            "version": version,
            "start": 3,
            "end": 6,
            "motivation": "commenting",
            "state": "anchored",
            "score": None,
            "body": "P1",
            "body_kind": "claim",
            **given,
        }
        connection.execute(
            text("INSERT INTO record (map_id, label, kind, revision) VALUES (:map, 'N9', 'annotation', 1)"), values
        )
        connection.execute(text(ANNOTATION), values)
        connection.execute(text(BODY), values)


def test_a_sound_annotation_is_taken(engine: Engine, maps: tuple[int, int]) -> None:
    insert_annotation(engine, maps[0])


@pytest.mark.parametrize(
    "given",
    [
        pytest.param({"in_text": "X9"}, id="a text that does not exist"),
        pytest.param({"in_text": "X2"}, id="a version of another text"),
        pytest.param({"version": "0" * 64}, id="a version that does not exist"),
        pytest.param({"start": 6}, id="a passage of no length"),
        pytest.param({"start": -1}, id="a passage before the beginning"),
        pytest.param({"start": None}, id="half a place"),
        pytest.param({"start": None, "end": None}, id="no place although it is no orphan"),
        pytest.param({"score": 0.5}, id="a score without need of review"),
        pytest.param({"state": "needs review"}, id="need of review without a score"),
        pytest.param({"state": "lost"}, id="a state that is none"),
        pytest.param({"motivation": "because"}, id="a motivation that is none"),
        pytest.param({"body": "P99"}, id="a record that does not exist"),
        pytest.param({"body": "I1"}, id="a record said to be of another kind"),
        pytest.param({"body": "S1", "body_kind": "source"}, id="a source as body"),
        pytest.param({"body": "X1"}, id="a record in another map"),
    ],
)
def test_the_database_refuses_an_annotation_with(
    engine: Engine, maps: tuple[int, int], given: dict[str, object]
) -> None:
    with pytest.raises(IntegrityError):
        insert_annotation(engine, maps[0], **given)


def join_passages(engine: Engine, map_id: int, **given: object) -> None:
    insert_annotation(engine, map_id)
    values: dict[str, object] = {"map": map_id, "role": "quotes", "position": 0, "passage": "N1", **given}
    with writing(engine) as session:
        session.connection().execute(
            text(
                "INSERT INTO passage_link (map_id, label, role, position, passage) "
                "VALUES (:map, 'N9', :role, :position, :passage)"
            ),
            values,
        )


def test_two_passages_are_joined(engine: Engine, maps: tuple[int, int]) -> None:
    join_passages(engine, maps[0])


@pytest.mark.parametrize(
    "given",
    [
        pytest.param({"passage": "N99"}, id="a passage that does not exist"),
        pytest.param({"passage": "P1"}, id="a record that is no passage"),
        pytest.param({"passage": "N9"}, id="itself"),
        pytest.param({"role": "follows"}, id="a relation that is none"),
        pytest.param({"position": -1}, id="a place before the first"),
    ],
)
def test_the_database_refuses_to_join_a_passage_to(
    engine: Engine, maps: tuple[int, int], given: dict[str, object]
) -> None:
    with pytest.raises(IntegrityError):
        join_passages(engine, maps[0], **given)


@pytest.mark.usefixtures("maps")
def test_the_database_refuses_to_throw_away_a_content_that_is_named(engine: Engine) -> None:
    with pytest.raises(IntegrityError), writing(engine) as session:
        session.connection().execute(text("DELETE FROM content"))
