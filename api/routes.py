"""The list of all routers. Each resource has one module of routes."""

from typing import Final

from fastapi import APIRouter

from api import audit, beginnings, directives, followers, networks, operation, reports, statistics
from api.accounts import (
    accounts,
    admissions,
    certifications,
    closures,
    exemptions,
    finding,
    history,
    impersonations,
    monetization,
    standings,
)
from api.cases import cases, context, correcting, evidence, handing_over, many, previews, queue, views
from api.coordination import coordination
from api.events import events, webhooks
from api.exposures import exposures
from api.gate import decisions, receipts
from api.holders import status_links
from api.lists import actions as action_lists
from api.lists import appeals as appeal_lists
from api.lists import certifications as certification_lists
from api.mirror import mirror
from api.people import keys, me, people, sessions
from api.rumours import reach, rumours, search
from api.runs import runs
from api.sanctions import actions, bans, bulk, bulk_drafts, bulk_previews, catalogue, violations
from api.screening import emblems, lexicon, rescreens, screenings

ROUTERS: Final[tuple[APIRouter, ...]] = (
    decisions.router,
    decisions.batch_router,
    decisions.stream_router,
    receipts.router,
    # Before the router that reads an account by identifier.
    finding.router,
    action_lists.router,
    certification_lists.router,
    appeal_lists.router,
    accounts.router,
    accounts.picture_router,
    admissions.router,
    certifications.router,
    certifications.applications_router,
    certifications.due_router,
    monetization.router,
    violations.router,
    bans.fast_router,
    bans.router,
    actions.router,
    catalogue.router,
    closures.router,
    impersonations.router,
    standings.router,
    history.router,
    mirror.router,
    status_links.router,
    events.router,
    events.of_account,
    directives.router,
    # Before the router that reads a case by identifier.
    queue.router,
    cases.router,
    handing_over.router,
    correcting.router,
    many.router,
    evidence.file_router,
    evidence.router,
    previews.router,
    context.router,
    context.templates_router,
    bulk_previews.router,
    bulk_drafts.router,
    bulk_drafts.upload_router,
    views.router,
    bulk.list_router,
    bulk.router,
    runs.upload_router,
    runs.router,
    exposures.public_router,
    exposures.router,
    # Before the router that reads a rumour by identifier: the first matching route is used.
    search.router,
    rumours.router,
    followers.router,
    networks.router,
    webhooks.router,
    screenings.router,
    lexicon.router,
    reach.router,
    emblems.picture_router,
    emblems.router,
    coordination.router,
    reports.router,
    exemptions.router,
    rescreens.router,
    audit.router,
    statistics.router,
    me.router,
    people.router,
    keys.router,
    sessions.router,
    beginnings.router,
    operation.router,
)
"""Routers in matching order: decisions come first, as they are requested a thousand times as often as all other routes.
"""
