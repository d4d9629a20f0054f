"""The virtual loudspeaker: a log of what the hall would have heard."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from kezek_core.ports import Voice
from kezek_hardware.sound import NullPlayer, SilentVoice
from kezek_kiosk.agent.virtual.part import Switch, VirtualPart
from kezek_kiosk.devices.virtual_bench import ShownDevice, VirtualDevice

MOST_SENTENCES = 8


class HeardVoice(Voice):
    """Says nothing and remembers every sentence.

    Args:
        now: reads the time, aware UTC.
    """

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._voice = SilentVoice()
        self._lock = threading.Lock()
        self._said: deque[ShownDevice] = deque(maxlen=MOST_SENTENCES)

    def speak(self, sentence: str, language: str) -> bytes:
        """Silence; the sentence is kept."""
        sound = self._voice.speak(sentence, language)
        self._voice.spoken.clear()
        with self._lock:
            self._said.appendleft(ShownDevice(self._now().isoformat(), sentence, language))
        return sound

    def said(self) -> tuple[ShownDevice, ...]:
        """The last sentences, newest first: instant, words, language."""
        with self._lock:
            return tuple(self._said)


class SpeakerPart(VirtualPart):
    """The loudspeaker of the hall.

    Args:
        voice: what remembers.
        player: what plays to nobody.
    """

    def __init__(self, voice: HeardVoice, player: NullPlayer) -> None:
        self._voice = voice
        self._player = player
        self._fault = ""

    def seen(self) -> VirtualDevice:
        """The last sentences."""
        return VirtualDevice(
            "speaker-hall",
            "speaker",
            switches=self.switched(),
            shows=tuple(replace(each, name=each.name[:64]) for each in self._voice.said()),
        )

    def switches(self) -> Mapping[str, Switch]:
        """No sound card, or one on which every sound fails."""
        return {name: self._switch(name) for name in ("unplugged", "broken")}

    def _switch(self, name: str) -> Switch:
        return Switch(lambda: self._fault == name, lambda on: self._turn(name if on else ""))

    def _turn(self, fault: str) -> None:
        self._fault = fault
        self._player.mend()
        if fault == "unplugged":
            self._player.unplug()
        elif fault == "broken":
            self._player.break_down()
