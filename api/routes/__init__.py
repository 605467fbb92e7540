"""The routes, one file a resource: parse, authorise, call, render."""

from typing import Final

from fastapi import APIRouter

from api.routes import (
    accounts,
    actions,
    bans,
    bulk,
    cases,
    certifications,
    closures,
    decisions,
    directives,
    emblems,
    events,
    followers,
    history,
    lexicon,
    monetization,
    operation,
    receipts,
    rumour_reach,
    rumours,
    screenings,
    standings,
    violations,
    webhooks,
)

ROUTERS: Final[tuple[APIRouter, ...]] = (
    decisions.router,
    decisions.batch_router,
    decisions.stream_router,
    receipts.router,
    accounts.router,
    certifications.router,
    certifications.applications_router,
    monetization.router,
    violations.hot_router,
    violations.router,
    bans.hot_router,
    bans.router,
    actions.router,
    closures.router,
    standings.router,
    history.router,
    events.router,
    directives.router,
    cases.router,
    bulk.router,
    rumours.router,
    followers.router,
    webhooks.router,
    screenings.router,
    lexicon.router,
    rumour_reach.router,
    emblems.picture_router,
    emblems.router,
    operation.router,
)
"""In the order in which they are tried: decisions are asked a thousand times as often as the rest."""
