"""Codes of refusals for the audit, where the status alone does not say what was refused."""

from typing import Final

REFUSAL: Final = "refusal"
"""Name in the request's state of the code; a mounted application sets it for every refusal of its own."""
FORGED: Final = "forged-request"
FORBIDDEN: Final = "forbidden"
