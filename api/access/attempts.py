"""Tries of what can be guessed, passwords, names and links, which are counted together before anything is looked at."""

from collections.abc import Mapping

from fastapi import Request
from sqlmodel import Session

from api.access import passwords
from api.access.credentials import choose_cookie_name, read_credentials
from api.access.current_user import CurrentUser
from api.access.known_browsers import recognise_browser
from api.access.security_log import log_event
from api.http.client_addresses import find_client_address, find_network
from api.http.problems import Refusal
from api.processes.worker_slots import ACCOUNT_WORK
from api.settings import Settings
from models.engine import reading, writing
from models.people.accounts import Account, hash_secret
from models.people.sign_in import attempt_limits
from models.people.sign_in.active_sign_ins import is_sign_in_recent
from models.people.sign_in.sign_in_names import derive_attempt_key, find_account
from models.row_keys import persisted_id

# Tries that came to nothing within `attempts.WINDOW`. A whole seminar may come from one address or by one link, so that
# these have more.
TRIES_BY_NAME = 10
TRIES_BY_ADDRESS = 100
TRIES_BY_LINK = 60
# Names that somebody who has come from a provider, or is signed in, asks for.
TRIES_BY_CHOOSER = 20


def limits_for(request: Request, *, link: str = "", chooser: object = None) -> Mapping[str, int]:
    """Return how many tries there may be from the network of a request, by a link, and by whoever chooses a name."""
    limits = {address_key(request): TRIES_BY_ADDRESS}
    if link:
        limits[f"link {hash_secret(link)}"] = TRIES_BY_LINK
    if chooser is not None:
        limits[f"chooser {chooser}"] = TRIES_BY_CHOOSER
    return limits


def address_key(request: Request) -> str:
    """Return the key under which the tries of a network are counted, whichever route they are made at."""
    return f"address {find_network(find_client_address(request))}"


def count_tries(request: Request, limits: Mapping[str, int], account: str | None = None) -> None:
    """Count one try under each key, for the account where it is known; raises `Refusal` (429) after too many."""
    engine = request.app.state.engine
    allowed = dict(limits)
    with reading(engine) as session:
        closed = attempt_limits.read_wait_seconds(session, allowed)
    wait = max(closed.values(), default=0)
    if not closed:
        with writing(engine) as session:
            wait = attempt_limits.count_attempt(session, allowed)
    if wait:
        # What is closed is said, as name, browser, address, link or chooser; not which link.
        kinds = sorted({key.partition(" ")[0] for key in closed or allowed})
        log_event(request, "closed", account=account, closed=kinds, seconds=wait)
        raise Refusal(
            429,
            "too-many-tries",
            "Too much was tried",
            "For this name or link, or from this network, too many tries came to nothing within a quarter of an hour.",
            f"Try again in {wait // 60 + 1} minutes.",
            headers={"Retry-After": str(wait)},
        )


def take_back_tries(session: Session, keys: Mapping[str, int]) -> None:
    """Count a try no longer, because it came to something."""
    for key in sorted(keys):
        attempt_limits.uncount_attempt(session, key)


async def check_password(request: Request, name: str, password: str) -> int | None:
    """Return the account with that name and password, None where they do not fit.

    Counts the try before it looks at the password; raises `Refusal` (429, 503). The same work is done for a name that
    there is not. A browser that has signed in as the account before is counted by itself, so that nobody locks out its
    owner there.
    """
    account, limits = await ACCOUNT_WORK.run(_count_password_try, request, name)
    password_hash = account.password_hash if account is not None and account.disabled is None else None
    if not await passwords.verify_password_in_queue(password_hash, password) or account is None:
        log_event(request, "wrong password", account=account.handle if account is not None else None)
        return None
    return await ACCOUNT_WORK.run(_forgive_tries, request, account, limits)


async def reauthenticate(request: Request, user: CurrentUser, password: str) -> bool:
    """Tell whether it is surely the holder of an account who asks: by their password, given anew.

    Without one, because a provider lets them in, by having signed in just now. Raises as `check_password`.
    """
    by_provider = await ACCOUNT_WORK.run(_reauthenticate_by_provider, request, user)
    if by_provider is not None:
        return by_provider
    return await check_password(request, await read_sign_in_name(request, user.id), password) == user.id


async def read_sign_in_name(request: Request, account_id: int | None) -> str:
    """Return the name with which somebody signs in who is signed in."""
    return await ACCOUNT_WORK.run(_load_sign_in_name, request, account_id)


def _load_sign_in_name(request: Request, account_id: int | None) -> str:
    with reading(request.app.state.engine) as session:
        return session.get_one(Account, account_id).signs_in_as


def _reauthenticate_by_provider(request: Request, user: CurrentUser) -> bool | None:
    settings: Settings = request.app.state.settings
    credentials = read_credentials(request.scope["headers"], request.scope["scheme"], settings.base_url)
    with reading(request.app.state.engine) as session:
        account = session.get_one(Account, user.id)
        if account.password_hash is not None:
            return None
        return not credentials.token and is_sign_in_recent(session, persisted_id(account), credentials.session)


def _count_password_try(request: Request, name: str) -> tuple[Account | None, Mapping[str, int]]:
    settings: Settings = request.app.state.settings
    with reading(request.app.state.engine) as session:
        account = find_account(session, name)
    cookie = choose_cookie_name(request.scope["scheme"], request.headers.get("host", ""), settings.base_url)
    browser = recognise_browser(request, cookie, account)
    if browser is not None:
        limits = {f"browser {browser}": TRIES_BY_NAME}
    else:
        limits = {f"name {derive_attempt_key(name)}": TRIES_BY_NAME, address_key(request): TRIES_BY_ADDRESS}
    count_tries(request, limits, account.handle if account is not None else None)
    return account, limits


def _forgive_tries(request: Request, account: Account, limits: Mapping[str, int]) -> int | None:
    by_address = address_key(request)
    with writing(request.app.state.engine) as session:
        present_account = session.get(Account, account.id)
        if (
            present_account is None
            or present_account.disabled is not None
            or present_account.password_hash != account.password_hash
        ):
            # Changed while it was checked: what was right then lets nobody in any more.
            return None
        for key in sorted(limits):
            if key == by_address:
                attempt_limits.uncount_attempt(session, key)
            else:
                attempt_limits.reset_attempts(session, key)
    return account.id
