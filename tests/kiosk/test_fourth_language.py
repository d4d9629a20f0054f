"""Kyrgyz by data alone: catalogues and titles beside the office file, for paper, kiosk, report."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from flask_babel import ngettext

from kezek_core.texts import known_languages, remove_languages
from kezek_kiosk.access.pin_rules import DEMO_PIN
from kezek_kiosk.app import create_app
from kezek_kiosk.cli import main
from kezek_kiosk.compose import AppContext, build_services
from kezek_kiosk.compose_agent import build_agent
from kezek_kiosk.errors import SettingsError
from kezek_kiosk.upkeep.backup import back_up, restore
from kezek_kiosk.upkeep.new_office import create_office
from kezek_kiosk.web.catalogue import fault_words
from kezek_printers.slips.layout import lay_out
from kezek_queue import ManualClock, Person
from kezek_queue.errors import FaultyOfficeFileError
from kezek_queue.office import load_office
from kezek_queue.reports import as_text, wait_report, write_report

SAMPLE = Path(__file__).parent / "kyrgyz"
TITLE = "Короо-жай тууралуу"


def speak_kyrgyz(data_dir: Path, languages: str = '["kk", "ru", "ky"]') -> Path:
    shutil.copytree(SAMPLE, data_dir / "translations")
    office = data_dir / "office.toml"
    text = office.read_text()
    text = text.replace("[office]\n", f"[office]\nlanguages = {languages}\n", 1)
    text = text.replace(
        'id = "household"\n',
        f'id = "household"\nname = {{ kk = "Аула анықтамасы", ru = "Подворье", ky = "{TITLE}" }}\n',
        1,
    )
    office.write_text(text)
    return data_dir


@pytest.fixture
def kyrgyz_office(data_dir: Path) -> Iterator[Path]:
    yield speak_kyrgyz(data_dir)
    remove_languages(data_dir / "translations")


@pytest.fixture
def context(kyrgyz_office: Path, clock: ManualClock) -> Iterator[AppContext]:
    built = build_services(kyrgyz_office, clock=clock)
    yield built
    built.close()


@pytest.fixture
def app(context: AppContext) -> Flask:
    return create_app(context)


def test_the_ticket_of_a_kyrgyz_visitor_says_each_fact_in_kyrgyz_too(context: AppContext) -> None:
    context.queue.issue("household", language="ky", actor="kiosk")

    [job] = context.queue.lease_print_jobs("kiosk-1")
    document = lay_out(job.slip, columns=48, width_dots=576)

    printed = repr(document.blocks)
    for said in (TITLE, "Алдыңызда", "Чектүү убакыт", "мүн", "Таблону караңыз"):
        assert said in printed
    assert "Аула анықтамасы" in printed
    assert "Подворье" in printed


def test_the_kiosk_offers_the_languages_of_the_office_and_says_its_words(
    anyone: FlaskClient,
) -> None:
    page = anyone.get("/kiosk?lang=ky").get_data(as_text=True)

    assert 'data-language="ky"' in page
    assert "Кыргызча" in page
    assert "Кызматты тандаңыз" in page
    assert 'data-language="en"' not in page
    assert "Choose a service" in page  # the key of the text, never its words
    services = anyone.get("/kiosk/state").get_json()["services"]
    assert TITLE in [each["title"].get("ky") for each in services]


def test_a_text_that_kyrgyz_lacks_is_said_in_kazakh_not_in_english(
    anyone: FlaskClient,
) -> None:
    page = anyone.get("/kiosk").get_data(as_text=True)

    texts = json.loads(page.partition('id="page-data">')[2].partition("</script>")[0])["texts"]
    assert texts["ky"]["Choose a service"] == "Кызматты тандаңыз"
    assert texts["ky"]["No more tickets today"] == texts["kk"]["No more tickets today"]


def test_russian_keeps_its_plurals_beside_a_language_with_other_ones(app: Flask) -> None:
    with app.test_request_context("/?lang=ru"):
        said = ngettext("%(num)s calendar day left", "%(num)s calendar days left", 31)

    assert said == "остался 31 календарный день"


@pytest.fixture
def own_russian(data_dir: Path) -> Iterator[Path]:
    """An office that says one Russian word in its own way, and nothing of plurals."""
    place = data_dir / "translations" / "visitor" / "ru" / "LC_MESSAGES"
    place.mkdir(parents=True)
    (place / "messages.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
        'msgid "Choose a service"\nmsgstr "Выберите, за чем пришли"\n'
    )
    (place / "notes.po").write_text("what was agreed on Monday")
    yield data_dir
    remove_languages(data_dir / "translations")


def test_a_word_of_the_office_in_russian_leaves_the_russian_plurals_as_they_are(
    own_russian: Path, clock: ManualClock
) -> None:
    with closing(build_services(own_russian, clock=clock)) as context:
        app = create_app(context)
        page = app.test_client().get("/kiosk?lang=ru").get_data(as_text=True)
        with app.test_request_context("/?lang=ru"):
            said = ngettext("%(num)s calendar day left", "%(num)s calendar days left", 31)

    assert "Выберите, за чем пришли" in page
    assert said == "остался 31 календарный день"


def test_markup_in_a_translation_is_shown_as_letters(own_russian: Path, clock: ManualClock) -> None:
    place = own_russian / "translations" / "visitor" / "ru" / "LC_MESSAGES" / "messages.po"
    said = '<b class=\\"x\\">'
    place.write_text(place.read_text() + f'\nmsgid "Kiosk"\nmsgstr "{said}"\n')

    with closing(build_services(own_russian, clock=clock)) as context:
        page = create_app(context).test_client().get("/kiosk?lang=ru").get_data(as_text=True)

    assert '<b class="x">' not in page
    assert "&lt;b class=&#34;x&#34;&gt;" in page


def test_a_printed_ticket_says_the_words_of_the_office_s_catalogues(kyrgyz_office: Path) -> None:
    """The agent is a process of its own: it reads the catalogues itself."""
    command = [sys.executable, "-m", "kezek_kiosk", "print", "ticket", "--language", "ky"]
    subprocess.run([*command, "--data", str(kyrgyz_office)], check=True, timeout=60)

    [paper] = (kyrgyz_office / "papers").glob("*.json")

    assert "Чектүү убакыт" in json.loads(paper.read_text())["text"]


def test_a_sample_in_a_language_that_nobody_knows_is_refused(kyrgyz_office: Path) -> None:
    told = CliRunner().invoke(
        main, ["print", "ticket", "--language", "zz", "--data", str(kyrgyz_office)]
    )

    assert told.exit_code == 2
    assert "expected one of kk, ru, en, ky, got 'zz'" in told.output


def test_the_agent_of_a_kiosk_knows_the_languages_of_its_directory(tmp_path: Path) -> None:
    shutil.copytree(SAMPLE, tmp_path / "translations")
    (tmp_path / "kezek.toml").write_text("")

    build_agent(tmp_path, server="http://127.0.0.1:9", token="x", name="hall")

    try:
        assert "ky" in known_languages()
    finally:
        remove_languages(tmp_path / "translations")


def test_an_office_that_is_closed_takes_its_words_along(
    kyrgyz_office: Path, clock: ManualClock
) -> None:
    with closing(build_services(kyrgyz_office, clock=clock)):
        during = known_languages()

    assert during == ("kk", "ru", "en", "ky")
    assert known_languages() == ("kk", "ru", "en")


def test_an_office_is_made_with_the_catalogues_beside_its_file(
    kyrgyz_office: Path, tmp_path: Path
) -> None:
    made = tmp_path / "made"

    create_office(
        made, (kyrgyz_office / "office.toml").read_bytes(),
        translations=kyrgyz_office / "translations",
    )  # fmt: skip

    with closing(build_services(made)) as context:
        assert context.queue.office.languages == ("kk", "ru", "ky")


def test_the_api_takes_the_languages_of_the_office_and_no_other(
    client_of: Callable[..., FlaskClient],
) -> None:
    kiosk = client_of("kiosk")

    taken = kiosk.post("/api/v1/tickets", json={"service": "household", "language": "ky"})
    refused = kiosk.post("/api/v1/tickets", json={"service": "household", "language": "en"})

    assert taken.status_code == 201
    assert refused.status_code == 400
    [fault] = refused.get_json()["facts"]["faults"]
    assert fault["expected"].endswith("kk, ru, ky")


def test_a_report_reads_in_kyrgyz(context: AppContext) -> None:
    context.queue.issue("household", language="ky", actor="kiosk")
    today = context.queue.snapshot().office_day

    text = as_text(wait_report(context.queue, today, today, "ky"))

    assert "Күтүү убактысы жөнүндө отчёт" in text
    assert "Бардык кызматтар" in text
    assert TITLE in text


def test_every_file_of_a_report_is_written_in_kyrgyz(context: AppContext) -> None:
    today = context.queue.snapshot().office_day
    report = wait_report(context.queue, today, today, "ky")

    for ending in ("csv", "xlsx", "pdf"):
        assert write_report(report, ending)
    assert "Бардык кызматтар;" in write_report(report, "csv").decode()


@pytest.mark.parametrize(
    ("languages", "expected"),
    [
        ('["kk", "ru", "de"]', "one of these: kk, ru, en, ky"),
        ('["kk", "ky"]', 'a list with "kk" and "ru"'),
        ('["kk", "ru", "kk"]', '"kk" comes 2 times'),
        ("[1]", "a list of texts"),
        ('"kk"', "a list of texts"),
    ],
)
def test_a_language_that_nobody_has_words_for_is_refused_with_what_to_do(
    data_dir: Path, languages: str, expected: str
) -> None:
    speak_kyrgyz(data_dir, languages)

    try:
        with pytest.raises(FaultyOfficeFileError) as refused:
            load_office(data_dir / "office.toml")
    finally:
        remove_languages(data_dir / "translations")

    assert expected in str(refused.value)
    assert len(refused.value.problems) == 1


def test_a_backup_takes_the_language_along(kyrgyz_office: Path, tmp_path: Path) -> None:
    restored = tmp_path / "restored"
    back_up(kyrgyz_office, tmp_path / "office.tar.gz")

    restore(tmp_path / "office.tar.gz", restored)

    try:
        assert load_office(restored / "office.toml").languages == ("kk", "ru", "ky")
        assert (restored / "translations/queue/ky/LC_MESSAGES/messages.po").is_file()
    finally:
        remove_languages(restored / "translations")


def test_a_backup_holds_what_a_link_leads_to_and_when_it_was_written(
    kyrgyz_office: Path, tmp_path: Path
) -> None:
    own, elsewhere = kyrgyz_office / "translations", tmp_path / "elsewhere"
    (own / "queue").rename(elsewhere)
    (own / "queue").symlink_to(elsewhere)
    first = own / "printers/ky/LC_MESSAGES/messages.po"
    second = own / "printers/ky/LC_MESSAGES/again.po"
    second.hardlink_to(first)
    os.utime(first, (1_000_000_000, 1_000_000_000))
    back_up(kyrgyz_office, tmp_path / "office.tar.gz")

    restore(tmp_path / "office.tar.gz", tmp_path / "restored")

    restored = tmp_path / "restored/translations"
    assert not (restored / "queue").is_symlink()
    assert (restored / "queue/ky/LC_MESSAGES/messages.po").is_file()
    assert (restored / "printers/ky/LC_MESSAGES/again.po").read_bytes() == first.read_bytes()
    assert (restored / "printers/ky/LC_MESSAGES/messages.po").stat().st_mtime == 1_000_000_000


def test_a_visit_in_a_language_that_is_offered_no_more_goes_on(
    data_dir: Path, clock: ManualClock, pages_of: Callable[[AppContext, str, str], dict[str, int]]
) -> None:
    """An office takes English off its list while an English visitor waits for a result."""
    with closing(build_services(data_dir, clock=clock)) as before:
        ticket = before.queue.issue("household", language="en", actor="kiosk").ticket
        before.queue.call_next(2, actor="operator2")
        token = before.queue.status_token(ticket.id)
        asked = before.queue.standards.get(
            before.queue.office.services["household"].standard
        ).documents
        request = before.queue.register.accept(
            "household",
            person=Person("Серікова Айгүл", "Абай даңғылы, 10-үй", "8 701 123 45 67"),
            documents={each.id: 1 for each in asked if each.required},
            window=2,
            inspector="Омаров Е. Қ.",
            language="en",
            actor="operator2",
        ).request
        assert request is not None
        before.queue.register.ready(request.number, actor="operator2")
    speak_kyrgyz(data_dir)

    try:
        with closing(build_services(data_dir, clock=clock)) as after:
            collected = after.queue.register.pick_up_ticket(request.number, actor="kiosk").ticket
            found = pages_of(after, token, request.number)
    finally:
        remove_languages(data_dir / "translations")

    assert collected.language == "kk"
    assert {page for page, status in found.items() if status >= 500} == set()
    assert list(found.values()).count(200) > 20, found


@pytest.fixture
def pages_of(
    csrf_of: Callable[[FlaskClient], str],
) -> Callable[[AppContext, str, str], dict[str, int]]:
    """Every page that speaks of a visit or a request, and how it answers."""

    def visit(context: AppContext, token: str, request: str) -> dict[str, int]:
        app, found = create_app(context), {}
        ticket = context.queue.snapshot().tickets[0].id
        for name in ("operator2", "supervisor"):
            client = app.test_client()
            client.set_cookie("kezek_language", "en")
            form = {"name": name, "pin": DEMO_PIN, "csrf_token": csrf_of(client)}
            client.post("/login", data=form).close()
            for page in (
                "/", "/kiosk", "/board", f"/t/{token}", "/operator", "/supervisor",
                "/supervisor/log", f"/supervisor/ticket/{ticket}", "/supervisor/week",
                "/supervisor/indicators", "/register", f"/register/{request}", "/complaints",
                "/complaints/new", "/health", "/hardware", "/papers", "/api/pages/operator",
                "/api/pages/supervisor", f"/api/pages/register/{request}",
            ):  # fmt: skip
                with client.get(page, follow_redirects=True) as answer:
                    found[f"{name} {page}"] = answer.status_code
        return found

    return visit


def test_a_broken_catalogue_is_told_by_the_office_file_in_the_reader_s_language(
    data_dir: Path,
) -> None:
    speak_kyrgyz(data_dir)
    broken = data_dir / "translations/queue/ky/LC_MESSAGES/messages.po"
    broken.write_text(broken.read_text() + '\nmsgid "half\n')

    with pytest.raises(FaultyOfficeFileError) as refused:
        load_office(data_dir / "office.toml")

    [problem] = refused.value.problems
    assert "queue/ky/LC_MESSAGES" in problem.file
    assert "исправьте каталог или уберите его" in problem.message(fault_words("ru"))


def test_a_language_that_unicode_does_not_know_is_refused_at_the_start(
    data_dir: Path, clock: ManualClock
) -> None:
    speak_kyrgyz(data_dir, '["kk", "ru", "xx"]')
    for name in ("visitor", "queue"):
        folder = data_dir / "translations" / name
        (folder / "ky").rename(folder / "xx")

    try:
        context = build_services(data_dir, clock=clock)
        with closing(context), pytest.raises(SettingsError, match="xx"):
            create_app(context)
    finally:
        remove_languages(data_dir / "translations")
