"""Context of a case, and reason templates for its decision."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import Field
from starlette.responses import Response

from api.handling import answers
from api.handling.routing import Guarded
from api.http.problems import ProblemError
from api.state.app_state import WithAppState
from ledger import case_contexts
from models.base import Frozen
from models.cases.cases import CaseKind, Outcome
from models.records import RecordId
from models.words.violations import Category
from regulation.cases.contexts import Context
from regulation.cases.templates import ReasonTemplate, category_of, offered, values_of

router = APIRouter(prefix="/v1/cases", route_class=Guarded, tags=["cases"])
templates_router = APIRouter(prefix="/v1/reason-templates", route_class=Guarded, tags=["cases"])

_Id = Annotated[RecordId, Path(description="Identifier of the case, as in the event `case.opened`.")]


@router.get("/{case}/context", response_model=Context, summary="Read the context of a case")
async def read_case_context(case: _Id, app_state: WithAppState) -> Response:
    """The account with its profile and the places that screening matched, its standing, earlier decisions on it and on
    its holder's other accounts with the texts that were sent, what an appeal is about, and similar cases with their
    decisions.
    """
    found = await case_contexts.context_of(app_state.database, case, app_state.clock(), app_state.appeal_window)
    if found is None:
        raise ProblemError("unknown-case", f"there is no case {case}")
    return answers.json(found, headers=answers.versioned(found.version))


class TemplatesQuery(Frozen):
    """What the templates are for; each part narrows the list."""

    case: Annotated[
        RecordId | None, Field(description="A case: its kind and category, and its values in the placeholders.")
    ] = None
    kind: CaseKind | None = None
    outcome: Outcome | None = None
    category: Category | None = None


class ReasonTemplates(Frozen):
    """Reason templates, in the order in which they are offered."""

    templates: tuple[ReasonTemplate, ...]


@templates_router.get("", response_model=ReasonTemplates, summary="List reason templates")
async def list_reason_templates(query: Annotated[TemplatesQuery, Query()], app_state: WithAppState) -> Response:
    """Reasons in words for the person who decides, in Chinese and in English, by kind of case, outcome and category.
    With `case` they are filled from the case; what is left to fill stands in braces.
    """
    kind, category, filling = query.kind, query.category, None
    if query.case is not None:
        found = await case_contexts.about_of(app_state.database, query.case)
        if found is None:
            raise ProblemError("unknown-case", f"there is no case {query.case}")
        known, about = found
        kind, category = kind or known.opening.kind, category or category_of(known)
        filling = values_of(known, about)
    offers = offered(app_state.today(), kind=kind, outcome=query.outcome, category=category, filling=filling)
    return answers.json(ReasonTemplates(templates=offers))
