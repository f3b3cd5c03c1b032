"""From which address a request comes, and which network that stands for."""

import re
from collections.abc import Collection
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from fastapi import Request

from api.settings import Settings

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
# What proxies write: IPv6 in brackets or bare, a port behind either, quoted or not.
_WRITTEN = re.compile(r'"?(?:\[(?P<bracketed>[^\]]+)\](?::\d+)?|(?P<v4>\d+\.\d+\.\d+\.\d+)(?::\d+)?|(?P<bare>[^"]+))"?')


def find_network(address: str) -> str:
    """Return the address, or of one in IPv6 the network of which a single household or room has all (RFC 6177)."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv4Address):
        return str(parsed)
    return str(parsed.ipv4_mapped or IPv6Network((int(parsed) >> 64 << 64, 64)))


def read_address(written: str) -> Address | None:
    """Return the address that a proxy wrote, without port and zone; None where it is none."""
    match = _WRITTEN.fullmatch(written.strip())
    if match is None:
        return None
    try:
        parsed = ip_address((match["bracketed"] or match["v4"] or match["bare"]).partition("%")[0])
    except ValueError:
        return None
    return parsed.ipv4_mapped or parsed if isinstance(parsed, IPv6Address) else parsed


def find_client_address(request: Request) -> str:
    """Return the address from which a request comes: behind proxies the last that none of them has.

    What stands before that in X-Forwarded-For the client may have made up. Where it is no address, that of the nearest
    proxy counts, so that garbage makes nobody a stranger.
    """
    settings: Settings = request.app.state.settings
    peer = request.client.host if request.client is not None else ""
    if not settings.behind_proxy:
        return peer
    trusted = settings.proxies
    nearest = read_address(peer)
    if trusted and (nearest is None or not _is_in_networks(nearest, trusted)):
        return peer
    # Each proxy may have added a line of its own instead of to the last.
    lines = ",".join(request.headers.getlist("x-forwarded-for"))
    client = peer
    for written in reversed([part for part in lines.split(",") if part.strip()]):
        address = read_address(written)
        if address is None:
            return client
        client = str(address)
        if not _is_in_networks(address, trusted):
            return client
    return client


def _is_in_networks(address: Address, networks: Collection[Network]) -> bool:
    return any(address in network for network in networks)
