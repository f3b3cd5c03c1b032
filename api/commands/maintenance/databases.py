"""The database of the settings, opened for a command; apart, since most of the program comes with it."""

from collections.abc import Iterator
from contextlib import contextmanager

from pydantic import ValidationError
from sqlalchemy import Engine

from api.commands.maintenance import preparation
from api.commands.terminal import MISUSED, fail, report
from api.settings import Settings
from api.settings import settings as environment
from models.engine import open_engine


def read_settings() -> Settings:
    """Return the settings of the environment, or end with what is wrong with them."""
    try:
        return environment()
    except ValidationError as error:
        lines = [
            f"SICETNON_{str(entry['loc'][0]).upper()}: {entry['msg'].removeprefix('Value error, ')}"
            for entry in error.errors()
        ]
        fail("the settings do not hold.\n  " + "\n  ".join(lines), MISUSED)


@contextmanager
def open_database() -> Iterator[Engine]:
    """Give the database of the settings, migrated; ends with what to do where it cannot be used."""
    url = read_settings().database_url
    try:
        preparation.prepare_database(url, report)
    except preparation.DatabaseNotReady as error:
        fail(str(error))
    engine = open_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()
