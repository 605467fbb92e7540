"""What is generated from the description is what the committed files say."""

from pathlib import Path

from client_making import made
from client_making.description import HARMLESS, description, operations
from standing_client.routes import Route, route_of

ROOT = Path(__file__).parents[2] / "clients" / "python" / "standing_client"


def test_the_committed_files_are_those_of_the_running_description() -> None:
    """After a change of a route, `make client` writes them anew."""
    stale = [name for name, text in made.files().items() if (ROOT / name).read_text(encoding="utf-8") != text]
    assert stale == [], "run `make client` and commit what it writes"


def test_every_route_is_found_by_its_path() -> None:
    posts = [one for one in operations(description()) if one.method == "POST"]
    for operation in posts:
        path = operation.path.replace("{", "").replace("}", "-1")
        expected = (
            Route.COMMAND
            if operation.takes_key
            else Route.QUESTION
            if operation.path in HARMLESS
            else Route.WITHOUT_KEY
        )
        assert route_of("POST", path) is expected, path
    assert route_of("GET", "/v1/accounts") is None


def test_harmless_routes_exist_and_take_no_key() -> None:
    keyless = {one.path for one in operations(description()) if one.method == "POST" and not one.takes_key}
    assert keyless >= HARMLESS
