"""The host names under which a server is asked, and to which of them it answers."""

from collections.abc import Collection
from ipaddress import ip_address
from urllib.parse import urlsplit

# Names that nobody can register, and those of the machine itself (RFC 6761, 6762, 8375; ICANN on .internal).
_LOCAL = ("localhost", "local", "internal", "home.arpa", "test", "example", "invalid")


def host_name(host: str) -> str:
    """Return the name in a Host header, in small letters and without the port."""
    name, _, port = host.rpartition(":")
    return (name if name and port.isdigit() else host).lower()


class AllowedHosts:
    """The hosts that a server answers to: those that are named, else any.

    Where nobody signs in and none is named, a page of any site could have its own name lead here, and would then count
    as one of ours (DNS rebinding). So there it is only names that no site can have, addresses, and the server's own.
    """

    def __init__(self, names: Collection[str] = (), base_url: str = "", *, with_accounts: bool = True) -> None:
        self._named = frozenset(names)
        self._own = (urlsplit(base_url).hostname or "") if base_url else ""
        self._any = with_accounts

    def include(self, header: str) -> bool:
        """Tell whether the server answers to what a header Host says."""
        host = host_name(header)
        if self._named:
            return host in self._named
        return self._any or host in ("", self._own) or is_local(host)


def is_local(host: str) -> bool:
    """Tell whether no site on the internet can have this name: an address, one word, or what ends as local names do."""
    name = host.removesuffix(".")
    if "." not in name or name.endswith(tuple(f".{ending}" for ending in _LOCAL)):
        return True
    try:
        ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True
