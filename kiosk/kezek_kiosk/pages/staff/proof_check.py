"""The check of the health page that tells what came of the last proof of the office."""

from __future__ import annotations

from flask_babel import gettext as _

from kezek_core.dates import short_date
from kezek_kiosk.pages.staff.device_words import Severity
from kezek_kiosk.pages.staff.health_check import Check
from kezek_kiosk.processes.proofs import Proofs
from kezek_kiosk.web.i18n import format_clock, office_time
from kezek_queue import Difference, Proof
from kezek_queue.wording import UNKNOWN, grouped

DIFFERENCES_SHOWN = 5


def proof_check(proofs: Proofs) -> Check:
    """How the journal and the tables it proves stand.

    Args:
        proofs: knows what came of the last proof.
    """
    last = proofs.last
    if last is None:
        return Check(
            "journal",
            Severity.UNKNOWN,
            _("Not proven since the server started."),
            _("It is proven soon after the start and every night; the button does it now."),
        )
    if last.proof is None:
        reason = _("The proof could not be made: %(reason)s", reason=last.reason)
        return Check("journal", Severity.WARNING, reason)
    health = Severity.GOOD if last.proof.sound else Severity.BAD
    advice = "" if last.proof.sound else _(
        "Keep a copy of the data directory as it is and tell the administrator; "
        "'kezek journal verify' names the places."
    )  # fmt: skip
    named = tuple(_difference(each) for each in last.proof.named[:DIFFERENCES_SHOWN])
    found = f"{_outcome(last.proof)} {_proven(last.proof)}"
    return Check("journal", health, found, advice, details=named)


def _outcome(proof: Proof) -> str:
    if not proof.chain.sound:
        return str(_("The chain breaks at event %(seq)s.", seq=proof.chain.first_broken_seq))
    if proof.differences:
        count = grouped(proof.differences)
        return str(_("The tables contradict the journal, places: %(count)s.", count=count))
    return str(
        _(
            "The chain is whole, and all %(rows)s rows of the tables say what it tells.",
            rows=grouped(proof.rows),
        )
    )


def _difference(found: Difference) -> str:
    place = f"{found.table} {found.subject}"
    if found.is_missing:
        return str(_("%(place)s: missing from the table", place=place))
    if found.is_stranger:
        return str(_("%(place)s: unknown to the journal", place=place))
    return str(
        _(
            "%(place)s: stored %(stored)s, proven %(proven)s",
            place=f"{place} {found.field}",
            stored=UNKNOWN if found.stored is None else found.stored,
            proven=UNKNOWN if found.proven is None else found.proven,
        )
    )


def _proven(proof: Proof) -> str:
    return str(
        _(
            "Proven on %(day)s at %(time)s up to event %(seq)s, hash %(hash)s.",
            day=short_date(office_time(proof.proven.at).date()),
            time=format_clock(proof.proven.at),
            seq=grouped(proof.proven.seq),
            hash=proof.proven.short_hash or UNKNOWN,
        )
    )
