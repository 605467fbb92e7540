"""The lexicon (article 1): a name tested, the rows that hold names, the protected names, and the bank of emblems."""

from collections.abc import Mapping
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Response

from console.http.calling import segment
from console.http.confirming import Question, follows, unconfirmed
from console.http.forms import Form, WithForm
from console.http.visit import Visit, WithVisit
from console.texts.languages import N_
from models.screening.lexicon import MOST_NAMES
from models.screening.screening import ProtectedKind

router = APIRouter(prefix="/console/lexicon")

KINDS: Final[Mapping[str, str]] = {
    ProtectedKind.PARTY: N_("Party organ"),
    ProtectedKind.GOVERNMENT: N_("government organ"),
    ProtectedKind.MILITARY: N_("military"),
    ProtectedKind.LEGISLATURE: N_("legislature"),
    ProtectedKind.JUDICIAL: N_("judicial organ"),
    ProtectedKind.MASS_ORGANISATION: N_("mass organisation"),
    ProtectedKind.NEWS_MEDIA: N_("news media"),
    ProtectedKind.STATE_BROADCASTER: N_("state broadcaster"),
    ProtectedKind.DIVISION: N_("administrative division"),
}
"""Kinds of protected names, in words."""

COMMANDS: Final[Mapping[str, str]] = {
    "switch": "switch_screening_row",
    "preset": "choose_screening_preset",
    "import": "import_protected_names",
    "retire": "retire_protected_names",
    "emblem": "add_emblem",
    "emblem-retire": "retire_emblem",
}
"""Forms of the page: the operation of the API whose roles may send each."""


@router.get("")
async def show_lexicon(
    visit: WithVisit,
    name: Annotated[str | None, Query(max_length=200)] = None,
    bio: Annotated[str | None, Query(max_length=4000)] = None,
    search: Annotated[str | None, Query(max_length=100)] = None,
    kind: Annotated[str | None, Query(max_length=40)] = None,
    after: Annotated[str | None, Query(max_length=200)] = None,
) -> Response:
    """Show the lexicon in force; with `name`, test it; with `search` or `kind`, list protected names."""
    asked = {"name": name or "", "bio": bio or "", "search": search or "", "kind": kind or "", "after": after}
    return await _lexicon(visit, asked)


@router.post("/switch")
async def switch(visit: WithVisit, form: WithForm) -> Response:
    """Switch a row on or off."""
    visit.require("switch_screening_row")
    if (
        shown := await _to_confirm(visit, "switch", form, _switching(form, await _called(visit, "row", form)))
    ) is not None:
        return shown
    body = {"row": form["row"], "on": form["on"] == "true", **form.body("reason")}
    return await _done(visit, "switch", "/v1/lexicon/switches", form, body, N_("The row is switched"))


@router.post("/preset")
async def choose_preset(visit: WithVisit, form: WithForm) -> Response:
    """Set all rows to a preset."""
    visit.require("choose_screening_preset")
    if (
        shown := await _to_confirm(visit, "preset", form, _presetting(await _called(visit, "preset", form)))
    ) is not None:
        return shown
    return await _done(
        visit, "preset", "/v1/lexicon/presets", form, form.body("preset", "reason"), N_("The preset is in force")
    )


@router.post("/import")
async def import_names(visit: WithVisit, form: WithForm) -> Response:
    """Import protected names, one to a line: the name, then its aliases, with commas between."""
    lines = [(at, line.strip()) for at, line in enumerate(form["names"].splitlines(), 1) if line.strip()]
    if len(lines) > MOST_NAMES:
        return await _lexicon(visit, refused=("import", form.wrong("names", N_("Send fewer names at once"))))
    words = [[word.strip() for word in line.replace("，", ",").split(",") if word.strip()] for _, line in lines]
    names = [{"kind": form["kind"], "name": each[0], "aliases": each[1:]} for each in words if each]
    visit.require("import_protected_names")
    needed = ("source", "listed_on", "names")
    if (shown := await _to_confirm(visit, "import", form, _importing(len(names)), *needed)) is not None:
        return shown
    body = {"names": names, **form.body("source", "listed_on")}
    answer = await visit.api.post("/v1/lexicon/imports", body, key=form.key)
    if answer.ok:
        return visit.redirect("/console/lexicon", N_("The names are protected from now on"))
    # A fault of the third name belongs to the field `names`, and says which line it is about.
    problem = answer.problem
    for fault in problem["errors"]:
        parts = fault["path"].split(".")
        if parts[1:2] == ["names"] and len(parts) > 2 and parts[2].isdecimal():
            place = lines[int(parts[2])]
            form = form.wrong("names", f"{place[0]}: {place[1]}: {fault['message']}")
    refused = form if form.errors else form.refused(answer)
    return await _lexicon(visit, refused=("import", refused))


@router.post("/retire")
async def retire(visit: WithVisit, form: WithForm) -> Response:
    """Retire protected names."""
    visit.require("retire_protected_names")
    if (shown := await _to_confirm(visit, "retire", form, _RETIREMENT, "entries")) is not None:
        return shown
    body = {"entries": form["entries"].split(), **form.body("reason")}
    return await _done(visit, "retire", "/v1/lexicon/retirements", form, body, N_("The names are no longer protected"))


@router.get("/emblems/{emblem}")
async def draw_emblem(visit: WithVisit, emblem: str) -> Response:
    """The picture of an emblem."""
    return await visit.api.forward(f"/v1/emblems/{segment(emblem)}/image")


