"""How a page is shown: its language, its contrast, and dates and waits in words.

Below ``translations/`` lies one catalogue folder for each folder of pages, and ``errors``. A msgid
is a plain English sentence; Kazakh and Russian are complete, English holds only what differs.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, datetime
from gettext import NullTranslations
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from flask import Flask, Response, current_app, g, has_app_context, has_request_context, request
from flask_babel import (
    Babel,
    Domain,
    force_locale,
    get_locale,
    get_translations,
    gettext,
    refresh,
)
from markupsafe import Markup, escape

from kezek_core.calendar import office_zone as zone_named
from kezek_core.dates import day_words, with_weekday
from kezek_core.phrases import Phrase
from kezek_core.texts import STATE_LANGUAGE, LocalText, known_languages
from kezek_kiosk.errors import SettingsError
from kezek_kiosk.web.catalogue import PAGES

OWN_NAMES = {"kk": "Қазақша", "ru": "Русский", "en": "English"}
"""What a language calls itself; of any other the locale data of Unicode know it."""

THEMES = ("light", "contrast")
COOKIES = {"lang": "kezek_language", "theme": "kezek_theme"}
CHOICE_KEPT_SECONDS = 365 * 24 * 3600
DEFAULT_ZONE = "Asia/Almaty"


def init_app(app: Flask) -> None:
    """Give an app its languages, its contrast theme and the words for its templates.

    Reads ``KEZEK_LANGUAGE`` (default ``kk``), ``KEZEK_LANGUAGES`` and ``KEZEK_TIME_ZONE`` from
    the app's configuration; an office that the app is given says the last two.
    """
    app.config.setdefault("KEZEK_LANGUAGE", STATE_LANGUAGE)
    app.config.setdefault("KEZEK_LANGUAGES", known_languages())
    app.config.setdefault("KEZEK_TIME_ZONE", DEFAULT_ZONE)
    babel = Babel(app, default_locale="en", locale_selector=page_language)
    babel.domain_instance = _Domain()
    # Jinja takes what a translation says for markup, and escapes only what is filled into it.
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        *(_escaped(name) for name in ("ugettext", "ungettext")),
        newstyle=True,
        **{name: _escaped(f"u{name}") for name in ("pgettext", "npgettext")},
    )
    app.after_request(_remember_choices)
    app.context_processor(_words)


class _Domain(Domain):  # type: ignore[misc]  # the library has no types
    """What flask-babel asks for translations, answered by the catalogues of the pages."""

    def get_translations(self) -> Any:
        """The translations of the language in force."""
        if get_locale() is None:
            return super().get_translations()
        return _Translations(PAGES.in_language(str(get_locale())))


def _escaped(name: str) -> Callable[..., Markup]:
    def say(*asked: Any) -> Markup:
        return escape(getattr(get_translations(), name)(*asked))

    return say


class _Translations:
    """A language under the names that flask-babel calls it by."""

    def __init__(self, language: NullTranslations) -> None:
        self.ugettext = language.gettext
        self.ungettext = language.ngettext
        self.upgettext = language.pgettext
        self.unpgettext = language.npgettext


def spoken(languages: tuple[str, ...]) -> tuple[str, ...]:
    """The languages of an office, each known to the locale data of Unicode.

    Raises:
        SettingsError: one is not; dates could not be written in it.
    """
    from babel import Locale, UnknownLocaleError

    for language in languages:
        try:
            Locale.parse(language)
        except (UnknownLocaleError, ValueError) as error:
            raise SettingsError(
                Phrase(
                    "expected languages known to Unicode in office.toml, got %(language)s; take it "
                    "off the list languages",
                    language=repr(language),
                ),
                language=language,
            ) from error
    return languages


def page_languages() -> tuple[str, ...]:
    """The languages that the office offers, in its order."""
    offered = current_app.config.get("KEZEK_LANGUAGES") if has_app_context() else None
    return tuple(offered or known_languages())


def language_names() -> dict[str, str]:
    """The languages that the office offers, each in its own words."""
    return {each: language_name(each) for each in page_languages()}


def language_name(language: str) -> str:
    """What a language calls itself, one that is not offered any more as well."""
    from babel import Locale, UnknownLocaleError

    if language in OWN_NAMES:
        return OWN_NAMES[language]
    try:
        return (Locale.parse(language).display_name or language).capitalize()
    except (UnknownLocaleError, ValueError):
        return language


def page_language() -> str:
    """The language of this request: the page's own, the visitor's choice, the office's."""
    default = str(current_app.config["KEZEK_LANGUAGE"])
    if not has_request_context():
        return default
    return g.get("kezek_language") or chosen_language() or default


def chosen_language() -> str | None:
    """The language this browser asked for, now or before; None when it never did."""
    return _choice("lang", page_languages())


def show_in(language: str) -> None:
    """Show the rest of this request in ``language``."""
    g.kezek_language = language
    refresh()


def page_theme() -> str:
    """``light`` or ``contrast``, as this browser chose."""
    return _choice("theme", THEMES) or THEMES[0]


