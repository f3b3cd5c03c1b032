"""What is sent about rounds and positions, and what is answered."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, Literal, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator
from sqlmodel import Session

from api.http.instants import Instant
from api.requests.attribution import Attribution
from api.seminars.positions.round_citations import CitedWording
from argument_maps.citation.sources import Citation
from argument_maps.comparison.opinions import Distribution, Opinion
from models.history.wordings import RecordWording, compare_wordings
from models.participation.positions import MOST_RECORDS_IN_ROUND, PositionDraft, Round, RoundDraft, count_answers
from models.participation.suppositions import Supposition, SuppositionOutcome
from models.row_keys import persisted_id
from models.text_types import MAX_INTEGER, Label, Statement
from models.vocabulary import Confidence, StanceKind


class RoundBody(RoundDraft):
    """A round to be opened. `records` says which records it asks about, or `"all"`: leaving it out is refused.

    `labels` is the former name of `records`, where an empty list, if it is sent, means all.
    """

    model_config = ConfigDict(  # type: ignore[assignment] # SQLModel narrows the type for tables
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"title": "Before reading", "question": "What do you think by now?", "records": ["P3", "L42"]},
                {
                    "title": "Without the letter",
                    "question": "Which of these still stand?",
                    "records": ["P3", "F9"],
                    "supposition": {
                        "rule": "preponderance",
                        "without": ["doc-1950-08-27"],
                        "words": "Suppose that the letter to Gottwald is a forgery.",
                    },
                },
            ]
        },
    )

    records: Annotated[
        Literal["all"] | list[Label] | None,
        Field(description="The records asked about, or “all”.", max_length=MOST_RECORDS_IN_ROUND),
    ] = None

    @model_validator(mode="after")
    def says_which_records(self) -> Self:
        """Refuse a round that does not say what it asks about, so that none asks about everything by mistake."""
        if self.records is not None:
            if "labels" in self.model_fields_set:
                raise ValueError("Send “records” or “labels”, and not both.")
            if not self.records:
                raise ValueError("Choose the records, or ask about “all”.")
        elif "labels" not in self.model_fields_set:
            raise ValueError("Say which “records” the round asks about, by their ids, or “all”.")
        return self

    def draft(self) -> RoundDraft:
        """Return the round that is asked for, by the labels of its records; none means all."""
        round_draft = RoundDraft.model_validate(self, from_attributes=True)
        if self.records is not None:
            round_draft.labels = [] if self.records == "all" else self.records
        return round_draft


class DeletedAnswer(BaseModel):
    """When, by whom and why a round was deleted with its answers."""

    at: Instant
    by: Attribution
    reason: str


class RoundAnswer(BaseModel):
    """A round. While it is open, `answered` says how many members have answered; it is null for all but teachers.

    It closes by itself at `closes_at`. `results_read_at` is when somebody first read its results; until then it can be
    opened again.
    """

    number: int
    title: str
    question: str
    labels: list[str]
    supposition: Supposition | None
    names_shown: bool
    opened_at: Instant
    closes_at: Instant | None
    closed_at: Instant | None
    is_open: bool
    results_read_at: Instant | None
    deleted: DeletedAnswer | None
    answered: int | None


class ReopenBody(BaseModel):
    """Until when a round is open once more; without a deadline until it is closed."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"closes_at": None}]})

    closes_at: AwareDatetime | None = None


class DeadlineBody(BaseModel):
    """Until when an open round is answered; without a deadline until it is closed."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"closes_at": "2090-05-14T18:00:00+02:00"}]}
    )

    closes_at: AwareDatetime | None


class ReasonBody(BaseModel):
    """Why a round is deleted, for its members to read."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"reason": "P3 was ambiguous."}]})

    reason: Statement


class RoundList(BaseModel):
    """One page of the rounds of a map, in their order. `next` is the following page, null on the last."""

    items: list[RoundAnswer]
    next: str | None = None


class PositionBody(PositionDraft):
    """A position: a stance, how firmly it is taken, and why. `round` is the round that it is meant to answer."""

    model_config = ConfigDict(  # type: ignore[assignment] # SQLModel narrows the type for tables
        extra="forbid",
        json_schema_extra={
            "examples": [{"stance": "qualifies", "confidence": "medium", "reason": "Only for the spring of 1950."}]
        },
    )

    round: Annotated[
        int | None, Field(ge=1, le=MAX_INTEGER, description="The round it answers; refused where that is closed.")
    ] = None


class WordingChangeAnswer(BaseModel):
    """A field of a record that says something else today than when it was answered about; lists are told as a text."""

    field: str
    before: str
    after: str


