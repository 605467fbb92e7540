"""Issue and check of status links.

A link is a credential: it appears in the answer that issues it and in the address of its page, and in no log, table or
audit entry; these name it by its identifier.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import structlog

from api.state.app_state import AppState
from ledger.accounts import reading
from ledger.people.callers import Caller
from models.accounts.standing import Standing
from models.accounts.status_links import Language, StatusLink
from models.audit import StatusLinkIssued
from models.names import HolderRef
from regulation.holders.status_links import LinkFault, holder_mark, key_of, opened, signed

USUAL: Final = timedelta(minutes=15)
"""Default validity of a link."""
SHORTEST: Final = timedelta(minutes=1)

log = structlog.get_logger("api")


@dataclass(frozen=True)
class Issued:
    """A link, and the text that carries it."""

    link: StatusLink
    token: str


@dataclass(frozen=True)
class Admitted:
    """A valid link, with the account's holder of now."""

    link: StatusLink
    holder: HolderRef


async def issue(
    app_state: AppState,
    standing: Standing,
    *,
    language: Language,
    expires_in: timedelta,
    return_url: str | None,
    caller: Caller,
) -> Issued:
    """Return a new link to the status of the account for its holder of now.

    Raises:
        WrongHolderKeyError: when the key differs from the one that this database was created with.
        DatabaseAwayError: when the key cannot be compared.
    """
    key = await _key(app_state)
    link = StatusLink(
        id=f"lnk_{secrets.token_hex(8)}",
        account=standing.account,
        holder=holder_mark(standing.account, standing.holder, key),
        language=language,
        expires_at=(app_state.clock() + expires_in).replace(microsecond=0),
        return_url=return_url,
    )
    log.info("status link issued", link=link.id, account=link.account, until=str(link.expires_at), caller=caller.id)
    app_state.audit.note(
        StatusLinkIssued(actor=caller.actor, link=link.id, account=link.account, ends_at=link.expires_at)
    )
    return Issued(link, signed(link, key))


async def admit(app_state: AppState, token: str) -> Admitted | LinkFault:
    """Return the link in the text with the account's holder, or why it is not valid now: it is not ours, its time is
    over, or the account has another holder.

    Raises:
        WrongHolderKeyError: when the key differs from the one that this database was created with.
        DatabaseAwayError: when the database cannot be reached.
    """
    key = await _key(app_state)
    link = opened(token, key, app_state.clock())
    if isinstance(link, str):
        return link
    # Read from the database, not from memory: another holder must not be shown the page for an instant.
    standing = await reading.standing_of(app_state.database, link.account)
    if standing is None or holder_mark(link.account, standing.holder, key) != link.holder:
        return "invalid"
    return Admitted(link, standing.holder)


async def _key(app_state: AppState) -> bytes:
    return key_of(await app_state.holder_key.proven(), app_state.status_links.key_id)
