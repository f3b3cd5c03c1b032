"""Maps, and the one id space that all records of a map share."""

from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import Field as Described
from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Text,
    UniqueConstraint,
)
from sqlmodel import Field, SQLModel

from models.records.authors import Authors, Forebears
from models.records.styles.map_styles import MapStyles
from models.text_types import Label, Line, Prose, Slug, Title
from models.vocabulary import RecordKind, Visibility

# Set before the first table exists: a constraint without a name cannot be altered by a migration.
SQLModel.metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# What was deleted can be brought back under its own key, so no other row may get it.
KEYS_NOT_REUSED = {"sqlite_autoincrement": True}
# SQLite only numbers rows by itself where the key is declared INTEGER.
GlobalId = BigInteger().with_variant(Integer, "sqlite")


def one_of(column: str, vocabulary: Iterable[str], name: str) -> CheckConstraint:
    """Return the constraint that `column` holds a member of `vocabulary`."""
    members = ", ".join("'" + str(member) + "'" for member in vocabulary)
    return CheckConstraint(f"{column} IN ({members})", name=name)


def _leave_default_out(schema: dict[str, Any]) -> None:
    """Promise no default in the API: what a document leaves unsaid is decided by whether people sign in."""
    schema.pop("default", None)


class ArgumentMapDraft(SQLModel):
    """What a user may set of a map.

    What is stored says nothing of a map's being public, so that this stays the default of what was written.
    """

    title: Title
    description: Prose = ""
    visibility: Annotated[
        Visibility,
        Described(
            description="Who sees it; left out of a new map, private where people sign in, else public.",
            json_schema_extra=_leave_default_out,
        ),
    ] = Visibility.PUBLIC
    licence: Line = ""
    language: Line = "en"
    authors: Annotated[Authors, Described(description="Who made the map, in the order in which they are cited.")] = (
        Field(default_factory=list)
    )
    forebears: Annotated[
        Forebears, Described(description="The maps from which this one was made, the nearest last; a fork has them.")
    ] = Field(default_factory=list)
    styles: Annotated[
        MapStyles, Described(description="The styles of citation that the map has beside those of the program.")
    ] = Field(default_factory=list)


class ArgumentMap(ArgumentMapDraft, table=True):
    """One debate. `version` is the sequence number of its last revision, and so its ETag."""

    __tablename__ = "argument_map"
    __table_args__ = (
        one_of("visibility", Visibility, "visibility"),
        # As they are listed, some at a time.
        Index("ix_argument_map_title_slug", "title", "slug"),
        KEYS_NOT_REUSED,
    )

    id: int | None = Field(default=None, sa_column=Column(GlobalId, primary_key=True, autoincrement=True))
    slug: Slug = Field(unique=True)
    visibility: str = Visibility.PUBLIC  # type: ignore[assignment] # stored as its word, not as a database enum
    authors: list[Any] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    forebears: list[Any] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    styles: list[Any] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    version: int = 0
    # The folded words of its title and authors, by which it is found.
    words: str = Field(default="", sa_column=Column(Text, nullable=False, server_default=""))


class Record(SQLModel, table=True):
    """The identity of one record: its readable label within the map, beside its global id.

    Every table of argument records refers to it by (map_id, label), so that no reference can leave
    its map; links also carry the kind they point at. `revision` is the sequence number of the
    record's last revision, and so its ETag.
    """

    __tablename__ = "record"
    __table_args__ = (
        UniqueConstraint("map_id", "label"),
        UniqueConstraint("map_id", "label", "kind"),
        one_of("kind", RecordKind, "kind"),
        KEYS_NOT_REUSED,
    )

    id: int | None = Field(default=None, sa_column=Column(GlobalId, primary_key=True, autoincrement=True))
    map_id: int = Field(sa_column=Column(GlobalId, ForeignKey("argument_map.id", ondelete="CASCADE"), nullable=False))
    label: Label
    kind: str
    revision: int


class LabelCounter(SQLModel, table=True):
    """The highest number ever given out behind a prefix, so that a deleted record's label is not reused."""

    __tablename__ = "label_counter"

    map_id: int = Field(sa_column=Column(GlobalId, ForeignKey("argument_map.id", ondelete="CASCADE"), primary_key=True))
    prefix: str = Field(primary_key=True, max_length=64)
    last: int
