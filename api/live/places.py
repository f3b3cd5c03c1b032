"""Places for those who listen: bounded for each client and account, and in all.

A stream costs a connection for as long as it lasts, and a process has so many descriptors and no more: beyond them no
page is answered, and no file of the database opened.
"""

from collections import Counter
from typing import NamedTuple

import structlog

from api.descriptors import most_streams
from api.problems import Refusal

RETRY_AFTER = 30
log = structlog.get_logger("api.live")


class Holder(NamedTuple):
    """Who holds a place: the client's network, and the account, None for whoever is not signed in."""

    network: str
    account: int | None


class StreamPlaces:
    """The places of one process. Belongs to the event loop."""

    def __init__(self, *, most: int, of_client: int, of_account: int) -> None:
        self.most, self.of_client, self.of_account = most, of_client, of_account
        self.taken = 0
        self._of_clients: Counter[str] = Counter()
        self._of_accounts: Counter[int] = Counter()

    def take(self, holder: Holder) -> None:
        """Take a place; raises `Refusal`: 429 where the client or account has enough, 503 where there is none left."""
        if self.taken >= min(self.most, most_streams()):
            raise self._refused(503, holder, "So many pages listen to this server that it takes no more.")
        if self._of_clients[holder.network] >= self.of_client:
            raise self._refused(429, holder, f"{self.of_client:,} pages of your network listen already.")
        if holder.account is not None and self._of_accounts[holder.account] >= self.of_account:
            raise self._refused(429, holder, f"{self.of_account:,} pages of your account listen already.")
        self.taken += 1
        self._of_clients[holder.network] += 1
        if holder.account is not None:
            self._of_accounts[holder.account] += 1

    def give_back(self, holder: Holder) -> None:
        """Give a place back."""
        self.taken -= 1
        self._of_clients[holder.network] -= 1
        if not self._of_clients[holder.network]:
            del self._of_clients[holder.network]
        if holder.account is not None:
            self._of_accounts[holder.account] -= 1
            if not self._of_accounts[holder.account]:
                del self._of_accounts[holder.account]

    def _refused(self, status: int, holder: Holder, detail: str) -> Refusal:
        log.warning(
            "stream refused", status=status, client=holder.network, account=holder.account, listening=self.taken
        )
        return Refusal(
            status,
            "too-many-streams",
            "Too many pages listen to changes",
            detail,
            "Close some, or ask for the map's revisions every now and then instead.",
            headers={"Retry-After": str(RETRY_AFTER)},
        )
