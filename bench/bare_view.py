"""A bare Flask view under the office's own gunicorn: what an answered ticket can cost at least.

It reads the JSON body and answers 201 with as much JSON; it checks, counts and stores nothing.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from flask import Flask, request
from flask.typing import ResponseReturnValue

from kezek_kiosk.serve import KezekServer

ANSWER = {
    "id": "2026-11-23-A015", "number": "A015", "service": "household", "stage": "submission",
    "issued_at": "2026-11-23T05:00:00+00:00", "limit_minutes": 20, "ahead": 3,
    "expected_wait_minutes": {"p50": 10, "p90": 20}, "status_url": None,
    "status_path": "/T/0123456789ABCDEF", "print_job": 15,
}  # fmt: skip


class BareServer(KezekServer):
    """The same worker, threads and connections; another application."""

    def load(self) -> Flask:
        """One page to wait for, and the view."""
        app = Flask("bare")

        @app.get("/kiosk")
        def page() -> ResponseReturnValue:
            return "ready"

        @app.post("/api/v1/tickets")
        def issue() -> ResponseReturnValue:
            return {**ANSWER, "service": request.get_json()["service"]}, 201

        return app


def main() -> None:
    """Serve until the bench ends it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="an office's directory")
    parser.add_argument("--port", type=int, required=True)
    options = parser.parse_args()
    BareServer(options.data, None, options.port, simulated_clock=False).run()


if __name__ == "__main__":
    main()
