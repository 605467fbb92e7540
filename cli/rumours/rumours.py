"""Command `standing rumor`: rumours, their steps and entries, and their debunking."""

import sys
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from rich.text import Text

from cli.terminal import asking
from cli.terminal.beginnings import found
from cli.terminal.console import CliError, Commands, out, print_table, say, show
from cli.terminal.tables import Table
from cli.terminal.values import called, counted, facts, history, when
from cli.terminal.words import RumourField, RumourStatus

app = typer.Typer(cls=Commands, no_args_is_help=True, help="Rumours: label, answer and measure them (article 6).")

_STYLES: Final = {"open": "bold red", "closed": "dim", "corrected": "yellow"}

_Id = Annotated[str, typer.Argument(metavar="ID", help="Identifier of the rumour (`standing rumor list`).")]
_OtherThan = Annotated[list[str] | None, typer.Option(help="A similar open rumour that is not the same; repeatable.")]
_Reason = Annotated[str, typer.Option(help="The reason.")]


@app.command("list")
def list_rumours(
    *, status: Annotated[RumourStatus | None, typer.Option(help="Only those with this status.")] = None
) -> None:
    """List rumours, oldest first."""
    show(asking.every("/v1/rumors", "rumours", status=status), _listed)


def _listed(answer: Any) -> None:
    if not answer["rumours"]:
        say("No rumours.")
        return
    table = Table("id*", "claim", "field", "status", "contents", "orders open", right=("contents", "orders open"))
    for rumour in answer["rumours"]:
        opening, status = rumour["opening"], (rumour["status"], _STYLES.get(rumour["status"], ""))
        row = (rumour["id"], opening["claim"], opening["field"], status)
        table.add(*row, str(rumour["contents"]), str(_open_orders(rumour)))
    print_table(table)


@app.command("show")
def show_rumour(rumour: _Id) -> None:
    """Show a rumour with its steps and entries."""
    answer = found("rumour", rumour, lambda id_: asking.get(f"/v1/rumors/{id_}"))
    path = f"/v1/rumors/{asking.segment(answer['rumour']['id'])}/entries"
    answer["entries"] = []
    while page := asking.get(path, after=len(answer["entries"]), limit=asking.PAGE)["entries"]:
        answer["entries"] += page
    show(answer, _drawn)


def _drawn(answer: Any) -> None:
    state = answer["rumour"]
    opening, information = state["opening"], state["opening"]["information"]
    status = (state["status"], _STYLES.get(state["status"], ""))
    out.print(Text.assemble((state["id"], "bold"), "  ", status, f" {opening['claim']}"), soft_wrap=True)
    facts(
        {
            "field": opening["field"],
            "terms": ", ".join(opening["terms"]),
            "contents": str(state["contents"]),
            "so it is": information and f"{information['text_zh']} ({information['link']})",
            "accused": state["violations"] or "",
            "opened": f"{when(state['opened_at'])} by {called(state, 'opened_by')}",
            "ended": state["ended_at"] and f"{when(state['ended_at'])} {state['reason']}",
        }
    )
    for step in answer["steps"]:
        say(f"  - {step}")
    history(answer["entries"], leave_out=("opening", "accounts", "digest", "information"))


@app.command("open")
def open_rumour(
    rumour: Annotated[str, typer.Argument(metavar="ID", help="Identifier of the rumour.")],
    claim: Annotated[str, typer.Argument(help="The claim, in the words in which it spreads.")],
    *,
    field: Annotated[RumourField, typer.Option(help="Field of the rumour.")] = RumourField.other,
    term: Annotated[list[str] | None, typer.Option(help="A search term; repeatable.")] = None,
    content: Annotated[
        list[str] | None, typer.Option(help="Identifier of a content that spreads it; repeatable.")
    ] = None,
    evidence: Annotated[list[str] | None, typer.Option(help="Link to evidence against it; repeatable.")] = None,
    other_than: _OtherThan = None,
) -> None:
    """Open a rumour. Directives for what is known are sent at once."""
    body = {
        "id": rumour,
        "claim": claim,
        "field": field,
        "terms": term or [],
        "contents": content or [],
        "evidence": [{"link": link} for link in evidence or ()],
        "other_than": other_than or [],
    }
    show(asking.post("/v1/rumors", body), _said)


@app.command()
def add(
    rumour: _Id,
    *,
    content: Annotated[
        list[str] | None, typer.Option(help="Identifier of a content that spreads it; repeatable.")
    ] = None,
    term: Annotated[list[str] | None, typer.Option(help="A search term; repeatable.")] = None,
) -> None:
    """Add contents or search terms to a rumour."""
    if not content and not term:
        raise CliError("say what to add: --content ID or --term WORD, each as often as you like")
    state: Any = None
    if term:
        state = _enter(rumour, "terms", terms=term)
    if content:
        state = _enter(rumour, "contents", contents=content)
    show(state, _said)


