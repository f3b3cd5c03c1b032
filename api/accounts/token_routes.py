"""The access tokens of one's own account."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from api.access.attempts import reauthenticate
from api.access.authorization import MayOwnAccount
from api.access.current_user import CurrentUser
from api.http.instants import Instant
from api.http.openapi_descriptions import problems
from api.http.pagination import Paging, link_next_page, slice_page
from api.http.problems import Fault, Refusal
from api.http.strict_json import StrictRoute
from api.processes.worker_slots import ACCOUNT_WORK
from api.requests.database import Reading, Writing
from models.engine import writing
from models.people.account_errors import UnknownToken
from models.people.accounts import AccessToken
from models.people.sign_in.access_tokens import create_token, list_access_tokens, revoke_token
from models.text_types import MAX_INTEGER, Title
from models.vocabulary import TokenScope

router = APIRouter(prefix="/account/tokens", tags=["account"], route_class=StrictRoute)
Number = Annotated[int, Path(ge=1, le=MAX_INTEGER, description="The number of the token.")]


class TokenBody(BaseModel):
    """What a token is for, what may be done with it, and for how many days."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"name": "Backup", "scopes": ["read"], "days": 30, "password": "your present password"}]
        },
    )

    name: Annotated[Title, Field(max_length=100)]
    scopes: Annotated[list[TokenScope], Field(min_length=1, max_length=3)]
    days: Annotated[int, Field(ge=1, le=365)] = 30
    password: Annotated[
        str, Field(max_length=1000, description="Your present password; whoever has none signs in anew instead.")
    ] = ""


class TokenListed(BaseModel):
    """A token as it is listed: never with what one has to send."""

    number: int
    name: str
    scopes: list[TokenScope]
    created: Instant
    expires: Instant


class TokenMade(TokenListed):
    """A token that was made; `token` is shown this once, and kept nowhere."""

    token: str


class TokenList(BaseModel):
    """One page of the tokens that hold, oldest first. `next` is the following page, null on the last."""

    items: list[TokenListed]
    next: str | None = None


@router.get("", operation_id="listTokens", summary="List your tokens", responses=problems(403, 404, 422, 503))
def list_tokens(
    request: Request, response: Response, query: Annotated[Paging, Query()], session: Reading, user: MayOwnAccount
) -> TokenList:
    """Return the tokens of whoever asks, without what one has to send."""
    tokens = list_access_tokens(session, _get_account_id(user))
    part = slice_page(tokens, "tokens", lambda token: token.id, limit=query.limit, cursor=query.cursor)
    items = [TokenListed(**_fields(token)) for token in part.items]
    return TokenList(items=items, next=link_next_page(request, response, part.cursor))


@router.post(
    "",
    operation_id="createToken",
    summary="Create token",
    status_code=201,
    responses=problems(400, 403, 404, 413, 415, 422, 429, 503),
)
async def make_token(request: Request, body: TokenBody, user: MayOwnAccount) -> TokenMade:
    """Make a token, with the password of the account; made with another token, it may do no more than that."""
    if user.scopes is not None and not set(body.scopes) <= user.scopes:
        raise Refusal(
            403,
            "wider-token",
            "The token would reach further than this one",
            "A token makes no token that may do more than itself.",
            "Sign in with a browser and make it on the page of your account.",
        )
    if not await reauthenticate(request, user, body.password):
        raise Refusal(
            403,
            "not-the-password",
            "That is not the present password",
            "A token is made by whoever knows the password of its account, also where another token is sent.",
            "Send it as “password”; without one sign in anew, and make the token on the page of your account.",
            errors=[Fault(pointer="/password", detail="It is not the present password.")],
        )
    return await ACCOUNT_WORK.run(_create_token, request, _get_account_id(user), body)


def _create_token(request: Request, account_id: int, body: TokenBody) -> TokenMade:
    with writing(request.app.state.engine) as session:
        secret, number = create_token(session, account_id, body.name, dict.fromkeys(body.scopes), body.days)
        return TokenMade(**_fields(session.get_one(AccessToken, number)), token=secret)


@router.delete(
    "/{number}",
    operation_id="revokeToken",
    summary="Take a token back",
    status_code=204,
    responses=problems(403, 404, 422, 503),
)
def end_token(number: Number, session: Writing, user: MayOwnAccount) -> None:
    """End a token, at once."""
    if not revoke_token(session, _get_account_id(user), number):
        raise UnknownToken


def _get_account_id(user: CurrentUser) -> int:
    return user.account_id


def _fields(token: AccessToken) -> dict[str, object]:
    return {
        "number": token.id,
        "name": token.name,
        "scopes": token.scopes.split(),
        "created": token.created,
        "expires": token.expires,
    }
