"""The words of the complaint desk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext, lazy_gettext, ngettext

from kezek_core.standards import ComplaintForm
from kezek_queue import Complaint

_ = lazy_gettext

FORMS: Mapping[ComplaintForm, Any] = {
    ComplaintForm.IN_PERSON: _("In person"),
    ComplaintForm.ORAL: _("By word of mouth"),
    ComplaintForm.WRITTEN: _("In writing"),
    ComplaintForm.POST: _("By post"),
    ComplaintForm.ELECTRONIC: _("E-mail or portal"),
}
"""How a complaint reaches the office, the commonest way at a desk first."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A badge: tone, icon and label."""

    tone: str
    icon: str
    label: str


def standing_of(complaint: Complaint, today: date) -> Mark:
    """How a complaint stands against its term."""
    if complaint.on_time is not None:
        if complaint.on_time:
            return Mark("good", "check", gettext("answered on time"))
        return Mark("bad", "stop", gettext("answered late"))
    left = (complaint.due_on - today).days
    if left < 0:
        late = ngettext(
            "overdue by %(num)s calendar day", "overdue by %(num)s calendar days", -left
        )
        return Mark("bad", "stop", late)
    if left == 0:
        return Mark("warn", "warning", gettext("due today"))
    return Mark(
        "plain",
        "clock",
        ngettext("%(num)s calendar day left", "%(num)s calendar days left", left),
    )


def verdict_of(complaint: Complaint) -> Mark:
    """Whether a complaint was right."""
    if complaint.justified is None:
        return Mark("plain", "clock", gettext("not answered yet"))
    if complaint.justified:
        return Mark("warn", "warning", gettext("justified"))
    return Mark("plain", "check", gettext("not justified"))
