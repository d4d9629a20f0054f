"""Recorded clips for the hall's voice: which ones a call needs, and what a reader must record."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from kezek_core.toml_table import FaultyFileError, Table, read_toml
from kezek_hardware.sound.announcement import letter_name, ticket_parts
from kezek_hardware.sound.numerals import cardinal, kazakh_ordinal
from kezek_hardware.sound.sounds import Samples, levelled, samples_of, silence, trimmed

MANIFEST = "clips.toml"
REST = "rest"
REST_SECONDS = 0.25
JOINT_SECONDS = 0.02
"""Between two clips: trimmed words that touch would run into one another."""

LARGEST_CLIP_BYTES = 2_000_000


@dataclass(frozen=True, slots=True)
class LanguageManifest:
    """How a call is put together in one language.

    Args:
        order: phrases, ``letter``, ``number``, ``window``, ``ordinal`` and ``rest``, as played.
        phrases: the words of every phrase.
    """

    order: tuple[str, ...]
    phrases: dict[str, str]


@functools.cache
def manifest() -> dict[str, LanguageManifest]:
    """The shipped manifest by language."""
    content = resources.files("kezek_hardware").joinpath(MANIFEST).read_bytes()
    return read_toml(content, MANIFEST, _manifest, FaultyFileError)


def _manifest(table: Table) -> dict[str, LanguageManifest]:
    languages = {language: table.table(language) for language in table.keys()}  # noqa: SIM118
    return {
        language: LanguageManifest(each.texts("order"), each.table("phrases").entries())
        for language, each in languages.items()
    }


def clips_of(
    number: str, window: int, language: str, *, recorded: Callable[[str], bool] = lambda _: False
) -> list[str]:
    """The clips of a call, in their order; ``REST`` is a short silence.

    A number or ordinal that was recorded as a whole is taken so, else it is put together from
    its words.

    Args:
        number: the ticket's.
        window: 1 to 99.
        language: ``kk``, ``ru`` or ``en``.
        recorded: whether a clip was recorded.

    Raises:
        ValueError: the number, the window or the language cannot be spoken.
    """
    if language not in manifest():
        raise ValueError(f"expected the language kk, ru or en, got {language!r}")
    if not 1 <= window <= 99:
        raise ValueError(f"expected a window from 1 to 99, got {window}")
    letter, digits = ticket_parts(number)
    made = {
        "letter": [f"letter/{letter}"],
        "number": _numbers(digits, language, recorded),
        "window": _numbers(window, language, recorded),
        "ordinal": _ordinal(window, recorded),
        REST: [REST],
    }
    return [clip for part in manifest()[language].order for clip in made.get(part, [part])]


def words_of(clip: str, language: str) -> str:
    """The words of a clip."""
    kind, _, name = clip.partition("/")
    if kind == "phrase":
        return manifest()[language].phrases[name]
    if kind == "letter":
        return letter_name(name, language)
    return kazakh_ordinal(int(name)) if kind == "ordinal" else cardinal(int(name), language)


def recording_script(
    language: str, letters: Iterable[str], windows: Iterable[int]
) -> list[tuple[str, str]]:
    """What a reader records for an office: every clip once, with its words.

    Args:
        language: ``kk``, ``ru`` or ``en``.
        letters: of the office's tickets.
        windows: of the office.
    """
    known = sorted(set(letters)), sorted(set(windows))
    first_letter, first_window = (known[0] or ["A"])[0], (known[1] or [1])[0]
    calls = [(f"{letter}0", first_window) for letter in known[0]]
    calls += [(f"{first_letter}{digits}", first_window) for digits in range(1000)]
    calls += [(f"{first_letter}0", window) for window in known[1]]
    clips = {clip for call in calls for clip in clips_of(*call, language)} - {REST}
    return [(clip, words_of(clip, language)) for clip in sorted(clips, key=_by_kind)]


class ClipLibrary:
    """The clips of one folder, read when they are needed and kept.

    Args:
        directory: the folder with the folders of the languages.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._kept: dict[tuple[str, str], Samples] = {}

    def samples(self, number: str, window: int, language: str) -> Samples | None:
        """A call as it was recorded; None where a clip is missing: one voice says a sentence.

        Raises:
            ValueError: the call cannot be spoken.
            SoundFormatError: a clip is no such sound.
            OSError: a clip cannot be read.
        """
        clips = clips_of(
            number, window, language, recorded=lambda clip: self._path(language, clip).is_file()
        )
        if any(clip != REST and not self._path(language, clip).is_file() for clip in clips):
            return None
        whole = silence(0)
        for clip in clips:
            if whole:
                whole.extend(silence(JOINT_SECONDS))
            whole.extend(silence(REST_SECONDS) if clip == REST else self._clip(language, clip))
        return whole

    def missing(self, language: str, letters: Iterable[str], windows: Iterable[int]) -> list[str]:
        """The clips that an office lacks for a language."""
        script = recording_script(language, letters, windows)
        return [clip for clip, _ in script if not self._path(language, clip).is_file()]

    def _clip(self, language: str, clip: str) -> Samples:
        key = (language, clip)
        if key not in self._kept:
            path = self._path(language, clip)
            with path.open("rb") as opened:
                data = opened.read(LARGEST_CLIP_BYTES)
            self._kept[key] = levelled(trimmed(samples_of(data, str(path))))
        return self._kept[key]

    def _path(self, language: str, clip: str) -> Path:
        return self._directory / language / f"{clip}.wav"


def _numbers(number: int, language: str, recorded: Callable[[str], bool]) -> list[str]:
    if recorded(f"number/{number}") or number == 0:
        return [f"number/{number}"]
    return [f"number/{part}" for part in _parts(number, teens=language != "kk")]


def _ordinal(window: int, recorded: Callable[[str], bool]) -> list[str]:
    if recorded(f"ordinal/{window}"):
        return [f"ordinal/{window}"]
    *first, last = _parts(window, teens=False)
    return [*(f"number/{part}" for part in first), f"ordinal/{last}"]


def _parts(number: int, *, teens: bool) -> list[int]:
    """A number as the numbers that are recorded: hundreds, tens, units."""
    hundreds, rest = number // 100 * 100, number % 100
    tens, units = (0, rest) if teens and rest < 20 else (rest // 10 * 10, rest % 10)
    return [part for part in (hundreds, tens, units) if part]


def _by_kind(clip: str) -> tuple[str, int, str]:
    kind, _, name = clip.partition("/")
    return kind, int(name) if name.isdigit() else 0, name
