"""Pages on which a seminar is renamed, closed, archived, left, deleted and called back."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from api.access.authorization import MayLeave, MayTeach
from api.forks.forking import find_name_in_seminar
from api.pages.confirmations import Confirmation, show_confirmation
from api.pages.forms import FormValues, read_posted_form
from api.phrases.messages import gettext, isolate_words, nform
from api.phrases.page_words import explain_error
from api.requests.database import Reading, Writing
from api.requests.error_answers import find_status
from api.seminars.seminar_pages import is_valid_title, show_seminar_page
from models.errors import MapError
from models.people.enrolment import find_seminar
from models.people.seminars import Seminar
from models.row_keys import persisted_id
from models.seminar_erasure import Erasure, describe_erasure
from models.teaching.seminar_lifecycle import (
    ERASURE_DELAY,
    archive_seminar,
    call_seminar_back,
    close_seminar,
    delete_seminar,
    leave_seminar,
    rename_seminar,
)

router = APIRouter(prefix="/seminars/{seminar}", include_in_schema=False)
Form = Annotated[FormValues, Depends(read_posted_form)]
MOST_TITLES = 20


@router.post("/title")
def submit_seminar_title(request: Request, seminar: str, form: Form, session: Writing, user: MayTeach) -> Response:
    """Give the seminar another title."""
    seminar_row = _lock_seminar(session, seminar)
    title = form.get("title", "").strip()
    if not is_valid_title(title):
        faults = {"rename": gettext("Enter a title.")}
        return show_seminar_page(request, session, seminar_row, user, faults, status=422, renamed=title)
    rename_seminar(session, seminar_row, title, author=find_name_in_seminar(session, user, persisted_id(seminar_row)))
    return _redirect_to_seminar(seminar)


@router.post("/close")
def submit_seminar_closing(request: Request, seminar: str, form: Form, session: Writing, user: MayTeach) -> Response:
    """Close the seminar: nothing in it changes any more. It is asked about first."""
    seminar_row = _lock_seminar(session, seminar)
    if form.get("sure") != "yes":
        return show_confirmation(request, _build_closing_confirmation(seminar_row))
    close_seminar(
        session, seminar_row, closed=True, author=find_name_in_seminar(session, user, persisted_id(seminar_row))
    )
    return _redirect_to_seminar(seminar)


@router.post("/open")
def reopen_seminar(seminar: str, session: Writing, user: MayTeach) -> Response:
    """Open a closed seminar again."""
    seminar_row = _lock_seminar(session, seminar)
    close_seminar(
        session, seminar_row, closed=False, author=find_name_in_seminar(session, user, persisted_id(seminar_row))
    )
    return _redirect_to_seminar(seminar)


@router.post("/archive")
def submit_seminar_archiving(seminar: str, session: Writing, user: MayTeach) -> Response:
    """Fold the seminar away on the first page and in lists."""
    seminar_row = _lock_seminar(session, seminar)
    archive_seminar(
        session, seminar_row, archived=True, author=find_name_in_seminar(session, user, persisted_id(seminar_row))
    )
    return _redirect_to_seminar(seminar)


@router.post("/bring-back")
def unarchive(seminar: str, session: Writing, user: MayTeach) -> Response:
    """Bring an archived seminar back to the first page and into lists."""
    seminar_row = _lock_seminar(session, seminar)
    archive_seminar(
        session, seminar_row, archived=False, author=find_name_in_seminar(session, user, persisted_id(seminar_row))
    )
    return _redirect_to_seminar(seminar)


@router.post("/call-back")
def undelete(seminar: str, session: Writing, user: MayTeach) -> Response:
    """Take back that the seminar was deleted."""
    seminar_row = _lock_seminar(session, seminar)
    if seminar_row.erased_after is not None:
        call_seminar_back(session, seminar_row, author=find_name_in_seminar(session, user, persisted_id(seminar_row)))
    return _redirect_to_seminar(seminar)


@router.get("/delete")
def ask_to_delete_seminar(request: Request, seminar: str, session: Reading, user: MayTeach) -> Response:
    """Ask whether the seminar is to be deleted, and say what goes and what stays."""
    del user
    seminar_row = find_seminar(session, seminar)
    return show_confirmation(
        request, _build_deletion_confirmation(seminar_row, describe_erasure(session, persisted_id(seminar_row)))
    )


@router.post("/delete")
def delete(request: Request, seminar: str, form: Form, session: Writing, user: MayTeach) -> Response:
    """Delete the seminar, where it was asked before."""
    seminar_row = _lock_seminar(session, seminar)
    if form.get("sure") != "yes":
        return show_confirmation(
            request,
            _build_deletion_confirmation(seminar_row, describe_erasure(session, persisted_id(seminar_row))),
            422,
        )
    delete_seminar(session, seminar_row, author=find_name_in_seminar(session, user, persisted_id(seminar_row)))
    return _redirect_to_seminar(seminar)


@router.get("/leave")
def ask_to_leave(request: Request, seminar: str, session: Reading, user: MayLeave) -> Response:
    """Ask whether one wants to leave the seminar, and say what follows."""
    del user
    return show_confirmation(request, _build_leaving_confirmation(find_seminar(session, seminar)))


@router.post("/leave")
def submit_leaving(request: Request, seminar: str, form: Form, session: Writing, user: MayLeave) -> Response:
    """Leave the seminar; the last who leads it hands it over first."""
    seminar_row = find_seminar(session, seminar)
    if form.get("sure") != "yes":
        return show_confirmation(request, _build_leaving_confirmation(seminar_row), 422)
    try:
        leave_seminar(
            session, seminar_row, user.account_id, author=find_name_in_seminar(session, user, persisted_id(seminar_row))
        )
    except MapError as error:
        faults = {"leave": explain_error(error)}
        return show_seminar_page(request, session, seminar_row, user, faults, status=find_status(type(error)))
    return RedirectResponse("/seminars?left=yes", status_code=303)


def _lock_seminar(session: Session, slug: str) -> Seminar:
    return find_seminar(session, slug, lock=True)


def _redirect_to_seminar(slug: str) -> Response:
    return RedirectResponse(f"/seminars/{slug}#life", status_code=303)


def _build_closing_confirmation(seminar: Seminar) -> Confirmation:
    return Confirmation(
        question=gettext("Close %(title)s?", title=seminar.title),
        consequences=(
            gettext("From then on nobody, including you, can change, add, answer or say anything on any of its maps."),
            gettext(
                "Open rounds take no more answers, and nobody else can join. Members can still read everything in it."
            ),
            gettext("You can reopen it."),
        ),
        action=f"/seminars/{seminar.slug}/close",
        button=gettext("Close seminar"),
        back=f"/seminars/{seminar.slug}#life",
    )


def _build_leaving_confirmation(seminar: Seminar) -> Confirmation:
    return Confirmation(
        question=gettext("Leave %(title)s?", title=seminar.title),
        consequences=(
            gettext(
                "You can no longer see its maps, with immediate effect, even on pages that are already open. You also "
                "lose any seat in a controversy."
            ),
            gettext("What you have recorded, answered and said there stays, under the name it has now."),
            gettext("You can come back only if somebody who leads the seminar lets you in."),
        ),
        action=f"/seminars/{seminar.slug}/leave",
        button=gettext("Leave seminar"),
        back=f"/seminars/{seminar.slug}#life",
    )


def _describe_consequences(erasure: Erasure) -> list[str]:
    """Return what goes with the maps of a seminar, what ends, and what stays, without what there is none of."""
    erased_things = _join_counts(
        (
            erasure.records,
            nform("%(num)s record with its history", "%(num)s records with their history", erasure.records),
        ),
        (erasure.comments, nform("%(num)s comment", "%(num)s comments", erasure.comments)),
        (erasure.positions, nform("%(num)s position or answer", "%(num)s positions and answers", erasure.positions)),
        (erasure.rounds, nform("%(num)s round", "%(num)s rounds", erasure.rounds)),
        (erasure.controversies, nform("%(num)s controversy", "%(num)s controversies", erasure.controversies)),
        (
            erasure.editions_erased,
            nform("%(num)s edition of a private map", "%(num)s editions of private maps", erasure.editions_erased),
        ),
    )
    ending_things = _join_counts(
        (erasure.members, nform("%(num)s membership", "%(num)s memberships", erasure.members)),
        (erasure.links, nform("%(num)s link", "%(num)s links", erasure.links)),
    )
    remaining_things = _join_counts(
        (
            erasure.editions_retained,
            nform(
                "%(num)s published edition of a map that others could see",
                "%(num)s published editions of maps that others could see",
                erasure.editions_retained,
            ),
        ),
        (erasure.copies_retained, nform("%(num)s copy elsewhere", "%(num)s copies elsewhere", erasure.copies_retained)),
    )
    sentences = [gettext("What ends: %(things)s.", things=ending_things)] if ending_things else []
    if erased_things:
        sentences.insert(0, gettext("What goes with it: %(things)s.", things=erased_things))
    if remaining_things:
        sentences.append(gettext("What stays: %(things)s.", things=remaining_things))
    return [
        *sentences,
        gettext(
            "Accounts stay, except those that nobody has ever signed in to. Files that somebody has downloaded "
            "and the server’s backups stay too."
        ),
    ]


def _join_counts(*things: tuple[int, str]) -> str:
    return ", ".join(text % {"num": f"{number:,}"} for number, text in things if number)


def _build_deletion_confirmation(seminar: Seminar, erasure: Erasure) -> Confirmation:
    days = ERASURE_DELAY.days
    titles = "; ".join(map(isolate_words, erasure.titles[:MOST_TITLES]))
    titles += " …" if len(erasure.titles) > MOST_TITLES else ""
    maps = nform("%(num)s map goes: %(titles)s.", "%(num)s maps go: %(titles)s.", len(erasure.titles))
    return Confirmation(
        question=gettext("Delete %(title)s?", title=seminar.title),
        consequences=(
            gettext(
                "From then on nothing in it can be changed, and only those who lead it can see it and its private maps."
            ),
            gettext("For %(days)s days you can restore it on its page. After that it is erased for good.", days=days),
            maps % {"num": len(erasure.titles), "titles": titles} if erasure.titles else gettext("It has no maps."),
            *_describe_consequences(erasure),
        ),
        action=f"/seminars/{seminar.slug}/delete",
        button=gettext("Delete seminar"),
        back=f"/seminars/{seminar.slug}#life",
    )
