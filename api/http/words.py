"""Words that come in: the vocabulary's identifiers, addresses and terms, with nothing hidden or reordered in them.

What is recorded has the vocabulary's own types, which ask for less: old records have to load.
"""

from typing import Annotated

from pydantic import Field

from models import directives, names
from models.cases import cases
from models.events import webhooks
from models.rumours import rumours
from models.screening import screening
from models.texts.incoming import compared, phrase, word
from models.words import scopes

ContentId = Annotated[scopes.ContentId, word]
Contents = Annotated[tuple[ContentId, ...], Field(max_length=scopes.MOST_CONTENTS)]
Target = Annotated[directives.Target, word]
RumourContents = Annotated[tuple[Target, ...], Field(max_length=rumours.MOST_CONTENTS)]
SearchTerm = Annotated[rumours.SearchTerm, word]
ShortLink = Annotated[rumours.ShortLink, word]
Address = Annotated[webhooks.Address, word]
ProtectedId = Annotated[screening.ProtectedId, word]
Sought = Annotated[str, compared]
SoughtHolder = Annotated[names.HolderRef, compared]
Actor = Annotated[cases.Actor, phrase]
