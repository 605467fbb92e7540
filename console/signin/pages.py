"""Pages of the sign-in: to the provider and back, by a link, what was typed meanwhile, and out again."""

from typing import Annotated, Any, Final
from urllib.parse import urlencode

import structlog
from fastapi import APIRouter, HTTPException, Query, Request, Response

from api.http.addresses import address_of
from api.http.budgets import Use
from console.http.forms import WithForm
from console.http.headers import HEADERS
from console.http.state import ConsoleState, console_of
from console.http.visit import Reader, WithVisit
from console.http.visitors import COOKIE, SignInNeededError, session_of
from console.signin import refusing
from console.signin.kept import about, typed
from console.signin.provider import Attempt, CodeRefusedError, ProviderAwayError
from console.signin.refusing import Refusal, RefusedSignInError
from console.signin.rights import rights_of
from console.signin.state import (
    BROWSER,
    BROWSER_LASTS_S,
    HOME,
    SIGN_IN,
    SignIn,
    drop_session,
    origin_of,
    own_path,
    set_secret,
    sign_in_of,
)
from console.signin.tokens import Attested, TokenRefusedError
from console.texts.languages import N_
from ledger.people import kept_forms, people, sessions, sign_in_attempts, sign_in_links, signing_in
from ledger.people.sessions import Visit as Session
from ledger.people.sign_in_attempts import Begun
from ledger.people.signing_in import Came, NotAdmittedError, SignedIn
from models.people.people import Identity

router = APIRouter(prefix=SIGN_IN)
out = APIRouter(prefix=HOME)

WHYS: Final = {
    "over": N_("Your session has ended. Sign in again to go on where you were."),
    "fresh": N_("This takes a fresh sign-in. Afterwards you come back here, and what you typed is kept."),
    "out": N_("You are signed out."),
}
"""Why somebody is led to the sign-in."""

log = structlog.get_logger("signin")

Word = Annotated[str, Query(max_length=4_000)]


@router.get("")
async def show_sign_in(request: Request, next: Word = "", why: Word = "") -> Response:  # noqa: A002 - as in the address
    """The page on which a person chooses to sign in; whoever is signed in goes on."""
    sign_in, to, session = sign_in_of(request), own_path(next), await _session(request)
    if session is not None and why != "fresh":
        return _led(to)
    begin = {"next": to, **({"fresh": "1"} if why == "fresh" else {})}
    return Reader(request, None if session is None else session.caller).render(
        "signin/sign_in.html",
        host=sign_in.host,
        begin=f"{SIGN_IN}/start?{urlencode(begin)}",
        why=WHYS.get(why, ""),
        person=None if session is None else session.caller.person,
        out=None if why != "out" or sign_in.provider is None else await _out_of(sign_in),
    )


@router.get("/start")
async def start_sign_in(request: Request, next: Word = "", fresh: bool = False) -> Response:  # noqa: A002
    """To the provider, which leads back to the callback."""
    sign_in, console = sign_in_of(request), console_of(request)
    if sign_in.provider is None:
        return _led(SIGN_IN)
    _count_stranger(request, console)
    attempt = Attempt(fresh=fresh)
    try:
        address = await sign_in.provider.begun(attempt)
    except ProviderAwayError as error:
        raise RefusedSignInError(Refusal.AWAY, said=str(error)) from error
    browser = request.cookies.get(BROWSER) or sessions.fresh_token()
    now = console.app_state.clock()
    begun = Begun(attempt.state, attempt.nonce, attempt.verifier, own_path(next), fresh, now)
    await sign_in_attempts.begin(console.app_state.database, begun, browser)
    answer = _led(address)
    set_secret(answer, BROWSER, browser, BROWSER_LASTS_S)
    return answer


@router.get("/callback")
async def end_sign_in(
    request: Request, state: Word = "", code: Word = "", error: Word = "", iss: Annotated[str | None, Query()] = None
) -> Response:
    """Back from the provider, with a code that is exchanged for what it attests."""
    sign_in, console = sign_in_of(request), console_of(request)
    provider, database = sign_in.provider, console.app_state.database
    if provider is None:
        return _led(SIGN_IN)
    _count_stranger(request, console)
    now = console.app_state.clock()
    begun = await sign_in_attempts.take(database, state, request.cookies.get(BROWSER, ""), now)
    if begun is None:
        raise RefusedSignInError(Refusal.ATTEMPT)
    if error or not code:
        raise RefusedSignInError(
            Refusal.DECLINED if error == "access_denied" else Refusal.PROVIDER, said=error[:200], to=begun.next
        )
    attempt = Attempt(begun.state, begun.nonce, begun.verifier, begun.fresh)
    try:
        found = await provider.attested(attempt, code, issuer=iss, now=now, fresh_within=now - begun.began_at)
    except ProviderAwayError as failed:
        raise RefusedSignInError(Refusal.AWAY, said=str(failed), to=begun.next) from failed
    except (CodeRefusedError, TokenRefusedError) as failed:
        raise RefusedSignInError(Refusal.TOKEN, said=str(failed), to=begun.next) from failed
    return _begun(await _admitted(request, console, found, begun.next), begun.next)


