"""What /metrics tells: requests counted as they go, the queue read when it is asked for."""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from kezek_kiosk.web.refusals import Refusals

if TYPE_CHECKING:
    from kezek_kiosk.devices.status import KnownDevice
    from kezek_kiosk.processes.proofs import LastProof
    from kezek_queue import FileCheck
    from kezek_queue.values import QueueSnapshot

BUCKETS_SECONDS = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)


class Metrics:
    """Plain counts, so that a request pays a microsecond; prometheus-client shapes them later."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._requests: Counter[tuple[str, int]] = Counter()
        self._buckets: dict[str, list[int]] = {}
        self._seconds: Counter[str] = Counter()
        self.job_failures: Counter[str] = Counter()
        self._own_pins = 0
        self.refusals = Refusals()

    def request_done(self, endpoint: str, status: int, seconds: float) -> None:
        """Count one answered request."""
        with self._lock:
            self._requests[endpoint, status] += 1
            buckets = self._buckets.setdefault(endpoint, [0] * (len(BUCKETS_SECONDS) + 1))
            buckets[bisect_left(BUCKETS_SECONDS, seconds)] += 1
            self._seconds[endpoint] += seconds  # type: ignore[assignment]

    def job_failed(self, job: str) -> None:
        """Count one failure of a scheduled job."""
        with self._lock:
            self.job_failures[job] += 1

    def own_pin_chosen(self) -> None:
        """Count one person who chose the own PIN."""
        with self._lock:
            self._own_pins += 1

    def exposition(
        self,
        snapshot: QueueSnapshot | None,
        last_seq: int,
        devices: Iterable[KnownDevice] = (),
        proof: LastProof | None = None,
        file: FileCheck | None = None,
        *,
        streams: int,
    ) -> bytes:
        """The text that a Prometheus server reads, from a registry of its own."""
        from prometheus_client import CollectorRegistry, generate_latest

        registry = CollectorRegistry()
        registry.register(
            _Once(
                [
                    *self._server(streams),
                    *_queue(snapshot, last_seq),
                    *_proof(proof),
                    *_file(file),
                    *_devices(tuple(devices)),
                ]
            )
        )
        return generate_latest(registry)

    def _server(self, streams: int) -> Iterator[Any]:
        from prometheus_client.core import (
            CounterMetricFamily,
            GaugeMetricFamily,
            HistogramMetricFamily,
        )

        with self._lock:
            requests, failures = dict(self._requests), dict(self.job_failures)
            buckets = {endpoint: list(counts) for endpoint, counts in self._buckets.items()}
            seconds = dict(self._seconds)
        answered = CounterMetricFamily(
            "kezek_http_requests", "Answered requests.", labels=["endpoint", "status"]
        )
        for (endpoint, status), count in requests.items():
            answered.add_metric([endpoint, str(status)], count)
        took = HistogramMetricFamily(
            "kezek_http_request_seconds", "Time to answer.", labels=["endpoint"]
        )
        for endpoint, counts in buckets.items():
            took.add_metric([endpoint], _cumulated(counts), seconds[endpoint])
        failed = CounterMetricFamily(
            "kezek_job_failures", "Failures of scheduled jobs.", labels=["job"]
        )
        for job, count in failures.items():
            failed.add_metric([job], count)
        own_pins = CounterMetricFamily(
            "kezek_own_pins", "PINs that people chose for themselves.", value=self._own_pins
        )
        refused = CounterMetricFamily(
            "kezek_refusals", "Refused and odd attempts.", labels=["reason"]
        )
        for code, count in self.refusals.counts().items():
            refused.add_metric([code], count)
        live = GaugeMetricFamily("kezek_streams", "Open live streams.", value=streams)
        yield from (answered, took, failed, refused, own_pins, live)


class _Once:
    """Hands prometheus-client families that are made already."""

    def __init__(self, families: Iterable[Any]) -> None:
        self._families = list(families)

    def collect(self) -> Iterable[Any]:
        return self._families


def _cumulated(counts: list[int]) -> list[tuple[str, float]]:
    names = [*(str(bound) for bound in BUCKETS_SECONDS), "+Inf"]
    total, buckets = 0, []
    for name, count in zip(names, counts, strict=True):
        total += count
        buckets.append((name, float(total)))
    return buckets


def _queue(snapshot: QueueSnapshot | None, last_seq: int) -> Iterator[Any]:
    from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily

    yield CounterMetricFamily("kezek_journal_events", "Events in the journal.", value=last_seq)
    if snapshot is None:
        return
    yield GaugeMetricFamily(
        "kezek_office_open", "1 while tickets are issued.", value=float(snapshot.open)
    )
    waiting = GaugeMetricFamily("kezek_waiting", "People waiting.", labels=["service"])
    for service in snapshot.services:
        waiting.add_metric([service.service], service.waiting)
    tickets = GaugeMetricFamily("kezek_tickets", "Tickets in the queue.", labels=["state"])
    for state, count in Counter(ticket.state.value for ticket in snapshot.tickets).items():
        tickets.add_metric([state], count)
    late = sum(ticket.verdict.value == "breached" for ticket in snapshot.tickets)
    windows = GaugeMetricFamily("kezek_windows", "Windows.", labels=["status"])
    for status, count in Counter(window.status.value for window in snapshot.windows).items():
        windows.add_metric([status], count)
    yield from (waiting, tickets, windows)
    yield GaugeMetricFamily("kezek_waiting_past_limit", "People past their limit.", value=late)


def _proof(last: LastProof | None) -> Iterator[Any]:
    from prometheus_client.core import GaugeMetricFamily

    if last is None:
        return
    made = last.proof
    yield GaugeMetricFamily(
        "kezek_proof_ok",
        "1 when the last proof found chain and tables sound.",
        value=float(made is not None and made.sound),
    )
    yield GaugeMetricFamily(
        "kezek_proof_timestamp_seconds", "When the last proof ended.", value=last.at.timestamp()
    )
    if made is not None:
        yield GaugeMetricFamily(
            "kezek_proof_differences",
            "Cells and rows that the journal contradicts.",
            value=made.differences,
        )
        yield GaugeMetricFamily(
            "kezek_proof_event", "The last event that was proven.", value=made.proven.seq
        )


def _file(last: FileCheck | None) -> Iterator[Any]:
    from prometheus_client.core import GaugeMetricFamily

    if last is None:
        return
    yield GaugeMetricFamily(
        "kezek_file_ok",
        "1 when the last check found no damage in the file of the database.",
        value=float(last.sound),
    )
    yield GaugeMetricFamily(
        "kezek_file_timestamp_seconds", "When that check ended.", value=last.at.timestamp()
    )


def _devices(devices: Iterable[KnownDevice]) -> Iterator[Any]:
    from prometheus_client.core import GaugeMetricFamily

    works = GaugeMetricFamily(
        "kezek_device_ok",
        "1 while a device works; no sample while nobody knows.",
        labels=["agent", "name", "kind"],
    )
    left = GaugeMetricFamily(
        "kezek_printer_tickets_left", "Slips that the roll still gives.", labels=["agent", "name"]
    )
    paper = GaugeMetricFamily(
        "kezek_printer_paper",
        "1 at what the printer says of its paper: ok, near_end, end or unknown.",
        labels=["agent", "name", "paper"],
    )
    for each in devices:
        if each.works or each.stopped:
            works.add_metric([each.agent, each.name, each.kind], float(each.works))
        if each.kind == "printer":
            paper.add_metric([each.agent, each.name, str(each.facts.get("paper") or "unknown")], 1)
            if each.tickets_left is not None:
                left.add_metric([each.agent, each.name], each.tickets_left)
    yield from (works, left, paper)
