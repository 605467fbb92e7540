"""Engines by name."""

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ledger.store.database import Database
    from scenarios.engine import Engine


class EngineName(StrEnum):
    """Engine that answers: the rules alone, the ledger on PostgreSQL, or lifecycle workflows with skipped time."""

    RULES = "rules"
    LEDGER = "ledger"
    WORKFLOW = "workflow"


async def make_engine(name: EngineName, database: "Database | None" = None) -> "Engine":
    """Engine of that name, for `scenarios.runner.run`.

    `ledger` and `workflow` need a migrated database of their own, one for each engine: they write accounts into it and
    record the boundaries of all accounts there at the times of the scenarios. The caller opens the database, and closes
    it after the engine. `workflow` starts a Temporal test server for each scenario.

    Raises:
        ValueError: when the engine needs a database and `database` is None.
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
