"""Commands as a user calls them: their output, effects and exit status."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from embedded import EmbeddedPostgres
from tests.cli.conftest import Run, Write, row

RENAMED = "UPDATE standings SET snapshot = jsonb_set(snapshot, '{name}', '\"x\"') WHERE account = 'a1'"
DATABASE = re.compile(r"/(test_\w+)\?")


@pytest.fixture
def sql(postgres: EmbeddedPostgres, database_url: str) -> Callable[[str], str]:
    """Return a function that changes the database past its triggers, as its superuser can."""
    found = DATABASE.search(database_url)
    assert found is not None
    name = found[1]
    return lambda statement: postgres.sql(f"SET session_replication_role = replica; {statement}", database=name)


# --- keys ------------------------------------------------------------------------------------------------------------


def test_a_key_is_shown_once_listed_without_its_secret_and_revoked(standing: Run) -> None:
    """The secret is in the first answer only, and a revoked key cannot be revoked again."""
    made = standing("keys", "create", "--service", "bank", "--role", "platform", "--role", "auditor")
    assert made.exit_code == 0, made.output
    key_id, secret = re.findall(r"key_\w+|sk_\S+", made.output)
    listed = standing("keys", "list").output
    assert key_id in listed
    assert "auditor, platform" in listed
    assert secret not in listed
    assert standing("keys", "revoke", key_id).exit_code == 0
    again = standing("keys", "revoke", key_id)
    assert again.exit_code == 1
    assert "standing keys list" in again.stderr


def test_an_unknown_role_is_refused_with_the_known_ones(standing: Run) -> None:
    """A misspelt role creates no key."""
    refused = standing("keys", "create", "--service", "x", "--role", "admin")
    assert refused.exit_code == 2
    assert "platform" in refused.output
    assert "admin" not in standing("keys", "list").output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("accounts", "list", "--status", "happy"), "happy"),
        (("bulk", "start", "ban", "a.txt", "--days", "0"), "days"),
    ],
)
def test_a_value_that_an_option_does_not_take_is_refused_in_our_words(
    standing: Run, words: tuple[str, ...], said: str
) -> None:
    """And not with those of the library that reads the options."""
    refused = standing(*words)
    assert refused.exit_code == 2
    assert said in refused.output
    assert "Value error" not in refused.output
    assert "Input should" not in refused.output


# --- people ----------------------------------------------------------------------------------------------------------


def test_a_person_is_added_gets_a_key_and_loses_it_when_deactivated(standing: Run) -> None:
    """The key's roles default to the person's; a key for more than these is refused."""
    added = standing("people", "add", "安莉", "--role", "reviewer", "--role", "auditor", "--kind", "closure")
    assert added.exit_code == 0, added.output
    person = re.findall(r"per_[0-9a-f]{12}", added.output)[0]
    made = standing("keys", "create", "--person", person)
    assert f"安莉 ({person})  (auditor, reviewer)" in made.output
    key_id = re.findall(r"key_\w+", made.output)[0]
    more = standing("keys", "create", "--person", person, "--role", "operator")
    assert more.exit_code == 1
    assert "no role operator" in more.stderr
    renamed = standing("people", "change", person, "--name", "安丽", "--role", "reviewer", "--every-kind")
    assert "安丽  (reviewer; all kinds)" in renamed.output
    assert "安丽" in standing("keys", "list").output
    assert standing("people", "deactivate", person, "--reason", "离职").exit_code == 0
    shown = standing("people", "show", person).output
    assert key_id in shown
    assert "离职" in shown
    assert "inactive" in shown
    assert standing("keys", "revoke", key_id).exit_code == 1, "it ended with the person"
    assert standing("keys", "create", "--person", person).exit_code == 1
    assert standing("people", "reactivate", person).exit_code == 0
    assert "安丽" in standing("people", "list").output


def test_a_key_needs_an_owner_and_a_services_key_is_assigned(standing: Run) -> None:
    """Neither and both are refused; an assigned key is the person's."""
    for wrong in (
        (),
        ("--person", "per_1", "--service", "x"),
        ("--service", "x"),
        ("--service", " ", "--role", "auditor"),
    ):
        assert standing("keys", "create", *wrong).exit_code == 2
    unknown = standing("keys", "create", "--person", "per_ffffffffffff")
    assert unknown.exit_code == 1
    assert "standing people list" in unknown.stderr
    person = re.findall(r"per_\w+", standing("people", "add", "博文", "--role", "auditor").output)[0]
    made = standing("keys", "create", "--service", "feed", "--role", "auditor").output
    assert "service feed" in made
    key_id = re.findall(r"key_\w+", made)[0]
    assert f"博文 ({person})" in standing("keys", "assign", key_id, "--person", person).output
    assert standing("keys", "assign", "key_none", "--person", person).exit_code == 1


