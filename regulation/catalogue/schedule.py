"""Catalogue in force: consequences of the first, second, third violation of a category (articles 9 to 12).

The notice's own steps are in `regulation/words/categories.py`, one row per category; a platform's own steps override
them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Final

from models.words.sanctions import Consequences
from models.words.violations import Category
from regulation.tables.parameters import Dated, dated
from regulation.words.categories import CATEGORIES, Ladder

RECORD_MONTHS: Final = dated({date(2023, 7, 10): 12}, article=9)


@dataclass(frozen=True)
class Catalogue:
    """Schedule in force, with the platform's own values over the notice's."""

    ladders: Mapping[Category, Dated[Ladder]]
    names: Mapping[Category, str] = field(default_factory=dict)
    """Name of the platform's own values for a category, where the platform has given some."""

    def consequences(self, category: Category, nth: int, at: datetime) -> Consequences:
        """Consequences of the `nth` violation of the category, decided at the instant."""
        ladder = self.ladders[category].at(at)
        return ladder[min(nth, len(ladder)) - 1]

    def version(self, category: Category, at: datetime) -> str:
        """Version of the rules behind the consequences, for the statement of reasons."""
        since = self.ladders[category].since(at)
        name = self.names.get(category) if since != self.ladders[category].values[0][0] else None
        return f"{name} ({since})" if name else f"notice ({since})"

    def overridden(self, name: str, since: date, ladders: Mapping[Category, Ladder]) -> "Catalogue":
        """Catalogue with a platform's own ladders from a day on.

        Raises:
            ValueError: when the day does not lie after the last change.
        """
        return replace(
            self,
            ladders={
                category: ladder.adding(since, ladders[category]) if category in ladders else ladder
                for category, ladder in self.ladders.items()
            },
            names={**self.names, **dict.fromkeys(ladders, name)},
        )


NOTICE: Final = Catalogue({category: row.ladder for category, row in CATEGORIES.items()})
