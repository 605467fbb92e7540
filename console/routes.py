"""The list of all pages of the console; each has one module with one router."""

from typing import Final

from fastapi import APIRouter

from console.pages import (
    account_acts,
    account_search,
    accounts,
    audit,
    bulk,
    case,
    certifications,
    connections,
    coordination,
    counts,
    directives,
    exposures,
    home,
    lexicon,
    lists,
    live,
    networks,
    people,
    preferences,
    queue,
    reports,
    rumours,
    runs,
    search,
    statistics,
    together,
)
from console.rendering import static
from console.signin import pages as sign_in
from console.signin import sessions_page, terminal

ROUTERS: Final[tuple[APIRouter, ...]] = (
    static.router,
    home.router,
    sign_in.router,
    sign_in.out,
    sessions_page.router,
    terminal.router,
    preferences.router,
    live.router,
    search.router,
    counts.router,
    queue.router,
    together.router,
    bulk.router,
    runs.router,
    case.router,
    rumours.router,
    coordination.router,
    account_search.router,
    accounts.router,
    account_acts.router,
    networks.router,
    directives.router,
    certifications.router,
    lists.router,
    exposures.router,
    reports.router,
    connections.router,
    people.router,
    statistics.router,
    audit.router,
    lexicon.router,
)
