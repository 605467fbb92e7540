"""Operations of `people`, generated from the server's description by `make client`."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal

from standing_client.calling import UNSET, AsyncCalling, Unset
from standing_client.calls import Reply

if TYPE_CHECKING:
    from standing_client import models
    from standing_client.modelling import Open, Other


class People(AsyncCalling):
    """Operations of `people`."""

    async def read_me(self, *, timeout: float | None = None) -> models.Me:
        """Read who you are, and what you may do.

        Whose key or session this is, and what its roles permit.

        Roles: platform, reviewer, operator, auditor, regulator.
        """
        found: models.Me = await self.answer_to("GET", "/v1/me", ["Me"], timeout=timeout)
        return found

    async def list_people(
        self,
        *,
        after: str | None = None,
        limit: int | None = None,
        status: models.PersonStatus | None = None,
        timeout: float | None = None,
    ) -> models.PeoplePage:
        """List persons.

        Deactivated persons included, unless `status` says otherwise.

        Roles: operator, auditor.
        """
        found: models.PeoplePage = await self.answer_to(
            "GET",
            "/v1/people",
            ["PeoplePage"],
            timeout=timeout,
            params={"after": after, "limit": limit, "status": status},
        )
        return found

    async def iter_people(
        self, *, limit: int | None = None, status: models.PersonStatus | None = None
    ) -> AsyncIterator[models.Person]:
        """List persons: every item of every page."""
        place: Any = None
        while True:
            page = await self.list_people(limit=limit, status=status, after=place)
            for item in page.people:
                yield item
            following: Any = page.next
            if following is None or (following == place and not page.people):
                return
            place = following

    async def add_person(
        self,
        *,
        name: str,
        roles: Sequence[models.Role] | Unset = UNSET,
        kinds: Sequence[models.CaseKind] | Unset | None = UNSET,
        aliases: Sequence[str] | Unset = UNSET,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.Person:
        """Add a person.

        The person has no key and no sign-in yet: create a key, or link an identity.

        Roles: operator.
        """
        found: models.Person = await self.answer_to(
            "POST",
            "/v1/people",
            ["Person"],
            timeout=timeout,
            body={"name": name, "roles": roles, "kinds": kinds, "aliases": aliases},
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    async def read_person(self, person: str, *, timeout: float | None = None) -> models.PersonHistory:
        """Read a person with the history.

        The state of the person and all entries of the record.

        Roles: operator, auditor.
        """
        found: models.PersonHistory = await self.answer_to(
            "GET", "/v1/people/{person}", ["PersonHistory"], timeout=timeout, path_values={"person": person}
        )
        return found

    async def change_person(
        self,
        person: str,
        *,
        name: str | Unset | None = UNSET,
        roles: Sequence[models.Role] | Unset | None = UNSET,
        kinds: Sequence[models.CaseKind] | Unset | None = UNSET,
        every_kind: bool | Unset = UNSET,
        reason: str | Unset = UNSET,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.Person:
        """Change a person's name, roles or kinds of case.

        Keys and sessions have the change at once; cases that the person may not decide any more become free.

        Roles: operator.
        """
        found: models.Person = await self.answer_to(
            "POST",
            "/v1/people/{person}/changes",
            ["Person"],
            timeout=timeout,
            path_values={"person": person},
            body={"name": name, "roles": roles, "kinds": kinds, "every_kind": every_kind, "reason": reason},
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    async def deactivate_person(
        self,
        person: str,
        *,
        reason: str | Unset = UNSET,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.Person:
        """Deactivate a person.

        Keys and sessions end at once, claimed cases become free. What the person decided stays.

        Roles: operator.
        """
        found: models.Person = await self.answer_to(
            "POST",
            "/v1/people/{person}/deactivation",
            ["Person"],
            timeout=timeout,
            path_values={"person": person},
            body={"reason": reason},
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    async def reactivate_person(
        self,
        person: str,
        *,
        reason: str | Unset = UNSET,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.Person:
        """Let a person work again.

        Earlier keys stay revoked: create new ones.

        Roles: operator.
        """
        found: models.Person = await self.answer_to(
            "POST",
            "/v1/people/{person}/reactivation",
            ["Person"],
            timeout=timeout,
            path_values={"person": person},
            body={"reason": reason},
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    async def link_identity(
        self,
        person: str,
        *,
        issuer: str,
        subject: str,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.Person:
        """Let a person sign in with an identity.

        An identity belongs to one person.

        Roles: operator.
        """
        found: models.Person = await self.answer_to(
            "POST",
            "/v1/people/{person}/identities",
            ["Person"],
            timeout=timeout,
            path_values={"person": person},
            body={"issuer": issuer, "subject": subject},
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    async def unlink_identity(
        self,
        person: str,
        *,
        issuer: str,
        subject: str,
        idempotency_key: str | None = None,
        if_match: int | None = None,
        timeout: float | None = None,
    ) -> models.Person:
        """Take an identity from a person.

        The person signs in with it no more; sessions in force go on until they end.

        Roles: operator.
        """
        found: models.Person = await self.answer_to(
            "POST",
            "/v1/people/{person}/identities/removal",
            ["Person"],
            timeout=timeout,
            path_values={"person": person},
            body={"issuer": issuer, "subject": subject},
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return found

    async def list_keys(
        self,
        *,
        after: str | None = None,
        limit: int | None = None,
        person: str | None = None,
        everybody: bool | None = None,
        revoked: bool | None = None,
        timeout: float | None = None,
    ) -> models.KeysPage:
        """List API keys.

        Your own keys; operators may list those of others and of services.

        Roles: platform, reviewer, operator, auditor, regulator.
        """
        found: models.KeysPage = await self.answer_to(
            "GET",
            "/v1/keys",
            ["KeysPage"],
            timeout=timeout,
            params={"after": after, "limit": limit, "person": person, "everybody": everybody, "revoked": revoked},
        )
        return found

    async def iter_keys(
        self,
        *,
        limit: int | None = None,
        person: str | None = None,
        everybody: bool | None = None,
        revoked: bool | None = None,
    ) -> AsyncIterator[models.ApiKey]:
        """List API keys: every item of every page."""
        place: Any = None
        while True:
            page = await self.list_keys(limit=limit, person=person, everybody=everybody, revoked=revoked, after=place)
            for item in page.keys:
                yield item
            following: Any = page.next
            if following is None or (following == place and not page.keys):
                return
            place = following

    async def create_key(
        self,
        *,
        person: str | Unset | None = UNSET,
        service: str | Unset | None = UNSET,
        name: str | Unset = UNSET,
        roles: Sequence[models.Role] | Unset = UNSET,
        timeout: float | None = None,
    ) -> models.NewKey:
        """Create an API key.

        The secret is in this answer only. A repeated request makes another key. Your own key has at most the
        roles of the key or session that you make it with.

        Roles: platform, reviewer, operator, auditor, regulator.
        """
        found: models.NewKey = await self.answer_to(
            "POST",
            "/v1/keys",
            ["NewKey"],
            timeout=timeout,
            body={"person": person, "service": service, "name": name, "roles": roles},
        )
        return found

    async def read_key(self, key: str, *, timeout: float | None = None) -> models.ApiKey:
        """Read an API key.

        A key of yours; operators may read all. The secret is never shown.

        Roles: platform, reviewer, operator, auditor, regulator.
        """
        found: models.ApiKey = await self.answer_to(
            "GET", "/v1/keys/{key}", ["ApiKey"], timeout=timeout, path_values={"key": key}
        )
        return found

    async def revoke_key(self, key: str, *, timeout: float | None = None) -> models.KeyRevoked:
        """Revoke an API key.

        It is refused from now on, in every process. Yours, or as an operator anybody's; revoking twice is once.

        Roles: platform, reviewer, operator, auditor, regulator.
        """
        found: models.KeyRevoked = await self.answer_to(
            "POST", "/v1/keys/{key}/revocation", ["KeyRevoked"], timeout=timeout, path_values={"key": key}, body={}
        )
        return found

    async def assign_key(self, key: str, *, person: str, timeout: float | None = None) -> models.ApiKey:
        """Give a service's key to the person who uses it.

        Earlier entries under the key are the person's from now on. A person's key cannot be given on.

        Roles: operator.
        """
        found: models.ApiKey = await self.answer_to(
            "POST",
            "/v1/keys/{key}/assignment",
            ["ApiKey"],
            timeout=timeout,
            path_values={"key": key},
            body={"person": person},
        )
        return found

    async def list_sessions(
        self,
        *,
        after: str | None = None,
        limit: int | None = None,
        person: str | None = None,
        everybody: bool | None = None,
        ended: bool | None = None,
        timeout: float | None = None,
    ) -> models.SessionsPage:
        """List sessions of the console.

        Your own sessions in force, the newest first; operators may list those of others.

        Roles: platform, reviewer, operator, auditor, regulator.
        """
        found: models.SessionsPage = await self.answer_to(
            "GET",
            "/v1/sessions",
            ["SessionsPage"],
            timeout=timeout,
            params={"after": after, "limit": limit, "person": person, "everybody": everybody, "ended": ended},
        )
        return found

    async def iter_sessions(
        self,
        *,
        limit: int | None = None,
        person: str | None = None,
        everybody: bool | None = None,
        ended: bool | None = None,
    ) -> AsyncIterator[models.SessionEntry]:
        """List sessions of the console: every item of every page."""
        place: Any = None
        while True:
            page = await self.list_sessions(limit=limit, person=person, everybody=everybody, ended=ended, after=place)
            for item in page.sessions:
                yield item
            following: Any = page.next
            if following is None or (following == place and not page.sessions):
                return
            place = following

    async def end_session(self, session: str, *, timeout: float | None = None) -> models.SessionEntry:
        """End a session of the console.

        The session is refused from now on, in every process, and its live pages end. Operators may end those of
        others. One that has ended already stays as it was.

        Roles: platform, reviewer, operator, auditor, regulator.
        """
        found: models.SessionEntry = await self.answer_to(
            "POST", "/v1/sessions/{session}/end", ["SessionEntry"], timeout=timeout, path_values={"session": session}
        )
        return found

    async def end_sessions(
        self, *, person: str | Unset | None = UNSET, but: str | Unset | None = UNSET, timeout: float | None = None
    ) -> models.SessionsEnded:
        """End all sessions of a person.

        Every session of the person ends at once, but for one that may go on. Operators may end those of others.

        Roles: platform, reviewer, operator, auditor, regulator.
        """
        found: models.SessionsEnded = await self.answer_to(
            "POST", "/v1/sessions/end", ["SessionsEnded"], timeout=timeout, body={"person": person, "but": but}
        )
        return found
