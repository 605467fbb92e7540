"""The examples of docs/clients.md run as they are printed, against a real server."""

import re
from pathlib import Path

import pytest

from standing_client import Client
from tests.api.conftest import name_of, resident_id
from tests.client_python.conftest import Server

PAGE = Path(__file__).parents[2] / "docs" / "clients.md"
EXAMPLES = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)


def test_every_example_runs(server: Server, client: Client, capsys: pytest.CaptureFixture[str]) -> None:
    assert len(EXAMPLES) == 3
    holder = {"resident_id": resident_id()}
    client.register_account(account="kitchen", kind="individual", holder=holder, name=name_of("kitchen"))
    names = {"url": server.url, "key": client._key, "holder": {"resident_id": resident_id()}}
    said = []
    for example in EXAMPLES:
        exec(compile(example, str(PAGE), "exec"), dict(names))
        said.append(capsys.readouterr().out)
    assert said[0].startswith("refused ")
    assert "account_registered" in said[0]
    assert "account-exists" in said[0]
    assert said[1].splitlines()[0].endswith("account.registered")
    assert said[2].startswith("False 2 True\nrefused ")
