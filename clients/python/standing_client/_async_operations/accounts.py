"""Operations of `accounts`, generated from the server's description by `make client`."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal

from standing_client.calling import UNSET, AsyncCalling, Unset
from standing_client.calls import Reply

if TYPE_CHECKING:
    from standing_client import models
    from standing_client.modelling import Open, Other


class Accounts(AsyncCalling):
    """Operations of `accounts`."""

    async def list_accounts(
        self,
        *,
        after: str | None = None,
        limit: int | None = None,
        q: str | None = None,
        holder: str | None = None,
        network: str | None = None,
        kind: models.AccountKind | None = None,
        field: models.Field | None = None,
        status: models.AccountStatus | None = None,
        restriction: models.RestrictionKind | None = None,
        article: int | None = None,
        privilege: Annotated[
            Literal[
                "service",
                "publish",
                "gain_followers",
                "be_recommended",
                "apply_monetization",
                "publish.finance",
                "publish.education",
                "publish.healthcare",
                "publish.justice",
                "monetize.advertising",
                "monetize.content_revenue",
                "monetize.ecommerce",
                "monetize.live_gifts",
                "monetize.appreciation",
                "monetize.paid_knowledge",
                "monetize.brand_cooperation",
            ],
            Open,
        ]
        | None = None,
        open: bool | None = None,
        category: models.ViolationCategory | None = None,
        uncertified: models.Uncertified | None = None,
        certification_ends_before: dt.date | None = None,
        registered_since: dt.datetime | None = None,
        registered_before: dt.datetime | None = None,
        changed_since: dt.datetime | None = None,
        boundary_before: dt.datetime | None = None,
        at: dt.datetime | None = None,
        sort: models.AccountSort | None = None,
        timeout: float | None = None,
    ) -> models.AccountsPage:
        """Search accounts.

        Accounts that pass every filter, as they stand now or at the instant `at`. With `q` the best matches come
        first: an equal identifier or name, then names that begin with the text, that contain it, that look like
        it.

        Roles: platform, reviewer, operator, auditor.
        """
        found: models.AccountsPage = await self.answer_to(
            "GET",
            "/v1/accounts",
            ["AccountsPage"],
            timeout=timeout,
            params={
                "after": after,
                "limit": limit,
                "q": q,
                "holder": holder,
                "network": network,
                "kind": kind,
                "field": field,
                "status": status,
                "restriction": restriction,
                "article": article,
                "privilege": privilege,
                "open": open,
                "category": category,
                "uncertified": uncertified,
                "certification_ends_before": certification_ends_before,
                "registered_since": registered_since,
                "registered_before": registered_before,
                "changed_since": changed_since,
                "boundary_before": boundary_before,
                "at": at,
                "sort": sort,
            },
        )
        return found

    async def iter_accounts(
        self,
        *,
        limit: int | None = None,
        q: str | None = None,
        holder: str | None = None,
        network: str | None = None,
        kind: models.AccountKind | None = None,
        field: models.Field | None = None,
        status: models.AccountStatus | None = None,
        restriction: models.RestrictionKind | None = None,
        article: int | None = None,
        privilege: Annotated[
            Literal[
                "service",
                "publish",
                "gain_followers",
                "be_recommended",
                "apply_monetization",
                "publish.finance",
                "publish.education",
                "publish.healthcare",
                "publish.justice",
                "monetize.advertising",
                "monetize.content_revenue",
                "monetize.ecommerce",
                "monetize.live_gifts",
                "monetize.appreciation",
                "monetize.paid_knowledge",
                "monetize.brand_cooperation",
            ],
            Open,
        ]
        | None = None,
        open: bool | None = None,
        category: models.ViolationCategory | None = None,
        uncertified: models.Uncertified | None = None,
        certification_ends_before: dt.date | None = None,
        registered_since: dt.datetime | None = None,
        registered_before: dt.datetime | None = None,
        changed_since: dt.datetime | None = None,
        boundary_before: dt.datetime | None = None,
        at: dt.datetime | None = None,
        sort: models.AccountSort | None = None,
    ) -> AsyncIterator[models.FoundAccount]:
        """Search accounts: every item of every page."""
        place: Any = None
        while True:
            page = await self.list_accounts(
                limit=limit,
                q=q,
                holder=holder,
                network=network,
                kind=kind,
                field=field,
                status=status,
                restriction=restriction,
                article=article,
                privilege=privilege,
                open=open,
                category=category,
                uncertified=uncertified,
                certification_ends_before=certification_ends_before,
                registered_since=registered_since,
                registered_before=registered_before,
                changed_since=changed_since,
                boundary_before=boundary_before,
                at=at,
                sort=sort,
                after=place,
            )
            for item in page.accounts:
                yield item
            following: Any = page.next
            if following is None or (following == place and not page.accounts):
                return
            place = following

    async def register_account(
        self,
        *,
        account: str,
        kind: models.AccountKind,
        holder: models.HolderBody | Mapping[str, Any],
        name: str,
        fields: Sequence[models.Field] | Unset = UNSET,
        bio: str | Unset = UNSET,
        mcn: str | Unset | None = UNSET,
        avatar: str | Unset = UNSET,
        picture: str | Unset | None = UNSET,
        contacts: models.HolderContactsBody | Mapping[str, Any] | Unset | None = UNSET,
        evidence: Sequence[models.EvidenceBody | Mapping[str, Any]] | Unset = UNSET,
        effective_at: dt.datetime | Unset | None = UNSET,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> models.CommandAnswer:
        """Register an account (articles 1 and 7).

        A person may have one account, an enterprise two; a holder whose account was closed as a sanction may not
        register again.

        201: the account is active. 202: the account is held, because it shows a protected name or emblem or
        resembles a closed account. It is registered, and has no service until a reviewer has decided the case
        `id`.

        Roles: platform, operator.
        """
        found: models.CommandAnswer = await self.answer_to(
            "POST",
            "/v1/accounts",
            ["CommandAnswer"],
            timeout=timeout,
            body={
                "account": account,
                "kind": kind,
                "holder": holder,
                "name": name,
                "fields": fields,
                "bio": bio,
                "mcn": mcn,
                "avatar": avatar,
                "picture": picture,
                "contacts": contacts,
                "evidence": evidence,
                "effective_at": effective_at,
            },
            idempotency_key=idempotency_key,
        )
        return found

    async def count_accounts(
        self,
        *,
        q: str | None = None,
        holder: str | None = None,
        network: str | None = None,
        kind: models.AccountKind | None = None,
        field: models.Field | None = None,
        status: models.AccountStatus | None = None,
        restriction: models.RestrictionKind | None = None,
        article: int | None = None,
        privilege: Annotated[
            Literal[
                "service",
                "publish",
                "gain_followers",
                "be_recommended",
                "apply_monetization",
                "publish.finance",
                "publish.education",
                "publish.healthcare",
                "publish.justice",
                "monetize.advertising",
                "monetize.content_revenue",
                "monetize.ecommerce",
                "monetize.live_gifts",
                "monetize.appreciation",
                "monetize.paid_knowledge",
                "monetize.brand_cooperation",
            ],
            Open,
        ]
        | None = None,
        open: bool | None = None,
        category: models.ViolationCategory | None = None,
        uncertified: models.Uncertified | None = None,
        certification_ends_before: dt.date | None = None,
        registered_since: dt.datetime | None = None,
        registered_before: dt.datetime | None = None,
        changed_since: dt.datetime | None = None,
        boundary_before: dt.datetime | None = None,
        at: dt.datetime | None = None,
        by: models.AccountCountBy | None = None,
        timeout: float | None = None,
    ) -> models.AccountCounts:
        """Count accounts.

        Numbers of the accounts that pass every filter, by what holds of them.

        Roles: platform, reviewer, operator, auditor.
        """
        found: models.AccountCounts = await self.answer_to(
            "GET",
            "/v1/accounts/counts",
            ["AccountCounts"],
            timeout=timeout,
            params={
                "q": q,
                "holder": holder,
                "network": network,
                "kind": kind,
                "field": field,
                "status": status,
                "restriction": restriction,
                "article": article,
                "privilege": privilege,
                "open": open,
                "category": category,
                "uncertified": uncertified,
                "certification_ends_before": certification_ends_before,
                "registered_since": registered_since,
                "registered_before": registered_before,
                "changed_since": changed_since,
                "boundary_before": boundary_before,
                "at": at,
                "by": by,
            },
        )
        return found

    async def export_accounts(
        self,
        *,
        form: Annotated[Literal["csv", "ndjson"], Open] | None = None,
        q: str | None = None,
        holder: str | None = None,
        network: str | None = None,
        kind: models.AccountKind | None = None,
        field: models.Field | None = None,
        status: models.AccountStatus | None = None,
        restriction: models.RestrictionKind | None = None,
        article: int | None = None,
        privilege: Annotated[
            Literal[
                "service",
                "publish",
                "gain_followers",
                "be_recommended",
                "apply_monetization",
                "publish.finance",
                "publish.education",
                "publish.healthcare",
                "publish.justice",
                "monetize.advertising",
                "monetize.content_revenue",
                "monetize.ecommerce",
                "monetize.live_gifts",
                "monetize.appreciation",
                "monetize.paid_knowledge",
                "monetize.brand_cooperation",
            ],
            Open,
        ]
        | None = None,
        open: bool | None = None,
        category: models.ViolationCategory | None = None,
        uncertified: models.Uncertified | None = None,
        certification_ends_before: dt.date | None = None,
        registered_since: dt.datetime | None = None,
        registered_before: dt.datetime | None = None,
        changed_since: dt.datetime | None = None,
        boundary_before: dt.datetime | None = None,
        at: dt.datetime | None = None,
        sort: models.AccountSort | None = None,
        timeout: float | None = None,
    ) -> Reply:
        """Download accounts.

        The accounts that pass every filter as a file, as of the instant at which it begins. The download is
        recorded in the audit.

        Roles: platform, reviewer, operator, auditor.
        """
        return await self.reply_to(
            "GET",
            "/v1/accounts/export",
            timeout=timeout,
            params={
                "form": form,
                "q": q,
                "holder": holder,
                "network": network,
                "kind": kind,
                "field": field,
                "status": status,
                "restriction": restriction,
                "article": article,
                "privilege": privilege,
                "open": open,
                "category": category,
                "uncertified": uncertified,
                "certification_ends_before": certification_ends_before,
                "registered_since": registered_since,
                "registered_before": registered_before,
                "changed_since": changed_since,
                "boundary_before": boundary_before,
                "at": at,
                "sort": sort,
            },
        )

    async def read_account(self, account: str, *, timeout: float | None = None) -> models.AccountAnswer:
        """Read an account.

        The account's data; its holder is shown as a keyed hash. With `If-None-Match` 304 while it is unchanged.

        Roles: platform, reviewer, operator, auditor.
        """
        found: models.AccountAnswer = await self.answer_to(
            "GET", "/v1/accounts/{account}", ["AccountAnswer"], timeout=timeout, path_values={"account": account}
        )
        return found

    async def read_homepage(self, account: str, *, timeout: float | None = None) -> models.Homepage:
        """Read what the homepage must display (articles 2, 4 and 11).

        The name to show, the field labels with their qualifications, and the network that signed the account.

        Roles: platform, reviewer, operator, auditor.
        """
        found: models.Homepage = await self.answer_to(
            "GET", "/v1/accounts/{account}/homepage", ["Homepage"], timeout=timeout, path_values={"account": account}
        )
        return found

    async def change_name(
        self,
        account: str,
        *,
        name: str,
        evidence: Sequence[models.EvidenceBody | Mapping[str, Any]] | Unset = UNSET,
        effective_at: dt.datetime | Unset | None = UNSET,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.CommandAnswer:
        """Change the name (articles 1 and 4).

        The new name applies from now on. 202: a reviewer must decide first; until then the old name stays.

        Roles: platform, operator.
        """
        found: models.CommandAnswer = await self.answer_to(
            "POST",
            "/v1/accounts/{account}/name-changes",
            ["CommandAnswer"],
            timeout=timeout,
            path_values={"account": account},
            body={"name": name, "evidence": evidence, "effective_at": effective_at},
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    async def foresee_change_name(
        self,
        account: str,
        *,
        name: str,
        evidence: Sequence[models.EvidenceBody | Mapping[str, Any]] | Unset = UNSET,
        effective_at: dt.datetime | Unset | None = UNSET,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.ForeseenAnswer:
        """Foresee what would follow, without recording anything: Change the name (articles 1 and 4).

        The new name applies from now on. 202: a reviewer must decide first; until then the old name stays.

        Roles: platform, operator.
        """
        found: models.ForeseenAnswer = await self.answer_to(
            "POST",
            "/v1/accounts/{account}/name-changes",
            ["ForeseenAnswer"],
            timeout=timeout,
            path_values={"account": account},
            params={"dry_run": True},
            body={"name": name, "evidence": evidence, "effective_at": effective_at},
            if_match=if_match,
        )
        return found

    async def change_holder(
        self,
        account: str,
        *,
        holder: models.HolderBody | Mapping[str, Any],
        kind: models.AccountKind | Unset | None = UNSET,
        effective_at: dt.datetime | Unset | None = UNSET,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.CommandAnswer:
        """Change the holder (articles 2, 7 and 8).

        Profit-making freezes for three months, certifications lapse, and the account counts towards the new
        holder's quota.

        Roles: platform, operator.
        """
        found: models.CommandAnswer = await self.answer_to(
            "POST",
            "/v1/accounts/{account}/holder-changes",
            ["CommandAnswer"],
            timeout=timeout,
            path_values={"account": account},
            body={"holder": holder, "kind": kind, "effective_at": effective_at},
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    async def foresee_change_holder(
        self,
        account: str,
        *,
        holder: models.HolderBody | Mapping[str, Any],
        kind: models.AccountKind | Unset | None = UNSET,
        effective_at: dt.datetime | Unset | None = UNSET,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.ForeseenAnswer:
        """Foresee what would follow, without recording anything: Change the holder (articles 2, 7 and 8).

        Profit-making freezes for three months, certifications lapse, and the account counts towards the new
        holder's quota.

        Roles: platform, operator.
        """
        found: models.ForeseenAnswer = await self.answer_to(
            "POST",
            "/v1/accounts/{account}/holder-changes",
            ["ForeseenAnswer"],
            timeout=timeout,
            path_values={"account": account},
            params={"dry_run": True},
            body={"holder": holder, "kind": kind, "effective_at": effective_at},
            if_match=if_match,
        )
        return found

    async def change_profile(
        self,
        account: str,
        *,
        name: str | Unset | None = UNSET,
        bio: str | Unset | None = UNSET,
        avatar: str | Unset | None = UNSET,
        picture: str | Unset | None = UNSET,
        evidence: Sequence[models.EvidenceBody | Mapping[str, Any]] | Unset = UNSET,
        effective_at: dt.datetime | Unset | None = UNSET,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.CommandAnswer:
        """Change name, bio or avatar (article 1).

        The new profile applies from now on. 202: a reviewer must decide first; until then the old profile stays
        unchanged.

        Roles: platform, operator.
        """
        found: models.CommandAnswer = await self.answer_to(
            "POST",
            "/v1/accounts/{account}/profile-changes",
            ["CommandAnswer"],
            timeout=timeout,
            path_values={"account": account},
            body={
                "name": name,
                "bio": bio,
                "avatar": avatar,
                "picture": picture,
                "evidence": evidence,
                "effective_at": effective_at,
            },
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    async def foresee_change_profile(
        self,
        account: str,
        *,
        name: str | Unset | None = UNSET,
        bio: str | Unset | None = UNSET,
        avatar: str | Unset | None = UNSET,
        picture: str | Unset | None = UNSET,
        evidence: Sequence[models.EvidenceBody | Mapping[str, Any]] | Unset = UNSET,
        effective_at: dt.datetime | Unset | None = UNSET,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.ForeseenAnswer:
        """Foresee what would follow, without recording anything: Change name, bio or avatar (article 1).

        The new profile applies from now on. 202: a reviewer must decide first; until then the old profile stays
        unchanged.

        Roles: platform, operator.
        """
        found: models.ForeseenAnswer = await self.answer_to(
            "POST",
            "/v1/accounts/{account}/profile-changes",
            ["ForeseenAnswer"],
            timeout=timeout,
            path_values={"account": account},
            params={"dry_run": True},
            body={
                "name": name,
                "bio": bio,
                "avatar": avatar,
                "picture": picture,
                "evidence": evidence,
                "effective_at": effective_at,
            },
            if_match=if_match,
        )
        return found

    async def request_admission(
        self,
        *,
        unified_social_credit_code: str,
        reference: str,
        evidence: Sequence[models.EvidenceBody | Mapping[str, Any]],
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.AdmissionAnswer:
        """Apply for the admission of an irregular credit code.

        A reviewer examines the evidence and decides the case. Once it is approved, the code is accepted for its
        holder wherever a code is accepted, with the usual quota and the registry of closed accounts. A further
        request while a case is pending, or after it was approved, returns that case.

        Roles: platform, operator.
        """
        found: models.AdmissionAnswer = await self.answer_to(
            "POST",
            "/v1/credit-code-admissions",
            ["AdmissionAnswer"],
            timeout=timeout,
            body={
                "unified_social_credit_code": unified_social_credit_code,
                "reference": reference,
                "evidence": evidence,
            },
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found
