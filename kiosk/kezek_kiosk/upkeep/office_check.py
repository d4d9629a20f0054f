"""Looks an office over before it is started: each file, the database and the journal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from kezek_core.calendar import ZoneTable, office_date, zone_table
from kezek_core.errors import KezekError
from kezek_core.phrases import Phrase, Translate, message_of, said
from kezek_core.texts import TRANSLATIONS
from kezek_core.toml_table import FaultyFileError, Problem
from kezek_core.waits import USUAL_RULE
from kezek_hardware.boards import load_frame_format
from kezek_kiosk.errors import FaultySettingsError
from kezek_kiosk.open_office import look_at_office
from kezek_kiosk.settings.devices import NONE
from kezek_kiosk.settings.file import load_settings
from kezek_kiosk.settings.rules import discipline_of, forecast_of
from kezek_kiosk.settings.secrets import read_secrets
from kezek_kiosk.settings.settings import Settings
from kezek_kiosk.upkeep.own_languages import languages_text
from kezek_kiosk.upkeep.paper_letters import office_texts, refuse_unprintable
from kezek_kiosk.upkeep.proof_text import fault
from kezek_kiosk.upkeep.yearly_law_text import yearly_law_text
from kezek_kiosk.web.public_address import is_reachable, known_url
from kezek_printers.profiles import load_profile
from kezek_queue import SystemClock
from kezek_queue.office import StandardLibrary, load_office


@dataclass(frozen=True, slots=True)
class Finding:
    """One check and what it found."""

    check: str
    ok: bool
    detail: str
    problems: tuple[Problem, ...] = ()

    def message(self, translate: Translate) -> str:
        """What was found; faults in the language of ``translate``."""
        faults = "\n".join(each.message(translate) for each in self.problems)
        return faults or said(self.detail, translate)


def check_office(data_dir: Path) -> list[Finding]:
    """Check everything that a start would trip over, and go on after a fault."""
    checks: dict[str, Callable[[Path], str]] = {
        "office": _office,
        "languages": _languages,
        "time_zone": _time_zone,
        "standards": _standards,
        "law": _law,
        "settings": _settings,
        "rules": _rules,
        "phones": _phones,
        "secrets": _secrets,
        "database": _database,
    }
    named: set[Problem] = set()
    return [_find(name, check, data_dir, named) for name, check in checks.items()]


def _find(name: str, check: Callable[[Path], str], data_dir: Path, named: set[Problem]) -> Finding:
    """One check; a fault that an earlier one has told is not told again."""
    try:
        return Finding(name, True, check(data_dir))
    except FaultyFileError as error:
        new = tuple(each for each in error.problems if each not in named)
        if not new:
            file = Path(error.problems[0].file).name
            return Finding(name, False, Phrase("not looked at: mend %(file)s first", file=file))
        named.update(new)
        return Finding(name, False, "\n".join(map(str, new)), new)
    except KezekError as error:
        return Finding(name, False, message_of(error))


def _office(data_dir: Path) -> str:
    office = load_office(data_dir / "office.toml")
    refuse_unprintable(office_texts(office))
    found = f"{office.name.kk}: {len(office.services)} services, {len(office.windows)} windows"
    if office.no_show.looser_than(USUAL_RULE):
        return f"{found}; [no_show] is looser than usual, and every report says so"
    return found


def _languages(data_dir: Path) -> str:
    office = load_office(data_dir / "office.toml")
    return languages_text(office.languages, data_dir / TRANSLATIONS)


def _time_zone(data_dir: Path) -> str:
    office = load_office(data_dir / "office.toml")
    table = zone_table(office.time_zone)
    if table is ZoneTable.OUTDATED:
        raise KezekError(
            f"the tables of time zones of this machine are too old for {office.time_zone}: every "
            "hour is wrong; bring them up to date with: apt install --only-upgrade tzdata"
        )
    if table is ZoneTable.PACKAGED:
        return (
            f"{office.time_zone}, from the table that comes with Kezek: the machine's own is too "
            "old; bring it up to date with: apt install --only-upgrade tzdata"
        )
    return f"{office.time_zone}, from the machine's table"


def _standards(data_dir: Path) -> str:
    return f"{len(StandardLibrary.load(data_dir / 'standards').all())} standards"


def _law(data_dir: Path) -> str:
    """What the office entered of the law of the year, and what is missing of it."""
    office = load_office(data_dir / "office.toml")
    library = StandardLibrary.load(data_dir / "standards")
    applied = [library.get(each) for each in office.standard_ids()]
    on = office_date(SystemClock().now().at, office.hours.zone)
    return yearly_law_text(office, applied, on)


def _settings(data_dir: Path) -> str:
    settings = load_settings(data_dir)
    _check_device_files(settings)
    return f"{settings.server.host}:{settings.server.port}, {len(settings.printers)} printers"


def _rules(data_dir: Path) -> str:
    """What the office chose for its queue, made as a start would make it."""
    queue = load_settings(data_dir).queue
    rule = discipline_of(queue).name
    forecast_of(queue)
    return f"who is next: {queue.discipline} ({rule}); how long a wait takes: {queue.forecast}"


def _check_device_files(settings: Settings) -> None:
    """Read the profiles and frame formats that the settings name, an office's own ones too."""
    boards = [each.format for each in settings.window_boards]
    boards += [settings.hall_board.format] if settings.hall_board.url != NONE else []
    reads: list[Callable[[], object]] = [
        *(partial(load_profile, each.profile) for each in settings.printers),
        *(partial(load_frame_format, each) for each in boards),
    ]
    problems: list[Problem] = []
    for read in reads:
        try:
            read()
        except FaultyFileError as error:
            problems += [each for each in error.problems if each not in problems]
    if problems:
        raise FaultySettingsError(problems)


def _phones(data_dir: Path) -> str:
    server = load_settings(data_dir).server
    if server.public_url and not is_reachable(server.public_url):
        raise KezekError(
            f"expected an address that phones reach in server.public_url, got {server.public_url}, "
            "which leads every phone to itself; set this machine's name or address on the network"
        )
    url = known_url(server)
    if url is None:
        return (
            "no phone reaches this server, tickets carry no QR code; listen on the network "
            "(server.host) or set server.public_url"
        )
    return f"reach this server at {url}"


def _secrets(data_dir: Path) -> str:
    read_secrets(data_dir)
    return "both keys are there"


def _database(data_dir: Path) -> str:
    with look_at_office(data_dir) as office:
        file = office.check_file()
        if file is not None and not file.sound:
            raise KezekError(
                Phrase(
                    "the file of the database is damaged: %(damage)s; keep the directory as "
                    "evidence, and restore the last backup into another directory with "
                    "'kezek restore'",
                    damage="; ".join(file.damage),
                )
            )
        proof = office.prove_office()
    if not proof.sound:
        raise KezekError(
            f"{fault(proof)}; keep the directory as evidence, see all of it with 'kezek journal "
            "verify', and restore the last backup into another directory with 'kezek restore'"
        )
    return (
        f"{proof.chain.events} journal events, chain unbroken; {proof.rows} rows proven up to "
        f"event {proof.mark.seq}, hash {proof.mark.short_hash}"
    )
