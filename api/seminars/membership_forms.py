"""What the pages of a seminar and of a map have in common: changing roles, and links by which people come in."""

from collections.abc import Callable, Mapping

from fastapi import Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy import func, select
from sqlmodel import Session, col

from api.http.query_parameters import read_whole_number
from api.pages.confirmations import Confirmation, show_confirmation
from api.pages.forms import FormValues
from api.phrases.messages import gettext, nform
from api.phrases.page_words import explain_error
from models.people.account_errors import LastOwner, NotForYou, UnknownMember
from models.people.enrolment import Member, MembershipScope, change_role, list_members
from models.people.invitations import invite
from models.people.seminars import SeminarMap
from models.teaching.personal_links import end_membership
from models.text_types import MAX_INTEGER
from models.vocabulary import Role

MOST_USES, MOST_DAYS = 500, 365
# Shows the page again: what is wrong by the part of it, the status, and a link that was made.
RenderAgain = Callable[[Mapping[str, str], int, str], Response]


def change_member_by_form(
    request: Request,
    session: Session,
    place: MembershipScope,
    member: int,
    form: FormValues,
    actor_role: Role,
    onward: str,
    render_again: RenderAgain,
) -> Response:
    """Give a member another role or remove them, as a form says; return the page with what is wrong, or the way on.

    Removal is asked about first.
    """
    number, choice = min(member, MAX_INTEGER), form.get("role", "")
    if choice == "remove" and form.get("sure") != "yes":
        leaving_member = next(
            (place_member for place_member in list_members(session, place) if place_member.id == number), None
        )
        if leaving_member is not None:
            return show_confirmation(request, _build_removal_confirmation(session, place, leaving_member, onward))
    try:
        if choice == "remove":
            end_membership(session, place, number, actor_role)
        elif choice in set(Role):
            change_role(session, place, number, Role(choice), actor_role)
        else:
            return render_again({"members": gettext("Choose a role.")}, 422, "")
    except NotForYou as error:
        return render_again({"members": explain_error(error)}, 403, "")
    except (UnknownMember, LastOwner) as error:
        return render_again({"members": explain_error(error)}, 409, "")
    return RedirectResponse(f"{onward}#members", status_code=303)


def _build_removal_confirmation(
    session: Session, place: MembershipScope, leaving_member: Member, onward: str
) -> Confirmation:
    map_count = (
        session.scalar(select(func.count()).where(col(SeminarMap.seminar_id) == place.seminar_id))
        if place.seminar_id
        else 1
    )
    sentence = nform(
        "They can no longer see %(num)s map that they saw here, with immediate effect, even on pages that are "
        "already open.",
        "They can no longer see %(num)s maps that they saw here, with immediate effect, even on pages that are "
        "already open.",
        map_count or 0,
    )
    return Confirmation(
        question=gettext("Remove %(name)s?", name=leaving_member.name),
        consequences=(
            sentence % {"num": map_count or 0},
            gettext("They also lose any seat in a controversy and their personal link."),
            gettext(
                "What they have recorded, answered and said stays. You can let them in again, but without that seat."
            ),
        ),
        action=f"{onward}/members/{leaving_member.id}",
        button=gettext("Remove"),
        back=f"{onward}#members",
        fields={"role": "remove"},
    )


def make_invitation_by_form(
    session: Session,
    place: MembershipScope,
    form: FormValues,
    actor_role: Role,
    inviter_id: int,
    site: str,
    render_again: RenderAgain,
) -> Response:
    """Make a link as a form says; return the page that shows it, this once, or what is wrong."""
    uses, days, role = (
        read_bounded_number(form, "uses", MOST_USES),
        read_bounded_number(form, "days", MOST_DAYS),
        form.get("role", ""),
    )
    limits_hint = gettext(
        "Choose a role, 1 to %(people)s people, and 1 to %(days)s days.", people=MOST_USES, days=MOST_DAYS
    )
    if uses is None or days is None or role not in set(Role):
        return render_again({"invite": limits_hint}, 422, "")
    try:
        secret = invite(session, place, Role(role), by=actor_role, created_by=inviter_id, days=days, uses=uses)
    except NotForYou as error:
        return render_again({"invite": explain_error(error)}, 403, "")
    return render_again({}, 201, f"{site}/join?key={secret}")


def read_bounded_number(form: FormValues, name: str, maximum: int) -> int | None:
    """Return a number from 1 to `maximum` that a form sent, None where it sent none."""
    return read_whole_number(form.get(name), maximum) or None
