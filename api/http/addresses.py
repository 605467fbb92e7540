"""Normalisation of client addresses for limits."""

from ipaddress import IPv6Address, ip_address, ip_network


def address_of(host: str | None) -> str:
    """Return the normalised address of a client; for IPv6, the /64 network that is assigned to one subscriber."""
    try:
        found = ip_address((host or "").partition("%")[0])
    except ValueError:
        return host or "unknown"
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return str(ip_network((found, 64), strict=False))
    return str(found)
