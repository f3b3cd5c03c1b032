"""What is sent about controversies, and what is answered: the groups that whoever asks may see."""

from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from api.http.instants import Instant
from api.seminars.controversies.controversy_operations import HIGHEST_SEED, USUAL_SIZE, ControversyView, draw_seed
from models.address_names import WrittenName
from models.controversies.controversies import Controversy, Group
from models.controversies.group_drawing import Seat
from models.people.enrolment import Member
from models.row_keys import persisted_id
from models.teaching.controversy_steps import MOST_GROUPS, MOST_SIDES
from models.text_types import MAX_INTEGER, Label, Prose, Statement
from models.vocabulary import ControversyStep, Relation

SideName = Annotated[
    str,
    StringConstraints(
        min_length=1, max_length=100, strip_whitespace=True, pattern=r"^[^\x00-\x1f\x7f\u2028\u2029\ufffe\uffff]*$"
    ),
]
Seed = Annotated[int, Field(ge=1, le=HIGHEST_SEED, description="The same members are drawn the same way by one seed.")]
Size = Annotated[int, Field(ge=1, le=100, description="How many members a group has, as nearly as it can.")]
Groups = Annotated[int, Field(ge=1, le=MOST_GROUPS, description="How many groups there are, in place of their size.")]


class DrawBody(BaseModel):
    """How groups are put together: by chance, by a seed that is given or made, or by hand into empty ones."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"size": 4, "seed": 48213}]})

    size: Size = USUAL_SIZE
    groups: Groups | None = None
    assign: Literal["chance", "hand"] = "chance"
    seed: Seed | None = None

    def choose_seed(self) -> int | None:
        """Return the seed by which groups are drawn, None where they are not."""
        return None if self.assign == "hand" else self.seed or draw_seed()


class ControversyBody(DrawBody):
    """A controversy to be begun: the map to begin from, the question of it or one's own words, and the sides.

    Groups that are drawn by chance begin at once, unless `at_once` is false.
    """

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"map": "korea-1950", "label": "Q1", "sides": ["Affirm", "Deny"], "size": 4}]},
    )

    map: WrittenName
    label: Label | None = None
    question: Statement | None = None
    sides: Annotated[list[SideName], Field(min_length=2, max_length=MOST_SIDES)] = Field(
        default_factory=lambda: ["Affirm", "Deny"]
    )
    at_once: bool = True
    deadlines: dict[ControversyStep, AwareDatetime | None] = Field(default_factory=dict, max_length=7)

    @model_validator(mode="after")
    def asks_something(self) -> "ControversyBody":
        """Refuse a controversy about nothing."""
        if self.label is None and self.question is None:
            raise ValueError("Name a question of the map as “label”, or write one as “question”.")
        return self


class ControversyStepBody(BaseModel):
    """The step to which the controversy moves: the next, or the one before."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"to": "discuss"}]})

    to: ControversyStep


class DeadlinesBody(BaseModel):
    """Until when the groups work at steps, null where a step has no deadline; steps that are left out keep theirs."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"deadlines": {"prepare": "2026-05-14T18:00:00+02:00"}}]}
    )

    deadlines: Annotated[dict[ControversyStep, AwareDatetime | None], Field(min_length=1, max_length=7)]


class SeatBody(BaseModel):
    """Where a member sits; without group and side they have no seat."""

    model_config = ConfigDict(extra="forbid")

    member: Annotated[int, Field(ge=1, le=MAX_INTEGER)]
    group: Annotated[int | None, Field(ge=1, le=MOST_GROUPS)] = None
    side: Annotated[int | None, Field(ge=1, le=MOST_SIDES)] = None

    @model_validator(mode="after")
    def is_whole(self) -> "SeatBody":
        """Refuse half a seat."""
        if (self.group is None) != (self.side is None):
            raise ValueError("A seat has a group and a side; leave both out to take it away.")
        return self

    @property
    def seat(self) -> Seat | None:
        """The seat, None where there is none."""
        return (self.group, self.side) if self.group is not None and self.side is not None else None


class SeatsBody(BaseModel):
    """The members that get a seat, another one, or none; all others keep theirs."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"seats": [{"member": 12, "group": 1, "side": 2}]}]}
    )

    seats: Annotated[list[SeatBody], Field(min_length=1, max_length=1_000)]


class TieBody(BaseModel):
    """A claim that a side brought: it supports the synthesis, or the synthesis qualifies or challenges it."""

    model_config = ConfigDict(extra="forbid")

    claim: Label
    relation: Literal[Relation.SUPPORTS, Relation.QUALIFIES, Relation.CHALLENGES]


class SynthesisBody(BaseModel):
    """A new claim with its ties, or the id of one that the group's map has already."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"text": "It was allowed.", "ties": [{"claim": "C1", "relation": "qualifies"}]}]
        },
    )

    text: Statement | None = None
    ties: Annotated[list[TieBody], Field(max_length=50)] = Field(default_factory=list)
    claim: Label | None = None

    @model_validator(mode="after")
    def is_one(self) -> "SynthesisBody":
        """Refuse a synthesis that is neither or both."""
        if (self.text is None) == (self.claim is None):
            raise ValueError("Write the claim as “text”, or name one that is there as “claim”.")
        return self


class MemberAnswer(BaseModel):
    """A member by the number of the membership. `begun` is for whoever leads: whether they have done anything yet."""

    number: int
    name: str
    begun: bool | None


class SideAnswer(BaseModel):
    """A side of a group. `map` and the counts of it are null where it is not, or not yet, to be seen."""

    number: int
    name: str
    map: str | None
    members: list[MemberAnswer]
    records: int | None
    positions: int | None
    comments: int | None


class AssentBody(BaseModel):
    """Whether one assents to the synthesis of one's group, to the words of which `wording` is the fingerprint."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"assents": False, "reason": "F2 is missing.", "wording": "9f3c5a0b7d1e2468"}]},
    )

    assents: bool
    reason: Prose = ""
    wording: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")]

    @model_validator(mode="after")
    def says_why(self) -> "AssentBody":
        """Refuse dissent without a reason."""
        if not self.assents and not self.reason.strip():
            raise ValueError("Whoever dissents says why, as “reason”.")
        return self


