"""What the edge knows of a connection from its first moment on."""

from __future__ import annotations

import selectors
import socket
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from gunicorn.config import Config

from kezek_kiosk.edge.places import Places
from kezek_kiosk.edge.worker import EdgeLimits, EdgeWorker


@pytest.fixture
def worker() -> Iterator[EdgeWorker]:
    """A worker that accepts, and does no more."""
    made = EdgeWorker.__new__(EdgeWorker)
    made.cfg, made.app, made.nr_conns = Config(), SimpleNamespace(tls=None), 0
    made._limits = EdgeLimits(5, 20, 30, connections=8, connections_per_address=4)
    made._places, made._held = Places(8, 4, lambda _: False), {}
    made.poller = selectors.DefaultSelector()
    yield made
    made.poller.close()
    for connection in made._held:
        connection.close()


@pytest.mark.parametrize("asked_at", ["127.0.0.1", "127.0.0.7"])
def test_the_address_that_a_client_asked_at_is_known_where_the_server_listens_on_all(
    worker: EdgeWorker, asked_at: str
) -> None:
    """KnownHosts goes by it: the address of the socket that listens is 0.0.0.0."""
    with (
        socket.create_server(("0.0.0.0", 0)) as listener,
        socket.create_connection((asked_at, listener.getsockname()[1])),
    ):
        worker.accept(listener)

        [connection] = worker._held

    assert connection.server[0] == asked_at
