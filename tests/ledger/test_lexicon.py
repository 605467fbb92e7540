"""The lexicon's versions: what operators import, retire and switch is in force at once, and readable as it was."""

from datetime import UTC, date, datetime

from ledger.events import feed
from ledger.screening import lexicon
from ledger.screening.lexicon import Screeners
from ledger.store.database import Database
from ledger.streams import records
from ledger.streams.records import Act, Command, Entered
from lexicon.seed import seed
from models.screening.lexicon import RECORD, LexiconBody, LexiconState
from models.screening.screening import Outcome, ProtectedKind, ProtectedName
from regulation.records import Step
from regulation.screening.lexicon import LEXICON, choose, switch

NOW = datetime(2026, 11, 25, 8, tzinfo=UTC)
LISTED = date(2026, 10, 1)


def name(written: str, **said: object) -> ProtectedName:
    return ProtectedName.model_validate(
        {
            "id": written,
            "kind": ProtectedKind.NEWS_MEDIA,
            "name": written,
            "source": "test",
            "listed_on": LISTED,
            **said,
        }
    )


async def do(
    database: Database, act: Act[LexiconBody, LexiconState] | None = None, decide=lambda state, now: Step()
) -> Entered[LexiconBody, LexiconState]:
    return await records.execute(database, Command(LEXICON, RECORD, decide, actor="op", now=NOW), act)


async def test_what_is_imported_is_held_from_then_on_and_named_by_the_version(database: Database) -> None:
    screeners = Screeners(database)
    before = await screeners.current()
    assert before.version == f"{seed().version}.0"
    assert before is await screeners.current()
    assert before.screen("山野融媒观察社").outcome is Outcome.CLEAR

    entered = await do(database, lexicon.importing([name("山野融媒观察社")], "test", LISTED))
    assert entered.state is not None
    assert [(listed.source, listed.names) for listed in entered.state.lists] == [("test", 1)]
    after = await screeners.current()
    held = after.screen("山野融媒观察社")
    assert (held.outcome, held.lexicon) == (Outcome.REVIEW, f"{seed().version}.1")
    assert [event.entry and event.entry.body["type"] for event in (await feed.page(database)).events] == [
        "imported",
        "started",  # the rescreen
    ]


async def test_the_names_of_the_program_are_compiled_once_for_a_process(database: Database) -> None:
    """For every database and every switched row; a name that stood twice would hide that they are the program's."""
    first, second = await Screeners(database).current(), await Screeners(database).current()
    assert first._find is second._find is lexicon.shipped()._find
    await do(database, decide=switch("pinyin", on=False, reason="test"))
    assert (await Screeners(database).current())._find is first._find
    await do(database, lexicon.importing([name("山野社")], "test", LISTED))
    assert (await Screeners(database).current())._find is not first._find


async def test_importing_the_same_again_changes_nothing_and_another_text_replaces(database: Database) -> None:
    first = await do(database, lexicon.importing([name("山野社"), name("河边社")], "test", LISTED))
    again = await do(database, lexicon.importing([name("山野社"), name("河边社")], "test", LISTED))
    assert (first.version, again.version, again.entries) == (1, 1, ())
    changed = await do(database, lexicon.importing([name("山野社", aliases=("山野通讯",))], "test", LISTED))
    assert (changed.version, changed.entries[0].body.model_dump(include={"added", "replaced"})) == (
        2,
        {"added": 0, "replaced": 1},
    )
    aliases = [
        {each.id: each.aliases for each in (await lexicon.read(database, changes=at)).names}["山野社"] for at in (1, 2)
    ]
    assert aliases == [(), ("山野通讯",)]


async def test_what_is_retired_passes_and_stays_readable_as_it_was(database: Database) -> None:
    await do(database, lexicon.importing([name("人民日报", aliases=("某报",)), name("山野社")], "test", LISTED))
    await do(database, lexicon.retiring(["人民日报", "山野社"], "test"))
    screener = await Screeners(database).current()
    assert screener.screen("山野社").outcome is Outcome.CLEAR
    assert screener.screen("人民日报").outcome is Outcome.CLEAR, "the program's own entry must not come back"
    then = {each.id for each in (await lexicon.read(database, changes=1)).names}
    now = {each.id for each in (await lexicon.read(database)).names}
    assert then - now == {"人民日报", "山野社"}
    await do(database, lexicon.importing([name("人民日报")], "test", LISTED))
    assert (await Screeners(database).current()).screen("人民日报").outcome is Outcome.REVIEW


async def test_one_unknown_name_keeps_all_from_being_retired(database: Database) -> None:
    refused = await do(database, lexicon.retiring(["人民日报", "没有的"], ""))
    assert refused.refusal is not None
    assert refused.refusal.code == "unknown_protected_name"
    assert "没有的" in refused.refusal.message
    assert (await lexicon.version(database)).endswith(".0")


async def test_a_row_is_switched_and_the_version_says_so(database: Database) -> None:
    assert (await Screeners(database).current()).screen("北京").outcome is Outcome.REVIEW
    await do(database, decide=switch("division_short", on=False, reason="test"))
    same = await do(database, decide=switch("division_short", on=False, reason="test"))
    assert same.version == 1
    screener = await Screeners(database).current()
    assert (screener.screen("北京").outcome, screener.version) == (Outcome.CLEAR, f"{seed().version}.1")
    assert (await lexicon.read(database, changes=0)).switched == {}
    unknown = await do(database, decide=switch("no_such_row", on=True, reason=""))
    assert unknown.refusal is not None
    assert "division_short" in unknown.refusal.message


async def test_a_preset_sets_every_row_and_what_was_switched_before_counts_no_more(database: Database) -> None:
    await do(database, decide=switch("division_short", on=False, reason="test"))
    chosen = await do(database, decide=choose("literal", reason="test"))
    same = await do(database, decide=choose("literal", reason="test"))
    assert (chosen.version, same.version) == (2, 2)
    screener = await Screeners(database).current()
    assert {screener.screen(name).outcome for name in ("北京", "北京小吃日记")} == {Outcome.REVIEW}
    await do(database, decide=switch("contained", on=False, reason="test"))
    assert (await Screeners(database).current()).screen("北京小吃日记").outcome is Outcome.CLEAR
    balanced = await do(database, decide=choose("balanced", reason="test"))
    assert balanced.state is not None
    assert (balanced.version, balanced.state.preset, balanced.state.switched) == (4, "balanced", {})
    now, then = await lexicon.read(database), await lexicon.read(database, changes=3)
    assert [(one.preset, one.switched) for one in (now, then)] == [("balanced", {}), ("literal", {"contained": False})]
    unknown = await do(database, decide=choose("strict", reason=""))
    assert unknown.refusal is not None
    assert "balanced, literal" in unknown.refusal.message
