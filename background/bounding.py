"""Deadlines from the settings: timeouts of activities, and of calls to Temporal."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, Final

from temporalio import client, workflow
from temporalio.worker import (
    Interceptor,
    StartActivityInput,
    WorkflowInboundInterceptor,
    WorkflowInterceptorClassInput,
    WorkflowOutboundInterceptor,
)

from workflows.deadlines import Numbers

CALL_WITHIN: Final = timedelta(seconds=10)
"""Default timeout of one call to Temporal."""


class BoundedActivities(Interceptor):
    """Worker interceptor that sets the timeouts of every activity that a workflow starts."""

    def __init__(self, numbers: Numbers) -> None:
        self._numbers = numbers

    def workflow_interceptor_class(
        self,
        input: WorkflowInterceptorClassInput,  # noqa: A002, ARG002 - the signature is given
    ) -> type[WorkflowInboundInterceptor]:
        """Return the interceptor class for this worker's workflows."""
        numbers = self._numbers

        class Inbound(WorkflowInboundInterceptor):
            def init(self, outbound: WorkflowOutboundInterceptor) -> None:
                super().init(_Outbound(outbound, numbers))

        return Inbound


class _Outbound(WorkflowOutboundInterceptor):
    def __init__(self, following: WorkflowOutboundInterceptor, numbers: Numbers) -> None:
        super().__init__(following)
        self._numbers = numbers

    def start_activity(self, input: StartActivityInput) -> workflow.ActivityHandle[Any]:  # noqa: A002
        input.start_to_close_timeout = self._numbers.start_to_close(input.activity)
        input.heartbeat_timeout = self._numbers.heartbeat(input.activity)
        return super().start_activity(input)


class BoundedCalls(client.Interceptor):
    """Client interceptor that sets a timeout on every call to Temporal that has none."""

    def __init__(self, within: timedelta) -> None:
        self._within = within

    def intercept_client(self, next: client.OutboundInterceptor) -> client.OutboundInterceptor:  # noqa: A002
        """Return the interceptor of one client."""
        return _BoundedClient(next, self._within)


class _BoundedClient(client.OutboundInterceptor):
    def __init__(self, following: client.OutboundInterceptor, within: timedelta) -> None:
        super().__init__(following)
        self._following = following
        self._within = within


CALLS: Final = (
    "start_workflow",
    "signal_workflow",
    "query_workflow",
    "describe_workflow",
    "cancel_workflow",
    "terminate_workflow",
    "create_schedule",
    "describe_schedule",
    "update_schedule",
    "delete_schedule",
)
"""Client methods that get a timeout: every one that the program calls."""


def _bounded(name: str) -> Callable[[_BoundedClient, Any], Awaitable[Any]]:
    async def call(self: _BoundedClient, input: Any) -> Any:  # noqa: A002
        if input.rpc_timeout is None:
            input.rpc_timeout = self._within
        return await getattr(self._following, name)(input)

    return call


for _name in CALLS:
    setattr(_BoundedClient, _name, _bounded(_name))
