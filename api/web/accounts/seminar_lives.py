"""Pages on which a seminar is renamed, closed, archived, left, deleted and called back."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from api.database import Reading, Writing
from api.error_answers import status_of
from api.forking import name_in
from api.permission import Leaving, Teaching
from api.web.accounts.seminars import fit_title, show_page
from api.web.confirming import Confirmation, confirm
from api.web.editing.forms import Typed, typed
from api.web.messages import gettext, nform
from models.errors import MapError
from models.people.enrolment import find_seminar
from models.people.seminars import Seminar
from models.row_keys import persisted_id
from models.seminar_erasure import Erasure, describe_erasure
from models.teaching.seminar_lifecycle import (
    WAIT,
    archive_seminar,
    call_seminar_back,
    close_seminar,
    delete_seminar,
    leave_seminar,
    rename_seminar,
)

router = APIRouter(prefix="/seminars/{seminar}", include_in_schema=False)
Form = Annotated[Typed, Depends(typed)]
MOST_TITLES = 20


@router.post("/title")
def rename(request: Request, seminar: str, given: Form, session: Writing, user: Teaching) -> Response:
    """Give the seminar another title."""
    found = _hold(session, seminar)
    title = given.get("title", "").strip()
    if not fit_title(title):
        faults = {"rename": gettext("Write a title.")}
        return show_page(request, session, found, user, faults, status=422, renamed=title)
    rename_seminar(session, found, title, author=name_in(session, user, persisted_id(found)))
    return _back(seminar)


@router.post("/close")
def close(request: Request, seminar: str, given: Form, session: Writing, user: Teaching) -> Response:
    """Close the seminar: nothing in it changes any more. It is asked about first."""
    found = _hold(session, seminar)
    if given.get("sure") != "yes":
        return confirm(request, _closing(found))
    close_seminar(session, found, closed=True, author=name_in(session, user, persisted_id(found)))
    return _back(seminar)


@router.post("/open")
def open_again(seminar: str, session: Writing, user: Teaching) -> Response:
    """Open a closed seminar again."""
    found = _hold(session, seminar)
    close_seminar(session, found, closed=False, author=name_in(session, user, persisted_id(found)))
    return _back(seminar)


@router.post("/archive")
def archive(seminar: str, session: Writing, user: Teaching) -> Response:
    """Fold the seminar away on the first page and in lists."""
    found = _hold(session, seminar)
    archive_seminar(session, found, archived=True, author=name_in(session, user, persisted_id(found)))
    return _back(seminar)


@router.post("/bring-back")
def bring_back(seminar: str, session: Writing, user: Teaching) -> Response:
    """Bring an archived seminar back to the first page and into lists."""
    found = _hold(session, seminar)
    archive_seminar(session, found, archived=False, author=name_in(session, user, persisted_id(found)))
    return _back(seminar)


@router.post("/call-back")
def call_back(seminar: str, session: Writing, user: Teaching) -> Response:
    """Take back that the seminar was deleted."""
    found = _hold(session, seminar)
    if found.erased_after is not None:
        call_seminar_back(session, found, author=name_in(session, user, persisted_id(found)))
    return _back(seminar)


@router.get("/delete")
def ask_to_delete(request: Request, seminar: str, session: Reading, user: Teaching) -> Response:
    """Ask whether the seminar is to be deleted, and say what goes and what stays."""
    del user
    found = find_seminar(session, seminar)
    return confirm(request, _deletion(found, describe_erasure(session, persisted_id(found))))


@router.post("/delete")
def delete(request: Request, seminar: str, given: Form, session: Writing, user: Teaching) -> Response:
    """Delete the seminar, where it was asked before."""
    found = _hold(session, seminar)
    if given.get("sure") != "yes":
        return confirm(request, _deletion(found, describe_erasure(session, persisted_id(found))), 422)
    delete_seminar(session, found, author=name_in(session, user, persisted_id(found)))
    return _back(seminar)


@router.get("/leave")
def ask_to_leave(request: Request, seminar: str, session: Reading, user: Leaving) -> Response:
    """Ask whether one wants to leave the seminar, and say what follows."""
    del user
    return confirm(request, _leaving(find_seminar(session, seminar)))


@router.post("/leave")
def leave(request: Request, seminar: str, given: Form, session: Writing, user: Leaving) -> Response:
    """Leave the seminar; the last who leads it hands it over first."""
    found = find_seminar(session, seminar)
    if given.get("sure") != "yes":
        return confirm(request, _leaving(found), 422)
    try:
        leave_seminar(session, found, user.account_id, author=name_in(session, user, persisted_id(found)))
    except MapError as error:
        faults = {"leave": f"{error.detail} {error.remedy}"}
        return show_page(request, session, found, user, faults, status=status_of(type(error)))
    return RedirectResponse("/seminars?left=yes", status_code=303)


def _hold(session: Session, slug: str) -> Seminar:
    return find_seminar(session, slug, hold=True)


def _back(slug: str) -> Response:
    return RedirectResponse(f"/seminars/{slug}#life", status_code=303)


def _closing(found: Seminar) -> Confirmation:
    return Confirmation(
        question=gettext("Close %(title)s?", title=found.title),
        told=(
            gettext("At once nobody changes, adds, answers or says anything on any of its maps, you included."),
            gettext("Rounds that are open take no answers; nobody is let in. Its members read all of it as before."),
            gettext("You can open it again."),
        ),
        action=f"/seminars/{found.slug}/close",
        button=gettext("Close the seminar"),
        back=f"/seminars/{found.slug}#life",
    )


def _leaving(found: Seminar) -> Confirmation:
    return Confirmation(
        question=gettext("Leave %(title)s?", title=found.title),
        told=(
            gettext("You no longer see its maps, at once and in every open page; a seat in a controversy goes too."),
            gettext("What you have recorded, answered and said there stays, under the name that it has now."),
            gettext("You come in again only if somebody who leads it lets you in."),
        ),
        action=f"/seminars/{found.slug}/leave",
        button=gettext("Leave the seminar"),
        back=f"/seminars/{found.slug}#life",
    )


def _describe_end(going: Erasure) -> list[str]:
    """Return what goes with the maps of a seminar, what ends, and what stays, without what there is none of."""
    goes = _counted(
        (going.records, nform("%(num)s record with its history", "%(num)s records with their history", going.records)),
        (going.comments, nform("%(num)s comment", "%(num)s comments", going.comments)),
        (going.positions, nform("%(num)s position or answer", "%(num)s positions and answers", going.positions)),
        (going.rounds, nform("%(num)s round", "%(num)s rounds", going.rounds)),
        (going.controversies, nform("%(num)s controversy", "%(num)s controversies", going.controversies)),
        (
            going.editions_erased,
            nform("%(num)s edition of a private map", "%(num)s editions of private maps", going.editions_erased),
        ),
    )
    ends = _counted(
        (going.members, nform("%(num)s membership", "%(num)s memberships", going.members)),
        (going.links, nform("%(num)s link", "%(num)s links", going.links)),
    )
    kept = _counted(
        (
            going.editions_kept,
            nform(
                "%(num)s published edition of a map that others could see",
                "%(num)s published editions of maps that others could see",
                going.editions_kept,
            ),
        ),
        (going.copies_kept, nform("%(num)s copy elsewhere", "%(num)s copies elsewhere", going.copies_kept)),
    )
    said = [gettext("What ends: %(things)s.", things=ends)] if ends else []
    if goes:
        said.insert(0, gettext("With it go: %(things)s.", things=goes))
    if kept:
        said.append(gettext("What stays: %(things)s.", things=kept))
    return [
        *said,
        gettext(
            "Accounts stay, but for those to which nobody ever came; so do files that somebody downloaded, and the "
            "server’s backups."
        ),
    ]


def _counted(*things: tuple[int, str]) -> str:
    return ", ".join(text % {"num": f"{number:,}"} for number, text in things if number)


def _deletion(found: Seminar, going: Erasure) -> Confirmation:
    days = WAIT.days
    titles = "; ".join(going.titles[:MOST_TITLES]) + (" …" if len(going.titles) > MOST_TITLES else "")
    maps = nform("%(num)s map goes: %(titles)s.", "%(num)s maps go: %(titles)s.", len(going.titles))
    return Confirmation(
        question=gettext("Delete %(title)s?", title=found.title),
        told=(
            gettext("At once nothing in it changes any more, and only those who lead it see it and its private maps."),
            gettext("For %(days)s days it can be called back on its page. Then it is erased for good.", days=days),
            maps % {"num": len(going.titles), "titles": titles} if going.titles else gettext("It has no maps."),
            *_describe_end(going),
        ),
        action=f"/seminars/{found.slug}/delete",
        button=gettext("Delete the seminar"),
        back=f"/seminars/{found.slug}#life",
    )
