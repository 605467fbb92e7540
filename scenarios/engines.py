"""The engines by name: who answers the questions of a scenario."""

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ledger.store.database import Database
    from scenarios.engine import Engine


class EngineName(StrEnum):
    """Who answers: the rules alone, the ledger on PostgreSQL, or the lifecycle workflow with skipped time."""

    RULES = "rules"
    LEDGER = "ledger"
    WORKFLOW = "workflow"


async def make_engine(name: EngineName, database: "Database | None" = None) -> "Engine":
    """The engine of that name, for `scenarios.runner.run`.

    `ledger` and `workflow` need a migrated database that is theirs alone (two engines need two): they write accounts
    into it and settle whatever is there at the times of the scenarios. The caller opens it, and closes it after the
    engine. `workflow` starts a Temporal test server for each scenario by itself.

    Raises:
        ValueError: when the engine needs a database and got none.
    """
    if name is EngineName.RULES:
        from scenarios.rules_engine import RulesEngine

        return RulesEngine()
    if database is None:
        raise ValueError(f"the engine {name.value} needs a database of its own")
    if name is EngineName.LEDGER:
        from scenarios.ledger_engine import LedgerEngine

        return LedgerEngine(database)
    from scenarios.workflow_engine import WorkflowEngine

    return WorkflowEngine(database)
