"""The quality table of a service, of a standard, or of the whole office."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from kezek_core.standards import Standard
from kezek_core.waits import IndicatorTable, indicator_table
from kezek_queue.counts.counted_days import CountedDays
from kezek_queue.counts.indicator_counts import ReportPeriod, read_counts
from kezek_queue.errors import UnknownServiceError
from kezek_queue.office.lookup import service_of
from kezek_queue.office.office import Office, Service
from kezek_queue.screens.snapshot import Snapshot


def indicators_of(
    reading: Snapshot, first: date, last: date, *, service: str | None, standard: str | None
) -> IndicatorTable:
    """The table of some days, beside the norms of the standards it is about.

    Args:
        reading: one consistent look at the office.
        first: first day.
        last: last day, included.
        service: only this service.
        standard: only services under this standard; with neither, the whole office, whatever
            services it had then.

    Raises:
        UnknownServiceError: the office has no such service, or none under the standard.
    """
    office = reading.office
    chosen = _services(office, service, standard)
    whole_office = service is None and standard is None
    period = ReportPeriod(
        first=first,
        last=last,
        today=reading.now.at.astimezone(office.hours.zone).date(),
        services=None if whole_office else tuple(each.id for each in chosen),
    )
    counts = read_counts(CountedDays.of(reading, first, last), period)
    return indicator_table(counts, _standards(reading, chosen))


def _services(office: Office, service: str | None, standard: str | None) -> list[Service]:
    chosen = list(office.services.values()) if service is None else [service_of(office, service)]
    if standard is None:
        return chosen
    under = [each for each in chosen if each.standard == standard]
    if not under:
        known = ", ".join(sorted({each.standard for each in chosen}))
        raise UnknownServiceError(
            f"expected one of the standards {known}, got {standard!r}; choose one of them",
            standard=standard,
        )
    return under


def _standards(reading: Snapshot, services: Iterable[Service]) -> list[Standard]:
    library = reading.config.standards
    return [library.get(standard) for standard in dict.fromkeys(s.standard for s in services)]
