"""Structured academic controversies: groups drawn by chance, who may do what at which step, and syntheses."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from api.forks.merges import merge_maps
from models import changes
from models.controversies.controversies import (
    Controversy,
    ControversyOverview,
    ControversySeat,
    find_controversy,
    read_controversy_overview,
)
from models.controversies.controversy_errors import NotAtThisStep, UnfitGroups, WorkIsThere
from models.controversies.controversy_progress import read_progress
from models.engine import writing
from models.errors import StaleRevision
from models.history.forks import read_forks
from models.history.revisions import Revision
from models.people.authentication import authenticate_session, begin_session
from models.people.enrolment import (
    MembershipScope,
    change_role,
    create_account,
    create_seminar,
    enrol,
    remove_member,
    share_map,
)
from models.people.seminars import Membership, Seminar, SeminarMap
from models.records.arguments import ClaimDraft
from models.records.maps import ArgumentMap
from models.teaching.controversy_steps import (
    STEPS,
    assign_seats,
    begin_controversy,
    check_version,
    discard_controversy,
    move_to_step,
    redraw_groups,
)
from models.teaching.syntheses import choose_synthesis, list_brought_claims, write_synthesis
from models.vocabulary import ClaimKind, ControversyStep, RecordKind, Relation, Role, Sharing
from tests.builders import a_debate

STUDENTS = ("anna", "ben", "cleo", "dora", "emil")


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session in which five students and a teacher share a map in a seminar."""
    with writing(engine) as session:
        teacher = create_account(session, "teacher", password_hash=None)
        seminar = create_seminar(session, "ours", "Our seminar", teacher.id or 0)
        made = changes.replace_map(session, "debate", a_debate().document(), version=None, author="teacher")
        share_map(session, made.id or 0, seminar.id)
        for name in STUDENTS:
            account = create_account(session, name, password_hash=None)
            enrol(session, MembershipScope(seminar_id=seminar.id), account.id or 0, Role.CONTRIBUTOR)
        yield session


def begun(session: Session, groups: int = 2, seed: int | None = 7) -> Controversy:
    seminar = session.exec(select(Seminar)).one()
    common = changes.find_map(session, "debate")
    sides = ["Affirm", "Deny"]
    return begin_controversy(session, seminar, common, "Was it ordered?", sides, groups, label="Q1", seed=seed)


def at(session: Session, step: ControversyStep, **more: int) -> Controversy:
    """Return a controversy that was moved to a step."""
    found = begun(session, **more)
    for each in STEPS[1 : STEPS.index(step) + 1]:
        move_to_step(session, found, each, author="teacher")
    return found


def roles(session: Session, whole: ControversyOverview, account: int) -> dict[str, Role]:
    """Return by slugs what somebody is on the maps of the groups, as a request of theirs would find it."""
    found = authenticate_session(session, begin_session(session, account))
    assert found is not None
    maps = {each.id: each.slug for each in session.exec(select(ArgumentMap))}
    return {maps[key]: role for key, role in found.roles.items() if key in whole.map_ids}


def test_every_group_gets_a_private_map_for_each_side_and_one_together(session: Session) -> None:
    found = at(session, ControversyStep.PREPARE)
    common = changes.find_map(session, "debate")
    made = {each.slug: each for each in read_forks(session, common.id)}
    assert set(made) == {f"ours-c1-g{group}{side}" for group in (1, 2) for side in ("", "a", "b")}
    assert {each.visibility for each in made.values()} == {"private"}
    assert {each.title for each in made.values()} >= {"A debate · Group 1, Affirm", "A debate · Group 2"}
    assert len(read_controversy_overview(session, found).map_ids) == 6


@pytest.mark.parametrize(
    ("step", "own", "other", "together", "elsewhere"),
    [
        (ControversyStep.PREPARE, Role.CONTRIBUTOR, None, None, None),
        (ControversyStep.DISCUSS, Role.CONTRIBUTOR, Role.DISCUSSANT, None, None),
        (ControversyStep.REVERSE, Role.DISCUSSANT, Role.CONTRIBUTOR, None, None),
        (ControversyStep.SYNTHESISE, Role.DISCUSSANT, Role.DISCUSSANT, Role.EDITOR, None),
        (ControversyStep.COMPARE, Role.DISCUSSANT, Role.DISCUSSANT, Role.DISCUSSANT, Role.DISCUSSANT),
        (ControversyStep.CLOSED, Role.DISCUSSANT, Role.DISCUSSANT, Role.DISCUSSANT, Role.DISCUSSANT),
    ],
)
def test_what_a_member_may_do_follows_from_the_step(
    session: Session,
    step: ControversyStep,
    own: Role | None,
    other: Role | None,
    together: Role | None,
    elsewhere: Role | None,
) -> None:
    whole = read_controversy_overview(session, at(session, step))
    first, second = whole.groups
    for camp in first.camps:
        (rival,) = [each for each in first.camps if each is not camp]
        for member in camp.members:
            mine = roles(session, whole, member.account_id)
            assert camp.map is not None
            assert rival.map is not None
            assert first.map is not None
            assert (mine.get(camp.map.slug), mine.get(rival.map.slug)) == (own, other)
            assert mine.get(first.map.slug) == together
            assert {mine.get(each.map.slug) for each in (second, *second.camps) if each.map} == {elsewhere}


