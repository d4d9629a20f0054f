"""Libraries that only a part of Kezek needs, and the extra that brings each of them.

``pip install kezek`` brings what tickets, journal and register need. Everything else is imported
where it is used first; when it is not there, `LibraryMissingError` says what to install.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from kezek_core.errors import KezekError

EXTRA_OF: Final = {
    "PIL": "printing",
    "escpos": "printing",
    "qrcode": "printing",
    "usb": "printing",
    "gpiozero": "hardware",
    "lgpio": "hardware",
    "serial": "hardware",
    "fpdf": "reports",
    "xlsxwriter": "reports",
    "psycopg": "postgresql",
    "argon2": "appliance",
    "babel": "appliance",
    "click": "appliance",
    "cryptography": "appliance",
    "flask": "appliance",
    "flask_babel": "appliance",
    "flask_login": "appliance",
    "flask_wtf": "appliance",
    "gunicorn": "appliance",
    "prometheus_client": "appliance",
    "urllib3": "appliance",
    "werkzeug": "appliance",
}
"""Every library that may be missing, by the name it is imported by, and its extra."""


class LibraryMissingError(KezekError, ImportError):
    """A library is not installed that a part of Kezek needs.

    Args:
        library: as it is imported.
        extra: of ``kezek`` that brings it.
    """

    code = "library_missing"

    def __init__(self, library: str, extra: str) -> None:
        super().__init__(
            f"expected the library {library}, it is not installed; install it with: "
            f"pip install 'kezek[{extra}]'",
            name=library,
        )
        self.facts = {"library": library, "extra": extra}


@contextmanager
def naming_the_extra() -> Iterator[None]:
    """Within, a library that is missing is told with the extra that brings it.

    Raises:
        LibraryMissingError: the import of a library of `EXTRA_OF` failed.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        library = (error.name or "").partition(".")[0]
        if library not in EXTRA_OF:
            raise
        raise LibraryMissingError(library, EXTRA_OF[library]) from error
