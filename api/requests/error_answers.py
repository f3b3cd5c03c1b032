"""Which answer each error gets. Below the API no error knows of HTTP; here each finds its status."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import RedirectResponse, Response
from starlette.types import Scope

from api.access.authorization import NotAllowed, NotSignedIn, recognise_visitor
from api.access.security_log import log_event
from api.http.middleware import CLIENT_CLOSED_REQUEST
from api.http.problems import Fault, Refusal, name_problem, problem_response
from api.phrases.marking import N_
from api.requests.moments import MomentRedirect
from argument_maps.formats.json_pointers import format_pointer
from models.errors import MapError, Phrase
from models.storage import is_disk_full
from models.text_types import describe_misfit

# By the names of the errors' classes, nearest class first. What is not listed is a request that the
# rules of the records refuse: 422.
STATUSES: dict[str, int] = {
    "UnknownMap": 404,
    "UnknownRecord": 404,
    "UnknownChange": 404,
    "UnknownMoment": 404,
    "UnknownEdition": 404,
    "StyleNotThere": 404,
    "StyleTaken": 409,
    "TooManyStyles": 409,
    "UnrelatedMaps": 409,
    "UnknownSeminar": 404,
    "UnknownMember": 404,
    "UnknownToken": 404,
    "NoSuchSignIn": 404,
    "DeadInvitation": 404,
    "NotYours": 403,
    "NotForYou": 403,
    "NamesGoAlong": 409,
    "NameTaken": 409,
    "LastOwner": 409,
    "LastLeader": 409,
    "SeminarIsClosed": 409,
    "NotDeleted": 409,
    "IdentityTaken": 409,
    "LastWayIn": 409,
    "StaleRevision": 412,
    "LabelTaken": 409,
    "DoublesInACircle": 409,
    "SlugTaken": 409,
    "RecordInUse": 409,
    "CannotUndo": 409,
    "NothingToRestore": 409,
    "VersionInUse": 409,
    "NoSuchRound": 404,
    "RoundIsOpen": 409,
    "RoundIsClosed": 409,
    "NotAskedAbout": 409,
    "RewordedMeanwhile": 409,
    "ResultsWereRead": 409,
    "RoundIsDeleted": 409,
    "NoSuchComment": 404,
    "ThreadIsLocked": 409,
    "MapIsAnonymous": 409,
    "AuthorsOnAnonymousMap": 409,
    "NotYourComment": 403,
    "CommentIsGone": 409,
    "NoSuchControversy": 404,
    "NoSuchGroup": 404,
    "NotAtThisStep": 409,
    "TimeIsOver": 409,
    "WorkIsThere": 409,
    "NoSuchImage": 404,
    "BadImageRequest": 400,
    "PageInUse": 409,
    "ImageTooLarge": 413,
    "TextTooLong": 413,
    "UnknownSort": 415,
    "DrawingUnavailable": 503,
    "NotRasterised": 503,
}
RETRY_AFTER = "2"
log = structlog.get_logger("api")


def find_status(error: type[MapError]) -> int:
    """Return the HTTP status that answers a class of errors."""
    for ancestor in error.__mro__:
        if ancestor.__name__ in STATUSES:
            return STATUSES[ancestor.__name__]
    return 422


# Not found, where what is there may be hidden, and links of invitation that are guessed.
GUESSABLE_ERRORS = frozenset({"UnknownMap", "UnknownSeminar", "DeadInvitation"})


async def answer_map_error(request: Request, error: MapError) -> Response:
    """Answer an error of the records, their meaning or their drawing."""
    status = find_status(type(error))
    kind = type(error).__name__
    if status == 403 or kind in GUESSABLE_ERRORS:
        # Whether it is there or not the same is done, and the log alone knows which.
        log_event(
            request, "refused", status=status, reason=name_problem(type(error)), hidden=hasattr(error, "__notes__")
        )
    place = getattr(error, "pointer", None)
    faults = [Fault(pointer=place, detail=error.detail)] if place is not None else []
    headers = {"Retry-After": str(error.ask_again_in or RETRY_AFTER)} if status == 503 else None
    return problem_response(
        status, name_problem(type(error)), error.title, error.detail, error.remedy, errors=faults, headers=headers
    )


async def answer_refusal(request: Request, error: HTTPException) -> Response:
    """Answer a refusal of ours, or one of the framework's: an unknown address, a wrong method, a body too long."""
    if isinstance(error, Refusal):
        # Of too many tries it is said where they are counted.
        if error.status_code in (401, 403):
            log_event(request, "refused", status=error.status_code, reason=error.name)
        return problem_response(
            error.status_code,
            error.name,
            error.title,
            error.detail,
            error.remedy,
            errors=error.errors,
            headers=error.headers,
            current=error.current,
            follows=error.follows,
        )
    if prefers_page(request.scope):
        await recognise_visitor(request)
    name, title, detail, remedy = FRAMEWORK_ERRORS.get(error.status_code, FRAMEWORK_ERRORS[400])
    status = error.status_code if error.status_code in FRAMEWORK_ERRORS else 400
    return problem_response(status, name, title, detail, remedy, headers=error.headers)


FRAMEWORK_ERRORS: dict[int, tuple[str, str, str, str]] = {
    400: (
        "unreadable-request",
        N_("The request cannot be read"),
        N_("The request is malformed."),
        N_("Compare it with the description of the API at /api/v1/openapi.json."),
    ),
    404: (
        "unknown-address",
        N_("There is nothing at this address"),
        N_("No page and no part of the API is at this address."),
        N_("Start at /, or read the description of the API at /api/v1/openapi.json."),
    ),
    405: (
        "wrong-method",
        N_("This address does not accept that method"),
        N_("The address exists, but does not accept the method of this request."),
        N_("Use one of the methods that the Allow header names."),
    ),
}


