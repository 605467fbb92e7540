"""The border: what strangers and callers may take up, before anybody is known and after (docs/reliability.md)."""

from collections.abc import Mapping
from ipaddress import ip_network
from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from settings.kinds import Count, Expected, Seconds, listed

if TYPE_CHECKING:
    from api.http.budgets import Use


def _network(value: str) -> str:
    """An address, or a network of them."""
    return str(ip_network(value, strict=False))


Rate = Annotated[
    str,
    Field(pattern=r"^[1-9][0-9]{0,8}/(second|minute|hour)$"),
    Expected("a count and a unit of time, for example 100/second or 600/minute"),
]
Network = Annotated[str, AfterValidator(_network)]


class BorderSettings(BaseSettings):
    """The limits of one API process."""

    model_config = SettingsConfigDict(use_attribute_docstrings=True)

    trusted_proxies: Annotated[
        tuple[Network, ...],
        NoDecode,
        BeforeValidator(listed),
        Expected("addresses or networks separated by commas, for example 10.0.0.5,192.168.0.0/16"),
    ] = ()
    """Proxies in front. Only their X-Forwarded-For and X-Forwarded-Proto are believed; and many callers come from one
    of these addresses, so that its connections are not limited.
    """

    connections_most: Count = 2_000
    """Connections that one API process takes at once; further ones are answered 503."""

    connections_per_address: Count = 500
    """How many of them one address may have (of IPv6 one network of 64 bits); further ones are answered 429."""

    head_limit_bytes: Annotated[int, Field(ge=1024, le=262_144), Expected("bytes, 1024 to 262144")] = 16_384
    """The largest request line with its headers; a larger one is answered 431."""

    head_within_s: Seconds = 10.0
    """How long the request line and headers may take to come; 408 then."""

    body_within_s: Seconds = 30.0
    """How long a body may take to come, and a second more for each 16 kB of it; 408 then."""

    stream_idle_s: Seconds = 300.0
    """How long a caller may send no further line of a stream of questions."""

    send_stalled_s: Seconds = 60.0
    """How long a caller may leave unread what we send."""

    # --- rates, of one key or one address in one process -------------------------------------------------------------

    rate_verdicts: Rate = "10000/second"
    """Single decisions of one key: more than a process answers, so that no gate is ever refused."""

    rate_items: Rate = "200000/second"
    """Questions of one key in batches (refused beyond it) and streams (slowed down). Below 10000 in one unit of time no
    batch of the greatest size is answered.
    """

    rate_reads: Rate = "1000/second"
    """What one key may read: standings, pages, events."""

    rate_commands: Rate = "2000/second"
    """What one key may command or have screened."""

    rate_exports: Rate = "120/minute"
    """Files and drawings of one key."""

    rate_strangers: Rate = "100/second"
    """Requests of one address that show no key known here: the public's, probes, wrong keys. `/healthz` is free."""

    rate_wrong_keys: Rate = "10/second"
    """Keys never seen before that are looked up in the database for one address."""

    def rates(self) -> "Mapping[Use, str]":
        """The rate of each use."""
        from api.http.budgets import Use

        return {use: getattr(self, f"rate_{use.name.lower()}") for use in Use}
