"""What a caller names is looked up here: a service by its slug, its title, a language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kezek_core.texts import LANGUAGES, LocalText
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


def check_language(language: str) -> None:
    """Refuse a language that nobody prints.

    Raises:
        UnknownLanguageError: it is none of the three.
    """
    if language not in LANGUAGES:
        raise UnknownLanguageError(
            f"expected one of the languages {', '.join(LANGUAGES)}, got {language!r}; "
            "choose one of them",
            language=language,
            known=list(LANGUAGES),
        )