@app.command()
def verify(
    rumour: _Id,
    text: Annotated[str, typer.Argument(help="The verified information in Chinese, as it is shown.")],
    link: Annotated[str, typer.Argument(help="Link to the full text.")],
    *,
    english: Annotated[str, typer.Option(help="The verified information in English.")] = "",
) -> None:
    """Publish verified information. It is pinned and recommended."""
    show(_enter(rumour, "information", text_zh=text, text_en=english, link=link), _said)


@app.command()
def close(rumour: _Id, reason: _Reason = "") -> None:
    """Close a rumour that no longer spreads. Labels stay."""
    show(_enter(rumour, "closure", reason=reason.strip()), _said)


@app.command()
def correct(
    rumour: _Id,
    reason: Annotated[str, typer.Option(help="The evidence that the claim is true.")],
    *,
    statement: Annotated[
        str | None, typer.Option(help="Statement shown where the label was; default: the usual one.")
    ] = None,
) -> None:
    """Correct a rumour whose claim is true. Every label is withdrawn."""
    if not reason.strip():
        raise CliError("--reason must say how it is known that the claim is true")
    show(_enter(rumour, "correction", reason=reason, statement_zh=statement), _said)


@app.command()
def reopen(rumour: _Id, reason: _Reason = "", *, other_than: _OtherThan = None) -> None:
    """Reopen a rumour. Its steps start again."""
    show(_enter(rumour, "reopening", reason=reason.strip(), other_than=other_than or []), _said)


@app.command()
def accuse(
    rumour: _Id,
    *,
    making: Annotated[list[str] | None, typer.Option(help="An account that made the rumour; repeatable.")] = None,
    spreading: Annotated[list[str] | None, typer.Option(help="An account that spread the rumour; repeatable.")] = None,
    reason: _Reason = "",
) -> None:
    """Record a violation for each account involved. A refusal for one account does not affect the others."""
    if not making and not spreading:
        raise CliError("name the accounts: --making ACCOUNT, --spreading ACCOUNT, each as often as you like")
    body = {"making": making or [], "spreading": spreading or [], "reason": reason.strip()}
    show(_enter(rumour, "violations", **body), _accused)


def _accused(answer: Any) -> None:
    from models.words.sanctions import Consequences
    from regulation.sanctions.consequence_words import english

    for one in answer["accounts"]:
        followed = one["consequences"]
        said = "" if followed is None else f": {english(Consequences.model_validate(followed))}"
        recorded = one["outcome"] == "recorded"
        words = f"{one['violation']}{said}" if recorded else f"{one['code']}: {one['message']}"
        say(f"{one['account']}  {one['did']}  {one['outcome']}  {words}")


@app.command()
def match(
    file: Annotated[Path, typer.Argument(help="A file with the text; - for standard input.", allow_dash=True)],
) -> None:
    """Show which open rumours a text matches, and why."""
    try:
        text = sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CliError(f"cannot read {file}: {error}") from error
    show(asking.post("/v1/rumors/match", {"text": text}), _matched)


def _matched(answer: Any) -> None:
    for one in answer["matches"]:
        style = "bold red" if one["repeats"] else "dim"
        out.print(Text.assemble((f"{one['score']:.2f}  {one['rumour']}  ", style), one["explanation"]), soft_wrap=True)
    if not answer["matches"]:
        say("No open rumour matches.")


@app.command("reach")
def show_reach(
    rumour: _Id,
    *,
    svg: Annotated[Path | None, typer.Option(help="Write the drawing to this SVG file.", dir_okay=False)] = None,
) -> None:
    """Show the reach of a rumour and its debunking over time."""
    from cli.rumours.reach import draw

    view = found("rumour", rumour, lambda id_: asking.get(f"/v1/rumors/{id_}"))
    path = f"/v1/rumors/{asking.segment(view['rumour']['id'])}/reach"
    if svg is None:
        show(asking.get(path), lambda reach: draw(view["rumour"], reach))
        return
    drawing = asking.request("GET", f"{path}.svg").content
    try:
        svg.write_bytes(drawing)
    except OSError as error:
        raise CliError(f"cannot write {svg}: {error}") from error
    say(f"{svg} is written.")


def _enter(rumour: str, step: str, **body: Any) -> Any:
    return found("rumour", rumour, lambda id_: asking.post(f"/v1/rumors/{id_}/{step}", body))


def _said(state: Any) -> None:
    say(f"{state['id']} is {state['status']}; {counted(_open_orders(state), 'order')} open.")


def _open_orders(state: Any) -> int:
    return sum(len(each["open"]) for each in state["steps"].values())
