"""State of the console in one process."""

from dataclasses import dataclass
from typing import cast

from fastapi import FastAPI, Request

from api.state.app_state import AppState
from settings import Settings


@dataclass(frozen=True)
class ConsoleState:
    """The API that the console calls, the settings, and the paths of the console's pages."""

    api: FastAPI
    settings: Settings
    pages: frozenset[str]

    @property
    def app_state(self) -> AppState:
        """Return the state of the API: database, clock, feed, budgets."""
        return cast("AppState", self.api.state.app_state)


def console_of(request: Request) -> ConsoleState:
    """Return the state of the console that received the request."""
    return cast("ConsoleState", request.app.state.console)