class AssentAnswer(BaseModel):
    """What a member answered last, and to which words; it counts where these are the `current` ones.

    `member` is null for somebody who has left the group.
    """

    member: int | None
    name: str | None
    assents: bool
    reason: str
    text: str
    current: bool


class SynthesisAnswer(BaseModel):
    """What a group proposes together; the claim stands on the group's map, where it is cited.

    `wording` is the fingerprint of its words, to which each of the `asked` members assents or not. Who answered what is
    told to the group and to whoever leads.
    """

    claim: str
    text: str
    citation: str
    wording: str
    asked: int
    assenting: int
    dissenting: int
    answers: list[AssentAnswer]


class GroupAnswer(BaseModel):
    """A group; `map` is where its sides come together."""

    number: int
    map: str | None
    sides: list[SideAnswer]
    synthesis: SynthesisAnswer | None


class YoursAnswer(BaseModel):
    """Where whoever asks sits, and on which map they work at this step."""

    group: int
    side: int
    works_on: str | None


class ControversyListed(BaseModel):
    """A controversy as it is listed."""

    number: int
    question: str
    step: ControversyStep
    begun: Instant


class ControversyList(BaseModel):
    """One page of the controversies of a seminar, the newest first. `next` is the following page, null on the last."""

    items: list[ControversyListed]
    next: str | None = None


class ControversyAnswer(ControversyListed):
    """A controversy. `free` are members without a seat; they and `seed` are for whoever leads.

    Where the present step `is_over` its deadline has passed: its groups record nothing more until it is moved. Members
    see their own group, and all groups from the step `compare` on.
    """

    label: str | None
    map: str | None
    version: int
    seed: int | None
    sides: list[str]
    groups: list[GroupAnswer]
    free: list[MemberAnswer]
    yours: YoursAnswer | None
    deadlines: dict[ControversyStep, Instant]
    is_over: bool


def summarise_controversy(controversy: Controversy) -> ControversyListed:
    """Return a controversy as it is listed."""
    return ControversyListed(**_summary_fields(controversy))


def _summary_fields(controversy: Controversy) -> dict[str, object]:
    return {
        "number": controversy.number,
        "question": controversy.question,
        "step": controversy.step,
        "begun": controversy.begun,
    }


def describe_controversy(view: ControversyView) -> ControversyAnswer:
    """Return a controversy as somebody sees it."""
    whole, controversy = view.whole, view.whole.controversy
    return ControversyAnswer(
        **_summary_fields(controversy),
        label=controversy.label,
        map=whole.common.slug if whole.common is not None and view.can_see(whole.common) else None,
        version=controversy.version,
        seed=controversy.seed if view.leads else None,
        sides=list(whole.sides),
        groups=[_describe_group(view, group) for group in view.groups],
        free=[_describe_member(view, member) for member in whole.free] if view.leads else [],
        yours=_describe_own_place(view),
        deadlines=dict(view.deadlines),
        is_over=view.is_over,
    )


def _describe_own_place(view: ControversyView) -> YoursAnswer | None:
    if view.own is None or view.camp is None:
        return None
    place = view.works_on
    return YoursAnswer(group=view.own.number, side=view.camp.side, works_on=place.slug if place is not None else None)


def _describe_group(view: ControversyView, group: Group) -> GroupAnswer:
    own = group.map if view.can_see(group.map) else None
    synthesis = _describe_synthesis(view, group) if own is not None else None
    sides = []
    for camp in group.camps:
        place = camp.map if view.can_see(camp.map) else None
        counts = [None if place is None else counted.get(persisted_id(place), 0) for counted in view.done.counts_by_map]
        sides.append(
            SideAnswer(
                number=camp.side,
                name=camp.name,
                map=place.slug if place is not None else None,
                members=[_describe_member(view, member) for member in camp.members],
                records=counts[0],
                positions=counts[1],
                comments=counts[2],
            )
        )
    return GroupAnswer(number=group.number, map=own.slug if own is not None else None, sides=sides, synthesis=synthesis)


def _describe_synthesis(view: ControversyView, group: Group) -> SynthesisAnswer | None:
    assent = view.assents.get(group.number)
    if assent is None or group.map is None:
        return None
    return SynthesisAnswer(
        claim=assent.label,
        text=view.syntheses.get(group.number, assent.text),
        citation=f"/api/v1/maps/{group.map.slug}/citations/{assent.label}",
        wording=assent.fingerprint,
        asked=assent.eligible_count,
        assenting=assent.assenting,
        dissenting=assent.dissenting,
        answers=[
            AssentAnswer(
                member=answer.member.id if answer.member else None,
                name=answer.member.name if answer.member else None,
                assents=answer.assents,
                reason=answer.reason,
                text=answer.text,
                current=answer.current,
            )
            for answer in view.list_visible_answers(group)
        ],
    )


def _describe_member(view: ControversyView, member: Member) -> MemberAnswer:
    has_contributed = member.account_id in view.done.active_accounts if view.leads else None
    return MemberAnswer(number=member.id, name=member.name, begun=has_contributed)
