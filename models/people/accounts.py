"""Accounts: who signs in, under which names they write, and by what they are recognised.

Of passwords, sessions, tokens and links only hashes are kept: whoever reads the database can sign in with none.
"""

import hashlib
import re
import secrets
import unicodedata
from datetime import datetime
from typing import Annotated

from pydantic import Field as Described
from pydantic import StringConstraints
from sqlalchemy import Column, ForeignKey, Index
from sqlmodel import Field, SQLModel

from models.instants import moment_column
from models.records.maps import KEYS_NOT_REUSED, GlobalId

# Letters and digits of any script, with a few signs between them; no @ and no slash, as in addresses.
NAME_PATTERN = r"^[^\W_](?:[\w .'’·-]{0,38}[\w.])?$"
# The author of what was written without accounts; nobody else may write under it.
RESERVED_NAMES = frozenset({"local", "anonymous", "sicetnon"})
# 256 bits: what a browser or a program shows to be recognised.
TOKEN_BYTES = 32
# 128 bits: what a link carries, which is used a few times and expires.
LINK_BYTES = 16

PersonName = Annotated[
    str,
    StringConstraints(pattern=NAME_PATTERN, max_length=40, strip_whitespace=True),
    Described(description="A name under which somebody signs in or writes: letters, digits, spaces and . - ' ’ ·"),
]
Email = Annotated[str, StringConstraints(pattern=r"^[^@\s<>\"]{1,64}@[^@\s<>\"]{1,190}$", max_length=254)]


def fold_name(name: str) -> str:
    """Return what names have in common that count as the same: without case, width and doubled spaces (UAX 15)."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())).strip()


def create_secret(size: int = TOKEN_BYTES) -> str:
    """Return a random secret of that many bytes, in letters that stand in an address."""
    return secrets.token_urlsafe(size)


def hash_secret(secret: str) -> str:
    """Return the SHA-256 of a secret in hexadecimal, as it is kept. No salt: the secret itself is random."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def account_key(*, primary_key: bool = False, nullable: bool = False, index: bool = False) -> Column[int]:
    """Return a column that refers to an account, and goes with it."""
    reference = ForeignKey("account.id", ondelete="CASCADE")
    return Column(GlobalId, reference, primary_key=primary_key, nullable=nullable, index=index)


class Account(SQLModel, table=True):
    """A person who signs in. Without a password hash only links and other providers let them in.

    They write under `handle`, and sign in with it too unless they chose a `sign_in_name`, which nobody else is told.
    `folded` is what they sign in with.
    """

    __tablename__ = "account"
    __table_args__ = (KEYS_NOT_REUSED,)

    id: int | None = Field(default=None, sa_column=Column(GlobalId, primary_key=True, autoincrement=True))
    handle: str = Field(max_length=40)
    folded: str = Field(max_length=120, unique=True)
    sign_in_name: str | None = Field(default=None, max_length=40)
    display_name: str = Field(default="", max_length=500)
    email: str | None = Field(default=None, max_length=254)
    password_hash: str | None = Field(default=None, max_length=200)
    administrator: bool = False
    created: datetime = Field(sa_column=moment_column())
    disabled: datetime | None = Field(default=None, sa_column=moment_column(nullable=True))

    @property
    def signs_in_as(self) -> str:
        """The name with which they sign in."""
        return self.sign_in_name or self.handle


class AccountName(SQLModel, table=True):
    """A name under which an account writes or once wrote. No other gets it, so that authors stay who they were."""

    __tablename__ = "account_name"

    folded: str = Field(primary_key=True, max_length=120)
    account_id: int = Field(sa_column=account_key(index=True))


class NameLook(SQLModel, table=True):
    """What a name looks like (`confusable_names`), and whose it is: no other gets one that looks the same.

    Of accounts that looked alike before this was looked at, the older has it, and all keep their names.
    """

    __tablename__ = "name_look"

    look: str = Field(primary_key=True, max_length=400)
    account_id: int = Field(sa_column=account_key(index=True))


class SignIn(SQLModel, table=True):
    """A browser that is signed in, until it expires or is ended."""

    __tablename__ = "sign_in"

    token_hash: str = Field(primary_key=True, max_length=64)
    account_id: int = Field(sa_column=account_key(index=True))
    browser: str | None = Field(default=None, max_length=80)
    created: datetime = Field(sa_column=moment_column())
    seen: datetime = Field(sa_column=moment_column())
    expires: datetime = Field(sa_column=moment_column())


class AccessToken(SQLModel, table=True):
    """By what a program is recognised; `scopes` are words with a space between them."""

    __tablename__ = "access_token"
    __table_args__ = (KEYS_NOT_REUSED,)

    id: int | None = Field(default=None, sa_column=Column(GlobalId, primary_key=True, autoincrement=True))
    token_hash: str = Field(max_length=64, unique=True)
    account_id: int = Field(sa_column=account_key(index=True))
    name: str = Field(max_length=100)
    scopes: str = Field(max_length=100)
    created: datetime = Field(sa_column=moment_column())
    expires: datetime = Field(sa_column=moment_column())
    revoked: datetime | None = Field(default=None, sa_column=moment_column(nullable=True))


class Identity(SQLModel, table=True):
    """An account's identity with a provider of OpenID Connect: its issuer and subject (Core 1.0, section 5.7)."""

    __tablename__ = "identity"

    issuer: str = Field(primary_key=True, max_length=500)
    subject: str = Field(primary_key=True, max_length=255)
    account_id: int = Field(sa_column=account_key(index=True))
    created: datetime = Field(sa_column=moment_column())


class ProviderVisit(SQLModel, table=True):
    """A browser that was sent to a provider and is expected back, once and soon, or is back and chooses its name.

    `account_id` is the account that is to be linked, where somebody has signed in already; `issuer` and `subject` are
    who has come back, as the provider says.
    """

    __tablename__ = "provider_visit"

    proof_hash: str = Field(primary_key=True, max_length=64)
    account_id: int | None = Field(default=None, sa_column=account_key(nullable=True, index=True))
    issuer: str | None = Field(default=None, max_length=500)
    subject: str | None = Field(default=None, max_length=255)
    expires: datetime = Field(sa_column=moment_column())


class Attempts(SQLModel, table=True):
    """How often somebody tried to sign in since a moment: by name or by address, of which only the hash is kept."""

    __tablename__ = "attempts"
    __table_args__ = (Index("ix_attempts_since", "since"),)

    key_hash: str = Field(primary_key=True, max_length=64)
    number: int
    since: datetime = Field(sa_column=moment_column())
