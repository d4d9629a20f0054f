"""Which paper is about what: bytes may be printed long after they were taken."""

from __future__ import annotations

from collections.abc import Callable, Iterator


class PaperSubjects:
    """Follows what was said of the bytes until they are on paper."""

    def __init__(self) -> None:
        self._ahead: list[tuple[int, str]] = []
        self._now = ""
        self._on_paper: list[str] = []

    def note(self, subject: str, bytes_before: int) -> None:
        """Bytes that come from now on are about ``subject``.

        Args:
            subject: "" for nothing that anybody would look for.
            bytes_before: how many were taken and wait to be printed.
        """
        self._ahead.append((bytes_before, subject))

    def parts(self, data: bytes, is_begun: Callable[[], bool]) -> Iterator[bytes]:
        """The bytes to print now, cut where the subject changes.

        Args:
            data: they leave the buffer.
            is_begun: whether the paper in hand has anything on it; bytes of the job before that
                mark no paper, such as its question whether it was printed, do not count.
        """
        done = 0
        while self._ahead and self._ahead[0][0] <= len(data):
            at, subject = self._ahead.pop(0)
            if data[done:at]:
                yield data[done:at]
            done = max(done, at)
            self._turn_to(subject, is_begun())
        if data[done:]:
            yield data[done:]
        self._ahead = [(at - len(data), subject) for at, subject in self._ahead]

    def forget_waiting(self, *, is_begun: bool) -> None:
        """What waits is never printed; the last thing said holds for what comes."""
        if self._ahead:
            self._turn_to(self._ahead[-1][1], is_begun)
        self._ahead = []

    def take(self) -> tuple[str, ...]:
        """The subjects of the paper that is finished; the next one begins."""
        found = tuple(dict.fromkeys(subject for subject in self._on_paper if subject))
        self._on_paper = [self._now]
        return found

    def _turn_to(self, subject: str, is_begun: bool) -> None:
        self._on_paper = [*self._on_paper, subject] if is_begun else [subject]
        self._now = subject