# --- ledger ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def three(standing: Run, accounts: Write) -> None:
    """Create three accounts, each with a ban that is over."""
    ban = {"id": "b1", "category": "fabrication", "started_at": "2025-02-01T00:00:00+08:00", "duration": "P7D"}
    assert standing("import", accounts(*(row(n, bans=[ban]) for n in (1, 2, 3)))).exit_code == 0


@pytest.mark.usefixtures("three")
def test_an_untouched_ledger_is_found_in_order(standing: Run) -> None:
    """The output gives the number of verified accounts, and the exit status is 0."""
    done = standing("ledger", "verify")
    assert done.exit_code == 0, done.output
    assert "3 accounts" in done.output


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    ("tampering", "account", "said"),
    [
        (
            "UPDATE facts SET body = jsonb_set(body, '{duration}', '\"P1D\"') WHERE account = 'a2' AND seq = 2",
            "a2, fact 2",
            "changed",
        ),
        ("DELETE FROM facts WHERE account = 'a3' AND seq = 2", "a3, fact 2", "removed from the end"),
        (
            "UPDATE standings SET snapshot = jsonb_set(snapshot, '{name}', '\"x\"') WHERE account = 'a1'",
            "a1, ",
            "differs",
        ),
    ],
    ids=["a fact was changed", "the last fact was removed", "a snapshot was changed"],
)
def test_tampering_is_found_and_named(
    standing: Run, sql: Callable[[str], str], tampering: str, account: str, said: str
) -> None:
    """The output names account and fact, and the exit status is 1; nothing else is reported."""
    sql(tampering)
    done = standing("ledger", "verify")
    assert done.exit_code == 1
    (fault,) = [line for line in done.stdout.splitlines() if line]
    assert account in fault
    assert said in fault
    assert "1 fault" in done.stderr


@pytest.mark.usefixtures("three")
def test_a_rebuild_repairs_a_snapshot_from_the_facts(standing: Run, sql: Callable[[str], str]) -> None:
    """Only the changed standing is replaced, and the ledger verifies again."""
    sql(RENAMED)
    assert "1 standing" in standing("ledger", "rebuild").output
    assert standing("ledger", "verify").exit_code == 0


# --- timeline and simulate -------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("three")
def test_a_timeline_is_drawn_for_the_window_that_was_asked_for(standing: Run) -> None:
    """The drawing is made from the facts of the past, with the ban, its article and its end."""
    done = standing("timeline", "a1", "--from", "2025-01-25", "--to", "2025-02-25")
    assert done.exit_code == 0, done.output
    assert "closes publish until 2025-02-08 00:00 (ban, art. 9)" in done.output
    assert "now" not in done.output.splitlines()[1]


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("timeline", "nobody"), 1, "there is no account nobody"),
        (("timeline", "a1", "--from", "yesterday"), 2, "'yesterday' is not a time"),
        (("timeline", "a1", "--from", "2025-03-01", "--to", "2025-02-01"), 2, "before it starts"),
        (("timeline", "a1", "--as-of", "2025-03-01"), 1, "known at 2025-03-01"),
        (("simulate", "a1"), 2, "--ban P14D"),
        (("simulate", "a1", "--ban", "P1M"), 2, "P7D"),
        (("simulate", "a1", "--ban", "P1D", "--at", "2025-01-02"), 2, "last fact"),
        (("simulate", "a1", "--ban", "P1D", "--factor", "4"), 1, "nothing of this would happen"),
    ],
)
def test_what_cannot_be_answered_is_explained(standing: Run, words: tuple[str, ...], status: int, said: str) -> None:
    """The message says what would be right, without a traceback."""
    done = standing(*words)
    assert done.exit_code == status, done.output
    assert said in done.stderr
    assert "Traceback" not in done.output


