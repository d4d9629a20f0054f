"""A key is used once: however often a command is sent again, it happens once and says the same."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import textwrap
from collections import Counter
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kezek_core.events import EventKind
from kezek_queue import Person, Queue
from kezek_queue.errors import IdempotencyConflictError

COMPLETE = {"application": 1, "military_id": 1, "identity_card_copy": 1}
APPLICANT = Person("Серікова Айгүл", "Арыс қ., Абай к-сі, 1", "8 701 555 44 33")
KEYS = ("a", "b")
READY = ("260000019", "260000024")
"""The results that lie ready in the office: one for each key."""


def take(queue, key):
    issued = queue.issue("household", idempotency_key=key)
    return issued.ticket.id, (issued.print_job,)


def collect(queue, key):
    number = READY[KEYS.index(key)]
    issued = queue.register.pick_up_ticket(number, idempotency_key=key)
    return issued.ticket.id, (issued.print_job,)


def hand_in(queue, key, documents=COMPLETE):
    answer = queue.register.accept(
        "military-service", person=APPLICANT, documents=documents, window=1,
        inspector="Омаров Е.", actor="aida", idempotency_key=key,
    )  # fmt: skip
    number = None if answer.request is None else answer.request.number
    lacking = [each.id for each in answer.missing]
    return [number, answer.refusal, lacking], answer.print_jobs


def lack(queue, key):
    return hand_in(queue, key, {"application": 1})


def read_up(queue, key):
    return "", (queue.print_memo("guardianship", idempotency_key=key, actor="kiosk"),)


def complain(queue, key):
    answer = queue.feedback.register_complaint(
        "Ұзақ күттім", actor="aida", service="household", idempotency_key=key
    )
    return answer.complaint.number, (answer.print_job,)


SCOPES = {
    take: "tickets", collect: "tickets", hand_in: "documents", lack: "documents",
    read_up: "memos", complain: "complaints",
}  # fmt: skip
"""Every command that takes a key; those of one scope mean the same key by one word."""

EFFECTS = {
    take: EventKind.TICKET_ISSUED, collect: EventKind.TICKET_ISSUED,
    hand_in: EventKind.REQUEST_ACCEPTED, lack: EventKind.DOCUMENTS_REFUSED,
    read_up: EventKind.PRINT_REQUESTED, complain: EventKind.COMPLAINT_REGISTERED,
}  # fmt: skip


@pytest.fixture
def ready_office(queue, office_dir):
    """An office where two results lie ready to be collected."""
    for key in READY:
        (number, *_), _jobs = hand_in(queue, key)
        assert number == key
        queue.register.ready(number, actor="aida")
    queue.close()
    return office_dir


class PowerCutError(BaseException):
    """Nothing can be caught after it."""


NO_ANSWER = (PowerCutError, sa.exc.PendingRollbackError)
"""The second is what the driver says of a connection whose commit was cut off."""


@contextmanager
def power_cut(changes):
    """The power goes at the Nth statement that changes something; nothing is done any more."""
    done = 0

    def tick(*progress):
        nonlocal done
        statement = progress[2] if len(progress) > 1 else "COMMIT"
        done += statement.startswith(("INSERT", "UPDATE", "DELETE", "COMMIT"))
        if done >= changes:
            raise PowerCutError

    sa.event.listen(sa.engine.Engine, "before_cursor_execute", tick)
    sa.event.listen(sa.engine.Engine, "commit", tick)
    try:
        yield
    finally:
        sa.event.remove(sa.engine.Engine, "before_cursor_execute", tick)
        sa.event.remove(sa.engine.Engine, "commit", tick)


attempts = st.lists(
    st.tuples(
        st.sampled_from(list(EFFECTS)),
        st.sampled_from(KEYS),
        st.none() | st.integers(1, 14),
    ),
    max_size=12,
)


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(attempts=attempts)
def test_whatever_is_sent_again_through_power_cuts_happens_once_and_is_answered_the_same(
    tmp_path_factory, clock, ready_office, attempts
):
    office = shutil.copytree(ready_office, tmp_path_factory.mktemp("office") / "data")
    owners, answers = {}, {}
    queue = Queue.open(office, clock=clock)
    before = queue.last_seq()

    def send(command, key):
        """One attempt that reaches its end."""
        place = (SCOPES[command], key)
        if owners.get(place, command) is not command:
            with pytest.raises(IdempotencyConflictError):
                command(queue, key)
            return
        answer = command(queue, key)
        owners[place] = command
        assert answers.setdefault(place, answer) == answer

    def send_and_lose(command, key):
        """The cut comes on the way; or all was done before it came, and the answer is lost."""
        send(command, key)
        raise PowerCutError

    try:
        for command, key, changes in attempts:
            if changes is None:
                send(command, key)
                continue
            with pytest.raises(NO_ANSWER), power_cut(changes):
                send_and_lose(command, key)
            queue.close()
            queue = Queue.open(office, clock=clock)
        for (_, key), command in owners.items():
            send(command, key)

        kinds = [each.kind for each in queue.events(before, 1000)]
        effects = Counter(kind for kind in kinds if kind in EFFECTS.values())
        jobs = [job for _, printed in answers.values() for job in printed]
        leased = [job.id for job in queue.lease_print_jobs("agent", limit=100)]
        assert effects == Counter(EFFECTS[command] for command in owners.values())
        assert sorted(jobs) == leased[len(READY) :]
        assert queue.prove_office().sound
    finally:
        queue.close()


KILLED = """
    # Every child sends one command and is killed at its Nth change; the last one gets through.
    # Then the same is sent again as if nothing were known of it, twice.
    import json, os, shutil, signal, sys
    from itertools import count
    from pathlib import Path
    import sqlalchemy as sa
    sys.path.insert(0, sys.argv[1])
    import test_idempotency as told
    from kezek_queue import ManualClock, Queue

    ready, office = Path(sys.argv[2]), Path(sys.argv[3])

    def send(command, kill_at):
        done = 0
        def tick(*arguments):
            nonlocal done
            statement = arguments[2] if len(arguments) > 1 else "COMMIT"
            done += statement.startswith(("INSERT", "UPDATE", "DELETE", "COMMIT"))
            if done == kill_at:
                os.kill(os.getpid(), signal.SIGKILL)
        sa.event.listen(sa.engine.Engine, "before_cursor_execute", tick)
        sa.event.listen(sa.engine.Engine, "commit", tick)
        with Queue.open(office, clock=ManualClock()) as queue:
            command(queue, "a")
            os._exit(0)

    for command in told.EFFECTS:
        for kill_at in count(1):
            shutil.rmtree(office, ignore_errors=True)
            shutil.copytree(ready, office)
            child = os.fork()
            if child == 0:
                send(command, kill_at)
            _, status = os.waitpid(child, 0)
            with Queue.open(office, clock=ManualClock()) as queue:
                answers = [command(queue, "a") for _ in range(2)]
                kinds = [each.kind for each in queue.events(limit=1000)]
            print(json.dumps([command.__name__, os.WIFSIGNALED(status), answers,
                              kinds.count(told.EFFECTS[command])]), flush=True)
            if not os.WIFSIGNALED(status):
                break