async def _admitted(request: Request, console: ConsoleState, found: Attested, to: str) -> SignedIn:
    identity = Identity(issuer=found.issuer, subject=found.subject)
    now, rights = console.app_state.clock(), rights_of(console.settings, found.groups or ())
    came = _came(request, console, found)
    try:
        return await signing_in.by_provider(console.app_state.database, identity, found.name, rights, came, now)
    except NotAdmittedError as error:
        raise RefusedSignInError(
            Refusal(error.why.value), person=error.person, identity=identity, name=found.name, to=to
        ) from error


# --- links ----------------------------------------------------------------------------------------------------------


@router.get("/link/{token}")
async def show_link(request: Request, token: str) -> Response:
    """Whom the link signs in. Looking at it does not use it up: programs that preview addresses look, too."""
    console = console_of(request)
    person = await _linked(request, console, token)
    found = await people.person_of(console.app_state.database, person)
    return Reader(request).render("signin/link.html", name="" if found is None else found.name)


@router.post("/link/{token}")
async def use_link(request: Request, token: str) -> Response:
    """Sign in the person for whom the link was made, and go on with what was typed before, if something was."""
    console = console_of(request)
    await _linked(request, console, token)
    database, now = console.app_state.database, console.app_state.clock()
    before = request.cookies.get(COOKIE, "")
    had = await sessions.whose(database, before) if before else None
    try:
        signed_in = await signing_in.by_link(database, token, _came(request, console, None), now)
    except NotAdmittedError as error:
        raise RefusedSignInError(Refusal(error.why.value), person=error.person, method="link") from error
    form = None
    if had is not None:
        form = await kept_forms.last_of(database, had[0], signed_in.person.id, now)
    return _begun(signed_in, HOME if form is None else f"{SIGN_IN}/kept/{form}")


async def _linked(request: Request, console: ConsoleState, token: str) -> str:
    """Return the person of a usable link."""
    _count_stranger(request, console)
    if sign_in_of(request).provider is not None:
        raise RefusedSignInError(Refusal.LINKS_OFF, method="link")
    person = await sign_in_links.person_of(console.app_state.database, token, console.app_state.clock())
    if person is None:
        raise RefusedSignInError(Refusal.LINK_USED, method="link")
    return person


# --- what was typed, and out ----------------------------------------------------------------------------------------


@router.get("/kept/{form}")
async def show_kept_form(visit: WithVisit, form: str) -> Response:
    """The form that was typed when the sign-in was needed, to be sent now."""
    app_state = visit.console.app_state
    found = await kept_forms.kept(app_state.database, form, visit.caller.actor, app_state.clock())
    if found is None:
        raise HTTPException(404)
    spoken = visit.language
    return visit.render(
        "signin/kept.html", kept=found, about=about(found.path, spoken), typed=typed(found.fields, spoken)
    )


@out.post("/sign-out")
async def sign_out(request: Request, _: WithForm) -> Response:
    """End the session, here and in every process; whoever is signed in at the provider is told how to end that, too."""
    session, console = await _session(request), console_of(request)
    if session is not None:
        origin = refusing.event_origin(request, session.caller.actor)
        now = console.app_state.clock()
        await sessions.end(console.app_state.database, session.session, why="signed_out", origin=origin, now=now)
        console.app_state.sessions.dropped([session.session])
    answer = _led(f"{SIGN_IN}?why=out")
    drop_session(answer)
    return answer


# --- steps ----------------------------------------------------------------------------------------------------------


async def _session(request: Request) -> Session | None:
    try:
        return await session_of(request)
    except SignInNeededError:
        return None


async def _out_of(sign_in: SignIn) -> str | None:
    try:
        return None if sign_in.provider is None else await sign_in.provider.end_session(sign_in.back)
    except ProviderAwayError:
        return None


def _count_stranger(request: Request, console: ConsoleState) -> None:
    host = request.client.host if request.client else ""
    console.app_state.budgets.spend(Use.STRANGERS, address_of(host))


def _came(request: Request, console: ConsoleState, found: Attested | None) -> Came:
    app_state = console.app_state
    return Came(
        origin=origin_of(request),
        lasting=app_state.sessions.lasting,
        authenticated_at=app_state.clock() if found is None else found.authenticated_at,
        instead_of=request.cookies.get(COOKIE),
        request=request.state.request_id,
    )


def _begun(signed_in: SignedIn, to: str) -> Response:
    log.info("signed in", person=signed_in.person.id, session=signed_in.session)
    answer = _led(to)
    set_secret(answer, COOKIE, signed_in.token)
    return answer


def _led(to: str) -> Response:
    headers: dict[str, Any] = {**HEADERS, "Location": to}
    return Response(status_code=303, headers=headers)
