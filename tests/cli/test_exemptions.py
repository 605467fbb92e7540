"""Commands `standing exemption` and `standing rescreen`, as an operator uses them."""

import re
from pathlib import Path

from tests.cli.conftest import Run, Write, row


def test_an_exemption_is_granted_listed_and_taken_back(standing: Run, accounts: Write) -> None:
    standing("import", accounts(row(1)))
    words = ("exemption", "grant", "x1", "--account", "a1", "--until", "2027-03-01", "--reason", "its own")
    unshown = standing(*words, "--name", "东海日报")
    assert unshown.exit_code == 1
    assert "needs evidence" in unshown.stderr
    granted = standing(*words, "--name", "东海日报", "--evidence", "licence 17")
    assert "x1 holds until 2027-03-01 00:00" in granted.output, granted.output + granted.stderr
    listed = standing("exemption", "list").output
    assert re.search(r"x1\s+h_\S+\s+the name 东海日报", listed), listed
    assert "holds no longer" in standing("exemption", "revoke", "x1").output
    assert standing("exemption", "list").output.strip() == "No exemptions."
    assert "was revoked" in standing("exemption", "revoke", "x1").stderr


def test_what_is_missing_is_said(standing: Run, accounts: Write) -> None:
    standing("import", accounts(row(1)))
    grant = ("exemption", "grant", "x1", "--until", "2027-03-01", "--reason", "r")
    assert "--account ACCOUNT or --holder REF" in standing(*grant, "--accounts", "1").stderr
    assert "--accounts N or --name NAME" in standing(*grant, "--account", "a1").stderr
    assert "there is no account nobody" in standing(*grant, "--account", "nobody", "--accounts", "1").stderr
    past = ("exemption", "grant", "x1", "--until", "2020-01-01", "--reason", "r", "--account", "a1", "--accounts", "1")
    assert "is not an end: it must lie after now" in standing(*past).stderr


def test_an_import_and_an_operator_have_all_accounts_looked_at(standing: Run, accounts: Write) -> None:
    """A later rescreen replaces the earlier one; importing the same file again begins none."""
    file: Path = accounts(row(1), row(2))
    begun = re.search(r"standing rescreen follow (import-\w+)", standing("import", file).output)
    assert begun is not None
    assert "rescreen follow" not in standing("import", file).output
    assert standing("rescreen", "start", "--reason", "holiday").exit_code == 0
    listed = standing("rescreen", "list").output
    assert re.search(rf"{begun[1]}\s+import\s+stopped\s+0 of 2", listed), listed
    [other] = re.findall(r"(rescreen-\w+)\s+operator\s+running", listed)
    assert standing("rescreen", "stop", other, "--reason", "enough").exit_code == 0
    assert "stopped: 0 of 2 accounts (0 %)" in standing("rescreen", "follow", other).output
    assert f"rescreen {other} stopped" in standing("rescreen", "stop", other).stderr
    assert "there is no rescreen 'none'" in standing("rescreen", "follow", "none").stderr
