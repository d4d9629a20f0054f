"""Print jobs: leased by an agent, never popped, and what came of them."""

from __future__ import annotations

import time
from collections.abc import Callable

from flask import Blueprint, Response

from kezek_core.ports import PrintOutcome
from kezek_kiosk.access.roles import MAY_PRINT, MAY_SERVE
from kezek_kiosk.api.answers import PREFIX, answer, nothing
from kezek_kiosk.api.views import print_job_json
from kezek_kiosk.web.context import Services, services
from kezek_kiosk.web.inputs import DETAIL, SLUG, body_fields, one_of, query_fields, whole
from kezek_kiosk.web.principals import require, require_device
from kezek_kiosk.web.public_address import printed_status_url
from kezek_queue.values import PrintJob, PrintState

blueprint = Blueprint("api_print_jobs", __name__, url_prefix=f"{PREFIX}/print-jobs")

MOST_WAIT_SECONDS = 30
MOST_JOBS = 20
LARGEST_LEASE_SECONDS = 600
LISTEN_SECONDS = 1.0
ASK_AGAIN_SECONDS = 5.0
"""A lease of another agent may have run out, which no event tells."""

OUTCOMES = [outcome.value for outcome in PrintOutcome]


@blueprint.post("/lease")
def lease() -> Response:
    """Take print jobs for a while; waits up to ``wait_seconds`` for one."""
    require_device(MAY_PRINT)
    fields = body_fields("agent", "printer", "lease_seconds", "wait_seconds", "limit")
    agent = fields.get("agent", SLUG)
    printer = fields.get("printer", SLUG, None)
    usual = services().settings.printing.lease_seconds
    lease_seconds = fields.get("lease_seconds", whole(1, LARGEST_LEASE_SECONDS), usual)
    wait_seconds = fields.get("wait_seconds", whole(0, MOST_WAIT_SECONDS), 0)
    limit = fields.get("limit", whole(1, MOST_JOBS), 1)
    house = services()

    def take() -> list[PrintJob]:
        return list(
            house.queue.lease_print_jobs(
                agent, printer=printer, lease_seconds=lease_seconds, limit=limit
            )
        )

    jobs = _waited_for(house, take, wait_seconds)
    server = house.settings.server
    return answer(
        {
            "jobs": [
                print_job_json(job, printed_status_url(server, job.status_token)) for job in jobs
            ]
        }
    )


@blueprint.post("/<int(max=9007199254740992):job_id>/report")
def report(job_id: int) -> Response:
    """What came of a print job."""
    require_device(MAY_PRINT)
    fields = body_fields("lease", "outcome", "detail")
    held = fields.get("lease", SLUG)
    outcome = PrintOutcome(fields.get("outcome", one_of(OUTCOMES)))
    detail = fields.get("detail", DETAIL, "")
    services().queue.report_print_job(job_id, held, outcome, detail)
    return nothing()


@blueprint.post("/<int(max=9007199254740992):job_id>/reprint")
def print_again(job_id: int) -> Response:
    """Print the paper of a job again, marked as a copy."""
    caller = require(MAY_SERVE)
    body_fields()
    copy = services().queue.print_again(job_id, actor=caller.name)
    return answer({"print_jobs": [copy]})


@blueprint.get("/<int(max=9007199254740992):job_id>")
def show(job_id: int) -> Response:
    """Where a print job stands: the kiosk's ticket page follows it."""
    query_fields()
    job = services().queue.print_job(job_id)
    stopped = services().devices.why_no_paper() if job.state is PrintState.PENDING else None
    return answer(
        {"id": job.id, "state": job.state.value, "detail": job.detail, "stopped": stopped}
    )


def _waited_for(
    house: Services, take: Callable[[], list[PrintJob]], wait_seconds: int
) -> list[PrintJob]:
    """Take jobs; while there are none, take again at every event until the time is up."""
    ends_at = time.monotonic() + wait_seconds
    while True:
        seq = house.queue.last_seq()
        jobs = take()
        if jobs or not _listen(house, seq, ends_at):
            return jobs


def _listen(house: Services, seq: int, ends_at: float) -> bool:
    """Wait until it is worth asking again; False when the time is up or the server stops."""
    ask_at = min(ends_at, time.monotonic() + ASK_AGAIN_SECONDS)
    while not house.stopping.is_set():
        left = ask_at - time.monotonic()
        if left <= 0:
            return ask_at < ends_at
        if house.queue.wait_for_event(seq, min(left, LISTEN_SECONDS)):
            return True
    return False