class JudgedAnswer(BaseModel):
    """What was answered about. `wording` is what the record said then, `sequence` the map's change since which it did.

    `changed` is what it says otherwise today; `deleted` whether it is gone. `wording` is null where nobody knows it.
    """

    wording: RecordWording | None
    sequence: int | None
    changed: list[WordingChangeAnswer]
    deleted: bool


class PositionAnswer(JudgedAnswer):
    """A position as it was taken.

    Where the round does not show names, `member` is a pseudonym of that round alone, and `at` is when it was closed.
    """

    member: Attribution
    label: str
    stance: StanceKind
    confidence: Confidence
    reason: str
    round: int | None
    at: Instant


class PositionPage(BaseModel):
    """One page of positions. `next` is the address of the following page, null on the last."""

    items: list[PositionAnswer]
    next: str | None = None


class DistributionAnswer(JudgedAnswer):
    """How the positions on one wording of a record are distributed, so that a record may come more than once.

    `agreement` is van der Eijk's A, null for fewer than two.
    """

    label: str
    stances: dict[str, int]
    confidences: dict[str, int]
    agreement: float | None
    citation: Annotated[str, Field(description="The record as it read then, cited; empty where that is not known.")]


class MoveAnswer(BaseModel):
    """A member who took another stance in an earlier round; `reworded`: whether the record said something else then."""

    member: Attribution
    label: str
    before: StanceKind
    before_round: int | None
    after: StanceKind
    reworded: bool


class ResultsAnswer(BaseModel):
    """What came of a closed round: distributions, the records that divide the group most, and who moved.

    `weighed` is what its supposition came to on the map as it stood when the round was closed; null where nothing was
    supposed, and where nothing tells any more how the map stood.
    """

    round: RoundAnswer
    members: int
    distributions: list[DistributionAnswer]
    divided: list[str]
    moved: list[MoveAnswer]
    weighed: SuppositionOutcome | None


def describe_round(session: Session, seminar_round: Round, *, teaching: bool) -> RoundAnswer:
    """Return a round as it is told; how many have answered only to teachers, or when it is closed."""
    return describe_rounds(session, [seminar_round], teaching=teaching)[0]


def describe_rounds(session: Session, rounds: Sequence[Round], *, teaching: bool) -> list[RoundAnswer]:
    """Return rounds as they are told, in one query."""
    counts = count_answers(
        session, [seminar_round for seminar_round in rounds if teaching or not seminar_round.is_open]
    )
    return [
        _build_round_answer(
            seminar_round, counts.get(persisted_id(seminar_round), 0) if teaching or not seminar_round.is_open else None
        )
        for seminar_round in rounds
    ]


def _build_round_answer(seminar_round: Round, answers: int | None) -> RoundAnswer:
    deletion = None
    if seminar_round.deleted_at is not None:
        deletion = DeletedAnswer(
            at=seminar_round.deleted_at, by=seminar_round.deleted_by or "", reason=seminar_round.deletion_reason or ""
        )
    other_fields = {"answered", "deleted", "results_read_at"}
    return RoundAnswer(
        **{name: getattr(seminar_round, name) for name in RoundAnswer.model_fields if name not in other_fields},
        results_read_at=seminar_round.read_at,
        deleted=deletion,
        answered=answers,
    )


def describe_position(at: datetime, opinion: Opinion, present: Mapping[str, RecordWording]) -> PositionAnswer:
    """Return a position as it is told, with what the record said then and says otherwise now."""
    fields: dict[str, Any] = {
        name: getattr(opinion, name) for name in ("member", "label", "stance", "confidence", "reason", "round")
    }
    return PositionAnswer(**fields, at=at, **_describe_judged_wording(opinion, present))


def describe_distribution(
    distribution: Distribution, present: Mapping[str, RecordWording], cited: Mapping[CitedWording, Citation]
) -> DistributionAnswer:
    """Return how the positions on one wording of a record are distributed, and how that wording is cited."""
    citation = cited.get((distribution.label, distribution.earliest.sequence or 0))
    return DistributionAnswer(
        label=distribution.label,
        stances=distribution.stances,
        confidences=distribution.confidences,
        agreement=distribution.agreement,
        citation=citation.note.text if citation is not None else "",
        **_describe_judged_wording(distribution.earliest, present),
    )


def _describe_judged_wording(opinion: Opinion, present: Mapping[str, RecordWording]) -> dict[str, Any]:
    then, now = opinion.wording, present.get(opinion.label)
    changed = compare_wordings(then, now) if then is not None and now is not None else []
    return {
        "wording": then,
        "sequence": opinion.sequence,
        "changed": [WordingChangeAnswer(**change._asdict()) for change in changed],
        "deleted": now is None,
    }
