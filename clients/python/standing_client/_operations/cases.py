"""Operations of `cases`, generated from the server's description by `make client`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal

from standing_client.calling import UNSET, Calling, Unset
from standing_client.calls import Reply

if TYPE_CHECKING:
    from standing_client import models
    from standing_client.modelling import Open, Other


class Cases(Calling):
    """Operations of `cases`."""

    def list_cases(
        self,
        *,
        after: str | None = None,
        limit: int | None = None,
        status: Sequence[models.CaseStatus] | None = None,
        kind: Sequence[models.CaseKind] | None = None,
        priority: Sequence[models.CasePriority] | None = None,
        overdue: bool | None = None,
        due_within: dt.timedelta | None = None,
        mine: bool | None = None,
        unclaimed: bool | None = None,
        decidable: bool | None = None,
        second_person: Annotated[Literal["needed", "me"], Open] | None = None,
        skipped: bool | None = None,
        claimed_by: str | None = None,
        assigned_to: str | None = None,
        decider: str | None = None,
        account: str | None = None,
        search: str | None = None,
        opened_from: dt.date | None = None,
        opened_until: dt.date | None = None,
        decided_from: dt.date | None = None,
        decided_until: dt.date | None = None,
        view: str | None = None,
        sort: Annotated[Literal["urgency", "newest", "decided"], Open] | None = None,
        timeout: float | None = None,
    ) -> models.CasesPage:
        """List cases as a queue.

        The most urgent first, then by due time. Filters combine. Each case has a summary, its age and its
        deadline in words, and who is looking at it.

        Roles: reviewer, operator, auditor.
        """
        found: models.CasesPage = self.answer_to(
            "GET",
            "/v1/cases",
            ["CasesPage"],
            timeout=timeout,
            params={
                "after": after,
                "limit": limit,
                "status": status,
                "kind": kind,
                "priority": priority,
                "overdue": overdue,
                "due_within": due_within,
                "mine": mine,
                "unclaimed": unclaimed,
                "decidable": decidable,
                "second_person": second_person,
                "skipped": skipped,
                "claimed_by": claimed_by,
                "assigned_to": assigned_to,
                "decider": decider,
                "account": account,
                "search": search,
                "opened_from": opened_from,
                "opened_until": opened_until,
                "decided_from": decided_from,
                "decided_until": decided_until,
                "view": view,
                "sort": sort,
            },
        )
        return found

    def iter_cases(
        self,
        *,
        limit: int | None = None,
        status: Sequence[models.CaseStatus] | None = None,
        kind: Sequence[models.CaseKind] | None = None,
        priority: Sequence[models.CasePriority] | None = None,
        overdue: bool | None = None,
        due_within: dt.timedelta | None = None,
        mine: bool | None = None,
        unclaimed: bool | None = None,
        decidable: bool | None = None,
        second_person: Annotated[Literal["needed", "me"], Open] | None = None,
        skipped: bool | None = None,
        claimed_by: str | None = None,
        assigned_to: str | None = None,
        decider: str | None = None,
        account: str | None = None,
        search: str | None = None,
        opened_from: dt.date | None = None,
        opened_until: dt.date | None = None,
        decided_from: dt.date | None = None,
        decided_until: dt.date | None = None,
        view: str | None = None,
        sort: Annotated[Literal["urgency", "newest", "decided"], Open] | None = None,
    ) -> Iterator[models.QueuedCase]:
        """List cases as a queue: every item of every page."""
        place: Any = None
        while True:
            page = self.list_cases(
                limit=limit,
                status=status,
                kind=kind,
                priority=priority,
                overdue=overdue,
                due_within=due_within,
                mine=mine,
                unclaimed=unclaimed,
                decidable=decidable,
                second_person=second_person,
                skipped=skipped,
                claimed_by=claimed_by,
                assigned_to=assigned_to,
                decider=decider,
                account=account,
                search=search,
                opened_from=opened_from,
                opened_until=opened_until,
                decided_from=decided_from,
                decided_until=decided_until,
                view=view,
                sort=sort,
                after=place,
            )
            yield from page.cases
            following: Any = page.next
            if following is None or (following == place and not page.cases):
                return
            place = following

    def open_case(
        self,
        *,
        kind: models.CaseKind,
        account: str,
        id: str | Unset | None = UNSET,
        category: models.ViolationCategory | Unset | None = UNSET,
        title: str | Unset = UNSET,
        priority: models.CasePriority | Unset | None = UNSET,
        due_at: dt.datetime | Unset | None = UNSET,
        evidence: Sequence[models.EvidenceBody | Mapping[str, Any]] | Unset = UNSET,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.Case:
        """Open a case by hand.

        Irreversible sanctions (closure, permanent cancellation) are opened as proposals, and take two people with
        the same decision. All other kinds are opened automatically by their subject.

        Roles: reviewer, operator.
        """
        found: models.Case = self.answer_to(
            "POST",
            "/v1/cases",
            ["Case"],
            timeout=timeout,
            body={
                "kind": kind,
                "account": account,
                "id": id,
                "category": category,
                "title": title,
                "priority": priority,
                "due_at": due_at,
                "evidence": evidence,
            },
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    def count_cases(self, *, timeout: float | None = None) -> models.CaseCounts:
        """Count the cases of the queue.

        Undecided cases by status, kind, priority and what concerns you, and the number of cases of each view that
        you see.

        Roles: reviewer, operator, auditor.
        """
        found: models.CaseCounts = self.answer_to("GET", "/v1/cases/counts", ["CaseCounts"], timeout=timeout)
        return found

    def update_case_presence(
        self, case: str, *, leaving: bool | Unset = UNSET, timeout: float | None = None
    ) -> models.CasePresenceAnswer:
        """Tell that you look at a case.

        Others see you at the case for 30 seconds: send it again every ten seconds while the case is open. It
        keeps nobody from the case; a claim does. Repeating it is harmless, so it takes no Idempotency-Key.

        Roles: reviewer, operator, auditor.
        """
        found: models.CasePresenceAnswer = self.answer_to(
            "POST",
            "/v1/cases/{case}/presence",
            ["CasePresenceAnswer"],
            timeout=timeout,
            path_values={"case": case},
            body={"leaving": leaving},
        )
        return found

    def skip_case(
        self, case: str, *, for_: dt.timedelta | Unset | None = UNSET, timeout: float | None = None
    ) -> models.CaseSkipAnswer:
        """Skip a case for a time.

        The filter `skipped=false` leaves it out for you meanwhile; nothing changes for others. Repeating it is
        harmless, so it takes no Idempotency-Key.

        Roles: reviewer, operator, auditor.
        """
        found: models.CaseSkipAnswer = self.answer_to(
            "POST",
            "/v1/cases/{case}/skip",
            ["CaseSkipAnswer"],
            timeout=timeout,
            path_values={"case": case},
            body={"for": for_},
        )
        return found

    def read_case(self, case: str, *, timeout: float | None = None) -> models.CaseView:
        """Read a case with its history.

        The state of the case, its evidence and all entries, including notes.

        Roles: reviewer, operator, auditor.
        """
        found: models.CaseView = self.answer_to(
            "GET", "/v1/cases/{case}", ["CaseView"], timeout=timeout, path_values={"case": case}
        )
        return found

    def read_case_status(self, case: str, *, timeout: float | None = None) -> models.CaseStatusAnswer:
        """Read the status of a case.

        Whether and how the case was decided, without the reviewers.

        Roles: platform, reviewer, operator, auditor.
        """
        found: models.CaseStatusAnswer = self.answer_to(
            "GET", "/v1/cases/{case}/status", ["CaseStatusAnswer"], timeout=timeout, path_values={"case": case}
        )
        return found

    def add_case_evidence(
        self,
        case: str,
        *,
        kind: models.EvidenceKind,
        text: str | Unset = UNSET,
        link: str | Unset | None = UNSET,
        digest: str | Unset | None = UNSET,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.Case:
        """Add evidence.

        Evidence may be added until the case is decided.

        Roles: reviewer, operator.
        """
        found: models.Case = self.answer_to(
            "POST",
            "/v1/cases/{case}/evidence",
            ["Case"],
            timeout=timeout,
            path_values={"case": case},
            body={"kind": kind, "text": text, "link": link, "digest": digest},
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    def add_case_note(
        self,
        case: str,
        *,
        text: str,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.Case:
        """Add a note to a case.

        Notes are visible to reviewers and not in the feed. They may be added after the decision, too.

        Roles: reviewer, operator.
        """
        found: models.Case = self.answer_to(
            "POST",
            "/v1/cases/{case}/notes",
            ["Case"],
            timeout=timeout,
            path_values={"case": case},
            body={"text": text},
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    def claim_case(
        self,
        case: str,
        *,
        lease: dt.timedelta | Unset | None = UNSET,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.Case:
        """Claim a case.

        Nobody else may decide the case until the lease ends. Claim it again to extend the lease.

        Roles: reviewer, operator.
        """
        found: models.Case = self.answer_to(
            "POST",
            "/v1/cases/{case}/claim",
            ["Case"],
            timeout=timeout,
            path_values={"case": case},
            body={"lease": lease},
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    def release_case(
        self,
        case: str,
        *,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.Case:
        """Release a claim.

        Ends your own claim; an operator may end any claim.

        Roles: reviewer, operator.
        """
        found: models.Case = self.answer_to(
            "POST",
            "/v1/cases/{case}/release",
            ["Case"],
            timeout=timeout,
            path_values={"case": case},
            body={},
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    def assign_case(
        self,
        case: str,
        *,
        to: str | None,
        reason: str | Unset = UNSET,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.Case:
        """Assign a case to a person, or to nobody.

        Nobody else may decide the case then; a claim by another person ends. Only a person who may decide the
        case can be meant: any other name is refused with those who could be.

        Roles: operator.
        """
        found: models.Case = self.answer_to(
            "POST",
            "/v1/cases/{case}/assignment",
            ["Case"],
            timeout=timeout,
            path_values={"case": case},
            body={"to": to, "reason": reason},
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    def decide_case(
        self,
        case: str,
        *,
        outcome: models.CaseOutcome,
        reason: str | Unset = UNSET,
        terms: models.CaseTermsBody | Mapping[str, Any] | Unset | None = UNSET,
        exposure: models.ExposingBody | Mapping[str, Any] | Unset | None = UNSET,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.Case:
        """Decide a case.

        The consequences of the decision are recorded in the same transaction.

        Where two people must decide, the first decision is a proposal (status `proposed`); the same decision by
        another person takes effect. Where the platform has set a window to take decisions back, the decision of
        one person on a kind that may wait is `deferred` until `deferral.takes_effect_at`.

        Roles: reviewer, operator.
        """
        found: models.Case = self.answer_to(
            "POST",
            "/v1/cases/{case}/decision",
            ["Case"],
            timeout=timeout,
            path_values={"case": case},
            body={"outcome": outcome, "reason": reason, "terms": terms, "exposure": exposure},
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    def take_back_case_decision(
        self,
        case: str,
        *,
        reason: str | Unset = UNSET,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.Case:
        """Take back one's own decision.

        Possible for the person who decided, until `deferral.takes_effect_at`; the case is open again. Nothing had
        followed from the decision.

        Roles: reviewer, operator.
        """
        found: models.Case = self.answer_to(
            "POST",
            "/v1/cases/{case}/decision/take-back",
            ["Case"],
            timeout=timeout,
            path_values={"case": case},
            body={"reason": reason},
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    def withdraw_case(
        self,
        case: str,
        *,
        reason: str | Unset = UNSET,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.Case:
        """Withdraw a case that was opened by hand.

        The case needs no decision any more. Cases opened automatically cannot be withdrawn, as an applicant waits
        for them.

        Roles: reviewer, operator.
        """
        found: models.Case = self.answer_to(
            "POST",
            "/v1/cases/{case}/withdrawal",
            ["Case"],
            timeout=timeout,
            path_values={"case": case},
            body={"reason": reason},
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    def read_case_assignees(self, case: str, *, timeout: float | None = None) -> models.AssigneesAnswer:
        """List the persons to whom a case may be given.

        Persons who may decide the case now: active, with a role and the kind, and who decided nothing of what it
        is about.

        Roles: reviewer, operator, auditor.
        """
        found: models.AssigneesAnswer = self.answer_to(
            "GET", "/v1/cases/{case}/assignees", ["AssigneesAnswer"], timeout=timeout, path_values={"case": case}
        )
        return found

    def hand_over_case(
        self,
        case: str,
        *,
        to: str,
        reason: str | Unset = UNSET,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.Case:
        """Hand a case over to another person.

        For a case that you have claimed, or that is assigned to you: your claim ends, and the case is assigned to
        the other person, who must be one that may decide it. A service receives no case.

        Roles: reviewer, operator.
        """
        found: models.Case = self.answer_to(
            "POST",
            "/v1/cases/{case}/hand-over",
            ["Case"],
            timeout=timeout,
            path_values={"case": case},
            body={"to": to, "reason": reason},
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    def correct_case(
        self,
        case: str,
        *,
        outcome: models.CaseOutcome,
        reason: str,
        terms: models.CaseTermsBody | Mapping[str, Any] | Unset | None = UNSET,
        exposure: models.ExposingBody | Mapping[str, Any] | Unset | None = UNSET,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.Case:
        """Correct the decision of a case.

        Withdraw the decision with all that followed from it, and put another one in its place, in one
        transaction. Both stay on record, and the holder is told of both.

        Where the decision in force or the new one takes two people, so does the correction: the first is a
        proposal (status `correcting`; the decision stands meanwhile), and at least one of the two took no part in
        the decision. The decision in force, given again, drops a proposal. What cannot be corrected is refused
        with 409 `decision-final`, which says what would be right.

        Roles: reviewer, operator.
        """
        found: models.Case = self.answer_to(
            "POST",
            "/v1/cases/{case}/correction",
            ["Case"],
            timeout=timeout,
            path_values={"case": case},
            body={"outcome": outcome, "reason": reason, "terms": terms, "exposure": exposure},
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    def decide_cases(
        self,
        *,
        decisions: Sequence[models.CaseDecisionItem | Mapping[str, Any]],
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.CaseDecisionsAnswer:
        """Decide many cases.

        Each case is decided on its own, with everything that follows: one that is refused, or invalid, does not
        hold up the others, and keeps its place and `ref`. A case that two items name is decided by neither. Where
        two people must decide, each decision is a proposal or the second one, as it would be alone. With an
        `Idempotency-Key` a repeated request decides only what was not decided yet, and answers the same.

        Roles: reviewer, operator.
        """
        found: models.CaseDecisionsAnswer = self.answer_to(
            "POST",
            "/v1/cases/decisions",
            ["CaseDecisionsAnswer"],
            timeout=timeout,
            body={"decisions": decisions},
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    def upload_evidence(
        self, *, content: bytes, content_type: str, name: str, timeout: float | None = None
    ) -> models.EvidenceFile:
        """Send a file as evidence.

        The body is the file: PDF, PNG, JPEG or WebP, at most 4 MiB. Send it as `application/octet-stream`, or as
        what it is. Pictures are decoded as avatars are, within the same limits. Name the `digest` of the answer
        in the `evidence` of a registration, a change of the profile, an application or a case. Sending the same
        file again has no effect, so no Idempotency-Key is needed.

        Roles: platform, reviewer, operator.
        """
        found: models.EvidenceFile = self.answer_to(
            "POST",
            "/v1/evidence",
            ["EvidenceFile"],
            timeout=timeout,
            params={"name": name},
            content=content,
            content_type=content_type,
        )
        return found

    def read_case_evidence(self, case: str, digest: str, *, timeout: float | None = None) -> Reply:
        """Read a file of the evidence.

        The file as it was sent, for those who may read the case.

        Roles: reviewer, operator, auditor.
        """
        return self.reply_to(
            "GET", "/v1/cases/{case}/evidence/{digest}", timeout=timeout, path_values={"case": case, "digest": digest}
        )

    def read_case_outcomes(self, case: str, *, timeout: float | None = None) -> models.CaseOutcomesAnswer:
        """List the outcomes that the caller may choose.

        Each outcome of the kind: whether the caller may choose it now, why not, and whether it takes a second
        person.

        Roles: reviewer, operator, auditor.
        """
        found: models.CaseOutcomesAnswer = self.answer_to(
            "GET", "/v1/cases/{case}/outcomes", ["CaseOutcomesAnswer"], timeout=timeout, path_values={"case": case}
        )
        return found

    def preview_case_decision(
        self,
        case: str,
        *,
        outcome: models.CaseOutcome | Unset | None = UNSET,
        reason: str | Unset = UNSET,
        terms: models.CaseTermsBody | Mapping[str, Any] | Unset | None = UNSET,
        exposure: models.ExposingBody | Mapping[str, Any] | Unset | None = UNSET,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.CasePreview:
        """Preview a decision (dry run).

        What would follow from the decision: facts, restrictions, grants, events, and the statement of reasons as
        the holder would read it. The decision runs as it would, and is rolled back; nothing is recorded.

        Where two people must decide, the preview shows what follows once the second has decided alike.

        Roles: reviewer, operator.
        """
        found: models.CasePreview = self.answer_to(
            "POST",
            "/v1/cases/{case}/decision/preview",
            ["CasePreview"],
            timeout=timeout,
            path_values={"case": case},
            body={"outcome": outcome, "reason": reason, "terms": terms, "exposure": exposure},
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    def preview_case_correction(
        self,
        case: str,
        *,
        outcome: models.CaseOutcome | Unset | None = UNSET,
        reason: str | Unset = UNSET,
        terms: models.CaseTermsBody | Mapping[str, Any] | Unset | None = UNSET,
        exposure: models.ExposingBody | Mapping[str, Any] | Unset | None = UNSET,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.CasePreview:
        """Preview a correction (dry run).

        What would be undone, and what would follow instead, with both statements as the holder would read them.
        The correction runs as it would, and is rolled back; nothing is recorded.

        Where two people must correct, the preview shows what follows once the second has decided alike.

        Roles: reviewer, operator.
        """
        found: models.CasePreview = self.answer_to(
            "POST",
            "/v1/cases/{case}/correction/preview",
            ["CasePreview"],
            timeout=timeout,
            path_values={"case": case},
            body={"outcome": outcome, "reason": reason, "terms": terms, "exposure": exposure},
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    def read_case_context(self, case: str, *, timeout: float | None = None) -> models.CaseContext:
        """Read the context of a case.

        The account with its profile and the places that screening matched, its standing, earlier decisions on it
        and on its holder's other accounts with the texts that were sent, what an appeal is about, and similar
        cases with their decisions.

        Roles: reviewer, operator, auditor.
        """
        found: models.CaseContext = self.answer_to(
            "GET", "/v1/cases/{case}/context", ["CaseContext"], timeout=timeout, path_values={"case": case}
        )
        return found

    def list_reason_templates(
        self,
        *,
        case: str | None = None,
        kind: models.CaseKind | None = None,
        outcome: models.CaseOutcome | None = None,
        category: models.ViolationCategory | None = None,
        timeout: float | None = None,
    ) -> models.ReasonTemplates:
        """List reason templates.

        Reasons in words for the person who decides, in Chinese and in English, by kind of case, outcome and
        category. With `case` they are filled from the case; what is left to fill stands in braces.

        Roles: reviewer, operator, auditor.
        """
        found: models.ReasonTemplates = self.answer_to(
            "GET",
            "/v1/reason-templates",
            ["ReasonTemplates"],
            timeout=timeout,
            params={"case": case, "kind": kind, "outcome": outcome, "category": category},
        )
        return found

    def list_views(self, *, timeout: float | None = None) -> models.ViewsAnswer:
        """List the views of the queue.

        Views that everybody has, your own, and shared ones; `GET /v1/cases/counts` gives the number of cases of
        each.

        Roles: reviewer, operator, auditor.
        """
        found: models.ViewsAnswer = self.answer_to("GET", "/v1/views", ["ViewsAnswer"], timeout=timeout)
        return found

    def save_view(
        self,
        *,
        name: str,
        id: str | Unset | None = UNSET,
        filters: models.CaseFiltersBody | Mapping[str, Any] | Unset = UNSET,
        sort: Annotated[Literal["urgency", "newest", "decided"], Open] | Unset | None = UNSET,
        shared: bool | Unset = UNSET,
        timeout: float | None = None,
    ) -> models.ViewShown:
        """Save a view.

        Give an `id` to repeat the request safely: the same view saved again is not refused.

        Roles: reviewer, operator, auditor.
        """
        found: models.ViewShown = self.answer_to(
            "POST",
            "/v1/views",
            ["ViewShown"],
            timeout=timeout,
            body={"name": name, "id": id, "filters": filters, "sort": sort, "shared": shared},
        )
        return found

    def change_view(
        self,
        view: str,
        *,
        name: str | Unset | None = UNSET,
        filters: models.CaseFiltersBody | Mapping[str, Any] | Unset | None = UNSET,
        sort: Annotated[Literal["urgency", "newest", "decided"], Open] | Unset | None = UNSET,
        shared: bool | Unset | None = UNSET,
        timeout: float | None = None,
    ) -> models.ViewShown:
        """Change a view.

        Its name, filters, order, and whether it is shared. Your own; an operator may change shared ones of
        others.

        Roles: reviewer, operator, auditor.
        """
        found: models.ViewShown = self.answer_to(
            "POST",
            "/v1/views/{view}/changes",
            ["ViewShown"],
            timeout=timeout,
            path_values={"view": view},
            body={"name": name, "filters": filters, "sort": sort, "shared": shared},
        )
        return found

    def delete_view(self, view: str, *, timeout: float | None = None) -> models.ViewShown:
        """Delete a view.

        Your own; an operator may delete shared ones of others. The answer is the view that was deleted.

        Roles: reviewer, operator, auditor.
        """
        found: models.ViewShown = self.answer_to(
            "POST", "/v1/views/{view}/deletion", ["ViewShown"], timeout=timeout, path_values={"view": view}, body={}
        )
        return found

    def use_view(self, view: str, *, timeout: float | None = None) -> models.ViewShown:
        """Remember a view as the last one used.

        `GET /v1/views` names the one that you used last.

        Roles: reviewer, operator, auditor.
        """
        found: models.ViewShown = self.answer_to(
            "POST", "/v1/views/{view}/use", ["ViewShown"], timeout=timeout, path_values={"view": view}, body={}
        )
        return found

    def star_view(self, view: str, *, starred: bool | Unset = UNSET, timeout: float | None = None) -> models.ViewShown:
        """Star a view.

        For you alone.

        Roles: reviewer, operator, auditor.
        """
        found: models.ViewShown = self.answer_to(
            "POST",
            "/v1/views/{view}/star",
            ["ViewShown"],
            timeout=timeout,
            path_values={"view": view},
            body={"starred": starred},
        )
        return found

    def read_case_statistics(
        self,
        *,
        from_: dt.date | None = None,
        until: dt.date | None = None,
        kind: Sequence[models.CaseKind] | None = None,
        timeout: float | None = None,
    ) -> models.CaseStatistics:
        """Count cases: age, throughput, agreement, appeals.

        What waits now by age; what was opened and decided each day; for each kind and each person how many were
        decided, how many late, how long it took, how often a second person agreed, and what appeals changed.

        Roles: reviewer, operator, auditor.
        """
        found: models.CaseStatistics = self.answer_to(
            "GET",
            "/v1/statistics/cases",
            ["CaseStatistics"],
            timeout=timeout,
            params={"from": from_, "until": until, "kind": kind},
        )
        return found
