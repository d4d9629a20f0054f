"""A signal is heard whenever it comes, also on the way into or out of a wait."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

from kezek_kiosk.processes.end_signal import EndSignal

HAMMERED = """
import os, signal, threading
from kezek_kiosk.processes.end_signal import EndSignal

ended = EndSignal()
ended.listen()
hammer = threading.Thread(
    target=lambda: [os.kill(os.getpid(), signal.SIGTERM) for _ in range(20_000)]
)
hammer.start()
while hammer.is_alive():
    ended.wait(0.00001)
print(ended.is_set())
"""


def test_nothing_has_come_before_a_signal():
    ended = EndSignal()

    assert not ended.is_set()
    assert not ended.wait(0.001)


def test_a_signal_stays_heard():
    ended = EndSignal()
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    ended.listen()
    try:
        os.kill(os.getpid(), signal.SIGTERM)
        heard = [ended.wait(), ended.is_set(), ended.is_set()]
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)

    assert heard == [True, True, True]


def test_a_storm_of_signals_holds_nobody_up():
    """With a threading.Event in its place this never ends: the handler waits for a held lock."""
    hammered = subprocess.run(
        [sys.executable, "-c", HAMMERED], capture_output=True, text=True, check=True, timeout=120
    )

    assert hammered.stdout.strip() == "True"
