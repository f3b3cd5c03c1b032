"""Places for those who listen: bounded for each client and account, and in all.

A stream costs a connection for as long as it lasts, and a process has so many descriptors and no more: beyond them no
page is answered, and no file of the database opened.
"""

from collections import Counter
from typing import NamedTuple

import structlog

from api.http.problems import Refusal
from api.processes.descriptors import max_streams

RETRY_AFTER = 30
log = structlog.get_logger("api.live")


class StreamHolder(NamedTuple):
    """Who holds a place: the client's network, and the account, None for whoever is not signed in."""

    network: str
    account: int | None


class StreamPlaces:
    """The places of one process. Belongs to the event loop."""

    def __init__(self, *, total_limit: int, client_limit: int, account_limit: int) -> None:
        self.total_limit, self.client_limit, self.account_limit = total_limit, client_limit, account_limit
        self.occupied = 0
        self._client_counts: Counter[str] = Counter()
        self._account_counts: Counter[int] = Counter()

    def take(self, holder: StreamHolder) -> None:
        """Take a place; raises `Refusal`: 429 where the client or account has enough, 503 where there is none left."""
        if self.occupied >= min(self.total_limit, max_streams()):
            raise self._make_refusal(503, holder, "So many pages listen to this server that it takes no more.")
        if self._client_counts[holder.network] >= self.client_limit:
            raise self._make_refusal(429, holder, f"{self.client_limit:,} pages of your network listen already.")
        if holder.account is not None and self._account_counts[holder.account] >= self.account_limit:
            raise self._make_refusal(429, holder, f"{self.account_limit:,} pages of your account listen already.")
        self.occupied += 1
        self._client_counts[holder.network] += 1
        if holder.account is not None:
            self._account_counts[holder.account] += 1

    def give_back(self, holder: StreamHolder) -> None:
        """Give a place back."""
        self.occupied -= 1
        self._client_counts[holder.network] -= 1
        if not self._client_counts[holder.network]:
            del self._client_counts[holder.network]
        if holder.account is not None:
            self._account_counts[holder.account] -= 1
            if not self._account_counts[holder.account]:
                del self._account_counts[holder.account]

    def _make_refusal(self, status: int, holder: StreamHolder, detail: str) -> Refusal:
        log.warning(
            "stream refused", status=status, client=holder.network, account=holder.account, listening=self.occupied
        )
        return Refusal(
            status,
            "too-many-streams",
            "Too many pages listen to changes",
            detail,
            "Close some, or ask for the map's revisions every now and then instead.",
            headers={"Retry-After": str(RETRY_AFTER)},
        )
