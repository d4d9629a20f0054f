"""Killed while events and slips are packed: nothing is lost, nothing is there twice."""

from __future__ import annotations

import json
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from kezek_queue import Queue

KILLED = """
    # Every child packs, and is killed before its Nth change or commit; the last one gets through.
    # Then the journal is opened again and asked for everything.
    import json, os, shutil, signal, sys
    from itertools import count
    from pathlib import Path
    import sqlalchemy as sa
    from kezek_queue import ManualClock, Queue
    from kezek_queue.papers import slip_packs
    from kezek_queue.store import journal_packing

    ready, office = Path(sys.argv[1]), Path(sys.argv[2])
    journal_packing._last_to_pack = lambda *_: 10**6
    journal_packing.PACK_EVENTS, slip_packs.JOBS_KEPT, slip_packs.PACK_SLIPS = 5, 1, 4

    def pack(kill_at):
        done = 0
        def tick(*arguments):
            nonlocal done
            statement = arguments[2] if len(arguments) > 1 else "COMMIT"
            done += statement.startswith(("INSERT", "UPDATE", "DELETE", "COMMIT"))
            if done == kill_at:
                os.kill(os.getpid(), signal.SIGKILL)
        with Queue.open(office, clock=ManualClock()) as queue:
            sa.event.listen(sa.engine.Engine, "before_cursor_execute", tick)
            sa.event.listen(sa.engine.Engine, "commit", tick)
            queue.pack_journal(2)
            queue.pack_slips(2)
            os._exit(0)

    for kill_at in count(1):
        shutil.rmtree(office, ignore_errors=True)
        shutil.copytree(ready, office)
        child = os.fork()
        if child == 0:
            pack(kill_at)
        _, status = os.waitpid(child, 0)
        with Queue.open(office, clock=ManualClock()) as queue:
            with queue._database.read() as view:
                twice = view.execute(sa.text(
                    "SELECT count(*) FROM journal JOIN journal_packs USING (office_id) "
                    "WHERE seq BETWEEN first_seq AND journal_packs.last_seq")).scalar_one()
                packs = [view.execute(sa.text(f"SELECT count(*) FROM {name}")).scalar_one()
                         for name in ("journal_packs", "slip_packs")]
            told = {
                "killed": os.WIFSIGNALED(status), "packs": packs, "twice": twice,
                "lines": list(queue.export_journal()),
                "slips": [queue.print_job(job).slip.to_json() for job in range(1, 13)],
                "sound": queue.verify_journal().sound and queue.prove_office().sound,
            }
        print(json.dumps(told), flush=True)
        if not os.WIFSIGNALED(status):
            break
"""


@pytest.mark.slow
def test_a_process_killed_at_any_change_of_packing_loses_nothing_and_doubles_nothing(
    queue: Queue, office_dir: Path, tmp_path: Path
) -> None:
    for _ in range(12):
        queue.issue("household")
    lines = list(queue.export_journal())
    slips = [queue.print_job(job).slip.to_json() for job in range(1, 13)]
    queue.close()

    run = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(KILLED), str(office_dir), str(tmp_path / "killed")],
        check=False, capture_output=True, text=True, timeout=120,
    )  # fmt: skip

    assert run.returncode == 0, run.stderr
    told = [json.loads(line) for line in run.stdout.splitlines()]
    assert sum(each["killed"] for each in told) >= 14, "four commits, and the changes in each"
    assert {tuple(each["packs"]) for each in told} == {(0, 0), (1, 0), (2, 0), (2, 1), (2, 2)}
    for each in told:
        assert each["lines"] == lines
        assert each["slips"] == slips
        assert (each["twice"], each["sound"]) == (0, True)
