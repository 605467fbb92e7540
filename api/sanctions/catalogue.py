"""The catalogue of consequences in force on this platform (articles 9 to 12)."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter
from pydantic import Field
from starlette.responses import Response

from api.handling import answers
from api.handling.routing import Guarded
from api.state.app_state import WithAppState
from models.base import Frozen
from models.instants import Instant
from models.words.sanctions import Consequences
from models.words.violations import Category
from regulation.catalogue.rulebook import Rulebook
from regulation.sanctions.consequence_words import chinese, english
from regulation.words.categories import CATEGORIES

router = APIRouter(prefix="/v1/catalogue", route_class=Guarded, tags=["violations"])


class StepShown(Frozen):
    """Consequences of one more violation of the category."""

    consequences: Consequences
    en: str
    zh: str


class CategoryShown(Frozen):
    """One category of the catalogue."""

    category: Category
    en: str
    zh: str
    article: Annotated[int, Field(description="Article that the category violates.")]
    factor: Annotated[
        Decimal, Field(description="Factor of a ban for this category, where the step names none (article 9).")
    ]
    rules: Annotated[str, Field(description="Version of the catalogue behind the steps, as in statements of reasons.")]
    steps: Annotated[
        tuple[StepShown, ...],
        Field(
            description="Steps for the first, the second, … violation that counts; the last one for all further ones."
        ),
    ]


class CatalogueShown(Frozen):
    """Every category with its consequences."""

    at: Instant
    record_months: Annotated[int, Field(description="Number of months for which a violation counts.")]
    categories: tuple[CategoryShown, ...]


@router.get("", response_model=CatalogueShown, summary="Read the catalogue of consequences (articles 9 to 12)")
async def read_catalogue(app_state: WithAppState) -> Response:
    """The notice's catalogue, with the platform's own entries in place of the notice's."""
    return answers.json(shown(app_state.rulebook, app_state.clock()))


def shown(rulebook: Rulebook, now: datetime) -> CatalogueShown:
    """Return the catalogue of a rulebook as it is at an instant."""
    catalogue = rulebook.catalogue
    categories = tuple(
        CategoryShown(
            category=category,
            en=CATEGORIES[category].words.en,
            zh=CATEGORIES[category].words.zh,
            article=CATEGORIES[category].article,
            factor=CATEGORIES[category].factor,
            rules=catalogue.version(category, now),
            steps=tuple(
                StepShown(consequences=step, en=english(step), zh=chinese(step))
                for step in catalogue.ladders[category].at(now)
            ),
        )
        for category in Category
    )
    return CatalogueShown(at=now, record_months=rulebook.record_months.at(now), categories=categories)
