"""The check of the health page that tells how long the certificate is good."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from flask_babel import gettext as _

from kezek_core.dates import short_date
from kezek_kiosk.pages.staff.device_words import Severity
from kezek_kiosk.pages.staff.health_check import Check
from kezek_kiosk.upkeep.certificates import show_certificate
from kezek_kiosk.web.i18n import office_time

SOON = timedelta(days=14)
"""One of Kezek's own is made anew long before; one that was given has to be asked for."""


def certificate_check(file: Path, now: datetime) -> Check:
    """How the certificate of the server stands.

    Args:
        file: certificate and key.
        now: aware UTC.
    """
    shown = show_certificate(file)
    day = short_date(office_time(shown.ends_at).date())
    advice = _("The administrator gives the server a new one: kezek tls use, or kezek tls make.")
    details = (f"SHA-256 {shown.fingerprint}",)
    if shown.ends_at <= now:
        found = _("Ended on %(day)s: browsers warn of this server.", day=day)
        return Check("certificate", Severity.BAD, found, advice, details=details)
    found = _("Https; the certificate is good until %(day)s.", day=day)
    if shown.ends_at - now <= SOON:
        return Check("certificate", Severity.WARNING, found, advice, details=details)
    return Check("certificate", Severity.GOOD, found, details=details)
