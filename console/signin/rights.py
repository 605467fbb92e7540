"""Rights by groups: what a person may do follows from the groups at the provider, by two settings."""

from collections.abc import Collection, Mapping

from ledger.people.signing_in import Rights
from models.cases.cases import CaseKind
from models.roles import Role
from settings import Settings
from settings.signin import EVERY_KIND


def rights_of(settings: Settings, groups: Collection[str]) -> Rights:
    """Return the rights of a person in these groups: all roles and all kinds of case of all of them together.

    Groups are compared letter by letter. Where the settings limit no kinds, every person may decide all kinds that the
    roles allow; where they do, kinds that none of the groups lists are not the person's.
    """
    roles = _together(settings.oidc_roles, groups)
    ordered = tuple(role for role in Role if role in roles)
    if settings.oidc_kinds is None:
        return Rights(ordered, None)
    kinds = _together(settings.oidc_kinds, groups)
    return Rights(ordered, None if EVERY_KIND in kinds else tuple(kind for kind in CaseKind if kind in kinds))


def _together(words: Mapping[str, Collection[str]], groups: Collection[str]) -> frozenset[str]:
    return frozenset(word for group in groups for word in words.get(group, ()))
