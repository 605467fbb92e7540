"""Items of a list in a body, each read on its own: an invalid one does not affect the others, and keeps its place, its
`ref` and its account in the answer.
"""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, Final, Generic, Literal, TypeVar

from pydantic import Field, TypeAdapter, ValidationError, WrapValidator

from api.http.failures import faults
from api.http.problems import Fault, invalid
from api.http.words import Ref
from models.base import Frozen
from models.names import AccountId

MOST_FAULTS: Final = 20
"""Maximum number of faults in the problem of a body of which no item is valid."""
_AT_ONCE: Final = 500
"""Items that are read before other requests have their turn."""


class ListItem(Frozen):
    """Item of a list, with the caller's own reference."""

    ref: Annotated[
        Ref | None,
        Field(
            description="Your own reference of the item, repeated in its outcome. It has no effect and is not stored."
        ),
    ] = None


class ItemOutcome(Frozen):
    """Outcome of one item of a list."""

    path: Annotated[str, Field(examples=["links.3"], description="Place of the item in the body, from 0.")]
    ref: Annotated[str | None, Field(description="The item's `ref`.")] = None
    account: Annotated[AccountId | None, Field(description="The item's account, if it has one and it is valid.")] = None
    outcome: Annotated[
        Literal["recorded", "too_short", "invalid"],
        Field(description="`too_short`: a text that cannot be compared meaningfully; `invalid`: see `errors`."),
    ]
    errors: Annotated[tuple[Fault, ...], Field(description="Faults of an invalid item, each with its path in it.")] = ()


AS_SENT: Final = WrapValidator(lambda sent, _: sent)
"""Item as it was sent, described by its schema but not validated: `read_each` validates each on its own."""

Outcomes = Annotated[
    tuple[ItemOutcome, ...],
    Field(description="Outcomes of the items that have a `ref`, and of all that are invalid, in their order."),
]

One = TypeVar("One", bound=Frozen)


@dataclass
class Items(Generic[One]):
    """The items of a list, with the valid and the invalid ones apart."""

    name: str
    """Name of the list in the body."""
    valid: list[tuple[int, One]] = field(default_factory=list)
    """Valid items with their places."""
    invalid: dict[int, ItemOutcome] = field(default_factory=dict)

    def outcomes(self, too_short: Iterable[int] = ()) -> tuple[ItemOutcome, ...]:
        """Return the outcomes that an answer lists. `too_short`: places of texts that cannot be compared."""
        short, found = frozenset(too_short), dict(self.invalid)
        for place, item in self.valid:
            if (ref := getattr(item, "ref", None)) is not None:
                found[place] = ItemOutcome(
                    path=f"{self.name}.{place}",
                    ref=ref,
                    account=getattr(item, "account", None),
                    outcome="too_short" if place in short else "recorded",
                )
        return tuple(found[place] for place in sorted(found))


def valid_ref(sent: Any) -> str | None:
    """Return the `ref` of an item as it was sent, if it has a valid one."""
    return valid_part(_REF, sent, "ref")


def valid_account(sent: Any) -> str | None:
    """Return the account of an item as it was sent, if it has a valid one."""
    return valid_part(_ACCOUNT, sent, "account")


_REF: Final[TypeAdapter[str]] = TypeAdapter(Ref)
_ACCOUNT: Final[TypeAdapter[str]] = TypeAdapter(AccountId)


def valid_part(valid: TypeAdapter[str], sent: Any, name: str) -> str | None:
    """Return a field of an item as it was sent, if it is valid."""
    try:
        return valid.validate_python(sent[name])
    except (TypeError, LookupError, ValidationError):
        return None


async def read_each(
    name: str, kind: type[One], sent: Sequence[Any], fault_of: Callable[[One], tuple[str, str] | None]
) -> Items[One]:
    """Return the items of a list, each validated on its own. `fault_of` returns the faulty field of an item and the
    message, or None.
    """
    found: Items[One] = Items(name)
    for place, one in enumerate(sent):
        if place and not place % _AT_ONCE:
            await asyncio.sleep(0)
        try:
            item = kind.model_validate(one)
        except ValidationError as error:
            wrong = faults(error.errors(include_url=False))
        else:
            fault = fault_of(item)
            if fault is None:
                found.valid.append((place, item))
                continue
            wrong = (Fault(path=fault[0], message=fault[1]),)
        found.invalid[place] = ItemOutcome(
            path=f"{name}.{place}", ref=valid_ref(one), account=valid_account(one), outcome="invalid", errors=wrong
        )
    return found


def require_some(*lists: Items[Any]) -> None:
    """Require a valid item in one of the lists.

    Raises:
        ProblemError: with the first faults and their paths in the body.
    """
    if any(one.valid for one in lists):
        return
    wrong = [
        Fault(path=f"body.{item.path}.{fault.path}".rstrip("."), message=fault.message)
        for one in lists
        for item in one.invalid.values()
        for fault in item.errors
    ]
    raise invalid(*wrong[:MOST_FAULTS])
