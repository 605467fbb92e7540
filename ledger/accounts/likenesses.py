"""Features by which accounts that were closed as a sanction can be recognised (article 7): contacts as keyed hashes,
and names.

The same holder is barred (`ledger/accounts/registry.py`); a likeness does not prove that the holder is the same, and is
only a reason for a review by a person.
"""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from sqlalchemy import Text, bindparam, delete, select, true
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.store.statements import given
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
_CLOSED_CONTACT: Final = (
    select(CONTACTS.c.account)
    .join(CLOSED_ACCOUNTS, CONTACTS.c.account == CLOSED_ACCOUNTS.c.account)
    .where(CONTACTS.c.kind == _CONTACTS.c.kind, CONTACTS.c.ref == _CONTACTS.c.ref)
    .distinct()
    .order_by(CONTACTS.c.account)
    .limit(bindparam("most"))
    .lateral("same")
)
_SAME_CONTACT: Final = select(_CONTACTS.c.kind, _CONTACTS.c.ref, _CLOSED_CONTACT.c.account).select_from(
    _CONTACTS.join(_CLOSED_CONTACT, true())
)
_CLOSED_FORM: Final = (
    select(CLOSED_NAMES.c.account)
    .where(CLOSED_NAMES.c.form == _FORMS.c.form)
    .order_by(CLOSED_NAMES.c.account)
    .limit(bindparam("most"))
    .lateral("similar")
)
_SIMILAR: Final = select(_FORMS.c.form, _CLOSED_FORM.c.account).select_from(_FORMS.join(_CLOSED_FORM, true()))


class Marks(NamedTuple):
    """What is compared with closed accounts: a name (None: the name is not new), and contacts."""

    name: str | None
    contacts: Sequence[Contact]


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


async def found(connection: AsyncConnection, marks: Sequence[Marks]) -> list[list[Likeness]]:
    """Return the likenesses of each to closed accounts, in their order: those by contacts first."""
    contacts = sorted({(contact.kind, contact.ref) for one in marks for contact in one.contacts})
    forms = [frozenset() if one.name is None else likenesses_of(one.name) for one in marks]
    by_contact: dict[tuple[str, str], set[str]] = {}
    by_form: dict[str, set[str]] = {}
    if contacts:
        named = {"kinds": [kind for kind, _ in contacts], "refs": [ref for _, ref in contacts], "most": MOST}
        for row in await connection.execute(_SAME_CONTACT, named):
            by_contact.setdefault((row.kind, row.ref), set()).add(row.account)
    if wanted := sorted(frozenset().union(*forms)):
        for form, account in await connection.execute(_SIMILAR, {"forms": wanted, "most": MOST}):
            by_form.setdefault(form, set()).add(account)
    return [_alike(one, own, by_contact, by_form) for one, own in zip(marks, forms, strict=True)]


def _alike(
    marks: Marks, forms: frozenset[str], by_contact: Mapping[tuple[str, str], set[str]], by_form: Mapping[str, set[str]]
) -> list[Likeness]:
    same = {
        (contact.kind, account)
        for contact in marks.contacts
        for account in by_contact.get((contact.kind, contact.ref), ())
    }
    similar = {account for form in forms for account in by_form.get(form, ())}
    return [
        *(
            Likeness.model_validate({"code": f"same_{kind}", "account": account})
            for kind, account in sorted(same)[:MOST]
        ),
        *(Likeness(code="similar_name", account=account) for account in sorted(similar)[:MOST]),
    ]
