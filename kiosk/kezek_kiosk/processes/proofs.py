"""The proof of a running office: by itself and on demand, in a process that holds nobody up."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from kezek_core.errors import KezekError
from kezek_kiosk.errors import KioskError
from kezek_queue import Proof
from kezek_queue.proving import JournalMark

log = logging.getLogger(__name__)

FIRST_AFTER_SECONDS = 120.0
"""After a start people wait for their pages first."""

NIGHTLY = timedelta(hours=20)
AT_LATEST = timedelta(hours=36)
"""For an office that never closes."""

LOWEST_PRIORITY = 19
ENDED_SOUND_OR_NOT = (0, 1)
LONGEST_SECONDS = 6 * 3600.0


class ProofError(KioskError, RuntimeError):
    """A proof could not be made."""

    code = "proof_failed"


@dataclass(frozen=True, slots=True)
class LastProof:
    """What came of the last proof.

    Args:
        at: when it ended, aware UTC.
        proof: its outcome; None when it could not be made.
        reason: why it could not be made; "" when it was.
    """

    at: datetime
    proof: Proof | None
    reason: str = ""


class Proofs:
    """Makes proofs one at a time and remembers the last one.

    Args:
        data_dir: the office.
        now: reads the present, aware UTC.
        make: makes a proof; a process of its own when not given.
        monotonic: seconds that never go back.
    """

    def __init__(
        self,
        data_dir: Path,
        now: Callable[[], datetime],
        make: Callable[[], Proof] | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._data_dir = data_dir
        self._now = now
        self._make = make or self._in_its_own_process
        self._monotonic = monotonic
        self._started = monotonic()
        self._lock = threading.Lock()
        self._last: LastProof | None = None
        self._thread: threading.Thread | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._closed = False

    @property
    def last(self) -> LastProof | None:
        """The last proof since the server started; None before the first one."""
        return self._last

    @property
    def running(self) -> bool:
        """Whether one is being made."""
        thread = self._thread
        return thread is not None and thread.is_alive()

    def begin(self) -> None:
        """Make a proof beside everything else; one that runs is not begun again."""
        with self._lock:
            if self._closed or self.running:
                return
            self._thread = threading.Thread(target=self.prove, name="proof", daemon=True)
            self._thread.start()

    def begin_if_due(self, office_is_open: bool) -> None:
        """Begin one soon after the start, and one a night; for the scheduler."""
        last = self._last
        if last is None:
            if self._monotonic() - self._started >= FIRST_AFTER_SECONDS:
                self.begin()
            return
        passed = self._now() - last.at
        if passed >= AT_LATEST or (passed >= NIGHTLY and not office_is_open):
            self.begin()

    def prove(self) -> None:
        """Make a proof now and remember what came of it."""
        try:
            proof = self._make()
        except (KezekError, OSError) as error:
            if not self._closed:
                log.error("the office could not be proven: %s", error)  # noqa: TRY400
                self._last = LastProof(self._now(), None, str(error))
            return
        at = self._now()
        mark = JournalMark(proof.mark.seq, proof.mark.hash, at)
        self._last = LastProof(at, replace(proof, mark=mark))
        if not proof.sound:
            log.error("the proof found %d differences; see the health page", proof.differences)

    def wait(self, seconds: float) -> None:
        """Wait for the proof that runs, if any."""
        if self._thread is not None:
            self._thread.join(seconds)

    def close(self) -> None:
        """End a proof that runs; may be called twice."""
        with self._lock:
            self._closed = True
            process = self._process
        if process is not None and process.poll() is None:
            process.terminate()
        self.wait(10.0)

    def _in_its_own_process(self) -> Proof:
        command = [
            sys.executable, "-m", "kezek_kiosk", "journal", "verify", "--json",
            "--data", str(self._data_dir),
        ]  # fmt: skip
        with self._lock:
            if self._closed:
                raise ProofError("expected a server that runs, it stops; start it, then prove")
            self._process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE
            )
        with self._process as process:
            _be_last(process.pid)
            try:
                output, complaint = process.communicate(timeout=LONGEST_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                raise ProofError(
                    f"expected a proof within {LONGEST_SECONDS:.0f} s, it still ran; run "
                    "'kezek journal verify' by hand"
                ) from None
        if process.returncode not in ENDED_SOUND_OR_NOT or not output.strip():
            lines = complaint.decode(errors="replace").strip().splitlines()
            raise ProofError(lines[-1] if lines else f"it ended with {process.returncode}")
        return Proof.from_json(json.loads(output))


def _be_last(pid: int) -> None:
    """Whoever waits for a ticket goes first."""
    try:
        os.setpriority(os.PRIO_PROCESS, pid, LOWEST_PRIORITY)
    except ProcessLookupError:
        log.debug("the proof ended before its priority was set")
