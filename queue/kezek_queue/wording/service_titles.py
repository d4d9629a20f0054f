"""Short names of the office's services, each looked up once."""

from __future__ import annotations

from kezek_core.texts import LocalText
from kezek_queue.office.office import Office
from kezek_queue.office.standard_library import StandardLibrary


class ServiceTitles:
    """The name an office gives a service, else the short name of its standard.

    Args:
        office: the office.
        standards: read only when a service has no name of its own.
    """

    def __init__(self, office: Office, standards: StandardLibrary) -> None:
        self._office = office
        self._standards = standards
        self._known: dict[str, LocalText | None] = {}

    def get(self, service: str) -> LocalText | None:
        """The short name; None for a service the office no longer has."""
        if service not in self._known:
            self._known[service] = self._looked_up(service)
        return self._known[service]

    def _looked_up(self, service: str) -> LocalText | None:
        found = self._office.services.get(service)
        if found is None:
            return None
        return found.name or self._standards.get(found.standard).short
