"""The certificate of an office: its own, made here and renewed in time, or one it was given."""

from __future__ import annotations

import ipaddress
import os
import ssl
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from kezek_core.extras import naming_the_extra
from kezek_kiosk.edge.tls import fingerprint_of
from kezek_kiosk.errors import SettingsError
from kezek_kiosk.settings.certificate_file import TLS_FILE

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from cryptography.x509 import Certificate, GeneralName

OWN_MARK = "Kezek made this certificate and renews it.\n"
"""Before the first block of PEM, where readers of PEM look at nothing."""

LASTS = timedelta(days=397)
"""As long as browsers allow a certificate to last."""

RENEWED_BEFORE_END = timedelta(days=30)
BEGUN_BEFORE = timedelta(days=2)
"""The clocks of those who look at it may be slow."""


@dataclass(frozen=True, slots=True)
class ShownCertificate:
    """What people are told of a certificate.

    Args:
        names: hosts and addresses that it is good for.
        begins_at: aware UTC, as is the end.
        ends_at: from then on browsers refuse it.
        fingerprint: SHA-256, to be compared with what a browser shows.
        own: made here; otherwise the office was given it.
        pem: the certificate alone, without its key.
    """

    names: tuple[str, ...]
    begins_at: datetime
    ends_at: datetime
    fingerprint: str
    own: bool
    pem: str


def make_certificate(data_dir: Path, names: Iterable[str], now: datetime) -> ShownCertificate:
    """Make the office's own certificate, with a new key.

    Args:
        data_dir: the office.
        names: hosts and addresses that it shall be good for.
        now: aware UTC.

    Raises:
        LibraryMissingError: ``cryptography`` is not installed.
    """
    with naming_the_extra():
        from cryptography.hazmat.primitives.asymmetric import ec
        from cryptography.hazmat.primitives.serialization import (
            Encoding,
            NoEncryption,
            PrivateFormat,
        )

    key = ec.generate_private_key(ec.SECP256R1())
    certificate = _signed(key, tuple(dict.fromkeys(names)), now)
    written = [
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
        certificate.public_bytes(Encoding.PEM),
    ]
    _write(data_dir / TLS_FILE, OWN_MARK + b"".join(written).decode("ascii"))
    return show_certificate(data_dir / TLS_FILE)


def use_certificate(data_dir: Path, certificate: Path, key: Path) -> ShownCertificate:
    """Take the certificate that an office was given.

    Args:
        data_dir: the office.
        certificate: PEM, the server's own first and then its chain.
        key: PEM, without a password.

    Raises:
        SettingsError: a file cannot be read, or they do not belong together; nothing is changed.
    """
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key, password="")
        text = key.read_text("ascii") + "\n" + certificate.read_text("ascii")
        fingerprint_of(text)
    except (OSError, ValueError) as error:
        raise SettingsError(
            f"expected a certificate in {certificate} and its key without a password in {key}, "
            f"both as PEM, got: {error}; ask whoever issued them for such files",
            file=str(certificate),
        ) from error
    _write(data_dir / TLS_FILE, text)
    return show_certificate(data_dir / TLS_FILE)


def drop_certificate(data_dir: Path) -> bool:
    """Take the certificate away; it is kept beside its place. False where there was none."""
    file = data_dir / TLS_FILE
    if not file.exists():
        return False
    file.replace(file.with_suffix(".pem.off"))
    return True


def renew_certificate(data_dir: Path, names: Iterable[str], now: datetime) -> bool:
    """Make the office's own certificate anew when it ends soon; one it was given is left alone.

    Returns:
        Whether it was renewed.
    """
    file = data_dir / TLS_FILE
    if not file.exists():
        return False
    shown = show_certificate(file)
    if not shown.own or shown.ends_at - now > RENEWED_BEFORE_END:
        return False
    make_certificate(data_dir, (*shown.names, *names), now)
    return True


def show_certificate(file: Path) -> ShownCertificate:
    """What a certificate says.

    Raises:
        SettingsError: the file holds none.
        LibraryMissingError: ``cryptography`` is not installed.
    """
    with naming_the_extra():
        from cryptography import x509
        from cryptography.hazmat.primitives.serialization import Encoding

    try:
        text = file.read_text("ascii")
        begin = text.index("-----BEGIN CERTIFICATE")
        found = x509.load_pem_x509_certificate(text[begin:].encode("ascii"))
    except (OSError, ValueError) as error:
        raise SettingsError(
            f"expected a certificate in {file}, got: {error}; make one with `kezek tls make`",
            file=str(file),
        ) from error
    return ShownCertificate(
        names=_names_of(found),
        begins_at=found.not_valid_before_utc,
        ends_at=found.not_valid_after_utc,
        fingerprint=fingerprint_of(text),
        own=text.startswith(OWN_MARK),
        pem=found.public_bytes(Encoding.PEM).decode("ascii"),
    )


def _signed(key: EllipticCurvePrivateKey, names: tuple[str, ...], now: datetime) -> Certificate:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

    # A common name holds at most 64 characters; browsers read the alternative names alone.
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Kezek"),
            x509.NameAttribute(NameOID.COMMON_NAME, names[0][:64]),
        ]
    )
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now.astimezone(UTC) - BEGUN_BEFORE)
        .not_valid_after(now.astimezone(UTC) - BEGUN_BEFORE + LASTS)
        .add_extension(x509.SubjectAlternativeName([_general(each) for each in names]), False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), False)
        .sign(key, hashes.SHA256())
    )


def _general(name: str) -> GeneralName:
    from cryptography import x509

    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _names_of(certificate: Certificate) -> tuple[str, ...]:
    from cryptography import x509

    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return ()
    return tuple(str(each.value) for each in names)


def _write(file: Path, text: str) -> None:
    """All of it or nothing, and readable by its owner alone (mkstemp) from the first moment on."""
    handle, unfinished = tempfile.mkstemp(dir=file.parent, prefix=".tls-")
    try:
        with os.fdopen(handle, "w", encoding="ascii") as writing:
            writing.write(text)
            writing.flush()
            os.fsync(writing.fileno())
        Path(unfinished).replace(file)
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise
