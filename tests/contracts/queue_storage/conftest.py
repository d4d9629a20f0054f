"""An office in both places a queue can be stored in: a SQLite file and PostgreSQL."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from kezek_queue import ManualClock, Queue
from kezek_queue.office.demo import make_demo_office

START = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def made_office(cluster, tmp_path_factory):
    """A new office made once a worker: its directory, and the database that others copy."""
    data_dir = tmp_path_factory.mktemp("made-office")
    (data_dir / "office.toml").write_text(make_demo_office(), encoding="utf-8")
    url = cluster.database()
    Queue.create(data_dir, clock=ManualClock(START), database_url=url).close()
    return data_dir, sa.make_url(url).database


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def url(request):
    """None for the file in the data directory, else the address of an empty database."""
    if request.param == "sqlite":
        return None
    cluster = request.getfixturevalue("cluster")
    if "queue" in request.fixturenames:
        return cluster.database(request.getfixturevalue("made_office")[1])
    return cluster.database()


@pytest.fixture
def clock():
    return ManualClock(START)


@pytest.fixture
def data_dir(tmp_path):
    (tmp_path / "office.toml").write_text(make_demo_office(), encoding="utf-8")
    return tmp_path


@pytest.fixture
def queue(request, data_dir, clock, url):
    begin = Queue.create
    if url is not None:
        made_dir, _ = request.getfixturevalue("made_office")
        shutil.copy(made_dir / "secrets.toml", data_dir)
        begin = Queue.open
    with begin(data_dir, clock=clock, database_url=url) as opened:
        yield opened


@pytest.fixture
def listening():
    """Waits until a queue hears the commits of other processes (again, after ``turns`` changes)."""

    def wait(queue, turns=1):
        commits = queue._commits
        with commits._changed:
            assert commits._changed.wait_for(
                lambda: commits.told_by_others and commits._turns >= turns, 60
            )

    return wait
