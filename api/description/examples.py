"""Examples of parameters, of bodies that are no JSON, and of answers; those of JSON bodies stand beside their models.

Each operation has an example that can be sent as it is where the records exist that it names. `tests/clients` sends
them all.
"""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

from fastapi._compat import get_flat_models_from_fields
from fastapi.openapi.utils import get_fields_from_routes
from pydantic_core import to_jsonable_python
from starlette.routing import BaseRoute

PARAMETERS: Final[Mapping[str, Any]] = {
    "account": "kitchen",
    "bulk": "sweep-2026-03",
    "case": "review_5f0c3a1be2d9",
    "cleanup": "cleanup-7",
    "cluster": "cluster_5f0c3a1be2d9",
    "digest": "ab" * 32,
    "directive": "directive_5f0c3a1be2d9",
    "emblem": "emblem-1",
    "event": 4711,
    "exemption": "exemption_5f0c3a1be2d9",
    "key": "key_5f0c3a1be2d9",
    "network": "donghai",
    "number": "2026-000017",
    "person": "per_5f0c3a1be2d9",
    "receipt": f"rct_{0:032x}",
    "report": "2026-10",
    "rescreen": "rescreen-2026-09",
    "rumor": "water-2026",
    "run": "new-users-2026-03-01",
    "seq": 1,
    "session": "ses_5f0c3a1be2d9",
    "view": "closures",
    "webhook": "payout",
}
"""Examples of parameters of the path, by name."""

OF_OPERATION: Final[Mapping[str, Mapping[str, Any]]] = {
    "appeal_action": {"id": "ban-4711"},
    "add_emblem": {"name": "某某市公安局"},
    "find_identifiers": {"kind": "case", "begins": "review_5f0c"},
    "download_report": {"name": "report.json"},
    "lift_impersonation": {"id": "imp-31"},
    "lift_network_sanction": {"id": "sanction-1"},
    "lift_withholding": {"id": "v-31"},
    "overturn_action": {"id": "m-7"},
    "overturn_ban": {"id": "ban-4711"},
    "overturn_cancellation": {"id": "cancel-9"},
    "overturn_impersonation": {"id": "imp-31"},
    "overturn_violation": {"id": "v-31"},
    "read_mirror_changes": {"after": 0},
    "preview_report": {"period": "2026-02"},
    "read_action": {"id": "ban-4711"},
    "read_eligibility": {"method": "advertising"},
    "revoke_certification": {"id": "cert-2026-017"},
    "search_rumours": {"q": "自来水"},
    "shorten_ban": {"id": "ban-4711"},
    "shorten_measure": {"id": "m-7"},
    "upload_evidence": {"name": "licence.pdf"},
}
"""Examples of parameters that mean something of each operation's own."""

LINES: Final[Mapping[str, tuple[Mapping[str, Any], ...]]] = {
    "send_bulk_action_accounts": ({"account": "kitchen"}, {"account": "gaoyuan-caijing"}),
    "send_run_rows": (
        {
            "ref": "row-1",
            "account": "gaoyuan-caijing",
            "kind": "individual",
            "holder": {"resident_id": "11010519491231002X"},
            "name": "高原财经",
        },
    ),
    "stream_decisions": (
        {"account": "kitchen", "privilege": "publish"},
        {"account": "gaoyuan-caijing", "privilege": "monetize.live_gifts"},
    ),
}
"""Examples of bodies of lines."""


ANSWERS: Final = "answers.json"
"""File beside this one with an answer to the example of each operation, recorded from a server by `tests/clients`."""


@cache
def answers() -> Mapping[str, Mapping[str, Any]]:
    """Return the answer to each operation's example: `status`, `media` and, unless it is a file, `answer`."""
    kept: Mapping[str, Mapping[str, Any]] = json.loads(Path(__file__).with_name(ANSWERS).read_text(encoding="utf-8"))
    return kept


def add(operation: dict[str, Any]) -> None:
    """Add the examples to an operation of the description: of its parameters, of lines, and of its answer."""
    name = operation["operationId"]
    own = OF_OPERATION.get(name, {})
    for parameter in operation.get("parameters", ()):
        called = parameter["name"]
        if called in own:
            parameter["example"] = own[called]
        elif parameter["in"] == "path" and called in PARAMETERS:
            parameter["example"] = PARAMETERS[called]
    if name in LINES:
        lines = "".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in LINES[name])
        operation["requestBody"]["content"]["application/x-ndjson"]["example"] = lines
    if (kept := answers().get(name)) is not None and "answer" in kept:
        operation["responses"][str(kept["status"])]["content"][kept["media"]]["example"] = kept["answer"]


def restore(schemas: dict[str, Any], routes: Sequence[BaseRoute]) -> None:
    """Put the examples of the models into their schemas again: FastAPI leaves out what is null in them.

    `schemas` have the names that Pydantic gives, those of `schema_names` come later.
    """
    for model in get_flat_models_from_fields(get_fields_from_routes(routes), known_models=set()):
        extra = getattr(model, "model_config", {}).get("json_schema_extra")
        if not isinstance(extra, dict) or "examples" not in extra:
            continue
        qualified = f"{model.__module__}.{model.__name__}".replace(".", "__")
        for name in (model.__name__, qualified):
            for key in (name, f"{name}-Input", f"{name}-Output"):
                if key in schemas:
                    schemas[key]["examples"] = to_jsonable_python(extra["examples"])
