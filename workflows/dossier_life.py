"""What the life of every dossier has in common: it learns its newest state, and waits for more or for an instant."""

from datetime import datetime
from typing import Generic

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from models.base import Frozen
    from models.dossiers import S

LONGEST_HISTORY = 200


class DossierLife(Generic[S]):
    """To be inherited by a workflow; its `__init__` is marked with `@workflow.init` there."""

    def __init__(self, state: S | None, version: int) -> None:
        self._state = state
        self._version = version

    async def _begun(self) -> None:
        """Wait for the first state; the relay sends it with the start."""
        await workflow.wait_condition(lambda: self._state is not None)

    def _known(self) -> S:
        if self._state is None:
            raise AssertionError("waited for at the beginning")
        return self._state

    def _learn(self, state: S, version: int) -> None:
        """Take the state over, unless it is an older one."""
        if version > self._version:
            self._state, self._version = state, version

    async def _wait(self, at: datetime, summary: str) -> None:
        """Until something is entered, or until the instant."""
        version = self._version
        try:
            await workflow.wait_condition(
                lambda: self._version > version, timeout=at - workflow.now(), timeout_summary=summary
            )
        except TimeoutError:
            return

    def _continue_as_new_if_long(self, start: Frozen) -> None:
        info = workflow.info()
        if info.get_current_history_length() > LONGEST_HISTORY or info.is_continue_as_new_suggested():
            workflow.continue_as_new(start)
