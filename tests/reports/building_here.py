"""Build and count a requested report as a worker does, without Temporal."""

from datetime import datetime

from temporalio.testing import ActivityEnvironment

from activities.reports import ReportActivities, ReportStep
from ledger.reports import reports
from ledger.store.database import Database
from models.reports.reports import Delivered, ReportStatus
from regulation.reports import reports as rules
from regulation.reports.periods import period_of
from reports.filing import Filing, terms_of


async def built_here(database: Database, report: str, now: datetime) -> None:
    over, step = ReportActivities(database, Filing()), ReportStep(record=report, at=now)
    await ActivityEnvironment().run(over.build_report, step)
    await ActivityEnvironment().run(over.reconcile_report, step)


async def filed_here(database: Database, written: str, now: datetime) -> None:
    """Request the report of a period, build it, and record its delivery to the regulator."""
    terms = terms_of(Filing(), period_of(written))
    given = Delivered(attempt=1, to="ready to be fetched")
    asked = await reports.execute(database, written, rules.request(terms), actor="regulator report", now=now)
    assert asked.refusal is None
    await built_here(database, written, now)
    entered = await reports.execute(database, written, rules.delivered(given), actor="regulator report", now=now)
    assert entered.state is not None
    assert entered.state.status is ReportStatus.DELIVERED