async def _called(visit: Visit, name: str, form: Form) -> str:
    """Return what a row or a preset is called in the visitor's language; as it was sent where there is no such."""
    lexicon = await visit.api.read("/v1/lexicon")
    chosen = next((each for each in lexicon[f"{name}s"] if each[name] == form[name]), None)
    return form[name] if chosen is None else str(chosen["what_zh" if visit.language.code == "zh" else "what"])


def _switching(form: Form, row: str) -> Question:
    on = form["on"] == "true"
    return Question(
        N_("Switch the row on?") if on else N_("Switch the row off?"),
        N_("Switch the row on") if on else N_("Switch the row off"),
        (
            follows(N_("From now on names that it matches are held for a person, and their accounts wait."))
            if on
            else follows(N_("From now on names that it alone matches are no longer held for a person.")),
            follows(N_("What was held or passed before stays as it is; a rescreen looks at it again.")),
        ),
        about=((N_("Row"), row),),
        tone="primary" if on else "danger",
    )


def _presetting(preset: str) -> Question:
    return Question(
        N_("Set all rows to the preset?"),
        N_("Set all rows"),
        (
            follows(N_("Every row is switched as the preset has it; what single rows were switched to is lost.")),
            follows(N_("What was held or passed before stays as it is; a rescreen looks at it again.")),
        ),
        about=((N_("Preset"), preset),),
    )


_RETIREMENT: Final = Question(
    N_("Retire the names?"),
    N_("Retire the names"),
    (
        follows(N_("From now on anybody may use them, and names like them.")),
        follows(N_("All of them are retired, or none; to protect them again they are imported anew.")),
    ),
    typed=((N_("Identifiers"), "entries"), (N_("Reason"), "reason")),
)


def _importing(count: int) -> Question:
    return Question(
        N_("Protect these names?"),
        N_("Import the names"),
        (
            follows(N_("Names to be protected from now on: %(count)s."), count=count),
            follows(N_("New names and changes that resemble them are held for a person, and their accounts wait.")),
            follows(N_("Accounts that are called so already stay as they are until a rescreen looks at them.")),
        ),
        typed=((N_("Source"), "source"), (N_("Names"), "names")),
        tone="primary",
    )


async def _to_confirm(visit: Visit, name: str, form: Form, question: Question, *needed: str) -> Response | None:
    async def asking() -> Question:
        return question

    async def again(typed: Form) -> Response:
        return await _lexicon(visit, refused=(name, typed))

    return await unconfirmed(visit, form, asking, again, *needed)


async def _done(visit: Visit, name: str, path: str, form: Form, body: Mapping[str, Any], told: str) -> Response:
    answer = await visit.api.post(path, body, key=form.key)
    if answer.ok:
        return visit.redirect("/console/lexicon", told)
    fields = {f"entries.{place}": "entries" for place in range(len(body.get("entries", ())))}
    return await _lexicon(visit, refused=(name, form.refused(answer, fields)))


async def show_with(visit: Visit, name: str, form: Form) -> Response:
    """Show the page with one of its forms as it was typed, with what was said about it."""
    return await _lexicon(visit, refused=(name, form))


async def _lexicon(
    visit: Visit, asked: Mapping[str, Any] | None = None, *, refused: tuple[str, Form] | None = None
) -> Response:
    visit.require("read_lexicon")
    asked = asked or {"name": "", "bio": "", "search": "", "kind": "", "after": None}
    test = Form.of(name=asked["name"], bio=asked["bio"])
    screened = None
    if asked["name"]:
        answer = await visit.api.post("/v1/screenings", test.body("name", "bio"))
        screened, test = (answer.json, test) if answer.ok else (None, test.refused(answer))
    found = None
    if asked["search"] or asked["kind"]:
        params = {
            "search": asked["search"] or None,
            "kind": asked["kind"] or None,
            "after": asked["after"],
            "limit": 50,
        }
        found = await visit.api.read("/v1/lexicon/names", params)
    forms = {
        "switch": Form.of(row="", on="", reason=""),
        "preset": Form.of(preset="", reason=""),
        "import": Form.of(source="", listed_on="", kind="news_media", names=""),
        "retire": Form.of(entries="", reason=""),
        "emblem": Form.of(name="", id="", picture="", reason=""),
    }
    if refused is not None:
        forms[refused[0]] = refused[1]
    return visit.render(
        "lexicon/lexicon.html",
        part="lexicon",
        status=refused[1].status if refused is not None else test.status,
        lexicon=await visit.api.read("/v1/lexicon"),
        emblems=(await visit.api.read("/v1/emblems"))["emblems"],
        kinds=KINDS,
        test=test,
        screened=screened,
        marked=None
        if screened is None
        else [(part, marked(screened[part])) for part in ("name", "bio") if screened[part] is not None],
        found=found,
        asked=asked,
        forms=forms,
        opened=None if refused is None else refused[0],
        allowed={name for name, operation in COMMANDS.items() if visit.may(operation)},
    )


def marked(screening: Mapping[str, Any]) -> list[tuple[str, bool]]:
    """Return the text in pieces, each with whether it was matched; overlapping matches are one piece."""
    text, pieces, at = screening["text"], list[tuple[str, bool]](), 0
    for match in sorted(screening["matches"], key=lambda match: (match["start"], -match["end"])):
        start, end = max(at, match["start"]), match["end"]
        if start > at:
            pieces.append((text[at:start], False))
        if end > start:
            pieces.append((text[start:end], True))
            at = end
    return [*pieces, (text[at:], False)] if at < len(text) else pieces