def test_who_teaches_leads_every_map_also_who_comes_later(session: Session) -> None:
    whole = read_controversy_overview(session, at(session, ControversyStep.PREPARE))
    late = create_account(session, "assistant", password_hash=None)
    enrol(session, MembershipScope(seminar_id=whole.controversy.seminar_id), late.id or 0, Role.TEACHER)
    assert set(roles(session, whole, late.id or 0).values()) == {Role.TEACHER}
    assert len(roles(session, whole, late.id or 0)) == 6


def test_a_pseudonym_holds_on_the_maps_of_a_group(session: Session) -> None:
    row = session.exec(select(Membership).where(Membership.role == "contributor")).first()
    assert row is not None
    row.pseudonym = "Heloise"
    session.add(row)
    whole = read_controversy_overview(session, at(session, ControversyStep.PREPARE))
    found = authenticate_session(session, begin_session(session, row.account_id))
    assert found is not None
    assert {name for key, name in found.pseudonyms.items() if key in whole.map_ids} == {"Heloise"}
    assert "Heloise" in {each.name for group in whole.groups for each in group.members}


def test_going_on_and_back_again_gives_the_same_roles(session: Session) -> None:
    found = at(session, ControversyStep.DISCUSS)
    member = read_controversy_overview(session, found).groups[0].members[0]
    before = roles(session, read_controversy_overview(session, found), member.account_id)
    move_to_step(session, found, ControversyStep.REVERSE, author="teacher")
    assert roles(session, read_controversy_overview(session, found), member.account_id) != before
    move_to_step(session, found, ControversyStep.DISCUSS, author="teacher")
    assert roles(session, read_controversy_overview(session, found), member.account_id) == before


def test_a_step_is_not_jumped_over(session: Session) -> None:
    found = begun(session)
    with pytest.raises(NotAtThisStep):
        move_to_step(session, found, ControversyStep.REVERSE, author="teacher")


def test_groups_are_drawn_anew_before_anybody_has_begun_and_not_after(session: Session) -> None:
    found = at(session, ControversyStep.PREPARE)
    move_to_step(session, found, ControversyStep.ASSIGN, author="teacher")
    assert read_forks(session, changes.find_map(session, "debate").id) == []
    assert session.exec(select(SeminarMap)).one().sharing == Sharing.WORKING
    redraw_groups(session, found, 1, 8)
    assert len(read_controversy_overview(session, found).groups) == 1
    move_to_step(session, found, ControversyStep.PREPARE, author="teacher")
    own = read_controversy_overview(session, found).groups[0].camps[0].map
    assert own is not None
    claim = ClaimDraft(text="We found this.", kind=ClaimKind.FINDING)
    changes.create_record(session, own, RecordKind.CLAIM, claim, author="anna")
    with pytest.raises(WorkIsThere):
        move_to_step(session, found, ControversyStep.ASSIGN, author="teacher")
    with pytest.raises(NotAtThisStep):
        redraw_groups(session, found, 2, 9)


def test_nothing_begins_with_empty_groups(session: Session) -> None:
    found = begun(session, seed=None)
    with pytest.raises(UnfitGroups, match="No member is in a group yet"):
        move_to_step(session, found, ControversyStep.PREPARE, author="teacher")
    discard_controversy(session, found)
    assert session.exec(select(Controversy)).all() == []


@pytest.mark.parametrize("sides", [["Only one"], ["Yes", "yes"], list("abcde")])
def test_sides_that_cannot_be_are_refused(session: Session, sides: list[str]) -> None:
    seminar = session.exec(select(Seminar)).one()
    with pytest.raises(UnfitGroups):
        begin_controversy(session, seminar, changes.find_map(session, "debate"), "Why?", sides, 1)


