"""How many connections there may be at once, in all and of one address."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable


class Places:
    """Counts open connections.

    Args:
        most: connections of all who are not exempt.
        most_per_address: connections of one address.
        exempt: who is counted nowhere: the machine itself (kiosk, agent) and trusted proxies.
    """

    def __init__(self, most: int, most_per_address: int, exempt: Callable[[str], bool]) -> None:
        self._most = most
        self._most_per_address = most_per_address
        self._exempt = exempt
        self._taken: Counter[str] = Counter()

    def take(self, address: str) -> bool:
        """Count one more in, unless the address or all of them have none left."""
        if self._exempt(address):
            return True
        if self.used_up(address) or self._taken.total() >= self._most:
            return False
        self._taken[address] += 1
        return True

    def of(self, address: str) -> int:
        """How many connections of an address there are; 0 for who is not counted."""
        return self._taken[address]

    def used_up(self, address: str) -> bool:
        """Whether the address itself has its fill (and not merely everybody together)."""
        return not self._exempt(address) and self._taken[address] >= self._most_per_address

    def give_back(self, address: str) -> None:
        """Count one out."""
        if self._exempt(address):
            return
        self._taken[address] -= 1
        if self._taken[address] <= 0:
            del self._taken[address]
