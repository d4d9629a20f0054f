"""From a status token back to its ticket, without storing either."""

from __future__ import annotations

import threading

import sqlalchemy as sa

from kezek_queue.errors import UnknownTicketError
from kezek_queue.office.office import Office
from kezek_queue.papers.status_tokens import status_token
from kezek_queue.schema.tables import tickets
from kezek_queue.tickets.live_days import live_days

_SINCE = (
    sa.select(tickets.c.id, tickets.c.arrival_seq, tickets.c.office_day)
    .where(
        tickets.c.office_id == sa.bindparam("office"),
        tickets.c.office_day == sa.bindparam("day"),
        tickets.c.arrival_seq > sa.bindparam("arrival"),
    )
    .order_by(tickets.c.arrival_seq)
)


class StatusTokens:
    """The tokens of the office days that are not over, worked out as tickets are issued."""

    def __init__(self, office: Office, key: bytes) -> None:
        self._office = office
        self._key = key
        self._lock = threading.Lock()
        self._days: dict[str, tuple[int, dict[str, str]]] = {}

    def token(self, ticket_id: str) -> str:
        """The token of a ticket."""
        return status_token(self._key, ticket_id)

    def ticket_id(self, connection: sa.Connection, token: str) -> str:
        """The ticket of a token.

        Raises:
            UnknownTicketError: there is none, or its office day is closed out.
        """
        with self._lock:
            for office_day in self._live_days(connection):
                found = self._tokens(connection, office_day).get(token)
                if found is not None:
                    return found
        raise UnknownTicketError(
            "expected the token of a ticket of today, got one that leads nowhere; "
            "scan the code on the ticket again, or take a new ticket",
        )

    def _live_days(self, connection: sa.Connection) -> list[str]:
        live = [day.isoformat() for day in live_days(connection, self._office.id)]
        self._days = {day: known for day, known in self._days.items() if day in live}
        return live

    def _tokens(self, connection: sa.Connection, office_day: str) -> dict[str, str]:
        last, known = self._days.get(office_day, (0, {}))
        where = {"office": self._office.id, "day": office_day, "arrival": last}
        for row in connection.execute(_SINCE, where):
            known[self.token(row.id)] = row.id
            last = row.arrival_seq
        self._days[office_day] = (last, known)
        return known
