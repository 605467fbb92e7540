"""Certifications due: accounts that declared a field and are not certified in it (article 2)."""

from collections.abc import Mapping
from typing import Annotated, Final

from fastapi import APIRouter, Query, Response

from console.http.visit import WithVisit
from console.texts.languages import N_
from console.texts.words import words
from models.words.privileges import Field
from models.words.restrictions import RestrictionKind
from regulation.words.fields import FIELDS

router = APIRouter(prefix="/console/certifications")

CAUSES: Final[Mapping[str, str]] = {
    RestrictionKind.WITHHELD: N_("never certified"),
    RestrictionKind.EXPIRY: N_("the certification expired"),
}
"""Why a field has no certification; any other cause took one away."""


@router.get("")
async def show_due(
    visit: WithVisit,
    field: Annotated[str | None, Query(max_length=40)] = None,
    after: Annotated[str | None, Query(max_length=200)] = None,
) -> Response:
    """List the declared fields without a certification, by account."""
    visit.require("list_due_certifications")
    params = {"field": field or None, "after": after, "limit": 50}
    found = await visit.api.read("/v1/certifications/due", params)
    return visit.render(
        "certifications/due.html",
        part="rows",
        due=found["due"],
        next=found["next"],
        field=field,
        fields_offered=[(each.value, words(FIELDS[each].words, visit.language)) for each in Field],
        causes=CAUSES,
    )
