"""Print jobs: leased by an agent, never popped, and what came of them."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Annotated

from flask import Blueprint, Response
from msgspec import Meta

from kezek_core.ports import PrintOutcome
from kezek_kiosk.access.roles import MAY_PRINT, MAY_SERVE
from kezek_kiosk.api.answers import PREFIX, answer, nothing
from kezek_kiosk.api.calls import call, noted
from kezek_kiosk.api.views import print_job_json
from kezek_kiosk.web.context import AppContext, app_context
from kezek_kiosk.web.declared_fields import Asked
from kezek_kiosk.web.field_types import Detail, Slug
from kezek_kiosk.web.principals import device_of, principal
from kezek_kiosk.web.public_address import printed_status_url
from kezek_queue.values import PrintJob, PrintState

blueprint = Blueprint("api_print_jobs", __name__, url_prefix=f"{PREFIX}/print-jobs")

LISTEN_SECONDS = 1.0
ASK_AGAIN_SECONDS = 5.0
"""A lease of another agent may have run out, which no event tells."""


LeaseSeconds = Annotated[int, Meta(ge=1, le=600)]


class LeaseOrder(Asked, frozen=True):
    """Print jobs for an agent."""

    agent: Slug
    printer: Slug | None = None
    lease_seconds: Annotated[
        LeaseSeconds | None,
        Meta(description="`printing.lease_seconds` when left out."),
    ] = None
    wait_seconds: Annotated[int, Meta(ge=0, le=30)] = 0
    limit: Annotated[int, Meta(ge=1, le=20)] = 1


class PrintReport(Asked, frozen=True):
    """What came of a leased job."""

    lease: Slug
    outcome: PrintOutcome
    detail: Detail = ""


@blueprint.post("/lease")
@call("leasePrintJobs", LeaseOrder, may=device_of(MAY_PRINT), gives="LeasedJobs")
def lease(order: LeaseOrder) -> Response:
    """Take print jobs for a while; waits up to ``wait_seconds`` for one."""
    context = app_context()
    lease_seconds = order.lease_seconds or context.settings.printing.lease_seconds

    def take() -> list[PrintJob]:
        return list(
            context.queue.lease_print_jobs(
                order.agent, printer=order.printer, lease_seconds=lease_seconds, limit=order.limit
            )
        )

    jobs = _waited_for(context, take, order.wait_seconds)
    server = context.settings.server
    return answer(
        {
            "jobs": [
                print_job_json(job, printed_status_url(server, job.status_token)) for job in jobs
            ]
        }
    )


@blueprint.post("/<int(max=9007199254740992):job_id>/report")
@call("reportPrintJob", PrintReport, may=device_of(MAY_PRINT), gives=(noted(),))
def report(body: PrintReport, job_id: int) -> Response:
    """What came of a print job."""
    app_context().queue.report_print_job(job_id, body.lease, body.outcome, body.detail)
    return nothing()


@blueprint.post("/<int(max=9007199254740992):job_id>/reprint")
@call("printAgain", may=MAY_SERVE, gives="PrintedAgain")
def print_again(job_id: int) -> Response:
    """Print the paper of a job again, marked as a copy."""
    copy = app_context().queue.print_again(job_id, actor=principal().name)
    return answer({"print_jobs": [copy]})


@blueprint.get("/<int(max=9007199254740992):job_id>")
@call("showPrintJob", gives="PrintJob")
def show(job_id: int) -> Response:
    """Where a print job stands: the kiosk's ticket page follows it."""
    job = app_context().queue.print_job(job_id)
    stopped = app_context().devices.why_no_paper() if job.state is PrintState.PENDING else None
    return answer(
        {"id": job.id, "state": job.state.value, "detail": job.detail, "stopped": stopped}
    )


def _waited_for(
    context: AppContext, take: Callable[[], list[PrintJob]], wait_seconds: int
) -> list[PrintJob]:
    """Take jobs; while there are none, take again at every event until the time is up."""
    ends_at = time.monotonic() + wait_seconds
    while True:
        seq = context.queue.last_seq()
        jobs = take()
        if jobs or not _listen(context, seq, ends_at):
            return jobs


def _listen(context: AppContext, seq: int, ends_at: float) -> bool:
    """Wait until it is worth asking again; False when the time is up or the server stops."""
    ask_at = min(ends_at, time.monotonic() + ASK_AGAIN_SECONDS)
    while not context.stopping.is_set():
        left = ask_at - time.monotonic()
        if left <= 0:
            return ask_at < ends_at
        if context.queue.wait_for_event(seq, min(left, LISTEN_SECONDS)):
            return True
    return False
