"""The lexicon: protected names and screening rows, readable by all, changed by operators (article 1)."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field
from starlette.responses import Response

from api.handling import answers
from api.handling.commanding import REPLAYED
from api.handling.entering import CommandHandling, WithCommandHandling
from api.handling.requests import Body, examples
from api.handling.routing import Guarded
from api.http.cursors import BEFORE, BEHIND, Limit, PageOf, TextKey, items_named
from api.http.problems import Fault, invalid
from api.http.words import ProtectedId
from api.state.app_state import WithAppState
from ledger.screening import lexicon as ledger
from ledger.streams import records
from ledger.streams.records import Act, Decide, Entered
from models.base import Frozen
from models.instants import CivilDate
from models.screening.lexicon import (
    MOST_NAMES,
    MOST_RETIRED,
    RECORD,
    ImportedList,
    LexiconBody,
    LexiconState,
    ListedName,
)
from models.screening.screening import ProtectedKind, ProtectedName
from models.texts.incoming import Line, Text, compared
from regulation.screening import lexicon as rules
from regulation.screening.lexicon import LEXICON
from screening.holding import PRESETS, ROWS, in_force

router = APIRouter(prefix="/v1/lexicon", route_class=Guarded, tags=["screening"])


class RowShown(Frozen):
    """One screening row, a reason to hold a text, and whether it is on."""

    row: str
    on: bool
    what: str
    what_zh: str
    held: Annotated[str, Field(description="Example of a name that this row holds.")]
    clear: Annotated[str, Field(description="Example of a similar name that is not held.")]


class PresetShown(Frozen):
    """A preset of screening rows."""

    preset: str
    what: str
    what_zh: str


class LexiconShown(Frozen):
    """The lexicon in force."""

    version: Annotated[str, Field(description="Version, as in every screening.")]
    preset: Annotated[str, Field(description="Preset in use; single rows may differ from it.")]
    presets: tuple[PresetShown, ...]
    names: Annotated[dict[ProtectedKind, int], Field(description="Number of names in force, by kind.")]
    rows: tuple[RowShown, ...]
    lists: Annotated[tuple[ImportedList, ...], Field(description="Lists that operators imported.")]
    retired: int


class NamesQuery(Frozen):
    """Filters of the list of protected names."""

    kind: ProtectedKind | None = None
    search: Annotated[
        Annotated[str, compared] | None, Field(max_length=100, description="Part of a name, an alias or an identifier.")
    ] = None
    after: Annotated[Annotated[ProtectedId, BEHIND] | None, Field(description=BEFORE)] = None
    limit: Limit = 100


class NamesPage(PageOf[ProtectedName, TextKey]):
    """Protected names in force, by identifier."""

    model_config = items_named("names")

    version: str


class ImportBody(Body):
    """A list of protected names with its source."""

    model_config = examples(
        {
            "source": "省级融媒体名录",
            "listed_on": "2026-10-01",
            "names": [{"kind": "news_media", "name": "山野融媒", "aliases": ["山野融媒客户端"], "plain": ["山野"]}],
        }
    )

    source: Annotated[Line, Field(min_length=1, description="Source of the list, as shown with a match.")]
    listed_on: CivilDate
    names: Annotated[tuple[ListedName, ...], Field(min_length=1, max_length=MOST_NAMES)]


class RetirementBody(Body):
    """Names that need no protection any more: all of them are retired, or none."""

    model_config = examples({"entries": ["东方早报"], "reason": "停刊"})

    entries: Annotated[tuple[ProtectedId, ...], Field(min_length=1, max_length=MOST_RETIRED)]
    reason: Text = ""


class SwitchBody(Body):
    """A screening row, and whether it is on."""

    model_config = examples({"row": "newsroom_alone", "on": True, "reason": "专项行动"})

    row: Line
    on: bool
    reason: Text = ""


class PresetBody(Body):
    """The preset to apply to all screening rows."""

    model_config = examples({"preset": "literal", "reason": "专项行动期间从严"})

    preset: Annotated[Line, Field(description="`balanced`, or `literal`: the wording of the article.")]
    reason: Text = ""


class LexiconChanged(Frozen):
    """Changes made by the command; empty when nothing had to change."""

    version: Annotated[str, Field(description="Version of the lexicon after the command.")]
    entered: tuple[LexiconBody, ...]


@router.get("", response_model=LexiconShown, summary="Read the lexicon in force and its rows")
async def read_lexicon(app_state: WithAppState) -> Response:
    """Version, number of names of each kind, screening rows and imported lists."""
    found = await ledger.read(app_state.database)
    state = (await records.state_of(app_state.database, LEXICON, RECORD)).state
    on = in_force(found.switched, found.preset)
    counts: dict[ProtectedKind, int] = {}
    for name in found.names:
        counts[name.kind] = counts.get(name.kind, 0) + 1
    rows = tuple(
        RowShown(row=name, on=name in on, what=row.what, what_zh=row.what_zh, held=row.held, clear=row.clear)
        for name, row in ROWS.items()
    )
    return answers.json(
        LexiconShown(
            version=found.version,
            preset=found.preset,
            presets=tuple(PresetShown(preset=name, what=en, what_zh=zh) for name, (en, zh) in PRESETS.items()),
            names=counts,
            rows=rows,
            lists=state.lists if state else (),
            retired=state.retired if state else 0,
        )
    )


@router.get("/names", response_model=NamesPage, summary="List protected names")
async def list_protected_names(query: Annotated[NamesQuery, Query()], app_state: WithAppState) -> Response:
    """Names in force, by identifier."""
    found = await ledger.read(app_state.database)
    wanted = ledger.listed(found, kind=query.kind, search=query.search)
    page = ledger.page(wanted, after=ledger.BY_ID.behind(query.after), most=query.limit)
    return answers.json(NamesPage.of(page, version=found.version))


@router.post("/imports", response_model=LexiconChanged, summary="Import a list of protected names")
async def import_protected_names(body: ImportBody, handling: WithCommandHandling) -> Response:
    """The names are in force at once, and all accounts are screened again (`/v1/rescreens`). A known name is replaced
    if it differs.
    """
    names = [rules.protected(listed, body.source, body.listed_on) for listed in body.names]
    if wrong := rules.faults(names):
        raise invalid(*(Fault(path=f"body.names.{at}", message=message) for at, message in wrong[:20]))
    return await _changed(handling, rules.nothing, ledger.importing(names, body.source, body.listed_on))


@router.post("/retirements", response_model=LexiconChanged, summary="Retire protected names")
async def retire_protected_names(body: RetirementBody, handling: WithCommandHandling) -> Response:
    """Earlier screenings keep the version of the lexicon that they used."""
    return await _changed(handling, rules.nothing, ledger.retiring(body.entries, body.reason))


@router.post("/switches", response_model=LexiconChanged, summary="Switch a screening row on or off")
async def switch_screening_row(body: SwitchBody, handling: WithCommandHandling) -> Response:
    """The rows and what they hold are listed with the lexicon."""
    return await _changed(handling, rules.switch(body.row, on=body.on, reason=body.reason))


@router.post("/presets", response_model=LexiconChanged, summary="Set all screening rows to a preset")
async def choose_screening_preset(body: PresetBody, handling: WithCommandHandling) -> Response:
    """All rows are set as in the preset, including those switched individually; all accounts are screened again."""
    return await _changed(handling, rules.choose(body.preset, reason=body.reason))


async def _changed(
    handling: CommandHandling,
    decide: Decide[LexiconState, LexiconBody],
    act: Act[LexiconBody, LexiconState] | None = None,
) -> Response:
    found: Entered[LexiconBody, LexiconState] = await handling.execute(LEXICON, RECORD, decide, act)
    headers = answers.versioned(found.version)
    if found.replayed:
        headers[REPLAYED] = "true"
    bodies = tuple(entry.body for entry in found.entries)
    return answers.json(LexiconChanged(version=ledger.version_text(found.version), entered=bodies), 200, headers)
