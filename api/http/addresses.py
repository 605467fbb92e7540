"""What counts as one address."""

from ipaddress import IPv6Address, ip_address, ip_network


def address_of(host: str | None) -> str:
    """The address of a caller; of IPv6 the network of 64 bits that one subscriber is given."""
    try:
        found = ip_address((host or "").partition("%")[0])
    except ValueError:
        return host or "unknown"
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return str(ip_network((found, 64), strict=False))
    return str(found)
