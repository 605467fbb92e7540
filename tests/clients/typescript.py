"""The program in TypeScript that calls every operation, written with the prepared requests as literals.

So `tsc --strict` holds each example, and what is read of each answer, against the generated types.
"""

import json
from collections.abc import Iterable
from typing import Any, Final

from tests.clients.walking import JSON, Sent

HEAD: Final = """\
import createClient from "openapi-fetch";
import type { components, paths } from "./standing.js";

const [address, key] = process.argv.slice(2) as [string, string];
const client = createClient<paths>({ baseUrl: address, headers: { Authorization: `Bearer ${key}` } });
const nobody = createClient<paths>({ baseUrl: address, headers: { Authorization: "Bearer sk_nobody" } });

type Problem = components["schemas"]["Problem"];
const UNAUTHENTICATED = "urn:standing:problem:unauthenticated";

function bytes(base64: string): string {
  return new Blob([Buffer.from(base64, "base64")]) as unknown as string;
}

function told(operation: string, wrong: string): void {
  console.log(JSON.stringify({ operation, wrong }));
}

function refused(problem: Problem | undefined): string {
  if (problem?.type === UNAUTHENTICATED && problem.status === 401) return "";
  return `without a key it got ${JSON.stringify(problem)}`;
}

function answered(statuses: number[], response: Response, data: unknown, error: unknown): string {
  if (!statuses.includes(response.status)) return `got ${response.status}: ${JSON.stringify(error)}`;
  return data === undefined ? "parsed nothing" : "";
}

async function each(operation: string, call: () => Promise<string>): Promise<void> {
  try {
    told(operation, await call());
  } catch (error) {
    told(operation, String(error));
  }
}
"""


def program(requests: Iterable[Sent]) -> str:
    """Return the program."""
    return HEAD + "".join(map(_step, requests))


def _step(one: Sent) -> str:
    options = _options(one)
    path, method = json.dumps(one.template), one.method.upper()
    lines = [f'\nawait each("{one.operation}", async () => {{']
    if one.keyed:
        lines += [
            f"  const problem: Problem | undefined = (await nobody.{method}({path}, {options})).error;",
            "  if (refused(problem)) return refused(problem);",
        ]
    lines += [
        f"  const {{ data, error, response }} = await client.{method}({path}, {options});",
        f"  return answered({list(one.statuses)}, response, data, error);",
        "});\n",
    ]
    return "\n".join(lines)


def _options(one: Sent) -> str:
    given: list[str] = []
    params = {where: values for where, values in (("path", one.path), ("query", one.query)) if values}
    if params:
        given.append(f"params: {_literal(params)}")
    if one.content is not None:
        given += [
            f"body: bytes({json.dumps(one.content)})",
            "bodySerializer: (body) => body",
            f'headers: {{ "Content-Type": {json.dumps(one.media)} }}',
        ]
    elif one.body is not None:
        given.append(f"body: {_literal(one.body)}")
    if (one.answers and JSON not in one.answers) or (len(one.answers) > 1 and one.answers[0] != JSON):
        given.append('parseAs: "text"')
    return f"{{ {', '.join(given)} }}"


def _literal(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
