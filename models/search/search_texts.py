"""What records say as far as the search is concerned: their folded words in one table, alike on both databases.

Beside it stands an index over the terms of these words, for which each database has its own kind: FTS5 on SQLite, a GIN
index over a tsvector on PostgreSQL. It only says which records may hold what is looked for.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Column, ForeignKey, Text, text
from sqlmodel import Field, Session, SQLModel

from models.records.fields import list_searched_fields
from models.records.kinds import KINDS
from models.records.maps import GlobalId
from models.search.folded_words import fold_words
from models.search.ranking import WEIGHT_OF_LABEL, join_lines
from models.search.searched_contents import read_content_words
from models.search.terms import list_index_terms
from models.vocabulary import RecordKind

# The fields that are searched, the heaviest first; the first that there is names the hit.
_FIELDS = {kind: list_searched_fields(entry.draft) for kind, entry in KINDS.items()}


class SearchText(SQLModel, table=True):
    """The folded words of a record, as `models.search.ranking` reads them."""

    __tablename__ = "search_text"

    id: int = Field(sa_column=Column(GlobalId, ForeignKey("record.id", ondelete="CASCADE"), primary_key=True))
    words: str = Field(sa_column=Column(Text, nullable=False))


def list_searched_texts(kind: RecordKind, draft: dict[str, Any]) -> list[tuple[str, float]]:
    """Return the texts of a draft that are searched, each with its weight."""
    texts: list[tuple[str, float]] = []
    for name, searched in _FIELDS[kind]:
        value = draft.get(name)
        if not value:
            continue
        if searched.parts:
            value = [" ".join(filter(None, (part.get(key, "") for key in searched.parts))) for part in value]
        texts.append((" ".join(value) if isinstance(value, list) else str(value), searched.weight))
    return texts


def index_records(session: Session, records: Iterable[tuple[int, RecordKind, str, dict[str, Any]]]) -> None:
    """Add records, as (global id, kind, label, draft), to what is searched."""
    rows = [(identity, *_fold_record(session, kind, label, draft)) for identity, kind, label, draft in records]
    if not rows:
        return
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        statements = (
            "INSERT INTO search_text (id, words) VALUES (%s, %s)",
            "INSERT INTO search_terms (id, terms) VALUES (%s, array_to_tsvector(%s::text[]))",
        )
        terms: list[tuple[int, Any]] = [(identity, list(own)) for identity, _, own in rows]
    else:
        statements = (
            "INSERT INTO search_text (id, words) VALUES (?, ?)",
            "INSERT INTO search_terms (rowid, terms) VALUES (?, ?)",
        )
        terms = [(identity, " ".join(own)) for identity, _, own in rows]
    connection.exec_driver_sql(statements[0], [(identity, words) for identity, words, _ in rows])
    connection.exec_driver_sql(statements[1], terms)


def _fold_record(session: Session, kind: RecordKind, label: str, draft: dict[str, Any]) -> tuple[str, Iterable[str]]:
    fields = [(fold_words(label), WEIGHT_OF_LABEL)]
    fields += [(fold_words(value), weight) for value, weight in list_searched_texts(kind, draft)]
    terms = list_index_terms("".join(words for words, _ in fields))
    content = read_content_words(session, draft) if kind == RecordKind.TEXT else None
    if content is None:
        return join_lines(fields), terms
    return join_lines(fields, content.blocks), dict.fromkeys([*terms, *content.terms])


def forget_records(session: Session, identities: Iterable[int]) -> None:
    """Take records out of what is searched."""
    key = "id" if session.get_bind().dialect.name == "postgresql" else "rowid"
    rows = [{"id": identity} for identity in identities]
    if rows:
        session.connection().execute(text(f"DELETE FROM search_terms WHERE {key} = :id"), rows)  # noqa: S608 - one of two words above
        session.connection().execute(text("DELETE FROM search_text WHERE id = :id"), rows)