@pytest.mark.usefixtures("three")
def test_a_simulation_tells_what_closes_until_when_and_writes_nothing(standing: Run, sql: Callable[[str], str]) -> None:
    """A ban of fourteen days in 2030 closes publishing for 14 days, and applying for three months."""
    before = sql("SELECT count(*) FROM facts")
    done = standing("simulate", "a1", "--ban", "P14D", "--factor", "2", "--at", "2030-01-31T12:00+08:00")
    assert done.exit_code == 0, done.output
    assert "closed publish: from 2030-01-31 12:00 until 2030-02-14 12:00  (ban what-if-1, art. 9)" in done.output
    assert "closed apply_monetization: from 2030-01-31 12:00 until 2030-04-30 12:00" in done.output
    assert re.search(r"publishing +now +2030-02-14 12:00", done.output)
    assert re.search(r"applying for advertising +now +2030-04-30 12:00", done.output)
    assert sql("SELECT count(*) FROM facts") == before


@pytest.mark.usefixtures("three")
def test_a_simulated_change_of_holder_freezes_and_refuses_the_application_after_it(standing: Run) -> None:
    """Commands are decided in order, each on the standing after the previous one (article 8)."""
    done = standing("simulate", "a1", "--holder-change", "--method", "advertising", "--at", "2030-01-31T12:00+08:00")
    assert "another holder takes over: changed" in done.output
    assert re.search(r"an application for advertising: refused \(art. 8\)", done.output)
    assert re.search(r"applying for advertising +now +2030-04-30 12:00", done.output)


# --- everything else -------------------------------------------------------------------------------------------------


def test_a_command_that_reads_does_not_make_a_database(
    standing: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In an empty folder the message says how to start, and the folder stays unchanged."""
    monkeypatch.delenv("STANDING_DATABASE_URL")
    done = standing("ledger", "verify")
    assert done.exit_code == 2
    assert "standing up" in done.stderr
    assert not (tmp_path / "data").exists()


def test_a_database_without_our_tables_is_told_apart_from_a_fault(
    standing: Run, postgres: EmbeddedPostgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message names `standing migrate`, and that command corrects it."""
    postgres.create_database("bare")
    monkeypatch.setenv("STANDING_DATABASE_URL", postgres.url("bare"))
    refused = standing("ledger", "verify")
    assert refused.exit_code == 2
    assert "standing migrate" in refused.stderr
    assert standing("migrate").exit_code == 0
    assert standing("ledger", "verify").exit_code == 0


def test_a_database_that_is_away_is_told_without_a_traceback(standing: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message names the variable with the address, and not the password."""
    monkeypatch.setenv("STANDING_DATABASE_URL", "postgresql://me:secret@127.0.0.1:1/standing")
    done = standing("ledger", "verify")
    assert done.exit_code == 3
    assert "STANDING_DATABASE_URL" in done.stderr
    assert "secret" not in done.output


def test_settings_that_are_wrong_are_all_named(standing: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command ends with 2 and lists them."""
    monkeypatch.setenv("STANDING_API_PORT", "x")
    monkeypatch.setenv("STANDING_LOG_LEVEL", "loud")
    done = standing("ledger", "verify")
    assert done.exit_code == 2
    assert "STANDING_API_PORT" in done.stderr
    assert "STANDING_LOG_LEVEL" in done.stderr


def test_scenarios_run_and_give_their_status(standing: Run, tmp_path: Path) -> None:
    """0 when they hold, 1 when an answer differs, 2 when a file is malformed or missing."""
    good = (
        "title: One person, one account\nsteps:\n"
        "  - at: 2026-03-01T09:00+08:00\n"
        "    register: {account: a1, kind: individual, holder: h1, name: 山野厨房}\n"
        "  - {at: 2026-03-01T10:00+08:00, ask: publish, account: a1, answer: allowed}\n"
    )
    for content, status in ((good, 0), (good.replace("allowed", "refused"), 1), ("title: x\n", 2)):
        (tmp_path / "case.yaml").write_text(content, encoding="utf-8")
        assert standing("scenario", tmp_path / "case.yaml").exit_code == status
    assert standing("scenario", tmp_path / "missing.yaml").exit_code == 2


def test_help_names_every_command(standing: Run) -> None:
    """A new user finds every command in `standing --help`."""
    said = standing("--help").output
    for command in (
        "up",
        "demo",
        "api",
        "worker",
        "migrate",
        "import",
        "receipt",
        "timeline",
        "simulate",
        "scenario",
        "keys",
        "ledger",
    ):
        assert re.search(rf"\b{command}\b", said), command
