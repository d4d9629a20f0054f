"""``kezek tls``: the office's own certificate, made and renewed, or one that it was given."""

from __future__ import annotations

import ssl
import stat
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kezek_kiosk.cli import main
from kezek_kiosk.compose import build_services
from kezek_kiosk.settings.certificate_file import TLS_FILE, certificate_file
from kezek_kiosk.settings.settings import ServerSettings
from kezek_kiosk.upkeep.certificates import (
    OWN_MARK,
    make_certificate,
    renew_certificate,
    show_certificate,
)
from kezek_kiosk.upkeep.scheduler import Scheduler
from kezek_kiosk.web.context import AppContext
from kezek_queue import ManualClock

NOW = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
Kezek = Callable[..., Result]


@pytest.fixture
def kezek(data_dir: Path) -> Kezek:
    """Runs ``kezek tls`` on a demo office."""

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(main, ["tls", *arguments, "--data", str(data_dir)])

    return run


def _blocks(text: str) -> tuple[str, str]:
    """Key and certificate of our file."""
    begin = text.index("-----BEGIN CERTIFICATE")
    return text[len(OWN_MARK) : begin], text[begin:]


def test_a_made_certificate_is_good_for_the_machine_and_readable_by_its_owner_alone(
    kezek: Kezek, data_dir: Path
) -> None:
    (data_dir / "kezek.toml").write_text(
        '[server]\nnames = ["queue.lan"]\npublic_url = "https://kezek.akimat.kz/hall"\n'
    )

    made = kezek("make")
    shown = kezek("show")

    file = data_dir / TLS_FILE
    found = show_certificate(file)
    assert made.exit_code == 0, made.output
    assert {"localhost", "127.0.0.1", "::1", "queue.lan", "kezek.akimat.kz"} <= set(found.names)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert found.fingerprint in shown.output
    assert "renewed by itself" in shown.output
    assert kezek("show", "--pem").output.strip() == found.pem.strip()
    assert "PRIVATE" not in found.pem
    ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(file)


def test_off_keeps_the_certificate_beside_its_place(kezek: Kezek, data_dir: Path) -> None:
    kezek("make")

    off, again = kezek("off"), kezek("off")

    assert certificate_file(data_dir, ServerSettings()) is None
    assert (data_dir / f"{TLS_FILE}.off").exists()
    assert "Restart the server" in off.output
    assert "had no certificate" in again.output
    assert "kezek tls make" in kezek("show").output


def test_the_office_s_own_certificate_is_taken_and_never_renewed_by_us(
    kezek: Kezek, data_dir: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    given = make_certificate(elsewhere, ("kezek.akimat.kz",), NOW - timedelta(days=390))
    key, certificate = _blocks((elsewhere / TLS_FILE).read_text())
    (tmp_path / "key.pem").write_text(key)
    (tmp_path / "cert.pem").write_text(certificate)

    used = kezek("use", str(tmp_path / "cert.pem"), str(tmp_path / "key.pem"))

    found = show_certificate(data_dir / TLS_FILE)
    assert used.exit_code == 0, used.output
    assert (found.fingerprint, found.own) == (given.fingerprint, False)
    assert "renew it in time" in used.output
    assert not renew_certificate(data_dir, ("localhost",), NOW)


@pytest.mark.parametrize("broken", ["key", "certificate", "pair"])
def test_files_that_do_not_belong_together_change_nothing(
    kezek: Kezek, data_dir: Path, tmp_path: Path, broken: str
) -> None:
    kezek("make")
    before = (data_dir / TLS_FILE).read_text()
    other = tmp_path / "other"
    other.mkdir()
    make_certificate(other, ("other",), NOW)
    key, certificate = _blocks(before)
    other_key, _ = _blocks((other / TLS_FILE).read_text())
    written = {
        "key": ("nothing", certificate), "certificate": (key, "nothing"),
        "pair": (other_key, certificate),
    }[broken]  # fmt: skip
    (tmp_path / "key.pem").write_text(written[0])
    (tmp_path / "cert.pem").write_text(written[1])

    refused = kezek("use", str(tmp_path / "cert.pem"), str(tmp_path / "key.pem"))

    assert refused.exit_code == 1
    assert refused.output.startswith("Error: ")
    assert (data_dir / TLS_FILE).read_text() == before


@pytest.mark.parametrize(("days", "renewed"), [(0, False), (364, False), (366, True), (400, True)])
def test_our_own_is_renewed_before_its_end_and_keeps_its_names(
    tmp_path: Path, days: int, renewed: bool
) -> None:
    first = make_certificate(tmp_path, ("hall-pi", "10.0.0.7"), NOW)

    done = renew_certificate(tmp_path, ("localhost",), NOW + timedelta(days=days))

    found = show_certificate(tmp_path / TLS_FILE)
    assert done is renewed
    assert (found.fingerprint != first.fingerprint) is renewed
    assert set(first.names) <= set(found.names)
    assert found.ends_at > NOW + timedelta(days=days) or not renewed


def test_the_server_renews_it_by_itself(context: AppContext, data_dir: Path) -> None:
    ending = datetime.now(UTC) - timedelta(days=380)
    first = make_certificate(data_dir, ("localhost",), ending)

    Scheduler(context).jobs()["renew_certificate"][1]()

    assert show_certificate(data_dir / TLS_FILE).fingerprint != first.fingerprint


def test_a_server_without_a_certificate_renews_none(context: AppContext, data_dir: Path) -> None:
    Scheduler(context).jobs()["renew_certificate"][1]()

    assert not (data_dir / TLS_FILE).exists()


def test_a_certificate_elsewhere_is_named_in_the_settings(tmp_path: Path) -> None:
    named = replace(ServerSettings(), certificate="/etc/ssl/kezek.pem")
    beside = replace(ServerSettings(), certificate="mine.pem")

    assert certificate_file(tmp_path, named) == Path("/etc/ssl/kezek.pem")
    assert certificate_file(tmp_path, beside) == tmp_path / "mine.pem"


def test_the_screens_know_whether_there_is_one(data_dir: Path, clock: ManualClock) -> None:
    known = []
    for _ in range(2):
        services = build_services(data_dir, clock=clock)
        known.append(services.tls)
        services.close()
        make_certificate(data_dir, ("localhost",), NOW)

    assert known == [False, True]


def test_a_real_office_gets_one_at_its_set_up_and_a_demo_does_not(
    data_dir: Path, tmp_path: Path
) -> None:
    text = (data_dir / "office.toml").read_text("utf-8").replace("demo = true", "demo = false")
    (tmp_path / "mine.toml").write_text(text, "utf-8")
    place = ["--data", str(tmp_path / "new")]

    made = CliRunner().invoke(main, ["init", "--office", str(tmp_path / "mine.toml"), *place])

    assert made.exit_code == 0, made.output
    assert "kezek tls show" in made.output
    assert show_certificate(tmp_path / "new" / TLS_FILE).own
    assert not (data_dir / TLS_FILE).exists()
