"""Operations of `events`, generated from the server's description by `make client`."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal

from standing_client.calling import UNSET, AsyncCalling, Unset
from standing_client.calls import Reply

if TYPE_CHECKING:
    from standing_client import models
    from standing_client.modelling import Open, Other


class Events(AsyncCalling):
    """Operations of `events`."""

    async def list_events(
        self,
        *,
        after: int | Annotated[Literal["latest"], Open] | None = None,
        types: str | None = None,
        account: str | None = None,
        limit: int | None = None,
        wait: int | None = None,
        timeout: float | None = None,
    ) -> models.EventsPage:
        """Read the event feed.

        Contains every fact, every boundary that was passed, and every entry of a case, directive or other record.
        Continue with `next`, indefinitely.

        With `wait`, the response is sent as soon as there is a new event. With `Accept: text/event-stream` the
        response is endless: each event is sent when it is recorded, and `Last-Event-ID` resumes an interrupted
        stream. The stream of a revoked key ends within two seconds with an event `problem`.

        Roles: platform, reviewer, operator, auditor.
        """
        found: models.EventsPage = await self.answer_to(
            "GET",
            "/v1/events",
            ["EventsPage"],
            timeout=timeout,
            params={"after": after, "types": types, "account": account, "limit": limit, "wait": wait},
        )
        return found

    async def iter_events(
        self, *, types: str | None = None, account: str | None = None, limit: int | None = None, wait: int | None = None
    ) -> AsyncIterator[models.AnyEvent]:
        """Read the event feed: every item of every page."""
        place: Any = None
        while True:
            page = await self.list_events(types=types, account=account, limit=limit, wait=wait, after=place)
            for item in page.events:
                yield item
            following: Any = page.next
            if following is None or (following == place and not page.events):
                return
            place = following

    async def list_account_events(
        self, account: str, *, before: int | None = None, limit: int | None = None, timeout: float | None = None
    ) -> models.AccountEventsPage:
        """List the events about an account, the newest first.

        What the feed has told about the account: its facts, the boundaries that it passed, and the entries of
        cases, directives and other records about it. To follow the feed, read `/v1/events`.

        Roles: platform, reviewer, operator, auditor.
        """
        found: models.AccountEventsPage = await self.answer_to(
            "GET",
            "/v1/accounts/{account}/events",
            ["AccountEventsPage"],
            timeout=timeout,
            path_values={"account": account},
            params={"before": before, "limit": limit},
        )
        return found

    async def iter_account_events(
        self, account: str, *, limit: int | None = None
    ) -> AsyncIterator[
        models.AccountRegisteredAnnouncement
        | models.AccountRegistrationHeldAnnouncement
        | models.AccountHoldLiftedAnnouncement
        | models.AccountRegistrationRejectedAnnouncement
        | models.AccountRejectionLiftedAnnouncement
        | models.AccountNameChangedAnnouncement
        | models.AccountProfileChangedAnnouncement
        | models.AccountProfileChangeHeldAnnouncement
        | models.AccountProfileChangeRejectedAnnouncement
        | models.AccountProfileRestoredAnnouncement
        | models.AccountImpersonationFoundAnnouncement
        | models.AccountImpersonationLiftedAnnouncement
        | models.AccountFindingDismissedAnnouncement
        | models.AccountHolderChangedAnnouncement
        | models.AccountCertificationGrantedAnnouncement
        | models.AccountCertificationRevokedAnnouncement
        | models.AccountMonetizationGrantedAnnouncement
        | models.AccountMonetizationWithheldAnnouncement
        | models.AccountMonetizationCancelledAnnouncement
        | models.AccountViolationRecordedAnnouncement
        | models.AccountBanImposedAnnouncement
        | models.AccountBanShortenedAnnouncement
        | models.AccountMeasureImposedAnnouncement
        | models.AccountMeasureShortenedAnnouncement
        | models.AccountWithholdingLiftedAnnouncement
        | models.AccountOverturnedAnnouncement
        | models.AccountConsequenceWithdrawnAnnouncement
        | models.AccountClosedAnnouncement
        | models.AccountReopenedAnnouncement
        | models.AccountNetworkSignedAnnouncement
        | models.AccountNetworkLeftAnnouncement
        | models.AccountNetworkRestrictedAnnouncement
        | models.AccountNetworkLiftedAnnouncement
        | models.AccountHolderRestrictedAnnouncement
        | models.AccountHolderLiftedAnnouncement
        | models.AccountBoundaryPassedAnnouncement
        | models.DirectiveIssuedAnnouncement
        | models.DirectiveSentAgainAnnouncement
        | models.DirectiveAcknowledgedAnnouncement
        | models.DirectiveEscalatedAnnouncement
        | models.DirectiveWithdrawnAnnouncement
        | models.CaseOpenedAnnouncement
        | models.CaseEvidenceAddedAnnouncement
        | models.CaseClaimedAnnouncement
        | models.CaseReleasedAnnouncement
        | models.CaseAssignedAnnouncement
        | models.CaseNotedAnnouncement
        | models.CaseProposedAnnouncement
        | models.CaseDecidedAnnouncement
        | models.CaseDeferredAnnouncement
        | models.CaseTakenBackAnnouncement
        | models.CaseCorrectionProposedAnnouncement
        | models.CaseCorrectedAnnouncement
        | models.CaseCorrectionDroppedAnnouncement
        | models.CaseRemindedAnnouncement
        | models.CaseEscalatedAnnouncement
        | models.CaseWithdrawnAnnouncement
        | models.BulkDraftedAnnouncement
        | models.BulkStartedAnnouncement
        | models.BulkFinishedAnnouncement
        | models.BulkCancellationStartedAnnouncement
        | models.BulkCancelledAnnouncement
        | models.BulkReversalStartedAnnouncement
        | models.BulkRevertedAnnouncement
        | models.BulkReversalCancellationStartedAnnouncement
        | models.BulkReversalCancelledAnnouncement
        | models.RunCreatedAnnouncement
        | models.RunStartedAnnouncement
        | models.RunFinishedAnnouncement
        | models.RunCancelledAnnouncement
        | models.ExposureDrawnUpAnnouncement
        | models.ExposurePublishedAnnouncement
        | models.ExposureWithheldAnnouncement
        | models.ExposureWithdrawnAnnouncement
        | models.ExposureOverturnedAnnouncement
        | models.LexiconImportedAnnouncement
        | models.LexiconRetiredAnnouncement
        | models.LexiconSwitchedAnnouncement
        | models.LexiconPresetChosenAnnouncement
        | models.RumourOpenedAnnouncement
        | models.RumourContentsFoundAnnouncement
        | models.RumourTermsAddedAnnouncement
        | models.RumourInformationVerifiedAnnouncement
        | models.RumourOrderedAnnouncement
        | models.RumourAnsweredAnnouncement
        | models.RumourCalledOffAnnouncement
        | models.RumourEscalatedAnnouncement
        | models.RumourClosedAnnouncement
        | models.RumourCorrectedAnnouncement
        | models.RumourReopenedAnnouncement
        | models.RumourViolationsRecordedAnnouncement
        | models.RumourViolationsOverturnedAnnouncement
        | models.CleanupOpenedAnnouncement
        | models.CleanupOrderedAnnouncement
        | models.CleanupNothingTaintedAnnouncement
        | models.CleanupAnsweredAnnouncement
        | models.CleanupRefusedAnnouncement
        | models.CleanupTakenOverAnnouncement
        | models.CleanupKeptAwayAnnouncement
        | models.CleanupVerifiedAnnouncement
        | models.CleanupEscalatedAnnouncement
        | models.CleanupSettledAnnouncement
        | models.CleanupStoppedAnnouncement
        | models.CleanupRestoreOrderedAnnouncement
        | models.CleanupRestoredAnnouncement
        | models.NetworkRegisteredAnnouncement
        | models.NetworkRosterChangedAnnouncement
        | models.NetworkSanctionedAnnouncement
        | models.NetworkSanctionLiftedAnnouncement
        | models.NetworkSanctionEndedAnnouncement
        | models.NetworkEscalatedAnnouncement
        | models.SubscriptionCreatedAnnouncement
        | models.SubscriptionChangedAnnouncement
        | models.SubscriptionSecretRotatedAnnouncement
        | models.SubscriptionPausedAnnouncement
        | models.SubscriptionResumedAnnouncement
        | models.SubscriptionReplayAskedAnnouncement
        | models.SubscriptionDeletedAnnouncement
        | models.CertificationExpiringAnnouncement
        | models.ReportRequestedAnnouncement
        | models.ReportBuiltAnnouncement
        | models.ReportReconciledAnnouncement
        | models.ReportMismatchedAnnouncement
        | models.ReportRetriedAnnouncement
        | models.ReportReleasedAnnouncement
        | models.ReportDeliveredAnnouncement
        | models.ReportDeliveryFailedAnnouncement
        | models.ReportEscalatedAnnouncement
        | models.ReportAcknowledgedAnnouncement
        | models.ReportRejectedAnnouncement
        | models.ReportAmendedAnnouncement
        | models.ExemptionGrantedAnnouncement
        | models.ExemptionRevokedAnnouncement
        | models.RescreenStartedAnnouncement
        | models.RescreenProgressedAnnouncement
        | models.RescreenFinishedAnnouncement
        | models.RescreenStoppedAnnouncement
        | models.PersonAddedAnnouncement
        | models.PersonChangedAnnouncement
        | models.PersonAliasAddedAnnouncement
        | models.PersonIdentityLinkedAnnouncement
        | models.PersonIdentityUnlinkedAnnouncement
        | models.PersonDeactivatedAnnouncement
        | models.PersonReactivatedAnnouncement
        | Other
    ]:
        """List the events about an account, the newest first: every item of every page."""
        place: Any = None
        while True:
            page = await self.list_account_events(account, limit=limit, before=place)
            for item in page.events:
                yield item
            following: Any = page.next
            if following is None or (following == place and not page.events):
                return
            place = following
