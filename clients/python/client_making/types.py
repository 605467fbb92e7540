"""Python types of the description's schemas, as text."""

import keyword
from collections.abc import Iterable, Mapping
from typing import Any, Final

Schema = Mapping[str, Any]

_PLAIN: Final[Mapping[tuple[str, str | None], str]] = {
    ("string", "date-time"): "dt.datetime",
    ("string", "date"): "dt.date",
    ("string", "duration"): "dt.timedelta",
    ("string", None): "str",
    ("integer", None): "int",
    ("number", None): "float",
    ("boolean", None): "bool",
    ("null", None): "None",
}


class Types:
    """Types as answers have them (`tuple`), or as callers may give them (any sequence, a mapping for a model)."""

    def __init__(self, schemas: Mapping[str, Schema], *, prefix: str = "", given: bool = False) -> None:
        self._schemas, self._prefix, self._given = schemas, prefix, given

    def of(self, schema: Schema) -> str:
        """Return the type of a schema."""
        if "$ref" in schema:
            return self._named(schema["$ref"].rpartition("/")[2])
        if "const" in schema:
            return f"Literal[{schema['const']!r}]"
        if "enum" in schema:
            return f"Annotated[Literal[{', '.join(map(repr, schema['enum']))}], Open]"
        for key in ("anyOf", "oneOf", "allOf"):
            if key in schema:
                return self._union(schema, schema[key])
        if isinstance(schema.get("type"), list):
            return self._either(self.of({**schema, "type": one}) for one in schema["type"])
        match schema.get("type"):
            case "array" if "prefixItems" in schema:
                return f"tuple[{', '.join(map(self.of, schema['prefixItems']))}]"
            case "array":
                inner = self.of(schema.get("items", {}))
                return f"Sequence[{inner}]" if self._given else f"tuple[{inner}, ...]"
            case "object":
                values = schema.get("additionalProperties")
                value = self.of(values) if isinstance(values, Mapping) else "Any"
                return f"Mapping[str, {value}]" if self._given else f"dict[str, {value}]"
            case str(kind):
                return _PLAIN.get((kind, schema.get("format")), _PLAIN[kind, None])
        return "Any"

    def _named(self, name: str) -> str:
        full = f"{self._prefix}{name}"
        return f"{full} | Mapping[str, Any]" if self._given and is_object(self._schemas[name]) else full

    def _union(self, schema: Schema, choices: Iterable[Schema]) -> str:
        union = self._either(map(self.of, choices))
        field = schema.get("discriminator", {}).get("propertyName")
        return union if field is None or self._given else f"Annotated[{union} | Other, DistinguishedBy({field!r})]"

    def _either(self, types: Iterable[str]) -> str:
        parts = dict.fromkeys(part for one in types for part in split(one))
        return joined(parts)


def joined(parts: Iterable[str]) -> str:
    """Return the union of some types, None last."""
    return " | ".join(sorted(dict.fromkeys(parts), key=lambda part: part == "None"))


def split(union: str) -> list[str]:
    """Return the members of a union, not those of unions inside of it."""
    parts, depth, begin = [], 0, 0
    for place, character in enumerate(union):
        depth += (character == "[") - (character == "]")
        if character == "|" and depth == 0:
            parts.append(union[begin:place].strip())
            begin = place + 1
    return [*parts, union[begin:].strip()]


def is_object(schema: Schema) -> bool:
    """Return whether a named schema is a model of its own."""
    return schema.get("type") == "object" and "properties" in schema


def python_name(name: str, taken: frozenset[str] = frozenset()) -> str:
    """Return the name as an identifier that is free: `from_` for `from`, `if_match` for `if-match`."""
    name = name.replace("-", "_")
    return f"{name}_" if keyword.iskeyword(name) or name in taken else name
