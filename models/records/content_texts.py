"""What contents say, without their blocks, marks and milestones, which take many times as long to read."""

from collections.abc import Collection

from sqlmodel import Session, col, select

from models.records.contents import Content


def read_content_texts(session: Session, hashes: Collection[str]) -> dict[str, str]:
    """Return the texts of contents by hash; those that are not there are left out."""
    statement = select(Content.sha256, Content.text).where(col(Content.sha256).in_(sorted(hashes)))
    return {sha256: text for sha256, text in session.exec(statement)}  # noqa: C416 - a row is no pair to a type
