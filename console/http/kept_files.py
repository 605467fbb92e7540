"""Files of forms: a form that is shown again keeps the file that was chosen, and says which.

A browser sends a file once and forgets it. One of a few megabytes travels back in the page, as letters, with its name.
Of a larger one, and of one that a sign-in interrupted, the name comes back, and that it must be chosen again.
"""

from base64 import b64decode, b64encode
from binascii import Error
from dataclasses import replace
from io import BytesIO
from typing import Final

from fastapi import Request
from starlette.datastructures import UploadFile

from console.http.forms import Form, form_of
from console.texts.languages import N_

KEPT: Final = "_file"
"""Field with the content of the file, base64."""
NAME: Final = "_file_name"
"""Field with the file's name."""
DROP: Final = "_file_drop"
"""Check box that leaves the kept file out."""
MOST_KEPT: Final = 4 * 1024 * 1024
"""Bytes of a file that travels back in the page."""
LONGEST_NAME: Final = 120


async def with_file(form: Form, file: UploadFile | None, name: str = "file") -> tuple[Form, UploadFile | None]:
    """Return the form as it is shown again, and its file: the one that was sent, or else the one kept from before.

    Args:
        form: The form as it was sent.
        file: The file that was sent with it; None where none was chosen.
        name: The field of the file, beside which it is said that the file was not kept.
    """
    without = {field: each for field, each in form.values.items() if field not in {KEPT, NAME, DROP}}
    if file is None:
        if form[DROP]:
            return replace(form, values=without), None
        file = _kept(form)
    if file is None:
        if not form[NAME]:
            return replace(form, values=without), None
        lost = replace(form, values={**without, NAME: (form[NAME],)})
        return lost.wrong(name, N_("Choose the file again")), None
    named = {NAME: ((file.filename or "")[:LONGEST_NAME],)}
    if (file.size or 0) <= MOST_KEPT:
        content = await file.read()
        await file.seek(0)
        named[KEPT] = (b64encode(content).decode(),)
    return replace(form, values=without | named), file


async def without_content(request: Request, largest: int) -> Form:
    """Return the form of a request with the name of its file instead of the file, for what keeps no files.

    Raises:
        ProblemError: when it is larger than `largest` bytes, or cannot be read.
    """
    form = await form_of(request, largest)
    sent = next((one for _, one in (await request.form()).multi_items() if isinstance(one, UploadFile)), None)
    name = form[NAME] if sent is None or not sent.filename else sent.filename[:LONGEST_NAME]
    values = {field: each for field, each in form.values.items() if field not in {KEPT, NAME}}
    return replace(form, values=values | ({NAME: (name,)} if name else {}))


def _kept(form: Form) -> UploadFile | None:
    try:
        content = b64decode(form[KEPT], validate=True)
    except (Error, ValueError):
        return None
    return UploadFile(BytesIO(content), size=len(content), filename=form[NAME]) if content else None
