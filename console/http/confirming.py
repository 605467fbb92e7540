"""Confirmation: what follows from a form, shown before it is carried out; what was typed goes along."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from fastapi import Response

from console.http.forms import Form
from console.http.visit import Visit
from console.texts.languages import N_

STEP: Final = "step"
"""Name of the buttons of a confirmation."""
CONFIRMED: Final = "confirmed"
CHANGE: Final = "change"


@dataclass(frozen=True)
class Sentence:
    """A sentence by its English msgid, with values."""

    text: str
    values: Mapping[str, Any] = field(default_factory=dict)


def follows(text: str, **values: Any) -> Sentence:
    """Return a sentence about what follows."""
    return Sentence(text, values)


@dataclass(frozen=True)
class Question:
    """An action to confirm."""

    title: str
    """Msgid of the heading, a question."""
    button: str
    """Msgid of the button that carries it out."""
    follows: Sequence[Sentence]
    about: Sequence[tuple[str, Any]] = ()
    """What it concerns: the msgid of each label, and the value as the page shows it."""
    typed: Sequence[tuple[str, str]] = ()
    """Fields to be read once more: the msgid of the label, and the name of the field."""
    public: Sequence[tuple[str, str]] = ()
    """Texts that others will read, word for word, each with the tag of its language where that is known."""
    tone: Literal["danger", "primary"] = "danger"


async def unconfirmed(
    visit: Visit,
    form: Form,
    question: Callable[[], Awaitable[Question]],
    again: Callable[[Form], Awaitable[Response]],
    *needed: str,
) -> Response | None:
    """Return the page to be shown before the form is carried out; None once it is confirmed.

    Args:
        visit: The request.
        form: The form. It keeps its key: whatever is sent twice counts once.
        question: Returns what is to be confirmed.
        again: Shows the page of the form as it was typed.
        needed: Fields that may not be empty.
    """
    form = missing(form, *needed)
    if form.errors or form[STEP] == CHANGE:
        return await again(form)
    if form[STEP] == CONFIRMED:
        return None
    kept = [(name, value) for name, values in form.values.items() if name != STEP for value in values]
    return visit.render("confirm/confirm.html", part="content", question=await question(), form=form, kept=kept)


def missing(form: Form, *names: str) -> Form:
    """Return the form with a message beside each of the fields that is empty."""
    for name in names:
        if form.text(name) is None:
            form = form.wrong(name, N_("Fill this in"))
    return form
