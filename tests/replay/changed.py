"""Lifecycles changed without care for running workflows: the recorded histories must not replay with them."""

from typing import Any

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from datetime import timedelta

    from workflows.account_lifecycle import AccountLifecycle, LifecycleEnd, LifecycleStart


@workflow.defn(name="AccountLifecycle")
class OneMoreTimer(AccountLifecycle):
    """Lifecycle with an additional timer at its start."""

    @workflow.init
    def __init__(self, start: LifecycleStart) -> None:
        super().__init__(start)

    @workflow.run
    async def run(self, start: LifecycleStart) -> LifecycleEnd:
        """Wait on one timer more than was recorded."""
        await workflow.sleep(timedelta(seconds=1))
        return await super().run(start)


@workflow.defn(name="AccountLifecycle")
class NothingToSearchBy(AccountLifecycle):
    """Lifecycle that sets no search attributes and details."""

    @workflow.init
    def __init__(self, start: LifecycleStart) -> None:
        super().__init__(start)

    @workflow.run
    async def run(self, start: LifecycleStart) -> LifecycleEnd:
        """Run as before."""
        return await super().run(start)

    def _describe(self) -> None:
        pass


@workflow.defn(name="AccountLifecycle")
class BoundariesNotRecorded(AccountLifecycle):
    """Lifecycle that passes boundaries without an activity."""

    @workflow.init
    def __init__(self, start: LifecycleStart) -> None:
        super().__init__(start)

    @workflow.run
    async def run(self, start: LifecycleStart) -> LifecycleEnd:
        """Run as before."""
        return await super().run(start)

    async def _record_boundaries(self) -> None:
        while (boundary := self._next_boundary()) is not None and boundary <= workflow.now():
            self._settled_until = boundary


CHANGED: dict[type[Any], str] = {
    OneMoreTimer: "ban",
    NothingToSearchBy: "certification",
    BoundariesNotRecorded: "ban_changed",
}
"""Changed lifecycles, each with a story that shows the change."""
