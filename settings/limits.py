"""Limits on connections, requests and rates, before and after authentication (docs/reliability.md)."""

from collections.abc import Mapping
from ipaddress import ip_network
from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from settings.kinds import Count, Expected, Seconds, listed

if TYPE_CHECKING:
    from api.http.budgets import Use


def _network(value: str) -> str:
    """Network in its normal form; a single address is a network of one."""
    return str(ip_network(value, strict=False))


Rate = Annotated[
    str,
    Field(pattern=r"^[1-9][0-9]{0,8}/(second|minute|hour)$"),
    Expected("a count and a unit of time, for example 100/second or 600/minute"),
]
Network = Annotated[str, AfterValidator(_network)]


class LimitSettings(BaseSettings):
    """Limits of one API process."""

    model_config = SettingsConfigDict(use_attribute_docstrings=True)

    trusted_proxies: Annotated[
        tuple[Network, ...],
        NoDecode,
        BeforeValidator(listed),
        Expected("addresses or networks separated by commas, for example 10.0.0.5,192.168.0.0/16"),
    ] = ()
    """Addresses of proxies, whose X-Forwarded-For and X-Forwarded-Proto are trusted.

    Their connections are not limited, because many callers come from one such address.
    """

    connections_most: Count = 2_000
    """Most connections of one API process at a time; further ones are answered 503."""

    connections_per_address: Count = 500
    """Most connections of one address (in IPv6, of one /64 network); further ones are answered 429."""

    head_limit_bytes: Annotated[int, Field(ge=1024, le=262_144), Expected("bytes, 1024 to 262144")] = 16_384
    """Most bytes of a request line with its headers; larger ones are answered 431."""

    head_within_s: Seconds = 10.0
    """Seconds within which the request line and headers must arrive; otherwise 408."""

    body_within_s: Seconds = 30.0
    """Seconds within which a body must arrive, and a second more for each 16 kB of it; otherwise 408."""

    stream_idle_s: Seconds = 300.0
    """Most seconds between two lines of a stream of questions."""

    send_stalled_s: Seconds = 60.0
    """Most seconds that a caller may leave an answer unread."""

    # --- rates, of one key or one address in one process -------------------------------------------------------------

    rate_verdicts: Rate = "10000/second"
    """Single decisions of one key; the default is more than a process answers, so that no gate is refused."""

    rate_items: Rate = "200000/second"
    """Questions of one key in batches (refused beyond the rate) and streams (slowed down).

    With fewer than 10000 in a unit of time, a batch of the largest size is never answered.
    """

    rate_reads: Rate = "1000/second"
    """Reads of one key: standings, pages, events."""

    rate_commands: Rate = "2000/second"
    """Commands and screenings of one key."""

    rate_exports: Rate = "120/minute"
    """Downloads of files and graphs of one key."""

    rate_strangers: Rate = "100/second"
    """Requests of one address without a known key: public pages, probes, wrong keys. `/healthz` is not limited."""

    rate_wrong_keys: Rate = "10/second"
    """Unknown keys of one address that are looked up in the database; also its invalid status links."""

    rate_status_pages: Rate = "60/minute"
    """Requests under one status link."""

    def rates(self) -> "Mapping[Use, str]":
        """Rate of each use."""
        from api.http.budgets import Use

        return {use: getattr(self, f"rate_{use.name.lower()}") for use in Use}
