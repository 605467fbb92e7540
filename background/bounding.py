"""Bounding: numbers of the settings become the deadlines of activities and of calls to Temporal, each in one place."""

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
"""How long one call to Temporal may take, where nothing else is set."""


class BoundedActivities(Interceptor):
    """Gives the activities that a worker's workflows start the numbers of its settings."""

    def __init__(self, numbers: Numbers) -> None:
        self._numbers = numbers

    def workflow_interceptor_class(
        self,
        input: WorkflowInterceptorClassInput,  # noqa: A002, ARG002 - the signature is given
    ) -> type[WorkflowInboundInterceptor]:
        """An interceptor of this worker's workflows."""
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
    """Gives every call to Temporal that names no deadline this one."""

    def __init__(self, within: timedelta) -> None:
        self._within = within

    def intercept_client(self, next: client.OutboundInterceptor) -> client.OutboundInterceptor:  # noqa: A002
        """An interceptor of one client."""
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
"""The calls that are bounded: every one that the program makes."""


def _bounded(name: str) -> Callable[[_BoundedClient, Any], Awaitable[Any]]:
    async def call(self: _BoundedClient, input: Any) -> Any:  # noqa: A002
        if input.rpc_timeout is None:
            input.rpc_timeout = self._within
        return await getattr(self._following, name)(input)

    return call


for _name in CALLS:
    setattr(_BoundedClient, _name, _bounded(_name))
