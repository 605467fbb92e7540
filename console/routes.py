"""The list of all pages of the console; each has one module with one router."""

from typing import Final

from fastapi import APIRouter

from console.pages import home, live, preferences, queue, reports
from console.rendering import static

ROUTERS: Final[tuple[APIRouter, ...]] = (
    static.router,
    home.router,
    preferences.router,
    live.router,
    queue.router,
    reports.router,
)