def test_who_comes_late_is_seated_and_who_is_moved_changes_maps_at_once(session: Session) -> None:
    found = at(session, ControversyStep.PREPARE)
    late = create_account(session, "late", password_hash=None)
    place = enrol(session, MembershipScope(seminar_id=found.seminar_id), late.id or 0, Role.CONTRIBUTOR)
    assert [each.handle for each in read_controversy_overview(session, found).free] == ["late"]
    assign_seats(session, found, {place.id or 0: (1, 2)})
    assert roles(session, read_controversy_overview(session, found), late.id or 0) == {"ours-c1-g1b": Role.CONTRIBUTOR}
    assign_seats(session, found, {place.id or 0: (2, 1)})
    assert roles(session, read_controversy_overview(session, found), late.id or 0) == {"ours-c1-g2a": Role.CONTRIBUTOR}
    assign_seats(session, found, {place.id or 0: None})
    assert roles(session, read_controversy_overview(session, found), late.id or 0) == {}


def test_who_teaches_has_no_seat(session: Session) -> None:
    found = begun(session)
    owner = session.exec(select(Membership).where(Membership.role == "owner")).one()
    with pytest.raises(UnfitGroups):
        assign_seats(session, found, {owner.id or 0: (1, 1)})


def test_who_leaves_the_seminar_leaves_group_and_maps(session: Session) -> None:
    found = at(session, ControversyStep.PREPARE)
    whole = read_controversy_overview(session, found)
    member = whole.groups[0].members[0]
    remove_member(session, MembershipScope(seminar_id=found.seminar_id), member.id, Role.OWNER)
    after = read_controversy_overview(session, found)
    assert member.id not in {each.id for group in after.groups for each in group.members}
    assert roles(session, after, member.account_id) == {}
    assert len(session.exec(select(ControversySeat)).all()) == 4


def test_who_becomes_a_teacher_leads_and_who_is_one_no_more_sees_only_their_own(session: Session) -> None:
    found = at(session, ControversyStep.PREPARE)
    whole = read_controversy_overview(session, found)
    member = whole.groups[0].members[0]
    place = MembershipScope(seminar_id=found.seminar_id)
    change_role(session, place, member.id, Role.TEACHER, Role.OWNER)
    assert len(roles(session, whole, member.account_id)) == 6
    change_role(session, place, member.id, Role.CONTRIBUTOR, Role.OWNER)
    assert len(roles(session, whole, member.account_id)) == 1


def test_a_group_of_one_builds_both_sides_in_turn(session: Session) -> None:
    found = at(session, ControversyStep.REVERSE, groups=5)
    whole = read_controversy_overview(session, found)
    (member,) = whole.groups[0].members
    camp = whole.groups[0].seat_of(member.account_id)
    assert camp is not None
    other = whole.groups[0].camp_argued_by(camp.side)
    assert other is not camp
    assert other.map is not None
    assert roles(session, whole, member.account_id)[other.map.slug] is Role.CONTRIBUTOR


def test_a_map_that_was_deleted_is_left_out(session: Session) -> None:
    found = at(session, ControversyStep.PREPARE)
    changes.delete_map(session, "ours-c1-g1a", version=None, author="teacher")
    whole = read_controversy_overview(session, found)
    assert whole.groups[0].camps[0].map is None
    for step in STEPS[2:]:
        move_to_step(session, found, step, author="teacher")
    assert read_controversy_overview(session, found).groups[0].camps[0].map is None


def test_a_map_that_is_brought_back_is_what_the_step_makes_of_it(session: Session) -> None:
    found = at(session, ControversyStep.PREPARE)
    whole = read_controversy_overview(session, found)
    member = whole.groups[0].camps[0].members[0]
    (gone,) = changes.delete_map(session, "ours-c1-g1a", version=None, author="teacher")
    move_to_step(session, found, ControversyStep.DISCUSS, author="teacher")
    move_to_step(session, found, ControversyStep.REVERSE, author="teacher")
    changes.revert_change(session, "ours-c1-g1a", gone.change, author="teacher")
    assert (
        roles(session, read_controversy_overview(session, found), member.account_id)["ours-c1-g1a"] is Role.DISCUSSANT
    )


def test_a_map_whose_name_is_taken_gets_another(session: Session) -> None:
    changes.fork_map(session, changes.find_map(session, "debate"), "ours-c1-g1a", author="x")
    whole = read_controversy_overview(session, at(session, ControversyStep.PREPARE))
    assert whole.groups[0].camps[0].map is not None
    assert whole.groups[0].camps[0].map.slug == "ours-c1-g1a-2"


def test_of_two_teachers_the_second_begins_from_an_old_version(session: Session) -> None:
    found = begun(session)
    version = found.version
    move_to_step(session, found, ControversyStep.PREPARE, author="teacher")
    with pytest.raises(StaleRevision):
        check_version(find_controversy(session, found.seminar_id, 1, hold=True), version)