async def answer_invalid(_: Request, error: RequestValidationError) -> Response:
    """Answer a request whose parameters or body break the schema; what was sent is not repeated."""
    faults = [_describe_fault(entry) for entry in error.errors()]
    number = len(faults)
    return problem_response(
        422,
        "invalid-request",
        N_("The request does not fit the schema"),
        faults[0].detail
        if number == 1
        else Phrase("%(number)s things in the request do not fit the schema.", number=number),
        N_("Mend what the list of errors names; the schemas are in /api/v1/openapi.json."),
        errors=faults,
    )


def _describe_fault(entry: dict[str, Any]) -> Fault:
    place: Sequence[object] = entry["loc"]
    detail = describe_misfit(entry)
    if place and place[0] == "body":
        return Fault(pointer=format_pointer(place[1:]), detail=detail)
    return Fault(parameter=str(place[-1])[:80] if place else None, detail=detail)


NOT_ALLOWED = (
    N_("You may not do this"),
    N_("You do not have permission to do this."),
    N_("Ask those who keep the map to let you in. In a controversy, check which step it is at."),
)


async def answer_not_allowed(request: Request, _error: NotAllowed) -> Response:
    """Answer what the user may not do."""
    log_event(request, "refused", status=403, reason="not-allowed")
    return problem_response(
        403,
        "not-allowed",
        *NOT_ALLOWED,
    )


async def answer_not_signed_in(request: Request, _error: NotSignedIn) -> Response:
    """Answer what needs an account: browsers that open a page are led to where one signs in."""
    log_event(request, "refused", status=401, reason="not-signed-in")
    if request.method == "GET" and prefers_page(request.scope):
        return_path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return Response(status_code=303, headers={"Location": f"/sign-in?{urlencode({'next': return_path})}"})
    return problem_response(
        401,
        "not-signed-in",
        N_("Nobody is signed in"),
        N_("Only somebody with an account may do this."),
        N_("Sign in at /sign-in, or send a token of yours with “Authorization: Bearer”."),
        headers={"WWW-Authenticate": "Bearer"},
    )


def prefers_page(scope: Scope) -> bool:
    """Tell whether whoever asks came with a browser, and not to the API."""
    # Browsers name text/html first; programs name JSON, or anything (RFC 9110, 12.5.1).
    accepted = Headers(scope=scope).get("accept", "")
    return not scope["path"].startswith("/api/") and accepted.strip().lower().startswith("text/html")


async def answer_database_error(_: Request, error: DBAPIError | PoolTimeout) -> Response:
    """Answer a database that is busy or away (503), or a rule of it that a concurrent change has broken (409)."""
    if isinstance(error, IntegrityError):
        log.info("refused by the database", error=type(error.orig).__name__)
        return problem_response(
            409,
            "overtaken",
            N_("Another change came first"),
            N_("The database refused the change: it no longer fits what is recorded."),
            N_("Read the map again and repeat the change if it is still meant."),
        )
    if is_disk_full(error):
        return answer_full(error)
    if isinstance(error, PoolTimeout | OperationalError | InterfaceError):
        log.warning("database not available", error=str(getattr(error, "orig", error))[:300])
        return problem_response(
            503,
            "database-busy",
            N_("The database does not answer"),
            N_("The database is busy or cannot be reached just now. Nothing was changed."),
            N_("Repeat the request in a few seconds."),
            headers={"Retry-After": RETRY_AFTER},
        )
    return await answer_unexpected(_, error)


async def answer_moment_redirect(_: Request, error: MomentRedirect) -> Response:
    """Lead to where the answer is; which one that is may be another the next time."""
    return RedirectResponse(error.address, status_code=307, headers={"Cache-Control": "no-cache"})


def answer_full(error: Exception) -> Response:
    """Answer what cannot be written because the server's disk is full, and log it."""
    log.error("the disk is full", error=str(getattr(error, "orig", error))[:300])
    return problem_response(
        507,
        "disk-full",
        N_("The server has no room left"),
        N_("The disk on which the server keeps its maps is full. Nothing was changed; maps can still be read."),
        N_("Keep what you have written, tell whoever runs the server to make room, and send it again then."),
    )


async def answer_client_disconnect(_request: Request, _error: ClientDisconnect) -> Response:
    """Answer a client that has gone: nobody hears it, and it is no fault of anybody."""
    return Response(status_code=CLIENT_CLOSED_REQUEST)


async def answer_unexpected(_: Request, error: Exception) -> Response:
    """Answer a fault of ours, and log it."""
    if is_disk_full(error):
        return answer_full(error)
    log.error("unexpected error", exc_info=error)
    return problem_response(
        500,
        "unexpected-error",
        N_("Something went wrong here"),
        N_("The server met an error that is not your request's fault. Nothing was changed."),
        N_("Repeat the request; if it fails again, tell whoever runs the server, who finds it in the log."),
    )


def install_error_handlers(app: FastAPI) -> None:
    """Give every error its answer."""
    handlers: list[tuple[type[Exception], Any]] = [
        (MapError, answer_map_error),
        (HTTPException, answer_refusal),
        (RequestValidationError, answer_invalid),
        (NotAllowed, answer_not_allowed),
        (MomentRedirect, answer_moment_redirect),
        (NotSignedIn, answer_not_signed_in),
        (DBAPIError, answer_database_error),
        (PoolTimeout, answer_database_error),
        (OSError, answer_unexpected),
        (ClientDisconnect, answer_client_disconnect),
        (Exception, answer_unexpected),
    ]
    for kind, answer in handlers:
        app.add_exception_handler(kind, answer)
