"""Operations of `rumours`, generated from the server's description by `make client`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal

from standing_client.calling import UNSET, Calling, Unset
from standing_client.calls import Reply

if TYPE_CHECKING:
    from standing_client import models
    from standing_client.modelling import Open, Other


class Rumours(Calling):
    """Operations of `rumours`."""

    def search_rumours(
        self, *, q: str, limit: int | None = None, timeout: float | None = None
    ) -> models.RumourSearchAnswer:
        """Find what to pin on a search page (article 6).

        Open rumours with verified information that match the query by their search terms and claims, with the
        information to show. Answered from memory, fast enough to call with every search.

        Roles: platform, reviewer, operator, auditor.
        """
        found: models.RumourSearchAnswer = self.answer_to(
            "GET", "/v1/rumors/search", ["RumourSearchAnswer"], timeout=timeout, params={"q": q, "limit": limit}
        )
        return found

    def open_rumour(
        self,
        *,
        claim: str,
        field: models.RumourField,
        id: str | Unset | None = UNSET,
        claim_en: str | Unset = UNSET,
        terms: Sequence[str] | Unset = UNSET,
        contents: Sequence[str] | Unset = UNSET,
        evidence: Sequence[models.RumourProofBody | Mapping[str, Any]] | Unset = UNSET,
        information: models.RumourInformationBody | Mapping[str, Any] | Unset | None = UNSET,
        other_than: Sequence[str] | Unset = UNSET,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.Rumour:
        """Open a rumour (article 6).

        Orders are issued at once for what is known, each as a directive: label the contents, pin the information
        on the search terms, recommend it to viewers of the rumour, measure its reach.

        A rumour that repeats an open one is refused (409 `rumour-repeats-open`, with the open ones in `others`):
        add to those, or name them in `other_than` where this is a different rumour.

        Roles: reviewer, operator.
        """
        found: models.Rumour = self.answer_to(
            "POST",
            "/v1/rumors",
            ["Rumour"],
            timeout=timeout,
            body={
                "claim": claim,
                "field": field,
                "id": id,
                "claim_en": claim_en,
                "terms": terms,
                "contents": contents,
                "evidence": evidence,
                "information": information,
                "other_than": other_than,
            },
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    def list_rumours(
        self,
        *,
        after: str | None = None,
        limit: int | None = None,
        status: models.RumourStatus | None = None,
        field: models.RumourField | None = None,
        timeout: float | None = None,
    ) -> models.RumoursPage:
        """List rumours.

        Rumours, oldest first.

        Roles: platform, reviewer, operator, auditor.
        """
        found: models.RumoursPage = self.answer_to(
            "GET",
            "/v1/rumors",
            ["RumoursPage"],
            timeout=timeout,
            params={"after": after, "limit": limit, "status": status, "field": field},
        )
        return found

    def iter_rumours(
        self,
        *,
        limit: int | None = None,
        status: models.RumourStatus | None = None,
        field: models.RumourField | None = None,
    ) -> Iterator[models.Rumour]:
        """List rumours: every item of every page."""
        place: Any = None
        while True:
            page = self.list_rumours(limit=limit, status=status, field=field, after=place)
            yield from page.rumours
            following: Any = page.next
            if following is None or (following == place and not page.rumours):
                return
            place = following

    def read_rumour(self, rumor: str, *, timeout: float | None = None) -> models.RumourView:
        """Read a rumour with its steps.

        The state of the rumour, and its steps as text.

        Roles: platform, reviewer, operator, auditor.
        """
        found: models.RumourView = self.answer_to(
            "GET", "/v1/rumors/{rumor}", ["RumourView"], timeout=timeout, path_values={"rumor": rumor}
        )
        return found

    def list_rumour_entries(
        self, rumor: str, *, after: int | None = None, limit: int | None = None, timeout: float | None = None
    ) -> models.RumourEntries:
        """List the entries of a rumour.

        Entries of the rumour, oldest first.

        Roles: platform, reviewer, operator, auditor.
        """
        found: models.RumourEntries = self.answer_to(
            "GET",
            "/v1/rumors/{rumor}/entries",
            ["RumourEntries"],
            timeout=timeout,
            path_values={"rumor": rumor},
            params={"after": after, "limit": limit},
        )
        return found

    def iter_rumour_entries(self, rumor: str, *, limit: int | None = None) -> Iterator[models.RumourEntry]:
        """List the entries of a rumour: every item of every page."""
        place: Any = None
        while True:
            page = self.list_rumour_entries(rumor, limit=limit, after=place)
            yield from page.entries
            following: Any = page.entries[-1].seq if page.entries else None
            if following is None or (following == place and not page.entries):
                return
            place = following

    def list_rumour_contents(
        self, rumor: str, *, after: str | None = None, limit: int | None = None, timeout: float | None = None
    ) -> models.RumourContentsPage:
        """List the contents that spread a rumour.

        Contents by identifier.

        Roles: platform, reviewer, operator, auditor.
        """
        found: models.RumourContentsPage = self.answer_to(
            "GET",
            "/v1/rumors/{rumor}/contents",
            ["RumourContentsPage"],
            timeout=timeout,
            path_values={"rumor": rumor},
            params={"after": after, "limit": limit},
        )
        return found

    def iter_rumour_contents(self, rumor: str, *, limit: int | None = None) -> Iterator[models.RumourContent]:
        """List the contents that spread a rumour: every item of every page."""
        place: Any = None
        while True:
            page = self.list_rumour_contents(rumor, limit=limit, after=place)
            yield from page.contents
            following: Any = page.contents[-1].content if page.contents else None
            if following is None or (following == place and not page.contents):
                return
            place = following

    def add_rumour_contents(
        self,
        rumor: str,
        *,
        contents: Sequence[str],
        via: models.ContentFoundBy | Unset = UNSET,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.Rumour:
        """Report contents that spread a rumour.

        New contents are labelled: ordered at once, or with the next order when many are unanswered.

        Roles: platform, reviewer, operator.
        """
        found: models.Rumour = self.answer_to(
            "POST",
            "/v1/rumors/{rumor}/contents",
            ["Rumour"],
            timeout=timeout,
            path_values={"rumor": rumor},
            body={"contents": contents, "via": via},
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    def add_rumour_terms(
        self,
        rumor: str,
        *,
        terms: Sequence[str],
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.Rumour:
        """Add search terms to a rumour.

        Verified information is pinned at the top of the search page of each term.

        Roles: platform, reviewer, operator.
        """
        found: models.Rumour = self.answer_to(
            "POST",
            "/v1/rumors/{rumor}/terms",
            ["Rumour"],
            timeout=timeout,
            path_values={"rumor": rumor},
            body={"terms": terms},
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    def verify_rumour(
        self,
        rumor: str,
        *,
        text_zh: str,
        link: str,
        text_en: str | Unset = UNSET,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.Rumour:
        """Publish verified information.

        The information is pinned and recommended at once, in place of earlier information.

        Roles: reviewer, operator.
        """
        found: models.Rumour = self.answer_to(
            "POST",
            "/v1/rumors/{rumor}/information",
            ["Rumour"],
            timeout=timeout,
            path_values={"rumor": rumor},
            body={"text_zh": text_zh, "link": link, "text_en": text_en},
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    def close_rumour(
        self,
        rumor: str,
        *,
        reason: str | Unset = UNSET,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.Rumour:
        """Close a rumour that no longer spreads.

        Labels stay; pinned information is removed, and all other pending orders are withdrawn.

        Roles: reviewer, operator.
        """
        found: models.Rumour = self.answer_to(
            "POST",
            "/v1/rumors/{rumor}/closure",
            ["Rumour"],
            timeout=timeout,
            path_values={"rumor": rumor},
            body={"reason": reason},
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    def correct_rumour(
        self,
        rumor: str,
        *,
        reason: str,
        statement_zh: str | Unset = UNSET,
        statement_en: str | Unset = UNSET,
        link: str | Unset | None = UNSET,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.Rumour:
        """Correct a rumour whose claim is true.

        Every label and pin is removed; users who saw the debunking are shown a correction; and the violations
        that were recorded from the rumour are overturned.

        Roles: reviewer, operator.
        """
        found: models.Rumour = self.answer_to(
            "POST",
            "/v1/rumors/{rumor}/correction",
            ["Rumour"],
            timeout=timeout,
            path_values={"rumor": rumor},
            body={"reason": reason, "statement_zh": statement_zh, "statement_en": statement_en, "link": link},
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    def reopen_rumour(
        self,
        rumor: str,
        *,
        reason: str | Unset = UNSET,
        other_than: Sequence[str] | Unset = UNSET,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.Rumour:
        """Reopen a rumour.

        The deadlines of its steps start again; removed labels are ordered again.

        Roles: reviewer, operator.
        """
        found: models.Rumour = self.answer_to(
            "POST",
            "/v1/rumors/{rumor}/reopening",
            ["Rumour"],
            timeout=timeout,
            path_values={"rumor": rumor},
            body={"reason": reason, "other_than": other_than},
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    def record_rumour_violations(
        self,
        rumor: str,
        *,
        making: Sequence[str] | Unset = UNSET,
        spreading: Sequence[str] | Unset = UNSET,
        reason: str | Unset = UNSET,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.RumourAccusationAnswer:
        """Record violations by those who made or spread a rumour.

        One violation for each account, in one transaction, with the consequences of the catalogue for that
        account's record; a closure or a cancellation becomes a case for two people. A refused account (unknown,
        closed, already accused) does not affect the others.

        Roles: reviewer, operator.
        """
        found: models.RumourAccusationAnswer = self.answer_to(
            "POST",
            "/v1/rumors/{rumor}/violations",
            ["RumourAccusationAnswer"],
            timeout=timeout,
            path_values={"rumor": rumor},
            body={"making": making, "spreading": spreading, "reason": reason},
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    def match_rumours(self, *, text: str, timeout: float | None = None) -> models.RumourMatchesAnswer:
        """Match a text with open rumours (article 6).

        Compares the text with the claims (near-duplicates within one passage) and with the search terms; each
        match has a score and an explanation. `repeats` states whether the publishing gate would label the text.

        Roles: platform, reviewer, operator, auditor.
        """
        found: models.RumourMatchesAnswer = self.answer_to(
            "POST", "/v1/rumors/match", ["RumourMatchesAnswer"], timeout=timeout, body={"text": text}
        )
        return found

    def report_rumour_exposures(
        self,
        rumor: str,
        *,
        viewers: Sequence[models.ViewerItem | Mapping[str, Any]] | Unset = UNSET,
        hours: Sequence[models.HourItem | Mapping[str, Any]] | Unset = UNSET,
        timeout: float | None = None,
    ) -> models.RumourExposuresAnswer:
        """Report viewers of a rumour and its debunking.

        Bulk reports, in any number: of a viewer the first view counts, of an hour the last number. Tokens are
        stored as keyed hashes that differ for each rumour. An invalid item affects no other, and keeps its place
        and `ref` in the answer; when none is valid, the request is refused.

        Roles: platform, operator.
        """
        found: models.RumourExposuresAnswer = self.answer_to(
            "POST",
            "/v1/rumors/{rumor}/exposures",
            ["RumourExposuresAnswer"],
            timeout=timeout,
            path_values={"rumor": rumor},
            body={"viewers": viewers, "hours": hours},
        )
        return found

    def read_rumour_reach(self, rumor: str, *, timeout: float | None = None) -> models.RumourReach:
        """Read the reach of a rumour and its debunking.

        Hourly numbers, and the share of exposed viewers who saw the debunking.

        Roles: platform, reviewer, operator, auditor.
        """
        found: models.RumourReach = self.answer_to(
            "GET", "/v1/rumors/{rumor}/reach", ["RumourReach"], timeout=timeout, path_values={"rumor": rumor}
        )
        return found

    def draw_rumour_reach(self, rumor: str, *, timeout: float | None = None) -> Reply:
        """Draw the reach as SVG.

        Two curves over time: viewers of the rumour, and viewers of the debunking.

        Roles: platform, reviewer, operator, auditor.
        """
        return self.reply_to("GET", "/v1/rumors/{rumor}/reach.svg", timeout=timeout, path_values={"rumor": rumor})
