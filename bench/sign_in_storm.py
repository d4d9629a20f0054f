"""Forty wrong PINs at once against a running server: how many were tried, memory, and a ticket."""

from __future__ import annotations

import http.client
import re
import statistics
import threading
import time
from collections import Counter
from pathlib import Path
from urllib.parse import urlencode

from office import Client, RunningOffice, running_office
from start_and_memory import family

AT_ONCE = 40
TICKETS = 60
SETTINGS = "[kiosk]\nopen = true\n[limits]\nsign_ins_per_minute = 0\nopen_tickets_per_minute = 0\n"
TRIED = 401
PEOPLE = (*(f"operator{window}" for window in range(1, 9)), "supervisor", "admin")


def resident_mebibytes(parent: int) -> float:
    """What all processes of the server hold in memory."""
    rows = (Path(f"/proc/{pid}/status").read_text().splitlines() for pid in family(parent))
    sizes = (int(row.split()[1]) for lines in rows for row in lines if row.startswith("VmRSS:"))
    return sum(sizes) / 1024


class SignInPage:
    """The page as a browser has it: its cookie and its CSRF token."""

    def __init__(self, port: int) -> None:
        self._port = port
        answer, text = self._ask("GET", "/login", "", {})
        found = re.search('name="csrf-token" content="([^"]+)"', text)
        assert found is not None
        self._csrf = found[1]
        cookies = (value for name, value in answer.getheaders() if name.lower() == "set-cookie")
        self._cookies = "; ".join(cookie.split(";")[0] for cookie in cookies)

    def send(self, name: str, pin: str) -> int:
        """Try a PIN and return the status of the answer."""
        form = urlencode({"name": name, "pin": pin, "csrf_token": self._csrf})
        headers = {
            "Cookie": self._cookies,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        return self._ask("POST", "/login", form, headers)[0].status

    def _ask(
        self, method: str, path: str, body: str, headers: dict[str, str]
    ) -> tuple[http.client.HTTPResponse, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer, answer.read().decode()
        finally:
            connection.close()


def ticket_milliseconds(office: RunningOffice) -> float:
    """The median time of a ticket."""
    client, taken = Client(office.port, office.token), []
    for place in range(TICKETS):
        began = time.perf_counter()
        service = ("household", "livestock")[place % 2]
        status, _ = client.post("/tickets", {"service": service})
        assert status == 201, status
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken)


def storm(office: RunningOffice, names: tuple[str, ...]) -> tuple[Counter[int], float, float]:
    """Send the PINs; answers, the most memory meanwhile, and the time of a ticket beside them."""
    page, statuses, sizes, over = SignInPage(office.port), [], [], threading.Event()

    def watch() -> None:
        while not over.wait(0.02):
            sizes.append(resident_mebibytes(office.process.pid))

    def guess(place: int) -> None:
        statuses.append(page.send(names[place % len(names)], f"97{place:04d}"))

    guessing = [threading.Thread(target=guess, args=(place,)) for place in range(AT_ONCE)]
    watching = threading.Thread(target=watch)
    for thread in (watching, *guessing):
        thread.start()
    beside = ticket_milliseconds(office)
    for thread in guessing:
        thread.join()
    over.set()
    watching.join()
    return Counter(statuses), max(sizes), beside


def main() -> None:
    """Print the table."""
    for label, names in (("one account", PEOPLE[:1]), ("ten accounts", PEOPLE)):
        with running_office("serve", settings=SETTINGS) as office:
            calm, before = ticket_milliseconds(office), resident_mebibytes(office.process.pid)
            statuses, most, beside = storm(office, names)
            after = resident_mebibytes(office.process.pid)
        print(f"{AT_ONCE} wrong PINs at once, {label}: {statuses[TRIED]} tried, {dict(statuses)}")
        print(f"  memory {before:.0f} -> {most:.0f} -> {after:.0f} MiB = {after / before:.2f}")
        print(f"  a ticket {calm:.1f} -> {beside:.1f} ms = {beside / calm:.1f}")


if __name__ == "__main__":
    main()