"""


@pytest.mark.slow
def test_a_command_killed_at_any_of_its_changes_happens_once_when_it_is_sent_again(
    ready_office, tmp_path
):
    script = [sys.executable, "-c", textwrap.dedent(KILLED), str(Path(__file__).parent)]
    run = subprocess.run(
        [*script, str(ready_office), str(tmp_path / "killed")],
        check=True, capture_output=True, text=True, timeout=250,
    )  # fmt: skip

    answers = [json.loads(line) for line in run.stdout.splitlines()]
    kills = Counter(name for name, killed, *_ in answers if killed)
    before = {"hand_in": len(READY)}
    assert set(kills) == {command.__name__ for command in EFFECTS}
    assert min(kills.values()) >= 4
    for name, _, (first, second), happened in answers:
        assert first == second, name
        assert happened == 1 + before.get(name, 0), name


def test_one_key_is_another_one_to_another_kind_of_command(ready_office, clock):
    with Queue.open(ready_office, clock=clock) as queue:
        answers = [command(queue, "a") for command in (take, hand_in, read_up, complain)]
        again = [command(queue, "a") for command in (take, hand_in, read_up, complain)]

    assert answers == again


def test_a_key_that_stood_for_something_else_is_refused_in_words_and_nothing_happens(
    ready_office, clock
):
    with Queue.open(ready_office, clock=clock) as queue:
        take(queue, "a")
        lack(queue, "b")
        before = queue.last_seq()
        for other, key in ((collect, "a"), (hand_in, "b")):
            with pytest.raises(IdempotencyConflictError, match="send this one under a new key"):
                other(queue, key)

        assert queue.last_seq() == before
