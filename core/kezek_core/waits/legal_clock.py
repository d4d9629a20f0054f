"""The legal clock of a visit: what the law counts as waiting, and what no command can reset.

Transfer, hold and recall continue the clock: the wait of a visit is the sum of its waiting parts.
A no-show is judged up to the first unanswered call; when the visitor comes back, the part between
that call and the return is the visitor's own, and it is the only part left out. Only a no-show
that counts by the office's rule may stop the clock.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import inf

from kezek_core.errors import ClockError
from kezek_core.moments import NO_SPAN, Boots, Moment, Span, span_between
from kezek_core.waits.no_show import NoShowRule

CALLS_KEPT = 40
"""Of more calls of one visitor, those closest behind another give up their place."""


@dataclass(frozen=True, slots=True)
class LegalClock:
    """The clock of one visit; every method returns a new clock.

    Args:
        counted: the waiting parts that have ended.
        own: what was left out as the visitor's own (absent when called, then back).
        running_since: start of the waiting part that has not ended; None while served or over.
        unanswered_calls: the calls since then that were not answered yet, the first first.
        stopped: the first unanswered call of a visitor found absent; None while the clock runs.
    """

    counted: Span = NO_SPAN
    own: Span = NO_SPAN
    running_since: Moment | None = None
    unanswered_calls: tuple[Moment, ...] = ()
    stopped: Moment | None = None

    @property
    def unanswered_call(self) -> Moment | None:
        """The first call that was not answered yet; None when none stands."""
        return self.unanswered_calls[0] if self.unanswered_calls else None

    @classmethod
    def issued(cls, at: Moment) -> LegalClock:
        """The clock of a ticket issued at ``at``."""
        return cls(running_since=at)

    def called(self, at: Moment) -> LegalClock:
        """A call; the first unanswered one stays the first, a recall is one more."""
        return replace(self, unanswered_calls=_kept((*self.unanswered_calls, at)))

    def held(self) -> LegalClock:
        """A hold: the clock goes on, and the call before it no longer stands."""
        return replace(self, unanswered_calls=())

    def started(self, at: Moment, boots: Boots) -> LegalClock:
        """Service starts (or the visitor leaves): the waiting part ends."""
        return LegalClock(counted=self.wait(at, boots), own=self.own)

    def absent(self) -> LegalClock:
        """Nobody came: the wait counts up to the first unanswered call.

        Whether the no-show counts is asked first; see `kezek_core.waits.no_show`.
        """
        if self.unanswered_call is None:
            raise ClockError("expected a call before a no-show; call the ticket first")
        return replace(self, stopped=self.unanswered_call)

    def left_unanswered(self, rule: NoShowRule | None, at: Moment, boots: Boots) -> LegalClock:
        """The day ends on a call: a no-show if the calls were enough, else the wait ends now.

        Args:
            rule: when a no-show counts; None for a day closed before there was a rule.
            at: the end of the day.
            boots: what is known of the boots.
        """
        if rule is None or rule.look(self.unanswered_calls, at, boots).enough:
            return self.absent()
        return self.started(at, boots)

    def found(self) -> LegalClock:
        """The no-show was pressed by mistake: as if it had not been."""
        return replace(self, stopped=None)

    def returned(self, at: Moment, boots: Boots) -> LegalClock:
        """The visitor is back: the absence is the visitor's own, the clock runs again."""
        if self.stopped is None:
            raise ClockError("expected a no-show before a return; mark the no-show first")
        own = self.own + span_between(self.stopped, at, boots)
        return LegalClock(counted=self.wait(at, boots), own=own, running_since=at)

    def transferred(self, at: Moment) -> LegalClock:
        """Waiting again at another service: the earlier parts stay counted."""
        return replace(self, running_since=at, unanswered_calls=(), stopped=None)

    def wait(self, at: Moment, boots: Boots) -> Span:
        """The legal wait of the visit as it stands at ``at``."""
        if self.running_since is None:
            return self.counted
        waiting = span_between(self.running_since, self.stopped or at, boots)
        return waiting if self.counted is NO_SPAN else self.counted + waiting


def _kept(calls: tuple[Moment, ...]) -> tuple[Moment, ...]:
    """Calls without end must not fill a row, nor may a burst take the place of calls that count."""
    if len(calls) <= CALLS_KEPT:
        return calls
    closest = min(range(1, len(calls) - 1), key=lambda place: _apart(calls[place - 1 : place + 1]))
    return calls[:closest] + calls[closest + 1 :]


def _apart(pair: tuple[Moment, ...]) -> float:
    """Between two calls; across a reboot they are apart, whatever the clocks say."""
    before, call = pair
    same_boot = before.boot_id == call.boot_id
    return call.boottime_us - before.boottime_us if same_boot else inf
