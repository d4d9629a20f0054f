"""The health page: named checks, each with a word, an icon and what to do."""

from __future__ import annotations

from flask import Blueprint, current_app, redirect, render_template
from werkzeug.wrappers import Response

from kezek_kiosk.access.roles import MAY_SERVE
from kezek_kiosk.pages.staff.access import asking_person, person_of
from kezek_kiosk.pages.staff.checks import names, run_checks
from kezek_kiosk.pages.staff.device_words import Severity
from kezek_kiosk.settings.certificate_file import certificate_file
from kezek_kiosk.upkeep.scheduler import Scheduler
from kezek_kiosk.web.context import app_context
from kezek_kiosk.web.i18n import page_language
from kezek_kiosk.web.limits import TICKETS
from kezek_kiosk.web.public_address import known_url
from kezek_kiosk.web.rate_limits import HOUR_SECONDS

blueprint = Blueprint("staff_health", __name__)


@blueprint.get("/health")
def health_page() -> str | Response | tuple[str, int]:
    """Every check as it stands now."""
    person = person_of(MAY_SERVE)
    if isinstance(person, Response):
        return person
    context = app_context()
    checks = tuple(
        run_checks(
            context.queue,
            context.data_dir,
            now=context.now(),
            scheduler_state=_scheduler_state(),
            proofs=context.proofs,
            language=page_language(),
            devices=context.devices.devices(),
            phones_url=known_url(context.settings.server),
            certificate=certificate_file(context.data_dir, context.settings.server),
            write=context.write_probe.check,
            stops=context.rate_limits.stops(TICKETS, HOUR_SECONDS),
        )
    )
    worst = next(
        (
            each
            for each in (Severity.BAD, Severity.WARNING)
            if any(c.health is each for c in checks)
        ),
        Severity.GOOD,
    )
    return render_template(
        "staff/health.html",
        person=person,
        office=context.queue.office,
        checks=checks,
        names=names(),
        worst=worst.value,
        proving=context.proofs.running,
        now=context.now(),
    )


@blueprint.post("/health/journal")
def prove_office() -> Response:
    """Begin a proof because somebody asks for it; the page shows what comes of it."""
    asking_person(MAY_SERVE)
    app_context().proofs.begin()
    return redirect("/health")


def _scheduler_state() -> str | None:
    scheduler: Scheduler | None = current_app.extensions.get("kezek_scheduler")
    return None if scheduler is None else scheduler.state()
