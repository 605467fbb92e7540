"""Command `standing network`: register, sign, sanction and lift."""

from pathlib import Path

from tests.cli.conftest import Run, Write, row


def test_a_network_is_registered_signed_sanctioned_and_let_go(standing: Run, accounts: Write, tmp_path: Path) -> None:
    assert standing("import", accounts(row(1), row(2))).exit_code == 0
    assert standing("network", "register", "donghai", "东海传媒").output.strip() == "donghai is registered: 东海传媒."
    listed = tmp_path / "signed.txt"
    listed.write_text("a1\na2\n", encoding="utf-8")
    assert standing("network", "roster", "donghai", "--sign-file", listed).output.strip() == "东海传媒 has 2 accounts."
    assert "a2" in standing("network", "roster", "donghai").output
    imposed = standing("network", "sanction", "donghai", "limit", "--duration", "P30D", "--reason", "a matrix")
    assert imposed.exit_code == 0, imposed.stderr
    assert "东海传媒 is sanctioned, 2 accounts; limit until" in imposed.output
    sanction = imposed.output.split(":")[0]
    shown = standing("network", "show", "donghai").output
    assert sanction in shown
    assert "sanctioned" in standing("network", "list").output
    lifted = standing("network", "lift", "donghai", sanction, "--reason", "not so")
    assert "东海传媒 is active, 2 accounts." in lifted.output
    assert standing("network", "roster", "donghai", "--release", "a1").output.strip() == "东海传媒 has 1 account."


def test_a_list_is_shown_whole_however_many_pages_it_has(standing: Run, accounts: Write, tmp_path: Path) -> None:
    names = [f"a{number}" for number in range(1, 502)]
    assert standing("import", accounts(*(row(number) for number in range(1, 502)))).exit_code == 0
    assert standing("network", "register", "donghai", "东海传媒").exit_code == 0
    listed = tmp_path / "signed.txt"
    listed.write_text("\n".join(names), encoding="utf-8")
    assert standing("network", "roster", "donghai", "--sign-file", listed).exit_code == 0
    shown = standing("network", "roster", "donghai").output.splitlines()
    assert sorted(line.split()[0] for line in shown[1:]) == sorted(names)


def test_what_cannot_be_is_said(standing: Run, accounts: Write) -> None:
    assert standing("import", accounts(row(1))).exit_code == 0
    assert standing("network", "register", "n1", "西山文化").exit_code == 0
    for words, status, hint in (
        (("register", "n1", "西山文化"), 1, "network n1 exists already"),
        (("register", "two words", "西山文化"), 2, "id: must be 1 to 64 letters"),
        (("roster", "n1", "--sign", "a9"), 1, "there is no account a9"),
        (("roster", "n1", "--sign", "a1", "--release", "a1"), 2, "named twice"),
        (("roster", "none", "--sign", "a1"), 1, "there is no network 'none'"),
        (("sanction", "n1", "limit", "--duration", "soon", "--reason", "x"), 2, "duration: "),
        (("sanction", "n1", "expel", "--duration", "P3D", "--reason", "x"), 1, "leave duration out"),
        (("lift", "n1", "s1", "--reason", "x"), 1, "in force: none"),
        (("show", "none"), 1, "there is no network 'none'"),
    ):
        refused = standing("network", *words)
        assert (refused.exit_code, hint in refused.stderr) == (status, True), (words, refused.stderr)
