"""What a slip's outcome is: every fault against every kind of acknowledgement."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kezek_core.papers.slips import TicketSlip
from kezek_core.ports import PrintOutcome, Wire
from kezek_printers.delivery.delivery import Deadlines, Delivery, deliver
from kezek_printers.emulator.virtual import Faults, PrinterMachine, VirtualPrinter, list_papers
from kezek_printers.encode.encode import encode
from kezek_printers.profiles.printer_profile import Acknowledgement, PrinterProfile
from kezek_printers.profiles.profile_file import load_profile
from kezek_printers.wires import tcp as wire_tcp
from kezek_printers.wires.tcp import TcpWire

QUICK = Deadlines(status_seconds=0.05, chunk_seconds=0.1, fence_seconds=0.1, job_seconds=1)
PREFLIGHT_BYTES = 4 * 3
GS_H, GS_R, STATUS, NONE = Acknowledgement
FENCES = list(Acknowledgement)
PROVEN = Delivery(PrintOutcome.PRINTED)
RECEIVED = Delivery(PrintOutcome.PRINTED, "received")
UNCONFIRMED = Delivery(PrintOutcome.PRINTED, "unconfirmed")


def _not_sent(detail: str) -> Delivery:
    return Delivery(PrintOutcome.NOT_SENT, detail)


def _uncertain(detail: str) -> Delivery:
    return Delivery(PrintOutcome.UNCERTAIN, detail)


def _settling_bytes(fence: Acknowledgement) -> int:
    """What a GS R printer is asked before the slip."""
    return 3 if fence is GS_R else 0


class After(Wire):
    """Another line that does something once so many bytes were written."""

    def __init__(self, wire: Wire, bytes_written: int, then: Callable[[], None]) -> None:
        self._wire, self._left, self._then = wire, bytes_written, then

    def write(self, data: bytes, *, deadline_seconds: float) -> None:
        self._wire.write(data, deadline_seconds=deadline_seconds)
        self._left -= len(data)
        if self._left <= 0:
            self._then()

    def read(self, size: int, *, deadline_seconds: float) -> bytes:
        return self._wire.read(size, deadline_seconds=deadline_seconds)

    def close(self) -> None:
        self._wire.close()


@pytest.fixture(params=FENCES, ids=lambda fence: fence.value)
def profile(request: pytest.FixtureRequest) -> PrinterProfile:
    return replace(load_profile("default"), acknowledgement=request.param)


@pytest.fixture
def slip(make_slip: Callable[..., TicketSlip]) -> bytes:
    return encode(make_slip(), load_profile("default"))


@pytest.fixture
def machine(tmp_path: Path) -> PrinterMachine:
    return PrinterMachine(tmp_path, load_profile("default"))


@pytest.fixture(autouse=True)
def bounded(not_hung) -> Iterator[None]:
    """Nothing here may hang, whatever the fault."""
    with not_hung():
        yield


def _numbers(directory: Path) -> list[str | None]:
    return [entry.number for entry in list_papers(directory)]


@pytest.mark.parametrize(
    "faults",
    [{}, {"near_end": True}, {"status_noise": True}, {"bytes_a_second": 100_000}],
    ids=["none", "near end", "status noise", "slow enough"],
)
def test_a_printer_that_can_print_prints_once(
    tmp_path: Path, profile: PrinterProfile, slip: bytes, faults: dict[str, float]
) -> None:
    machine = PrinterMachine(tmp_path, profile, Faults(**faults))

    delivery = deliver(slip, VirtualPrinter(machine), profile, QUICK)

    proves = profile.acknowledgement in (GS_H, GS_R)
    assert delivery == (PROVEN if proves else RECEIVED)
    assert _numbers(tmp_path) == ["A015"]


@pytest.mark.parametrize(
    "stale", [b"\x37\x22abcd\x00", b"\x1a\x32\x72\x72", b"\x00", b"\x10\x00", b"\x11\xff"]
)
def test_stale_answers_decide_nothing(
    tmp_path: Path, machine: PrinterMachine, profile: PrinterProfile, slip: bytes, stale: bytes
) -> None:
    machine.say(stale)

    delivery = deliver(slip, VirtualPrinter(machine), profile, QUICK)

    assert delivery.outcome is PrintOutcome.PRINTED
    assert _numbers(tmp_path) == ["A015"]


@pytest.mark.parametrize(
    ("faults", "reason"),
    [
        ({"paper_end": True}, "paper_end"),
        ({"cover_open": True}, "cover_open"),
        ({"error": True}, "cutter"),
        ({"silent": True}, "silent"),
        ({"takes_bytes": 0}, "unplugged"),
        ({"takes_bytes": 5}, "unplugged"),
        ({"bytes_a_second": 0}, "timeout"),
    ],
    ids=["paper end", "cover open", "cutter", "silent", "unplugged", "breaks early", "full"],
)
def test_a_fault_before_the_slip_sends_nothing(
    tmp_path: Path, profile: PrinterProfile, slip: bytes, faults: dict[str, float], reason: str
) -> None:
    machine = PrinterMachine(tmp_path, profile, Faults(**faults))

    delivery = deliver(slip, VirtualPrinter(machine), profile, QUICK)
    machine.faults = Faults()
    machine.answers(64)

    assert delivery == _not_sent(reason)
    assert _numbers(tmp_path) == []


def test_a_line_that_breaks_just_before_the_slip_sends_nothing(
    tmp_path: Path, machine: PrinterMachine, profile: PrinterProfile, slip: bytes
) -> None:
    machine.faults.takes_bytes = PREFLIGHT_BYTES + _settling_bytes(profile.acknowledgement)

    delivery = deliver(slip, VirtualPrinter(machine), profile, QUICK)

    assert delivery == _not_sent("unplugged")
    assert _numbers(tmp_path) == []


@pytest.mark.parametrize("taken", [1, 100, 378])
def test_a_line_that_breaks_in_the_slip_is_uncertain(
    tmp_path: Path, machine: PrinterMachine, profile: PrinterProfile, slip: bytes, taken: int
) -> None:
    before = PREFLIGHT_BYTES + _settling_bytes(profile.acknowledgement)
    machine.faults.takes_bytes = before + min(taken, len(slip) - 1)

    delivery = deliver(slip, VirtualPrinter(machine), profile, QUICK)

    assert delivery == _uncertain("unplugged")
    assert _numbers(tmp_path) == []


def test_a_line_that_breaks_while_letters_are_loaded_sends_nothing(
    machine: PrinterMachine, profile: PrinterProfile, slip: bytes
) -> None:
    machine.faults.takes_bytes = PREFLIGHT_BYTES + _settling_bytes(profile.acknowledgement) + 50

    delivery = deliver(slip, VirtualPrinter(machine), profile, QUICK, preparation=bytes(100))

    assert delivery == _not_sent("unplugged")


def test_paper_that_ends_in_the_slip_is_uncertain_however_it_is_asked(
    tmp_path: Path, machine: PrinterMachine, profile: PrinterProfile, slip: bytes
) -> None:
    machine.faults.paper_ends_after_bytes = 150

    delivery = deliver(slip, VirtualPrinter(machine), profile, QUICK)
    stopped = _numbers(tmp_path)
    machine.faults.paper_end = False
    machine.answers(64)

    assert (delivery, delivery.half_sent) == (_uncertain("paper_end"), False)
    assert (stopped, _numbers(tmp_path)) == ([], ["A015"])


def test_a_buffer_that_fills_up_in_the_slip_is_uncertain(
    tmp_path: Path, profile: PrinterProfile, slip: bytes
) -> None:
    machine = PrinterMachine(tmp_path, profile, buffer_bytes=64)
    machine.faults.paper_ends_after_bytes = 150

    assert deliver(slip, VirtualPrinter(machine), profile, QUICK) == _uncertain("timeout")


def test_a_printer_that_turns_slow_in_the_slip_is_uncertain(
    tmp_path: Path, profile: PrinterProfile, slip: bytes
) -> None:
    machine = PrinterMachine(tmp_path, profile, Faults(bytes_a_second=200))

    assert deliver(slip, VirtualPrinter(machine), profile, QUICK) == _uncertain("timeout")


def test_a_printer_that_falls_silent_in_the_slip_is_uncertain_however_it_is_asked(
    machine: PrinterMachine, profile: PrinterProfile, slip: bytes
) -> None:
    bytes_before = PREFLIGHT_BYTES + _settling_bytes(profile.acknowledgement) + len(slip)
    silence = lambda: setattr(machine.faults, "silent", True)  # noqa: E731

    delivery = deliver(slip, After(VirtualPrinter(machine), bytes_before, silence), profile, QUICK)

    assert (delivery, delivery.half_sent) == (_uncertain("silent"), True)


def test_a_clone_without_the_fence_is_uncertain_though_it_printed(
    tmp_path: Path, machine: PrinterMachine, slip: bytes
) -> None:
    machine.faults.knows_print_done = False

    delivery = deliver(slip, VirtualPrinter(machine), load_profile("default"), QUICK)

    assert delivery == _uncertain("timeout")
    assert _numbers(tmp_path) == ["A015"]


def test_a_late_answer_proves_nothing_of_the_next_slip(
    tmp_path: Path,
    machine: PrinterMachine,
    profile: PrinterProfile,
    slip: bytes,
) -> None:
    machine.faults.paper_ends_after_bytes = 150
    deliver(slip, VirtualPrinter(machine), profile, QUICK)
    machine.faults.paper_end = False
    end_again = lambda: setattr(machine.faults, "paper_end", True)  # noqa: E731
    before_slip = PREFLIGHT_BYTES + _settling_bytes(profile.acknowledgement)
    line = After(VirtualPrinter(machine), before_slip, end_again)

    second = deliver(slip, line, profile, QUICK)

    assert second == _uncertain("paper_end")
    assert _numbers(tmp_path) == ["A015"]


def test_a_printer_that_still_prints_an_older_slip_is_busy(
    machine: PrinterMachine, slip: bytes
) -> None:
    profile = replace(load_profile("default"), acknowledgement=GS_R, answers_status=False)
    machine.faults.cover_open = True

    assert deliver(slip, VirtualPrinter(machine), profile, QUICK) == _not_sent("busy")


@pytest.mark.parametrize(
    ("fence", "expected"),
    [(GS_H, PROVEN), (GS_R, PROVEN), (STATUS, UNCONFIRMED), (NONE, UNCONFIRMED)],
)
def test_a_printer_that_tells_no_status_is_not_asked(
    machine: PrinterMachine, slip: bytes, fence: Acknowledgement, expected: Delivery
) -> None:
    profile = replace(load_profile("default"), acknowledgement=fence, answers_status=False)
    written: list[bytes] = []

    class Spy(After):
        def write(self, data: bytes, *, deadline_seconds: float) -> None:
            written.append(data)
            super().write(data, deadline_seconds=deadline_seconds)

    wire = Spy(VirtualPrinter(machine), 0, lambda: None)

    assert deliver(slip, wire, profile, QUICK) == expected
    assert not any(data.startswith(b"\x10\x04") for data in written)


def test_a_printer_with_no_way_back_is_never_uncertain_once_it_took_everything(
    machine: PrinterMachine, slip: bytes
) -> None:
    profile = replace(load_profile("default"), acknowledgement=NONE, answers_status=False)
    machine.faults.paper_end = True

    assert deliver(slip, VirtualPrinter(machine), profile, QUICK) == UNCONFIRMED


def test_bytes_go_out_in_chunks_of_at_most_512(machine: PrinterMachine) -> None:
    sizes: list[int] = []

    class Spy(After):
        def write(self, data: bytes, *, deadline_seconds: float) -> None:
            sizes.append(len(data))
            super().write(data, deadline_seconds=deadline_seconds)

    profile = replace(load_profile("default"), acknowledgement=NONE, answers_status=False)
    deliver(b"x\n" * 600, Spy(VirtualPrinter(machine), 0, lambda: None), profile, QUICK)

    assert sizes == [512, 512, 176]


def test_a_slip_that_has_not_left_this_machine_is_not_believed(
    machine: PrinterMachine, slip: bytes
) -> None:
    profile = replace(load_profile("default"), acknowledgement=NONE, answers_status=False)

    class Stuck(VirtualPrinter):
        def drained(self, *, deadline_seconds: float) -> bool:
            return deadline_seconds <= 0

    delivery = deliver(slip, Stuck(machine), profile, QUICK)

    assert (delivery, delivery.half_sent) == (_uncertain("timeout"), True)


@pytest.fixture
def network_printer(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], TcpWire]]:
    """A printer on the network that takes the line and is never heard of again."""
    monkeypatch.setattr(wire_tcp, "FAREWELL_SECONDS", 0.01)
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield lambda: TcpWire("127.0.0.1", server.getsockname()[1])


def test_a_network_printer_that_never_answers_is_not_waited_for(
    network_printer: Callable[[], TcpWire], profile: PrinterProfile, slip: bytes
) -> None:
    with network_printer() as wire:
        assert deliver(slip, wire, profile, QUICK) == _not_sent("silent")


def test_the_whole_job_ends_by_its_deadline_however_many_chunks_it_has(
    network_printer: Callable[[], TcpWire], not_hung
) -> None:
    profile = replace(load_profile("default"), acknowledgement=NONE, answers_status=False)
    limits = replace(QUICK, chunk_seconds=3600, job_seconds=0.2)
    with network_printer() as wire:
        with not_hung():
            delivery = deliver(b"x\n" * 4_000_000, wire, profile, limits)

        assert delivery == _uncertain("timeout")
