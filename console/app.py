"""The console as an application that the composition root mounts beside the API."""

from collections.abc import Sequence
from typing import Final

from fastapi import APIRouter, FastAPI
from starlette.routing import Route
from starlette.types import ASGIApp

from console.http.failures import Failures, install
from console.http.state import ConsoleState
from console.rendering.environment import compile_all
from console.rendering.static import assets
from console.routes import ROUTERS
from console.signin import needed, refusing
from console.signin.state import SignIn
from settings import Settings

PATH: Final = "/console"
"""Path below which all pages are."""


def console_app(settings: Settings, api: FastAPI, routers: Sequence[APIRouter] = ROUTERS) -> ASGIApp:
    """Return the console over an API of the same process, with the pages of these routers."""
    app = FastAPI(title="Standing console", openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False)
    for router in routers:
        app.include_router(router)
    pages = frozenset(route.path for router in routers for route in router.routes if isinstance(route, Route))
    app.state.console = ConsoleState(api, settings, pages)
    app.state.sign_in = SignIn.of(settings)
    for each in (install, needed.install, refusing.install):
        each(app)
    assets()  # read at start, not at the first request
    compile_all()
    return Failures(app, app)
