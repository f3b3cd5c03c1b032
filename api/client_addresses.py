"""From which address a request comes, and which network that stands for."""

from ipaddress import IPv4Address, IPv6Network, ip_address

from fastapi import Request

from api.settings import Settings


def network_of(address: str) -> str:
    """Return the address, or of one in IPv6 the network of which a single household or room has all (RFC 6177)."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv4Address):
        return str(found)
    return str(found.ipv4_mapped or IPv6Network((int(found) >> 64 << 64, 64)))


def address_of(request: Request) -> str:
    """Return the address from which a request comes: behind a proxy what that says, as the last of the list."""
    settings: Settings = request.app.state.settings
    if settings.behind_proxy:
        said = request.headers.get("x-forwarded-for", "").rpartition(",")[2].strip()
        if said:
            return said
    return request.client.host if request.client is not None else ""
