"""Which workflow follows which kind of dossier: the literal table of the dossiers' relay."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from models import bulk, cases, directives, followers, networks, reports, rescreens, rumours, webhooks
from models.base import Frozen
from models.dossiers import DossierChanged
from workflows.bulk_run import BulkRun, BulkStart
from workflows.case_review import CaseReview, CaseStart
from workflows.directive_follow_up import DirectiveFollowUp, DirectiveStart
from workflows.follower_cleanup import CleanupStart, FollowerCleanup
from workflows.network_roster import NetworkRoster, NetworkStart
from workflows.regulator_report import RegulatorReport, ReportStart
from workflows.rescreen import Rescreen, RescreenStart
from workflows.rumour_response import RumorResponse, RumourStart
from workflows.webhook_delivery import DeliveryStart, WebhookDelivery


@dataclass(frozen=True)
class Follower:
    """A workflow that follows every dossier of one kind, from its first entry to its end.

    Its `run` takes one argument, made by `start` from the dossier's id, and it has the signal `changed` with a
    `DossierChanged`. It may be told the same twice: it passes over versions that it knows.
    """

    run: Callable[..., Any]
    start: Callable[[str], Frozen]
    summary: Callable[[str, DossierChanged], str]
    """What the list of workflows shows, from the dossier's id and its state; no more than 380 bytes are kept."""
    details: str
    """What this workflow does, in a sentence for operators (Markdown)."""


FOLLOWERS: Final[Mapping[str, Follower]] = {
    directives.KIND: Follower(
        run=DirectiveFollowUp.run,
        start=lambda directive: DirectiveStart(directive=directive),
        summary=lambda directive, changed: (
            f"{changed.state['terms']['order'].replace('_', ' ')} (directive {directive})"
        ),
        details="Waits for the platform to carry out an order, has it sent again, and escalates it when it is late.",
    ),
    bulk.KIND: Follower(
        run=BulkRun.run,
        start=lambda action: BulkStart(bulk=action),
        summary=lambda action, changed: (
            f"{changed.state['measure']['type'].replace('_', ' ')} on {changed.state['accounts']} accounts ({action})"
        ),
        details="Gives many accounts one command, slice by slice, and takes it back when that is asked for.",
    ),
    cases.KIND: Follower(
        run=CaseReview.run,
        start=lambda case: CaseStart(case=case),
        summary=lambda case, changed: f"{changed.state['opening']['kind'].replace('_', ' ')} (case {case})",
        details="Waits for a person's decision, ends claims that ran out, reminds, and escalates what is late.",
    ),
    reports.KIND: Follower(
        run=RegulatorReport.run,
        start=lambda report: ReportStart(report=report),
        summary=lambda report, changed: f"{changed.state['terms']['head']['period']['cadence']} report {report}",
        details="Builds a report to the regulator, counts it a second time, delivers it and waits for the answer.",
    ),
    rumours.KIND: Follower(
        run=RumorResponse.run,
        start=lambda rumour: RumourStart(rumour=rumour),
        summary=lambda rumour, changed: f"rumour {rumour}: {changed.state['opening']['claim'][:60]}",
        details="Waits for the platform to label, pin, recommend and measure, and says which step is late.",
    ),
    followers.KIND: Follower(
        run=FollowerCleanup.run,
        start=lambda cleanup: CleanupStart(cleanup=cleanup),
        summary=lambda _, changed: (
            f"followers of {changed.state['terms']['account']}, violation {changed.state['terms']['violation']}"
        ),
        details="Has followers removed that a violation brought, and holds the next follower count against it.",
    ),
    networks.KIND: Follower(
        run=NetworkRoster.run,
        start=lambda network: NetworkStart(network=network),
        summary=lambda network, changed: f"network {network}: {changed.state['name']}",
        details="Brings every account of a roster in line with its network, and records the ends of its sanctions.",
    ),
    webhooks.KIND: Follower(
        run=WebhookDelivery.run,
        start=lambda subscription: DeliveryStart(subscription=subscription),
        summary=lambda subscription, changed: f"webhook {subscription} to {changed.state['url']}",
        details="Delivers the feed to one address of the platform, in order, again and again until it is taken.",
    ),
    rescreens.KIND: Follower(
        run=Rescreen.run,
        start=lambda rescreen: RescreenStart(rescreen=rescreen),
        summary=lambda rescreen, changed: (
            f"all accounts looked at again because of the {changed.state['because']} (rescreen {rescreen})"
        ),
        details="Looks at every live account with the protected names in force, slice after slice, and opens a case "
        "for each finding that nobody has seen. The current details say how far it has come.",
    ),
}
