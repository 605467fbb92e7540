"""Fields of what is sent and answered, from the schemas of the description: name, type, limits, meaning."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from keyword import iskeyword
from typing import Any, Final

Schema = Mapping[str, Any]

DEEPEST: Final = 4
"""Levels of fields within fields that a page shows."""
MOST_FORMS: Final = 20
"""Number of forms up to which a page shows the fields of each; the feed's events have 200."""
_OWN_ARGUMENTS: Final = frozenset({"self", "idempotency_key", "if_match", "timeout", "dry_run"})
_LIMITS: Final = (
    ("minimum", "≥ {}"), ("maximum", "≤ {}"), ("minLength", "≥ {} characters"), ("maxLength", "≤ {} characters"),
    ("minItems", "≥ {} items"), ("maxItems", "≤ {} items"),
)  # fmt: skip


@dataclass(frozen=True)
class Field:
    """A field, with those inside of it."""

    name: str
    type: str
    is_required: bool
    description: str
    words: tuple[str, ...]
    """What an enumeration permits."""
    limits: tuple[str, ...]
    default: Any
    inner: tuple["Field", ...]

    @property
    def is_list(self) -> bool:
        """Whether it has several values."""
        return self.type.startswith("list of")


def of(schema: Schema, schemas: Mapping[str, Schema]) -> tuple[Field, ...]:
    """Return the fields of a body or an answer; of one that may have several forms, those of each."""
    return tuple(_fields(schema, schemas, ()))


def field(
    name: str, schema: Schema, schemas: Mapping[str, Schema], *, is_required: bool, above: tuple[str, ...] = ()
) -> Field:
    """Return one field; `above` are the schemas in which it stands."""
    members = [one for one in _members(schema, schemas) if one.get("type") != "null"]
    inner = tuple(_fields(schema, schemas, above)) if len(above) < DEEPEST else ()
    said = schema.get("description") or next((one["description"] for one in members if "description" in one), "")
    return Field(
        name=name,
        type=_type(schema, schemas),
        is_required=is_required,
        description=said,
        words=tuple(dict.fromkeys(str(word) for one in members for word in _words(one, schemas))),
        limits=tuple(dict.fromkeys(text.format(one[key]) for one in members for key, text in _LIMITS if key in one)),
        default=schema.get("default"),
        inner=inner,
    )


def formats(schema: Schema, schemas: Mapping[str, Schema]) -> dict[str, str]:
    """Return the formats (`duration`, `date-time`, `date`) of the fields of a body, for its lines of Python."""
    found = {}
    for name, one in _resolved(schema, schemas).get("properties", {}).items():
        for member in _members(one, schemas):
            if "format" in member:
                found[name] = member["format"]
    return found


def is_whole(schema: Schema, schemas: Mapping[str, Schema], parameters: Iterable[str]) -> bool:
    """Return whether the Python client takes the body as one argument: it has no fields of its own, or one of them has
    the name of another argument.
    """
    resolved = _resolved(schema, schemas)
    taken = {argument(one) for one in parameters} | _OWN_ARGUMENTS
    properties = resolved.get("properties")
    return bool(schema) and (properties is None or bool({argument(one) for one in properties} & taken))


def argument(name: str) -> str:
    """Return the name of a field or a parameter as the Python client has it."""
    name = name.replace("-", "_")
    return f"{name}_" if iskeyword(name) else name


def _resolved(schema: Schema, schemas: Mapping[str, Schema]) -> Schema:
    while "$ref" in schema:
        schema = schemas[schema["$ref"].rpartition("/")[2]]
    return schema


def _members(schema: Schema, schemas: Mapping[str, Schema]) -> Iterator[Schema]:
    schema = _resolved(schema, schemas)
    alternatives = [*schema.get("anyOf", ()), *schema.get("oneOf", ()), *schema.get("allOf", ())]
    if not alternatives:
        yield schema
    for one in alternatives:
        yield from _members(one, schemas)


def _words(schema: Schema, schemas: Mapping[str, Schema]) -> Iterator[Any]:
    if schema.get("type") == "array":
        for one in _members(schema.get("items", {}), schemas):
            yield from _words(one, schemas)
    yield from schema.get("enum", ())
    if "const" in schema:
        yield schema["const"]


def _fields(schema: Schema, schemas: Mapping[str, Schema], above: tuple[str, ...]) -> Iterator[Field]:
    """Yield the fields of a schema, of the items of a list, and of each alternative; not those of a schema above."""
    name = schema["$ref"].rpartition("/")[2] if "$ref" in schema else ""
    if name in above:
        return
    resolved, within = _resolved(schema, schemas), (*above, name) if name else above
    if resolved.get("type") == "array":
        yield from _fields(resolved.get("items", {}), schemas, within)
    required = frozenset(resolved.get("required", ()))
    for called, one in resolved.get("properties", {}).items():
        yield field(called, one, schemas, is_required=called in required, above=(*within, called))
    alternatives = [*resolved.get("anyOf", ()), *resolved.get("oneOf", ())]
    forms = [one for one in alternatives if _has_fields(one, schemas)]
    for one in forms:
        if len(forms) == 1:
            yield from _fields(one, schemas, within)
        else:
            inner = tuple(_fields(one, schemas, within)) if len(forms) <= MOST_FORMS else ()
            said = _resolved(one, schemas).get("description", "")
            yield Field(_form(one, schemas), "", False, said, (), (), None, inner)
    values = resolved.get("additionalProperties")
    if isinstance(values, Mapping) and "properties" not in resolved:
        yield from _fields(values, schemas, within)


def _has_fields(schema: Schema, schemas: Mapping[str, Schema]) -> bool:
    resolved = _resolved(schema, schemas)
    return bool(resolved.get("properties") or resolved.get("anyOf") or resolved.get("oneOf")) or (
        resolved.get("type") == "array" and _has_fields(resolved.get("items", {}), schemas)
    )


def _form(schema: Schema, schemas: Mapping[str, Schema]) -> str:
    """Return the name of one of several forms: by its `type`, else that of its schema."""
    kind = _resolved(schema, schemas).get("properties", {}).get("type", {}).get("const")
    return f"type: {kind}" if kind else _type(schema, schemas)


def _type(schema: Schema, schemas: Mapping[str, Schema]) -> str:
    if "$ref" in schema:
        resolved = _resolved(schema, schemas)
        return schema["$ref"].rpartition("/")[2] if "properties" in resolved else _type(resolved, schemas)
    alternatives = [*schema.get("anyOf", ()), *schema.get("oneOf", ())]
    if alternatives:
        return " or ".join(dict.fromkeys(_type(one, schemas) for one in alternatives))
    match schema.get("type"):
        case "array":
            return f"list of {_type(schema.get('items', {}), schemas)}"
        case "object":
            values = schema.get("additionalProperties")
            return f"map of {_type(values, schemas)}" if isinstance(values, Mapping) and values else "object"
        case "string" if "format" in schema:
            return str(schema["format"])
        case str(kind):
            return kind
    return "constant" if "const" in schema else "any"
