"""Workflow of the tests' notebooks: stores the received entries until the notebook is shut."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from models.base import Frozen
    from models.records import RecordChanged


class NotingStart(Frozen):
    notebook: str


@workflow.defn
class Noting:
    def __init__(self) -> None:
        self._told: list[RecordChanged] = []

    @workflow.run
    async def run(self, _: NotingStart) -> int:
        await workflow.wait_condition(lambda: any(changed.state["shut"] for changed in self._told))
        return self._told[-1].version

    @workflow.signal
    def changed(self, news: RecordChanged) -> None:
        self._told.append(news)

    @workflow.query
    def told(self) -> list[RecordChanged]:
        return self._told
