"""The numbers in force, in one place to pass along: each is declared, dated and cited in its article's module."""

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
    """Every dated parameter the commands are decided with.

    Folding facts needs none of them: a fact carries the numbers it was decided with.
    """

    individual_accounts: Dated[int] = a07.INDIVIDUAL_ACCOUNTS
    enterprise_accounts: Dated[int] = a07.ENTERPRISE_ACCOUNTS
    clean_months: Dated[int] = a08.CLEAN_MONTHS
    freeze_months: Dated[int] = a08.FREEZE_MONTHS
    suspension_factor: Dated[Between] = a09.SUSPENSION_FACTOR
    record_months: Dated[int] = RECORD_MONTHS
    catalogue: Catalogue = NOTICE
    """What violations lead to; it has its own dates."""

    def quota(self, kind: AccountKind) -> Dated[int]:
        """How many accounts one holder of that kind may have open."""
        return {
            AccountKind.INDIVIDUAL: self.individual_accounts,
            AccountKind.ENTERPRISE: self.enterprise_accounts,
        }[kind]

    def numbers(self) -> dict[str, Dated[Any]]:
        """The notice's own numbers, by name; the catalogue is the platform's to choose."""
        return {name: value for name, value in vars(self).items() if isinstance(value, Dated)}

    def changed(self, name: str, since: date, value: Any) -> "Rulebook":
        """The rulebook after a change of the rule: one parameter has a new value from `since` on."""
        changed: dict[str, Any] = {name: self.numbers()[name].adding(since, value)}
        return replace(self, **changed)


IN_FORCE: Final = Rulebook()
"""The notice as it stands."""
