"""Build and count a report that was asked for, as a worker does it, without Temporal."""

from datetime import datetime

from temporalio.testing import ActivityEnvironment

from activities.reports import ReportActivities, ReportStep
from ledger.database import Database
from reports.filing import Filing


async def built_here(database: Database, report: str, now: datetime) -> None:
    over, step = ReportActivities(database, Filing()), ReportStep(report=report, at=now)
    await ActivityEnvironment().run(over.build_report, step)
    await ActivityEnvironment().run(over.reconcile_report, step)
