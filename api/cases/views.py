"""Routes of saved views of the queue."""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from api.cases.queue import reader_of
from api.cases.queue_bodies import (
    NewViewBody,
    NothingBody,
    StarBody,
    ViewChangesBody,
    ViewsAnswer,
    ViewShown,
    filters_of,
    view_shown,
    views_shown,
)
from api.handling import answers
from api.handling.routing import Guarded
from api.http.problems import ProblemError, refused
from api.state.app_state import AppState, WithAppState
from ledger.cases import views
from ledger.people.names import names_of
from models.accounts.commands import Refusal
from models.cases.queue import View, ViewId
from models.roles import Role
from regulation.cases.queue import Reader

router = APIRouter(prefix="/v1/views", route_class=Guarded, tags=["cases"])

_Id = Annotated[ViewId, Path(description="Identifier of the view.")]


@router.get("", response_model=ViewsAnswer, summary="List the views of the queue")
async def list_views(app_state: WithAppState, request: Request) -> Response:
    """Views that everybody has, your own, and shared ones; `GET /v1/cases/counts` gives the number of cases of each."""
    reader = reader_of(request.state.caller)
    found = await views.seen_by(app_state.database, reader)
    names = await names_of(app_state.database, {view.owner for view in found.views if view.owner is not None})
    return answers.json(views_shown(found, reader, names))


@router.post("", status_code=201, response_model=ViewShown, summary="Save a view")
async def save_view(body: NewViewBody, app_state: WithAppState, request: Request) -> Response:
    """Give an `id` to repeat the request safely: the same view saved again is not refused."""
    reader = reader_of(request.state.caller)
    view = View(
        id=body.id or views.fresh_id(),
        name=body.name,
        owner=reader.actor,
        filters=filters_of(body.filters),
        sort=body.sort,
        shared=body.shared,
    )
    return await _shown(await views.add(app_state.database, view, reader, app_state.clock()), app_state, reader, 201)


@router.post("/{view}/changes", response_model=ViewShown, summary="Change a view")
async def change_view(view: _Id, body: ViewChangesBody, app_state: WithAppState, request: Request) -> Response:
    """Its name, filters, order, and whether it is shared. Your own; an operator may change shared ones of others."""
    reader, anybodys = reader_of(request.state.caller), Role.OPERATOR in request.state.caller.roles
    changed = await views.change(app_state.database, view, body.changes(), reader, app_state.clock(), anybodys=anybodys)
    return await _shown(changed, app_state, reader)


@router.post("/{view}/deletion", response_model=ViewShown, summary="Delete a view")
async def delete_view(
    view: _Id,
    body: NothingBody,  # noqa: ARG001 - the body is empty, but described
    app_state: WithAppState,
    request: Request,
) -> Response:
    """Your own; an operator may delete shared ones of others. The answer is the view that was deleted."""
    reader, anybodys = reader_of(request.state.caller), Role.OPERATOR in request.state.caller.roles
    return await _shown(await views.remove(app_state.database, view, reader, anybodys=anybodys), app_state, reader)


@router.post("/{view}/use", response_model=ViewShown, summary="Remember a view as the last one used")
async def use_view(
    view: _Id,
    body: NothingBody,  # noqa: ARG001 - the body is empty, but described
    app_state: WithAppState,
    request: Request,
) -> Response:
    """`GET /v1/views` names the one that you used last."""
    reader = reader_of(request.state.caller)
    found = await _found(app_state, view, reader)
    await views.use(app_state.database, view, reader, app_state.clock())
    return await _shown(found, app_state, reader)


@router.post("/{view}/star", response_model=ViewShown, summary="Star a view")
async def star_view(view: _Id, body: StarBody, app_state: WithAppState, request: Request) -> Response:
    """For you alone."""
    reader = reader_of(request.state.caller)
    found = await _found(app_state, view, reader)
    await views.star(app_state.database, view, reader, starred=body.starred)
    return await _shown(found, app_state, reader)


async def _found(app_state: AppState, view: str, reader: Reader) -> View:
    found = await views.view_of(app_state.database, view, reader)
    if found is None:
        raise ProblemError("unknown-view", f"there is no view {view}: `GET /v1/views` lists them")
    return found


async def _shown(found: View | Refusal, app_state: AppState, reader: Reader, status: int = 200) -> Response:
    if isinstance(found, Refusal):
        raise refused(found)
    seen = await views.seen_by(app_state.database, reader)
    names = await names_of(app_state.database, {found.owner} if found.owner is not None else ())
    return answers.json(view_shown(found, reader, names, seen.starred), status)
