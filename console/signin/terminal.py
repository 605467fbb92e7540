"""Sign-in at a terminal: a person who is signed in here lets a terminal act as the person.

The terminal makes its token itself and leads the person here with the token's SHA-256. Confirmed, a session with that
hash begins: neither this page nor the browser ever has the token. Both show a code that follows from the hash, so that
nobody confirms the terminal of a stranger. It takes a fresh sign-in.
"""

from base64 import b32encode
from hashlib import sha256
from typing import Annotated

from fastapi import APIRouter, HTTPException, Path, Query, Request, Response

from console.http.forms import WithForm
from console.http.visit import WithVisit
from console.http.visitors import require_fresh
from console.signin.sessions_page import PATH as SESSIONS
from console.signin.state import origin_of
from console.texts.languages import N_
from ledger.people import signing_in
from ledger.people.sessions import From
from ledger.people.signing_in import Came, NotAdmittedError

router = APIRouter(prefix="/console/terminals")

_Challenge = Annotated[str, Path(pattern=r"^[0-9a-f]{64}$")]
_Host = Annotated[str, Query(max_length=60, pattern=r"^[A-Za-z0-9._-]*$")]


def code_of(challenge: str) -> str:
    """Return the code that the page and the terminal show for the hash of a token."""
    letters = b32encode(sha256(challenge.encode()).digest())[:8].decode()
    return f"{letters[:4]}-{letters[4:]}"


@router.get("/{challenge}")
async def show_terminal(visit: WithVisit, request: Request, challenge: _Challenge, host: _Host = "") -> Response:
    """What confirming means, and the code to compare."""
    if visit.caller.person is None:
        raise HTTPException(404)
    await require_fresh(request)
    return visit.render("signin/terminal.html", code=code_of(challenge), host=host, name=visit.caller.name)


@router.post("/{challenge}")
async def confirm_terminal(
    visit: WithVisit, request: Request, challenge: _Challenge, _: WithForm, host: _Host = ""
) -> Response:
    """Begin the terminal's session."""
    if visit.caller.person is None:
        raise HTTPException(404)
    await require_fresh(request)
    app_state = visit.console.app_state
    came = Came(
        origin=From(origin_of(request).address, f"standing sign-in ({host or 'terminal'})"),
        lasting=app_state.sessions.lasting,
        authenticated_at=app_state.clock(),
        request=request.state.request_id,
    )
    digest = bytes.fromhex(challenge)
    try:
        begun = await signing_in.at_terminal(app_state.database, visit.caller, digest, came, app_state.clock())
    except NotAdmittedError:
        raise HTTPException(404) from None
    if begun is None:
        return visit.redirect(SESSIONS, N_("This code was used before: start again at the terminal"))
    return visit.redirect(SESSIONS, N_("The terminal is signed in"))
