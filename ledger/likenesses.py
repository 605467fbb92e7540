"""What accounts that were closed as a sanction can be known again by (article 7): contacts as keyed hashes, and names.

The same holder is barred (`ledger/registry.py`); a likeness is no proof of that, only a reason for a person to look.
"""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from models.profiles import Contact, Likeness
from regulation.articles.a07_one_holder import likenesses_of

MOST: Final = 10
"""Likenesses that are shown to a reviewer, of each kind."""

_KNOWN_BY: Final = text(
    """
    INSERT INTO contacts (account, kind, ref)
    SELECT :account, * FROM unnest(CAST(:kinds AS text[]), CAST(:refs AS text[])) ON CONFLICT DO NOTHING
    """
)
_CLOSED: Final = text(
    """
    INSERT INTO closed_names (form, account)
    SELECT form, :account FROM unnest(CAST(:forms AS text[])) AS forms (form) ON CONFLICT DO NOTHING
    """
)
_REOPENED: Final = text("DELETE FROM closed_names WHERE account = :account")
_SAME_CONTACT: Final = text(
    """
    SELECT DISTINCT contacts.kind, contacts.account FROM contacts JOIN closed_accounts USING (account)
    JOIN unnest(CAST(:kinds AS text[]), CAST(:refs AS text[])) AS given (kind, ref)
      ON contacts.kind = given.kind AND contacts.ref = given.ref
    ORDER BY 1, 2 LIMIT :most
    """
)
_SIMILAR: Final = text(
    "SELECT DISTINCT account FROM closed_names WHERE form = ANY(CAST(:forms AS text[])) ORDER BY account LIMIT :most"
)


async def remember(connection: AsyncConnection, account: str, contacts: Sequence[Contact]) -> None:
    """By what the account can be known again, should it be closed."""
    if contacts:
        kinds, refs = [contact.kind for contact in contacts], [contact.ref for contact in contacts]
        await connection.execute(_KNOWN_BY, {"account": account, "kinds": kinds, "refs": refs})


async def closed(connection: AsyncConnection, account: str, name: str) -> None:
    """The account was closed as a sanction."""
    await connection.execute(_CLOSED, {"account": account, "forms": sorted(likenesses_of(name))})


async def reopened(connection: AsyncConnection, account: str) -> None:
    """The closure was undone: whoever resembles the account resembles nobody who was closed."""
    await connection.execute(_REOPENED, {"account": account})


async def found(connection: AsyncConnection, name: str | None, contacts: Sequence[Contact]) -> list[Likeness]:
    """What a name (None: it is not new) and contacts have in common with closed accounts."""
    alike: list[Likeness] = []
    if contacts:
        given = {"kinds": [contact.kind for contact in contacts], "refs": [contact.ref for contact in contacts]}
        rows = await connection.execute(_SAME_CONTACT, {**given, "most": MOST})
        alike += [Likeness.model_validate({"code": f"same_{row.kind}", "account": row.account}) for row in rows]
    if name is not None and (forms := sorted(likenesses_of(name))):
        rows = await connection.execute(_SIMILAR, {"forms": forms, "most": MOST})
        alike += [Likeness(code="similar_name", account=row.account) for row in rows]
    return alike
