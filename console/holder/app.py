"""The holder's page as an application that the composition root mounts beside the API."""

from typing import Final

from fastapi import FastAPI
from starlette.types import ASGIApp

from console.holder import answering, pages
from console.holder.answering import HolderState
from console.rendering.environment import environment
from console.texts.languages import CODES
from settings import Settings

PATH: Final = "/holder"
"""Path below which the page of every status link is."""


def holder_app(settings: Settings, api: FastAPI) -> ASGIApp:
    """Return the holder's page over an API of the same process; the settings are those of the API."""
    app = FastAPI(title="Standing status", openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False)
    app.include_router(pages.router)
    app.state.holder = HolderState(api, settings.behind_tls)
    answering.install(app)
    for code in CODES:
        environment(code)
    return answering.Failures(app)
