"""All numbers in force, as one argument: each is declared, dated and cited in its article's module."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from models.names import AccountKind
from regulation.articles import a07_one_holder as a07
from regulation.articles import a08_profit as a08
from regulation.articles import a09_bans as a09
from regulation.catalogue.schedule import NOTICE, RECORD_MONTHS, Catalogue
from regulation.tables.parameters import Between, Dated


@dataclass(frozen=True)
class Rulebook:
    """Every dated parameter that decisions on commands use.

    Folding facts needs none of them: a fact carries the numbers it was decided with.
    """

    individual_accounts: Dated[int] = a07.INDIVIDUAL_ACCOUNTS
    enterprise_accounts: Dated[int] = a07.ENTERPRISE_ACCOUNTS
    clean_months: Dated[int] = a08.CLEAN_MONTHS
    freeze_months: Dated[int] = a08.FREEZE_MONTHS
    suspension_factor: Dated[Between] = a09.SUSPENSION_FACTOR
    record_months: Dated[int] = RECORD_MONTHS
    catalogue: Catalogue = NOTICE
    """Consequences of violations; they have dates of their own."""

    def quota(self, kind: AccountKind) -> Dated[int]:
        """Number of open accounts that one holder of that kind may have."""
        return {
            AccountKind.INDIVIDUAL: self.individual_accounts,
            AccountKind.ENTERPRISE: self.enterprise_accounts,
        }[kind]

    def numbers(self) -> dict[str, Dated[Any]]:
        """The notice's own numbers, by name; the catalogue is left out because the platform chooses it."""
        return {name: value for name, value in vars(self).items() if isinstance(value, Dated)}

    def changed(self, name: str, since: date, value: Any) -> "Rulebook":
        """Rulebook after a change of the rule: one parameter has a new value from `since` on."""
        changed: dict[str, Any] = {name: self.numbers()[name].adding(since, value)}
        return replace(self, **changed)


IN_FORCE: Final = Rulebook()
"""Rulebook of the notice as it stands."""
