"""What a route of the API is: whoever may call, what it takes, what it gives, how it refuses.

Said once, above the view; the route is run by it and the OpenAPI document is made from it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Concatenate, ParamSpec, TypeVar, cast, overload

from kezek_kiosk.web.bodies import A, May, takes

P = ParamSpec("P")
R = TypeVar("R")
JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Gives:
    """One good answer of a call.

    Args:
        shape: its component in the OpenAPI document; None for an answer without a body, "" for
            text or bytes of ``mime_type``.
        description: one sentence.
        status: 2xx, or 503 of a check that fails.
    """

    shape: str | None
    description: str = "As it stands now."
    status: int = 200
    mime_type: str = JSON


@dataclass(frozen=True, slots=True)
class ApiCall:
    """One call of the API.

    Args:
        name: the operation's id.
        gives: its good answers.
        refuses: statuses besides those of every call.
    """

    name: str
    gives: tuple[Gives, ...]
    refuses: tuple[int, ...]


def noted(description: str = "Noted.") -> Gives:
    """The answer of a command that has nothing to tell."""
    return Gives(None, description, 204)


def made(shape: str, new: str, known: str = "") -> tuple[Gives, ...]:
    """The answers of a call that makes something, or finds it ``known`` by its key."""
    first = Gives(shape, new, 201)
    return (first, Gives(shape, known)) if known else (first,)


@overload
def call(
    name: str, kind: None = None, *, may: May = None, gives: str | tuple[Gives, ...],
    refuses: tuple[int, ...] = (),
) -> Callable[[Callable[P, R]], Callable[P, R]]: ...  # fmt: skip
@overload
def call(
    name: str, kind: type[A], *, may: May = None, gives: str | tuple[Gives, ...],
    refuses: tuple[int, ...] = (),
) -> Callable[[Callable[Concatenate[A, P], R]], Callable[P, R]]: ...  # fmt: skip
def call(
    name: str, kind: Any = None, *, may: May = None, gives: str | tuple[Gives, ...],
    refuses: tuple[int, ...] = (),
) -> Any:  # fmt: skip
    """Declare a route of the API; its summary is the first line of the view's docstring.

    Args:
        name: the operation's id.
        kind: its body or query, as ``takes`` reads it.
        may: who may call.
        gives: its answers; a component's name for that shape, as it stands now.
        refuses: statuses besides those of every call.
    """

    def declare(view: Callable[..., R]) -> Any:
        taken = cast(Any, takes)(kind, may=may)(view)
        answers = (Gives(gives),) if isinstance(gives, str) else gives
        taken.call = ApiCall(name, answers, refuses)
        return taken

    return declare
