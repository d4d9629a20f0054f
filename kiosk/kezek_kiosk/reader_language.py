"""In which language a command tells what is wrong: that of whoever sits before the terminal."""

from __future__ import annotations

import os
from collections.abc import Mapping

from kezek_core.phrases import Translate
from kezek_core.texts import known_languages
from kezek_kiosk.web.catalogue import fault_words

VARIABLES = ("KEZEK_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
"""The first that is set decides, as everywhere on such a machine."""

OF_COMMANDS = "en"
"""What commands and their help are written in; a terminal without a language of ours gets it."""


def reader_language(environment: Mapping[str, str] | None = None) -> str:
    """The reader's language: ``ru_RU.UTF-8`` is ru; one that is none of ours is English.

    Args:
        environment: variables; the process's own when None.
    """
    known = os.environ if environment is None else environment
    locale = next((known[name] for name in VARIABLES if known.get(name)), "")
    language = locale.replace("-", "_").partition("_")[0].partition(".")[0].lower()
    return language if language in known_languages() else OF_COMMANDS


def in_reader_language() -> Translate:
    """Says the phrases of faults in the reader's language."""
    return fault_words(reader_language())
