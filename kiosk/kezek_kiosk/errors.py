"""What the kiosk room refuses: each leaf has the code that problem documents and screens go by."""

from __future__ import annotations

from typing import Any

from kezek_core.errors import KezekError
from kezek_core.phrases import Phrase
from kezek_core.toml_table import FaultyFileError
from kezek_kiosk.faults import Fault, came_of


class KioskError(KezekError):
    """Anything the kiosk room refuses.

    Args:
        message: for the log: what was expected, what came, where, what to do next.
        facts: plain values that the sentence for people may use.
    """

    code = "kiosk_error"

    def __init__(self, message: str, **facts: Any) -> None:
        super().__init__(message)
        self.facts: dict[str, Any] = facts


class SettingsError(KioskError, ValueError):
    """kezek.toml, secrets.toml or a KEZEK_ variable is not as expected."""

    code = "settings_file"


class RuleSettingError(SettingsError):
    """kezek.toml names a rule or a forecast that is not there or cannot be made."""

    code = "rule_setting"


class FaultySettingsError(FaultyFileError, SettingsError):
    """A settings file or variable cannot be used; ``problems`` names every fault."""


class BadRequestError(KioskError, ValueError):
    """Fields of the request have not the expected form.

    Args:
        first: a mistake.
        others: those found beside it.
    """

    code = "bad_request"

    def __init__(self, first: Fault, *others: Fault) -> None:
        faults = (first, *others)
        mistakes = [
            f"expected {each.expected} for {each.field}, got {each.came}" for each in faults
        ]
        super().__init__(
            f"{'; '.join(mistakes)}. {first.what_to_do}",
            field=first.field,
            expected=first.expected,
            faults=faults,
        )

    @classmethod
    def of(cls, field: str, expected: Phrase, value: Any) -> BadRequestError:
        """The one mistake of a value that has not the expected form."""
        return cls(Fault(field, expected, came_of(value)))


class NotJsonError(KioskError, ValueError):
    """The body is not JSON of the expected kind."""

    code = "not_json"


class TooLargeError(KioskError, ValueError):
    """The body is larger than a call may be."""

    code = "too_large"


class LengthNeededError(KioskError, ValueError):
    """The body does not say how long it is."""

    code = "length_needed"


class SignInNeededError(KioskError, PermissionError):
    """The call needs a token or a signed-in person."""

    code = "sign_in_needed"


class TokenRefusedError(KioskError, PermissionError):
    """The bearer token is unknown or revoked."""

    code = "token_refused"


class ForbiddenError(KioskError, PermissionError):
    """The role of the caller does not allow this call."""

    code = "forbidden"


class OtherWindowError(KioskError, PermissionError):
    """An operator commands another window than its own."""

    code = "other_window"


class NoWindowChosenError(KioskError, PermissionError):
    """The signed-in operator has not chosen a window yet."""

    code = "no_window_chosen"


class HostRefusedError(KioskError, PermissionError):
    """The request asks for a host that this server is not."""

    code = "host_refused"


class HttpsNeededError(KioskError, PermissionError):
    """The call came over plain http to a server that speaks TLS."""

    code = "https_needed"


class OriginRefusedError(KioskError, PermissionError):
    """Another site sent the request."""

    code = "origin_refused"


class PageExpiredError(KioskError, PermissionError):
    """The CSRF token of the page is missing or no longer holds."""

    code = "page_expired"


class SignInRefusedError(KioskError, PermissionError):
    """Name and PIN do not belong together."""

    code = "sign_in_refused"


class SignInDelayedError(KioskError, PermissionError):
    """Too many wrong PINs for this account on this device; facts say when to try again."""

    code = "sign_in_delayed"


class OldPinRefusedError(KioskError, PermissionError):
    """Whoever chooses a new PIN does not know the present one."""

    code = "old_pin_refused"


class SamePinError(KioskError, ValueError):
    """The new PIN is the present one."""

    code = "same_pin"


class PinsDifferError(KioskError, ValueError):
    """The new PIN was not typed twice alike."""

    code = "pins_differ"


class TooManyRequestsError(KioskError):
    """One address asks more often than the office allows."""

    code = "too_many_requests"


class AccountExistsError(KioskError, ValueError):
    """The name is taken."""

    code = "account_exists"


class UnknownAccountError(KioskError, LookupError):
    """No account has this name."""

    code = "unknown_account"


class UnknownTokenError(KioskError, LookupError):
    """No token has this id."""

    code = "unknown_token"


class SignInBusyError(KioskError):
    """Too many people sign in at this moment; facts say when to try again."""

    code = "sign_in_busy"


class WeakPinError(KioskError, ValueError):
    """The PIN or password is too short or too long."""

    code = "weak_pin"


class GuessablePinError(KioskError, ValueError):
    """The PIN or password is among the first that anybody would try."""

    code = "guessable_pin"


class StreamsFullError(KioskError):
    """Every thread that may carry a live stream carries one."""

    code = "streams_full"


class ClockNotSimulatedError(KioskError, ValueError):
    """Kezek-Now came to a server that keeps real time."""

    code = "clock_not_simulated"


class ClockBackwardsError(KioskError, ValueError):
    """Kezek-Now lies before the present of the simulated clock."""

    code = "clock_backwards"
