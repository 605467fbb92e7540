"""Activities scheduled in recorded histories are understood by the current ones, under their old names."""

import inspect
from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest
from temporalio.api.enums.v1 import EventType
from temporalio.contrib.pydantic import pydantic_data_converter

from activities.reports import ReportActivities
from activities.webhooks.delivering import WebhookActivities
from activities.webhooks.sending import Sender
from background import temporal
from ledger.store.database import Database
from models.base import Frozen
from reports.filing import Filing
from tests.activities.webhooks.receiver import KEY
from tests.replay.record import recorded
from tests.replay.stories import STORIES


def offered(database: Database) -> dict[str, Any]:
    """Return the definition of every activity, by the name under which a worker offers it."""
    sender = Sender(KEY, clock=partial(datetime.now, UTC), allow_private=False)
    others = (ReportActivities(database, Filing()), WebhookActivities(database, sender))
    methods = [method for over in others for _, method in inspect.getmembers(over, inspect.ismethod)]
    every = [*temporal.activities_over(database), *methods]
    defined = [getattr(one, "__temporal_activity_definition", None) for one in every]
    return {definition.name: definition for definition in defined if definition is not None}


@pytest.mark.parametrize("name", STORIES)
async def test_a_scheduled_activity_is_understood(name: str, database: Database) -> None:
    """The activity waits in a queue while its worker is replaced."""
    activities = offered(database)
    for run in recorded(name):
        for event in run.events:
            if event.event_type != EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED:
                continue
            asked = event.activity_task_scheduled_event_attributes
            types = activities[asked.activity_type.name].arg_types
            [given] = await pydantic_data_converter.decode(asked.input.payloads, types)
            assert isinstance(given, Frozen), asked.activity_type.name
