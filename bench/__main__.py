"""Entry of `python -m bench [NAME…]`: run the benchmarks and draw `docs/performance.md`."""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from bench import (
    boundary_burst,
    bulk_campaign,
    case_queue,
    client_gate,
    commands,
    console_pages,
    coordination_sweep,
    event_delivery,
    fairness,
    find_accounts,
    gate,
    regulator_report,
    report,
    rules,
    screening,
    statements,
)
from bench.result import Result

BENCHMARKS: Final[Mapping[str, Callable[[], Awaitable[Result]]]] = {
    "rules_decide": rules.decide,
    "gate_http": gate.http,
    "gate_cold": gate.cold,
    "gate_batch": gate.batch,
    "gate_fairness": fairness.measure,
    "client_gate": client_gate.measure,
    "command_http": commands.http,
    "statements": statements.measure,
    "snapshot_growth": commands.growth,
    "boundary_burst": boundary_burst.measure,
    "bulk_campaign": bulk_campaign.campaign,
    "run_registrations": bulk_campaign.registrations,
    "event_delivery": event_delivery.measure,
    "case_queue": case_queue.measure,
    "console_pages": console_pages.measure,
    "find_accounts": find_accounts.measure,
    "coordination_sweep": coordination_sweep.measure,
    "screen_names": screening.names,
    "regulator_report": regulator_report.measure,
}


async def main(names: list[str]) -> int:
    """Run the named benchmarks, or all; return 0 when every goal was met, else 1."""
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        print(f"no such benchmark: {', '.join(unknown)}; there are {', '.join(BENCHMARKS)}", file=sys.stderr)
        return 2
    results: list[Result] = []
    for name in names or BENCHMARKS:
        print(f"{name} …", file=sys.stderr)
        result = await BENCHMARKS[name]()
        print(result.line(), flush=True)
        results.append(result)
    if not names:
        report.write(results)
    return 0 if all(result.holds for result in results) else 1


if __name__ == "__main__":
    status = asyncio.run(main(sys.argv[1:]))
    sys.stdout.flush()
    # Temporal's SDK sometimes aborts while the interpreter ends; by then everything is printed.
    os._exit(status)