def _choice(name: str, known: Collection[str]) -> str | None:
    """What the address asks for, else what the cookie remembers."""
    asked, kept = request.args.get(name), request.cookies.get(COOKIES[name])
    return next((choice for choice in (asked, kept) if choice in known), None)


def _remember_choices(response: Response) -> Response:
    """Keep ``?lang=`` and ``?theme=`` for the pages that follow.

    In cookies of their own, not in the session: a sign-in empties that.
    """
    if not request.query_string:
        return response
    for name, known in (("lang", page_languages()), ("theme", THEMES)):
        chosen = request.args.get(name)
        if chosen is None or chosen not in known:
            continue
        if request.cookies.get(COOKIES[name]) != chosen:
            response.set_cookie(
                COOKIES[name],
                chosen,
                max_age=CHOICE_KEPT_SECONDS,
                secure=request.is_secure,
                samesite="Lax",
            )
    return response


def _words() -> dict[str, Any]:
    return {
        "language": page_language(),
        "language_names": language_names(),
        "theme": page_theme(),
        "this_page": this_page,
        "both": both,
        "text_in": text_in,
        "local": local,
        "office_time": office_time,
        "format_clock": format_clock,
        "format_day": format_day,
        "format_wait": format_wait,
        "page_texts": page_texts,
    }


def this_page(**changes: str) -> str:
    """The address of this page with some query values changed, for a language or theme link."""
    values = request.args.to_dict()
    values.update(changes)
    return f"?{urlencode(values)}"


def text_in(language: str, msgid: str, /, **values: object) -> str:
    """A text in a given language, whatever the page's own is."""
    with force_locale(language):
        return str(gettext(msgid, **values))


def both(msgid: str, /, **values: object) -> Markup:
    """A text in Kazakh and Russian, one element each; a word that both share is shown once."""
    texts = {text_in(language, msgid, **values): language for language in ("ru", "kk")}
    spans = (
        f'<span lang="{language}">{escape(text)}</span>'
        for text, language in sorted(texts.items(), key=lambda pair: pair[1])
    )
    return Markup(" ".join(spans))  # noqa: S704 - every part is escaped above


def page_texts(
    msgids: Iterable[str], languages: Iterable[str] | None = None
) -> dict[str, dict[str, str]]:
    """Translations for a script: by language, then by msgid.

    Values in a text stay as ``%(name)s`` for the script to fill in.
    """
    wanted = tuple(msgids)
    texts = {}
    for language in languages or page_languages():
        with force_locale(language):
            texts[language] = {msgid: _untouched(msgid) for msgid in wanted}
    return texts


def _untouched(msgid: str) -> str:
    """A translation with its ``%(name)s`` left in place."""
    return str(get_translations().ugettext(msgid))


def local(text: LocalText | Mapping[str, str | None], language: str | None = None) -> str:
    """A text of the data in the page's language, or in Kazakh where that is missing."""
    wanted = language or page_language()
    if isinstance(text, LocalText):
        return text.in_language(wanted)
    return text.get(wanted) or text.get("kk") or ""


def office_zone() -> ZoneInfo:
    """The office's time zone."""
    return zone_named(current_app.config["KEZEK_TIME_ZONE"])


def office_time(at: datetime) -> datetime:
    """An instant as the office's clock shows it."""
    return at.astimezone(office_zone())


def format_clock(at: datetime, *, seconds: bool = False) -> str:
    """Hours and minutes of an instant in office time, for example ``09:05``."""
    return office_time(at).strftime("%H:%M:%S" if seconds else "%H:%M")


def format_day(on: date | datetime, language: str | None = None) -> str:
    """A date in words: "2026 ж. 24 наурыз", "24 марта 2026 г.", "24 March 2026".

    An instant is first taken to office time.
    """
    day = office_time(on).date() if isinstance(on, datetime) else on
    return day_words(day).in_language(language or page_language())


def format_day_with_weekday(on: date, language: str) -> str:
    """A date in words with its weekday: "24 марта 2026 г., вторник", "Tuesday, 24 March 2026"."""
    return with_weekday(on, weekday_name(on.weekday(), language)).in_language(language)


def weekday_name(weekday: int, language: str) -> str:
    """The name of a weekday, Monday 0, as it stands alone."""
    from babel.dates import get_day_names

    return str(get_day_names("wide", "stand-alone", locale=language)[weekday])


def format_wait(
    low_minutes: int | None, high_minutes: int | None, language: str | None = None
) -> str:
    """An expected wait as a range in whole minutes; empty when nothing honest can be said.

    Args:
        low_minutes: the wait half of the visitors stay below.
        high_minutes: the wait nine of ten stay below.
        language: of the text; the page's own when left out.
    """
    if low_minutes is None or high_minutes is None:
        return ""
    wanted = language or page_language()
    if high_minutes <= 0:
        return text_in(wanted, "no wait")
    if low_minutes >= high_minutes:
        return text_in(wanted, "about %(minutes)s min", minutes=high_minutes)
    low = max(low_minutes, 0)
    return text_in(wanted, "%(low)s–%(high)s min", low=low, high=high_minutes)