def test_progress_tells_who_has_begun_and_how_much_there_is(session: Session) -> None:
    found = at(session, ControversyStep.PREPARE)
    whole = read_controversy_overview(session, found)
    camp = whole.groups[0].camps[0]
    assert camp.map is not None
    claim = ClaimDraft(text="We found this.", kind=ClaimKind.FINDING)
    changes.create_record(session, camp.map, RecordKind.CLAIM, claim, author=camp.members[0].handle)
    done = read_progress(session, read_controversy_overview(session, found))
    assert done.records == {camp.map.id: 1}
    assert done.active_accounts == {camp.members[0].account_id}


class TestSynthesis:
    """A group's synthesis is a claim on its map that answers every side."""

    @pytest.fixture
    def found(self, session: Session) -> Controversy:
        """A controversy at its synthesis, in which each side of the first group has claimed something."""
        found = at(session, ControversyStep.PREPARE)
        for camp in read_controversy_overview(session, found).groups[0].camps:
            assert camp.map is not None
            claim = ClaimDraft(text=f"The case of {camp.name}.", answers="Q1")
            changes.create_record(session, camp.map, RecordKind.CLAIM, claim, author=camp.members[0].handle)
        for step in STEPS[2:5]:
            move_to_step(session, found, step, author="teacher")
        for side in "ab":
            merge_maps(session, f"ours-c1-g1{side}", "ours-c1-g1", ["C1"], version=None, author="anna")
        return found

    def test_claims_of_the_sides_are_known_under_their_ids_on_the_groups_map(
        self, session: Session, found: Controversy
    ) -> None:
        brought = list_brought_claims(session, read_controversy_overview(session, found).groups[0])
        assert [(camp.name, [tuple(each) for each in claims]) for camp, claims in brought] == [
            ("Affirm", [("C1", "The case of Affirm.")]),
            ("Deny", [("C2", "The case of Deny.")]),
        ]

    def test_it_is_one_change_with_its_links_credited_to_the_group(self, session: Session, found: Controversy) -> None:
        ties = {"C1": Relation.SUPPORTS, "C2": Relation.QUALIFIES}
        label = write_synthesis(session, found, 1, "Partly.", ties, author="anna")
        group = read_controversy_overview(session, found).groups[0]
        assert group.synthesis == label == "C3"
        assert group.map is not None
        wanted = select(Revision).where(Revision.map_id == group.map.id, Revision.change == group.map.version - 2)
        written = session.exec(wanted.order_by(Revision.sequence)).all()  # type: ignore[arg-type] # a column
        assert [(each.record_kind, each.credit) for each in written] == [
            ("claim", "Group 1"),
            ("link", "Group 1"),
            ("link", "Group 1"),
        ]
        assert written[0].after["answers"] == "Q1"
        assert [(each.after["premises"], each.after["relation"], each.after["target"]) for each in written[1:]] == [
            (["C1"], "supports", "C3"),
            (["C3"], "qualifies", "C2"),
        ]

    def test_a_side_that_is_left_out_is_told(self, session: Session, found: Controversy) -> None:
        with pytest.raises(UnfitGroups, match="Deny"):
            write_synthesis(session, found, 1, "Partly.", {"C1": Relation.SUPPORTS}, author="anna")

    def test_it_is_tied_to_claims_of_the_sides_alone(self, session: Session, found: Controversy) -> None:
        with pytest.raises(UnfitGroups, match="claims of your sides"):
            write_synthesis(session, found, 1, "Partly.", {"P1": Relation.SUPPORTS}, author="anna")

    def test_a_group_that_took_nothing_over_has_nothing_to_tie_it_to(
        self, session: Session, found: Controversy
    ) -> None:
        with pytest.raises(UnfitGroups, match="map has no claim of any of the sides yet"):
            write_synthesis(session, found, 2, "Partly.", {}, author="anna")

    def test_a_claim_that_is_there_is_chosen(self, session: Session, found: Controversy) -> None:
        choose_synthesis(session, found, 1, "C2")
        assert read_controversy_overview(session, found).groups[0].synthesis == "C2"
        with pytest.raises(UnfitGroups):
            choose_synthesis(session, found, 1, "P1")

    def test_it_waits_for_its_step(self, session: Session, found: Controversy) -> None:
        move_to_step(session, found, ControversyStep.COMPARE, author="teacher")
        with pytest.raises(NotAtThisStep):
            choose_synthesis(session, found, 1, "C2")
