"""Conditional requests (RFC 9110, 13): ETags from versions, If-Match before changes, If-None-Match before answers."""

import re
from collections.abc import Callable
from typing import Any

from fastapi import Request
from sqlmodel import Session

from api.http.problems import Refusal
from models.database_generations import read_generation

_TAGS = re.compile(r'^\s*(\*|(W/)?"[^"]*"(\s*,\s*(W/)?"[^"]*")*)\s*$')


def make_etag(session: Session, map_id: int, version: int) -> str:
    """Return the ETag of a map or record: the database's life, the map's id and a version.

    A restored backup begins another life, and a new map under an old name has another id.
    """
    return f'"{read_generation(session)}.{map_id}.{version}"'


def matches_if_none_match(request: Request, tag: str) -> bool:
    """Tell whether the client already has the version with this tag (If-None-Match)."""
    header = request.headers.get("if-none-match")
    return header is not None and matches_etag(header, tag)


def require_match(
    request: Request, tag: str, current: Callable[[], Any], follows: Callable[[], Any] = lambda: None
) -> None:
    """Refuse a change that does not name the version it changes: 428 without If-Match, 412 where it is stale.

    `current` gives the present version, which the second carries. `follows` gives what follows, for the first: so
    what cannot be taken back or touches many is asked about before it is done.
    """
    header = request.headers.get("if-match")
    if header is None:
        raise Refusal(
            428,
            "version-required",
            "The change does not say which version it changes",
            "The header If-Match is missing, so that somebody else's change could be overwritten.",
            "Read what is there, and what follows where it is given, and send its ETag as If-Match.",
            headers={"ETag": tag},
            follows=follows(),
        )
    if not _TAGS.match(header):
        raise Refusal(
            400,
            "unreadable-condition",
            "The header If-Match cannot be read",
            "It is neither * nor a list of quoted tags.",
            "Send the ETag as it was given, with its quotation marks.",
        )
    # Strong comparison: a weak tag never names the version that may be changed.
    if header.strip() != "*" and tag not in [entry.strip() for entry in header.split(",")]:
        raise stale_refusal(tag, current())


def stale_refusal(tag: str, current: Any) -> Refusal:
    """Return the refusal of a change that begins from an old version; it carries the present one."""
    return Refusal(
        412,
        "stale-revision",
        "It has changed since it was read",
        "The version that If-Match names is not the present one.",
        "Compare your change with the present version, given here as “current”, and send it again with its ETag.",
        headers={"ETag": tag},
        current=current,
    )


def require_none_match(request: Request, tag: str | None) -> None:
    """Refuse to create where something is already, if the client asked so with If-None-Match (412)."""
    if tag is not None and matches_if_none_match(request, tag):
        raise Refusal(
            412,
            "already-there",
            "There is one already",
            "If-None-Match asks to create, but something has this address already.",
            "Choose another name, or change what is there with If-Match.",
            headers={"ETag": tag},
        )


def matches_etag(header: str, etag: str) -> bool:
    """Tell whether an If-None-Match header names the tag; a weak tag counts as well (RFC 9110, 13.1.2)."""
    if header == etag:
        return True
    tags = [tag.strip().removeprefix("W/") for tag in header.split(",")]
    return etag in tags or tags == ["*"]
