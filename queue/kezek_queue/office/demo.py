"""The demo office: eight services with all four limits, windows of different skills."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle, islice

from kezek_queue.office.parts import WINDOWS_MAX

HEAD = """\
# The demo office of Kezek: eight services, all four waiting limits (20, 30, 40 and 60 minutes).
# Every key is explained in docs/office.md; what is left out has the default named there.

[office]
id = "demo"
name = { kk = "«Кезек» халыққа қызмет көрсету орталығы (демо)", \
ru = "Центр обслуживания населения «Кезек» (демо)", \
en = "Kezek public service centre (demo)" }
time_zone = "Asia/Almaty"
demo = true                  # shows demo sign-ins; never in a real office

[hours]                      # round the clock, so that it can be tried at any hour
mon = "00:00-24:00"
tue = "00:00-24:00"
wed = "00:00-24:00"
thu = "00:00-24:00"
fri = "00:00-24:00"
sat = "00:00-24:00"
sun = "00:00-24:00"

[tickets]
last_minutes_before_closing = 0
numbers_per_letter = 999
close_out_minutes_after_closing = 120
near_limit_percent = 80
"""

SERVICES = (
    ("military-service", "A", "kz-mj-2007-287-1", 8),
    ("privileged", "E", "kz-mj-2007-287-2", 8),
    ("household", "K", "kz-arys-2007-1122-akdala-household", 10),
    ("livestock", "M", "kz-arys-2007-1122-akdala-livestock", 10),
    ("guardianship", "H", "kz-gov-2012-1119-guardianship", 12),
    ("minors-assets", "P", "kz-gov-2012-1119-minors-assets", 14),
    ("criminal-record", "C", "kz-gp-2008-3-criminal-record", 6),
    ("apostille", "T", "kz-gp-2008-3-apostille", 9),
)
"""Slug, letter, standard and first guess of the service minutes."""

SKILLS = (
    ("military-service", "privileged", "criminal-record"),
    ("household", "livestock", "military-service", "apostille"),
    ("guardianship", "minors-assets", "privileged"),
    ("criminal-record", "apostille", "guardianship", "household"),
    ("military-service", "privileged", "household", "livestock", "criminal-record"),
    ("minors-assets", "guardianship", "apostille"),
    ("livestock", "minors-assets", "criminal-record", "military-service"),
    ("apostille", "household", "privileged", "guardianship", "minors-assets"),
)
"""What each of eight windows serves; every service has at least three of them."""

CATEGORIES = (
    (
        "disability",
        "Мүгедектігі бар адам",
        "Лицо с инвалидностью",
        "Person with a disability",
    ),
    (
        "veteran",
        "Ардагер немесе оған теңестірілген адам",
        "Ветеран или приравненное к нему лицо",
        "Veteran or person of equal standing",
    ),
    (
        "pregnant",
        "Жүкті әйел",
        "Беременная женщина",
        "Pregnant woman",
    ),
    (
        "infant",
        "Нәрестесі бар ата-ана",
        "Родитель с грудным ребёнком",
        "Parent with an infant",
    ),
)
"""Slug and the names in today's words; no law of the shipped standards names them."""

CATEGORIES_NOTE = """
# Preferential categories ship switched off. Who is served out of turn is for the office to decide:
# name the act it decides by in "basis", then set enabled = true.
"""

BASIS = (
    "Мекеме өз актісімен шешеді: сол актінің атауын, нөмірін және күнін осында жазыңыз. / "
    "Решает учреждение своим актом: впишите сюда его название, номер и дату."
)


def make_demo_office(windows: int = 8, *, categories: bool = False) -> str:
    """The text of the demo office's ``office.toml``.

    Args:
        windows: how many windows, 1 to 99. Beyond eight the skills repeat; below eight the last
            window also serves what no other does.
        categories: whether preferential categories are switched on.

    Returns:
        TOML that ``parse_office`` accepts.

    Raises:
        ValueError: ``windows`` is out of range.
    """
    if not 1 <= windows <= WINDOWS_MAX:
        raise ValueError(
            f"expected 1 to {WINDOWS_MAX} windows for the demo office, got {windows}; "
            "name a number in that range"
        )
    offered = _categories(enabled=categories)
    return "".join((HEAD, *_services(), *_windows(windows), CATEGORIES_NOTE, *offered))


def _services() -> Iterator[str]:
    for slug, letter, standard, mean_minutes in SERVICES:
        yield (
            f'\n[[services]]\nid = "{slug}"\nletter = "{letter}"\nstandard = "{standard}"\n'
            f'stages = ["submission", "pickup"]\nmean_service_minutes = {mean_minutes}\n'
        )


def _windows(count: int) -> Iterator[str]:
    skills = [list(each) for each in islice(cycle(SKILLS), count)]
    served = {service for each in skills for service in each}
    skills[-1] += [service for service, *_ in SERVICES if service not in served]
    for number, services in enumerate(skills, start=1):
        listed = ", ".join(f'"{service}"' for service in services)
        yield f"\n[[windows]]\nid = {number}\nservices = [{listed}]\n"


def _categories(*, enabled: bool) -> Iterator[str]:
    for slug, kk, ru, en in CATEGORIES:
        yield (
            f'\n[[categories]]\nid = "{slug}"\n'
            f'name = {{ kk = "{kk}", ru = "{ru}", en = "{en}" }}\n'
            f'basis = "{BASIS}"\nrank = 1\nenabled = {str(enabled).lower()}\n'
        )
