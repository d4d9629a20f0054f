"""What a caller names is looked up here: a service by its slug, its title, a language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kezek_core.texts import LocalText
from kezek_queue.errors import UnknownLanguageError, UnknownServiceError
from kezek_queue.office.office import Office, Service

if TYPE_CHECKING:
    from kezek_queue.office.standard_library import StandardLibrary


def service_of(office: Office, slug: str) -> Service:
    """The service of a slug.

    Raises:
        UnknownServiceError: the office has none.
    """
    service = office.services.get(slug)
    if service is None:
        known = ", ".join(office.services)
        raise UnknownServiceError(
            f"expected one of the services {known}, got {slug!r}; choose one of them",
            service=slug,
            known=list(office.services),
        )
    return service


def title_of(standards: StandardLibrary, service: Service) -> LocalText:
    """Short name of a service: the office's own or the standard's."""
    return service.name or standards.get(service.standard).short


def check_language(office: Office, language: str) -> None:
    """Refuse a language that the office does not offer.

    Raises:
        UnknownLanguageError: it is none of the office's.
    """
    if language not in office.languages:
        raise UnknownLanguageError(
            f"expected one of the languages {', '.join(office.languages)}, got {language!r}; "
            "choose one of them",
            language=language,
            known=list(office.languages),
        )
