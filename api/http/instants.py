"""Moments on the clock as answers tell them: always in UTC, and saying so."""

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator

from models.history.revisions import to_utc

Instant = Annotated[datetime, AfterValidator(to_utc)]
