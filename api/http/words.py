"""Request types of identifiers, addresses and terms, without hidden or reordering characters.

Recorded data has the less strict types of the models, as old records must load.
"""

from typing import Annotated

from pydantic import AfterValidator, Field

from api.http.parameters import nothing_personal
from models import directives, names
from models.cases import cases
from models.events import webhooks
from models.rumours import rumours
from models.screening import screening
from models.texts.incoming import compared, phrase, word
from models.words import scopes

ContentId = Annotated[scopes.ContentId, word]
Ref = Annotated[scopes.ContentId, word]
"""The caller's own reference of an item in a list; it is repeated in the item's outcome."""
Contents = Annotated[tuple[ContentId, ...], Field(max_length=scopes.MOST_CONTENTS)]
Target = Annotated[directives.Target, word]
RumourContents = Annotated[tuple[Target, ...], Field(max_length=rumours.MOST_CONTENTS)]
SearchTerm = Annotated[rumours.SearchTerm, word]
ShortLink = Annotated[rumours.ShortLink, word]
Address = Annotated[webhooks.Address, word]
ProtectedId = Annotated[screening.ProtectedId, word]
Sought = Annotated[str, compared]
SoughtHolder = Annotated[names.HolderRef, compared, AfterValidator(nothing_personal)]
"""Reference of a holder. An identity number in its place is refused, as it would stay in logs of addresses."""
Actor = Annotated[cases.Actor, phrase]
