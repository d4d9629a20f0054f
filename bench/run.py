"""``make bench``: every bench, one after another, each as a table of ratios."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
BENCHES = (
    "print_bytes.py",
    "print_path.py",
    "engine.py",
    "http_issue.py",
    "under_attack.py",
    "next_call.py",
    "journal_verify.py",
    "year_report.py",
    "wait_log.py",
    "bytes_per_ticket.py",
    "start_and_memory.py",
    "memory_of_a_day.py",
    "screens.py",
    "sign_in_storm.py",
    "postgresql.py",
)


def main() -> None:
    """Run them all; stop at the first that fails."""
    for name in BENCHES:
        print(f"\n== {name.removesuffix('.py').replace('_', ' ')} ==", flush=True)
        subprocess.run([sys.executable, str(HERE / name), *sys.argv[1:]], check=True)


if __name__ == "__main__":
    main()
