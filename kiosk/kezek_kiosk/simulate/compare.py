"""Sets the product's own report beside the replay's count: every difference is named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from kezek_kiosk.agent.api_client import ApiClient
from kezek_kiosk.simulate.ledger import Ledger

OUTCOMES = ("total", "served", "no_show", "left", "waiting")
VERDICTS = ("within", "breached")


def compare_with_report(api: ApiClient, ledger: Ledger, *, exact_waits: bool) -> list[str]:
    """Read the day's report from the server and name every difference.

    Args:
        api: a client that may read reports.
        ledger: the replay's count.
        exact_waits: also compare verdicts and every single wait: only under a simulated clock,
            for in real time nobody waits as long as the day says.
    """
    days = sorted({visitor.ticket[:10] for visitor in ledger.visitors.values()})
    period = {"from": days[0], "to": days[-1]}
    compared = OUTCOMES + VERDICTS if exact_waits else OUTCOMES
    found = differences(ledger, api.get("/reports/waits", **period), compared)
    if exact_waits:
        found += wait_differences(ledger, api.get("/reports/waits/log", **period)["waits"])
    return found


def differences(
    ledger: Ledger, report: Mapping[str, Any], compared: tuple[str, ...] = OUTCOMES + VERDICTS
) -> list[str]:
    """What the report and the ledger do not agree on; empty when they are equal.

    Args:
        ledger: the replay's count.
        report: JSON of ``GET /reports/waits``.
        compared: its counts that must be the ledger's.
    """
    rows = {row["service"]: row for row in report["services"]} | {"total": report["total"]}
    found = []
    for service, own in sorted(ledger.totals().items()):
        row = rows.get(service)
        if row is None:
            found.append(f"{service}: the report has no row, the replay counted {own['total']}")
            continue
        found += [
            f"{service}.{name}: the report says {row[name]}, the replay counted {own[name]}"
            for name in compared
            if row[name] != own[name]
        ]
    return found


def wait_differences(ledger: Ledger, log: Iterable[Mapping[str, Any]]) -> list[str]:
    """Waits of the log that are not, to the microsecond, what the replay saw."""
    reported: dict[tuple[str, str], list[float]] = {}
    for row in log:
        reported.setdefault((row["ticket"], row["service"]), []).append(row["waited_seconds"])
    found = []
    for visitor in ledger.visitors.values():
        for part in visitor.parts:
            if part.wait is None:
                continue
            seen = reported.get((visitor.ticket, part.service), [])
            if not any(abs(wait - part.wait.total_seconds()) < 1e-6 for wait in seen):
                found.append(
                    f"{visitor.number} ({part.service}): the log says {seen} s, "
                    f"the replay saw {part.wait.total_seconds()} s"
                )
    return found
