"""TLS of the server's own, without a thread that waits for a handshake.

One port takes both: a client that begins with a handshake gets TLS, any other speaks plain http.
"""

from __future__ import annotations

import hashlib
import logging
import socket
import ssl
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from kezek_kiosk.errors import SettingsError

log = logging.getLogger(__name__)

HANDSHAKE = b"\x16"
"""The first byte of a TLS record that begins one (RFC 8446, 5.1); no request of http does."""

RECORD_BYTES = 16 * 1024
"""The most that one record holds (RFC 8446, 5.1)."""

LOOKED_EVERY_SECONDS = 60.0


class TlsSocket(ssl.SSLSocket):
    """A socket under TLS that behaves as a plain one does: where that would block, it says so.

    A blocking one gives up after ``stall_seconds`` without progress: OpenSSL does not heed the
    kernel's own deadlines.
    """

    stall_seconds = 20.0

    def setblocking(self, flag: bool) -> None:
        """Wait no longer than ``stall_seconds``, or not at all."""
        self.settimeout(self.stall_seconds if flag else 0.0)

    def recv(self, buflen: int = 1024, flags: int = 0) -> bytes:
        """What has come; of a record that is read already, all: no poller tells of that."""
        try:
            data = super().recv(buflen, flags)
            left = self.pending()
            return data + super().recv(left) if left else data
        except (ssl.SSLWantReadError, ssl.SSLWantWriteError) as error:
            raise BlockingIOError from error

    def send(self, data: Any, flags: int = 0) -> int:
        """Send one record at most, so that whoever takes any is seen to take it.

        With MSG_DONTWAIT only if the line takes it now; the next try begins with the same bytes.
        """
        before = self.gettimeout()
        if flags & socket.MSG_DONTWAIT:
            self.settimeout(0.0)
        try:
            with memoryview(data) as whole, whole[:RECORD_BYTES] as record:
                return super().send(record)
        except (ssl.SSLWantReadError, ssl.SSLWantWriteError) as error:
            raise BlockingIOError from error
        finally:
            self.settimeout(before)

    def shutdown(self, how: int) -> None:
        """Tell the client under TLS too that all was said, then as any socket."""
        with suppress(OSError, ValueError, AttributeError):
            self.settimeout(0.0)
            # Not ``unwrap``: that would wait for the client's own farewell.
            self._sslobj.shutdown()  # type: ignore[attr-defined]
        super().shutdown(how)


class Tls:
    """The certificate of a serving process; a new one is taken without a restart.

    Args:
        file: certificate, chain and key as PEM.
        stall_seconds: how long a thread waits for a client that takes nothing.

    Raises:
        SettingsError: the file holds no certificate with its key.
    """

    def __init__(self, file: Path, *, stall_seconds: float) -> None:
        self._file = file
        self._stall_seconds = stall_seconds
        self._context = self._loaded()
        self._version = _version(file)
        self._looked_at = time.monotonic()

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate, as browsers show it."""
        return fingerprint_of(self._file.read_text("ascii", "replace"))

    def wrapped(self, sock: socket.socket) -> ssl.SSLSocket:
        """A client's connection under TLS, its handshake still to be done."""
        self._look()
        return self._context.wrap_socket(sock, server_side=True, do_handshake_on_connect=False)

    def _look(self) -> None:
        """Take a certificate that was renewed; one that cannot be used changes nothing."""
        now = time.monotonic()
        if now - self._looked_at < LOOKED_EVERY_SECONDS:
            return
        self._looked_at = now
        version = _version(self._file)
        if version == self._version:
            return
        self._version = version
        try:
            self._context = self._loaded()
        except SettingsError as error:
            log.warning("the certificate before stays in use: %s", error)

    def _loaded(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.sslsocket_class = type("_", (TlsSocket,), {"stall_seconds": self._stall_seconds})
        try:
            context.load_cert_chain(self._file)
        except (OSError, ValueError) as error:
            raise SettingsError(
                f"expected a certificate and its key in {self._file}, got: {error}; make one with "
                "`kezek tls make`, or give the office's own with `kezek tls use CERT KEY`",
                file=str(self._file),
            ) from error
        return context


def fingerprint_of(pem: str) -> str:
    """SHA-256 of the first certificate of a PEM text: AB:CD:..., as browsers show it."""
    begin, end = pem.index("-----BEGIN CERTIFICATE"), pem.index("-----END CERTIFICATE-----")
    certificate = ssl.PEM_cert_to_DER_cert(pem[begin:end] + "-----END CERTIFICATE-----")
    return hashlib.sha256(certificate).digest().hex(":").upper()


def _version(file: Path) -> tuple[int, int] | None:
    try:
        known = file.stat()
    except OSError:
        return None
    return known.st_mtime_ns, known.st_ino
