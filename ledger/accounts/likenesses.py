"""Features by which accounts that were closed as a sanction can be recognised (article 7): contacts as keyed hashes,
and names.

The same holder is barred (`ledger/accounts/registry.py`); a likeness does not prove that the holder is the same, and is
only a reason for a review by a person.
"""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Text, and_, bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.store.statements import given, one_of
from models.accounts.profiles import Contact, Likeness
from models.tables import CLOSED_ACCOUNTS, CLOSED_NAMES, CONTACTS
from regulation.articles.a07_one_holder import likenesses_of

MOST: Final = 10
"""Greatest number of likenesses shown to a reviewer, of each kind."""

_CONTACTS: Final = given(kind=("kinds", Text()), ref=("refs", Text()))
_KNOWN_BY: Final = (
    insert(CONTACTS)
    .from_select(
        ["account", "kind", "ref"], select(bindparam("account", type_=Text), _CONTACTS.c.kind, _CONTACTS.c.ref)
    )
    .on_conflict_do_nothing()
)
_FORMS: Final = given(form=("forms", Text()))
_CLOSED: Final = (
    insert(CLOSED_NAMES)
    .from_select(["form", "account"], select(_FORMS.c.form, bindparam("account", type_=Text)))
    .on_conflict_do_nothing()
)
_REOPENED: Final = delete(CLOSED_NAMES).where(CLOSED_NAMES.c.account == bindparam("account"))
_SAME_CONTACT: Final = (
    select(CONTACTS.c.kind, CONTACTS.c.account)
    .distinct()
    .select_from(
        CONTACTS.join(CLOSED_ACCOUNTS, CONTACTS.c.account == CLOSED_ACCOUNTS.c.account).join(
            _CONTACTS, and_(CONTACTS.c.kind == _CONTACTS.c.kind, CONTACTS.c.ref == _CONTACTS.c.ref)
        )
    )
    .order_by(CONTACTS.c.kind, CONTACTS.c.account)
    .limit(bindparam("most"))
)
_SIMILAR: Final = (
    select(CLOSED_NAMES.c.account)
    .distinct()
    .where(one_of(CLOSED_NAMES.c.form, "forms"))
    .order_by(CLOSED_NAMES.c.account)
    .limit(bindparam("most"))
)


async def remember(connection: AsyncConnection, account: str, contacts: Sequence[Contact]) -> None:
    """Store the contacts by which the account can be recognised, should it be closed."""
    if contacts:
        kinds, refs = [contact.kind for contact in contacts], [contact.ref for contact in contacts]
        await connection.execute(_KNOWN_BY, {"account": account, "kinds": kinds, "refs": refs})


async def closed(connection: AsyncConnection, account: str, name: str) -> None:
    """Store the names like that of an account that was closed as a sanction."""
    await connection.execute(_CLOSED, {"account": account, "forms": sorted(likenesses_of(name))})


async def reopened(connection: AsyncConnection, account: str) -> None:
    """Remove the names of an account whose closure was undone: nobody is compared with it any more."""
    await connection.execute(_REOPENED, {"account": account})


async def found(connection: AsyncConnection, name: str | None, contacts: Sequence[Contact]) -> list[Likeness]:
    """Return the likenesses of a name (None: the name is not new) and of contacts to closed accounts."""
    alike: list[Likeness] = []
    if contacts:
        given = {"kinds": [contact.kind for contact in contacts], "refs": [contact.ref for contact in contacts]}
        rows = await connection.execute(_SAME_CONTACT, {**given, "most": MOST})
        alike += [Likeness.model_validate({"code": f"same_{row.kind}", "account": row.account}) for row in rows]
    if name is not None and (forms := sorted(likenesses_of(name))):
        rows = await connection.execute(_SIMILAR, {"forms": forms, "most": MOST})
        alike += [Likeness(code="similar_name", account=row.account) for row in rows]
    return alike
