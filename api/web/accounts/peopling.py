"""What the pages of a seminar and of a map have in common: changing roles, and links by which people come in."""

from collections.abc import Callable, Mapping

from fastapi import Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy import func, select
from sqlmodel import Session, col

from api.web.confirming import Confirmation, confirm
from api.web.editing.forms import Typed
from api.web.messages import gettext, nform
from models.errors import MapError
from models.people.account_errors import LastOwner, NotForYou, UnknownMember
from models.people.enrolment import Member, Place, change_role, members_of
from models.people.invitations import invite
from models.people.seminars import SeminarMap
from models.teaching.personal_links import end_membership
from models.text_types import MAX_INTEGER
from models.vocabulary import Role

MOST_USES, MOST_DAYS = 500, 365
# Shows the page again: what is wrong by the part of it, the status, and a link that was made.
Again = Callable[[Mapping[str, str], int, str], Response]


def member_changed(
    request: Request, session: Session, place: Place, member: int, given: Typed, by: Role, onward: str, again: Again
) -> Response:
    """Give a member another role or remove them, as a form says; return the page with what is wrong, or the way on.

    Removal is asked about first.
    """
    number, wanted = min(member, MAX_INTEGER), given.get("role", "")
    if wanted == "remove" and given.get("sure") != "yes":
        leaving = next((each for each in members_of(session, place) if each.id == number), None)
        if leaving is not None:
            return confirm(request, _removal(session, place, leaving, onward))
    try:
        if wanted == "remove":
            end_membership(session, place, number, by)
        elif wanted in set(Role):
            change_role(session, place, number, Role(wanted), by)
        else:
            return again({"members": gettext("Choose a role.")}, 422, "")
    except NotForYou as error:
        return again({"members": told(error)}, 403, "")
    except (UnknownMember, LastOwner) as error:
        return again({"members": told(error)}, 409, "")
    return RedirectResponse(f"{onward}#members", status_code=303)


def _removal(session: Session, place: Place, leaving: Member, onward: str) -> Confirmation:
    shared = (
        session.scalar(select(func.count()).where(col(SeminarMap.seminar_id) == place.seminar_id))
        if place.seminar_id
        else 1
    )
    here = nform(
        "Whoever is removed no longer sees %(num)s map that they saw here, at once and in every open page.",
        "Whoever is removed no longer sees %(num)s maps that they saw here, at once and in every open page.",
        shared or 0,
    )
    return Confirmation(
        question=gettext("Remove %(name)s?", name=leaving.name),
        told=(
            here % {"num": shared or 0},
            gettext("A seat in a controversy goes with the membership, and so does their link to come in."),
            gettext("What they have recorded, answered and said stays. They can be let in again, without that seat."),
        ),
        action=f"{onward}/members/{leaving.id}",
        button=gettext("Remove"),
        back=f"{onward}#members",
        fields={"role": "remove"},
    )


def invitation_made(
    session: Session, place: Place, given: Typed, by: Role, made_by: int, site: str, again: Again
) -> Response:
    """Make a link as a form says; return the page that shows it, this once, or what is wrong."""
    uses, days, role = number(given, "uses", MOST_USES), number(given, "days", MOST_DAYS), given.get("role", "")
    told_limits = gettext(
        "Choose a role, 1 to %(people)s people, and 1 to %(days)s days.", people=MOST_USES, days=MOST_DAYS
    )
    if uses is None or days is None or role not in set(Role):
        return again({"invite": told_limits}, 422, "")
    try:
        secret = invite(session, place, Role(role), by=by, made_by=made_by, days=days, uses=uses)
    except NotForYou as error:
        return again({"invite": told(error)}, 403, "")
    return again({}, 201, f"{site}/join?key={secret}")


def told(error: MapError) -> str:
    """Return what is wrong and what to do about it."""
    return f"{error.detail} {error.remedy}".strip()


def number(given: Typed, name: str, most: int) -> int | None:
    """Return a number from 1 to `most` that a form sent, None where it is none."""
    text = given.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 5 and 1 <= int(text) <= most else None
