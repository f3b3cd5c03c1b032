"""Maps that are looked for by words of their titles or by their authors."""

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from api.access.current_user import CurrentUser, is_visible_to
from models.records.maps import ArgumentMap
from models.search.map_words import build_words_condition


def list_named_maps(session: Session, user: CurrentUser, words: str, most: int) -> list[ArgumentMap]:
    """Return by title some of the maps in whose titles the words stand, or whose authors they name."""
    return list(
        session.exec(
            select(ArgumentMap)
            .where(is_visible_to(user), matches_name(words))
            .order_by(col(ArgumentMap.title), col(ArgumentMap.slug))
            .limit(most)
        )
    )


def matches_name(words: str) -> ColumnElement[bool]:
    """Return the condition that a map's title holds what is written, or that its words stand in it or name authors."""
    holding = build_words_condition(words)
    within = col(ArgumentMap.title).icontains(words, autoescape=True)
    return within if holding is None else within | holding
