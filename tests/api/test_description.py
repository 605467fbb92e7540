"""The description generates: names that a program can use as they are, one model of problems, nothing twice."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from inspect import cleandoc
from pkgutil import resolve_name
from typing import Any

import jsonschema_rs
import pytest

from api.app import create_app
from api.description.schema_names import NAME
from api.description.titles import TITLES
from tests.api.conftest import settings_for
from tests.clients.walking import rows_missing

METHOD = re.compile(r"[a-z]+(_[a-z]+)+")
REFERENCE = "#/components/schemas/"


@cache
def described() -> dict[str, Any]:
    return create_app(settings_for("postgresql+asyncpg://nobody@nowhere/standing")).openapi()


def operations() -> list[dict[str, Any]]:
    return [operation for methods in described()["paths"].values() for operation in methods.values()]


def parts(of: Any) -> Iterator[dict[str, Any]]:
    """Every object of a JSON value, itself included."""
    if isinstance(of, dict):
        yield of
        for inner in of.values():
            yield from parts(inner)
    elif isinstance(of, list):
        for inner in of:
            yield from parts(inner)


def test_each_operation_reads_as_a_method_of_a_client() -> None:
    """`verb_noun`, and nobody else has the name."""
    names = Counter(operation["operationId"] for operation in operations())
    assert [name for name, times in names.items() if times > 1] == []
    assert [name for name in names if not METHOD.fullmatch(name)] == []


def test_each_schema_reads_as_a_class_and_is_titled_so() -> None:
    """A name with `__` or `-` is Pydantic's, for two classes of one name: give one a row in `titles`."""
    schemas = described()["components"]["schemas"]
    assert [name for name in schemas if not NAME.fullmatch(name)] == []
    assert {name: one["title"] for name, one in schemas.items() if one["title"] != name} == {}


def test_only_schemas_have_titles() -> None:
    """Generators would make classes of the titles of fields, and two of one name."""
    schemas = described()["components"]["schemas"]
    inner = [part for one in schemas.values() for part in parts(one) if part is not one]
    assert [part for part in inner if isinstance(part.get("title"), str) and "type" in part] == []


def test_every_reference_leads_to_a_schema_and_every_schema_is_referred_to() -> None:
    """The names were replaced everywhere."""
    document = described()
    referred = {part["$ref"] for part in parts(document) if isinstance(part.get("$ref"), str)}
    referred |= {to for part in parts(document) for to in part.get("mapping", {}).values() if isinstance(to, str)}
    in_use = {one.removeprefix(REFERENCE) for one in referred if one.startswith(REFERENCE)}
    assert in_use == set(document["components"]["schemas"])


@pytest.mark.parametrize(("qualified", "title"), TITLES.items())
def test_each_row_of_titles_names_the_class_that_is_described(qualified: str, title: str) -> None:
    """A class that was moved, renamed or taken out leaves no row behind, and its name goes to nobody else."""
    schemas = described()["components"]["schemas"]
    module, _, name = qualified.rpartition(".")
    kind = resolve_name(f"{module}:{name}")
    assert title in schemas
    if kind.__doc__ and schemas[title].get("description"):
        assert schemas[title]["description"].split("\n")[0] == cleandoc(kind.__doc__).split("\n")[0]


def test_the_names_of_events_and_entries_are_those_of_their_data() -> None:
    """`case.opened` carries a `CaseOpened`, whatever the class is called, and a case's history has `CaseEntry`."""
    schemas = described()["components"]["schemas"]
    for name, one in schemas.items():
        if name.endswith("Announcement"):
            assert one["properties"]["data"]["$ref"] == f"{REFERENCE}{name.removesuffix('Announcement')}"
    for kind in ("Case", "Rumour", "Report", "Person", "Network", "Exemption"):
        assert schemas[f"{kind}Entry"]["properties"]["body"]["discriminator"]["propertyName"] == "type"


def test_every_problem_is_one_model_with_a_number_as_status() -> None:
    """One model for all statuses: a generator that cannot merge a number with a constant drops the operation."""
    document = described()
    shapes = {
        media: one["schema"]
        for answer in document["components"]["responses"].values()
        for media, one in answer["content"].items()
    }
    assert shapes == {"application/problem+json": {"$ref": f"{REFERENCE}Problem"}}
    assert document["components"]["schemas"]["Problem"]["properties"]["status"]["type"] == "integer"
    for operation in operations():
        for status, answer in operation["responses"].items():
            if status[0] in "45" and operation["operationId"] != "read_readiness":
                assert answer == {"$ref": f"#/components/responses/Problem{status}"}


def test_each_operation_has_an_example_that_the_generated_clients_send() -> None:
    """A new operation is named, with the place where its row belongs; `make check-clients` sends all of them."""
    assert rows_missing(described()) == ""


def examples(schema: Any) -> Iterator[tuple[dict[str, Any], Any]]:
    """Each example of a schema, with the schema; also of what is in it."""
    for part in parts(schema):
        if isinstance(part.get("examples"), list) and ("type" in part or "anyOf" in part or "$ref" in part):
            yield from ((part, one) for one in part["examples"])


def test_every_example_is_as_its_schema_says() -> None:
    """Of schemas, of parameters, of bodies and of answers: an example that would be refused teaches mistakes."""
    document, checked, wrong = described(), 0, []
    whole = {"components": document["components"]}
    shown = list(examples([document["components"]["schemas"], [one.get("parameters", ()) for one in operations()]]))
    for operation in operations():
        shown += [(one["schema"], one["example"]) for one in operation.get("parameters", ()) if "example" in one]
        contents = [operation.get("requestBody", {}), *operation["responses"].values()]
        media = [one for content in contents for one in content.get("content", {}).values()]
        shown += [(one["schema"], one["example"]) for one in media if "example" in one and "schema" in one]
    for answer in document["components"]["responses"].values():
        shown += [(one["schema"], one["example"]) for one in answer["content"].values()]
    for schema, example in shown:
        validator = jsonschema_rs.Draft202012Validator(whole | schema, validate_formats=True)
        wrong += [f"{example!r}: {error.message}" for error in validator.iter_errors(example)]
        checked += 1
    assert wrong == []
    assert checked > 300
