"""Forms go the way of the tickets: leased as JSON, read back whole, printed by the agent."""

from __future__ import annotations

from pathlib import Path

from flask.testing import FlaskClient

from kezek_core.papers.form_slips import FormKind, FormSlip, slip_from_json
from kezek_kiosk.web.context import AppContext
from kezek_printers import Printer, list_papers


def test_a_talon_is_leased_beside_a_ticket_and_both_are_printed(
    admin: FlaskClient, context: AppContext, tmp_path: Path
) -> None:
    admin.post("/api/v1/tickets", json={"service": "apostille"})
    registered = context.queue.feedback.register_complaint("Ұзақ күттім", actor="operator1")

    jobs = admin.post("/api/v1/print-jobs/lease", json={"agent": "hall", "limit": 5}).json["jobs"]
    slips = [slip_from_json(job["slip"]) for job in jobs]
    printer = Printer("virtual://", "virtual-80", tmp_path)
    outcomes = [printer.print(slip).outcome.value for slip in slips]
    printer.close()

    form = slips[1]
    assert isinstance(form, FormSlip)
    assert form.kind is FormKind.COMPLAINT
    assert (form.number or "").replace("-", "") == registered.complaint.number
    assert outcomes == ["printed", "printed"]
    assert (form.number or "") in list_papers(tmp_path)[0].text
