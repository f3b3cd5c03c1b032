"""By what a request is recognised: the cookie of a browser that is signed in, or the token of a program."""

from typing import NamedTuple

from starlette.responses import Response

from api.http.allowed_hosts import host_name
from api.http.middleware import LOOPBACK
from models.people.authentication import SESSION_LIFE

RawHeaders = list[tuple[bytes, bytes]]
# Its prefix makes browsers refuse it from another host, another path, and over a connection that is not encrypted.
SECURE_COOKIE = "__Host-sicetnon"
# Browsers do not all keep a secure cookie for a server on the same machine, which has no certificate.
LOOPBACK_COOKIE = "sicetnon"


class Credentials(NamedTuple):
    """What a request shows to be recognised; empty where it shows nothing."""

    session: str = ""
    token: str = ""


def is_on_loopback(scheme: str, host: str) -> bool:
    """Tell whether a request came unencrypted to a name of this machine."""
    return scheme == "http" and host_name(host) in LOOPBACK


def choose_cookie_name(scheme: str, host: str, base_url: str) -> str:
    """Return the name of the cookie with which this request's browser signs in."""
    plain = is_on_loopback(scheme, host) and not base_url.startswith("https:")
    return LOOPBACK_COOKIE if plain else SECURE_COOKIE


def read_credentials(headers: RawHeaders, scheme: str, base_url: str) -> Credentials:
    """Return what a request shows; a token counts before a cookie."""
    host, cookies, authorization = "", "", ""
    for name, value in headers:
        if name == b"cookie":
            cookies = f"{cookies}; {value.decode('latin-1')}" if cookies else value.decode("latin-1")
        elif name == b"authorization":
            authorization = value.decode("latin-1")
        elif name == b"host":
            host = value.decode("latin-1")
    if authorization:
        kind, _, token = authorization.partition(" ")
        # Other kinds are for a proxy in front of the server.
        if kind.lower() == "bearer":
            return Credentials(token=token.strip() or "?")
    return Credentials(session=_find_cookie(cookies, choose_cookie_name(scheme, host, base_url)))


def _find_cookie(header: str, name: str) -> str:
    for part in header.split(";"):
        key, _, value = part.strip().partition("=")
        if key == name:
            return value.strip('"')
    return ""


def set_session_cookie(response: Response, name: str, secret: str) -> None:
    """Let the browser show the secret from now on."""
    secure = name == SECURE_COOKIE
    life = int(SESSION_LIFE.total_seconds())
    response.set_cookie(name, secret, max_age=life, path="/", secure=secure, httponly=True, samesite="lax")


def delete_session_cookie(response: Response, name: str) -> None:
    """Let the browser forget the secret."""
    response.delete_cookie(name, path="/", secure=name == SECURE_COOKIE, httponly=True, samesite="lax")
