"""The rule of calling and the forecast that kezek.toml names, from the file to the window."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from kezek_core.events import EventKind
from kezek_core.ports import Discipline, Forecast
from kezek_kiosk.app import create_app
from kezek_kiosk.cli import main
from kezek_kiosk.compose import build_services
from kezek_kiosk.errors import RuleSettingError
from kezek_kiosk.settings.rules import DISCIPLINES, FORECASTS, discipline_of, forecast_of
from kezek_kiosk.settings.settings import QueueSettings
from kezek_kiosk.web.context import AppContext
from kezek_kiosk.web.problems import error_sentence
from kezek_queue import ManualClock

EXAMPLE = Path(__file__).parents[3] / "docs" / "examples" / "earliest_deadline.py"
OWN = """
from kezek_core.papers import ExpectedWait
from kezek_core.ports import Choice, Discipline, Forecast


class Newest(Discipline):
    name = "newest/1"
    named = None

    def choose(self, state):
        return Choice(self.named or state.candidates[-1].ticket_id, "newest")


class Elsewhere(Newest):
    name = "elsewhere/1"
    named = "2026-11-23-K001"


class Failing(Newest):
    name = "failing/1"

    def choose(self, state):
        return next(iter(()))


class Seven(Forecast):
    def expect(self, load):
        return ExpectedWait(7, 77)


class Unfinished(Discipline):
    name = "unfinished/1"


class Nameless(Newest):
    name = ""


class Asking(Newest):
    def __init__(self, whom):
        raise RuntimeError(whom)


class Leaving(Newest):
    def __init__(self):
        raise SystemExit(3)


newest = Newest()
"""


@pytest.fixture(autouse=True)
def own_rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An office's own rules, installed for this Python."""
    packages = tmp_path / "packages"
    packages.mkdir()
    (packages / "our_rules.py").write_text(OWN, encoding="utf-8")
    (packages / "broken_rules.py").write_text("1 // 0\n", encoding="utf-8")
    shutil.copy(EXAMPLE, packages)
    monkeypatch.syspath_prepend(packages)
    yield
    for name in ("our_rules", "earliest_deadline"):
        sys.modules.pop(name, None)


@pytest.fixture
def office_with(data_dir: Path, clock: ManualClock) -> Iterator[Callable[..., AppContext]]:
    """Opens the demo office with what its kezek.toml says of the queue."""
    opened: list[AppContext] = []

    def reopen(**queue: str) -> AppContext:
        lines = [f'{key} = "{value}"' for key, value in queue.items()]
        text = "\n".join(["[kiosk]", "open = true", "[queue]", *lines, ""])
        (data_dir / "kezek.toml").write_text(text, encoding="utf-8")
        opened.append(build_services(data_dir, clock=clock))
        return opened[-1]

    yield reopen
    for each in opened:
        each.close()


def posts(context: AppContext, window: int) -> Callable[..., Any]:
    """Sends commands of a window's operator."""
    client = create_app(context).test_client()
    client.environ_base["HTTP_AUTHORIZATION"] = (
        f"Bearer {context.tokens.create('operator', window)}"
    )

    def post(command: str, language: str = "en") -> Any:
        return client.post(f"/api/v1/windows/{window}/{command}", json={},
                           headers={"Accept-Language": language})  # fmt: skip

    return post


def test_the_rule_and_the_forecast_of_the_settings_are_those_that_call_and_foretell(
    office_with: Callable[..., AppContext],
) -> None:
    context = office_with(discipline="our_rules:Newest", forecast="our_rules:Seven")
    issued = [context.queue.issue("military-service") for _ in range(3)]

    answer = posts(context, 1)("next")

    newest = issued[-1].ticket
    (called,) = [
        event for event in context.queue.history(newest.id) if event.kind is EventKind.TICKET_CALLED
    ]
    assert answer.json["ticket"]["id"] == newest.id
    assert (called.body["rule"], called.body["reason"]) == ("newest/1", "newest")
    assert {each.expected_wait.p90_minutes for each in issued if each.expected_wait} == {77}


def test_the_rule_that_the_manual_shows_calls_whoever_passes_the_limit_first(
    office_with: Callable[..., AppContext], clock: ManualClock
) -> None:
    context = office_with(discipline="earliest_deadline:EarliestDeadline")
    services = sorted(
        context.queue.office.windows[1].services,
        key=lambda each: context.queue.issue(each).ticket.limit_minutes or 10**6,
    )
    clock.advance(minutes=1)

    answer = posts(context, 1)("next")

    assert answer.json["ticket"]["service"] == services[0]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("kk", "elsewhere/1 кезек тәртібі осы терезенің кезегінде жоқ 2026-11-23-K001 талонын"),
        ("ru", "порядок вызова elsewhere/1 выбрал талон 2026-11-23-K001, которого нет"),
        ("en", "the rule elsewhere/1 chose ticket 2026-11-23-K001, which does not wait"),
    ],
)
def test_a_rule_that_names_nobody_of_the_window_is_a_problem_that_says_which_and_whom(
    office_with: Callable[..., AppContext], language: str, said: str
) -> None:
    context = office_with(discipline="our_rules:Elsewhere")
    context.queue.issue("household")
    waiting = context.queue.issue("military-service").ticket
    before = context.queue.last_seq()

    answer = posts(context, 1)("next", language)

    assert answer.status_code == 500
    assert answer.mimetype == "application/problem+json"
    assert answer.json["code"] == "discipline_failed"
    assert said in answer.json["detail"]
    assert answer.json["facts"]["rule"] == "elsewhere/1"
    assert answer.json["facts"]["ticket"] == "2026-11-23-K001"
    assert context.queue.last_seq() == before
    assert context.queue.ticket(waiting.id).state.value == "waiting"


def test_after_a_rule_has_failed_page_and_window_work_on(
    office_with: Callable[..., AppContext],
) -> None:
    context = office_with(discipline="our_rules:Failing")
    number = context.queue.issue("military-service").ticket.number
    post = posts(context, 1)
    page = create_app(context).test_client()
    page.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {context.tokens.create('operator', 1)}"

    failed = post("next")
    answers = [post("open"), post("pause"), post("resume"), page.get("/api/v1/windows/1")]

    assert failed.json["code"] == "discipline_failed"
    assert [answer.status_code for answer in answers] == [200] * 4
    assert context.queue.snapshot().tickets[0].number == number
    assert context.queue.verify_journal().sound


UNLOADABLE = {
    "a name that is none": "last-come",
    "no class": "our_rules",
    "an empty class": "our_rules:",
    "no module": ":Newest",
    "a module that is not installed": "their_rules:Newest",
    "a module that breaks": "broken_rules:Newest",
    "a class that is not there": "our_rules:Oldest",
    "a thing that is no class": "our_rules:newest",
    "another class": "pathlib:Path",
    "a forecast": "our_rules:Seven",
    "an unfinished class": "our_rules:Unfinished",
    "a class without a name": "our_rules:Nameless",
    "a class that asks for more": "our_rules:Asking",
    "a class that leaves": "our_rules:Leaving",
    "a relative module": ".our_rules:Newest",
    "nothing": "",
}


@pytest.mark.parametrize("value", UNLOADABLE.values(), ids=UNLOADABLE)
def test_a_rule_that_cannot_be_made_is_a_fault_of_the_settings_that_says_what_may_stand_there(
    value: str,
) -> None:
    with pytest.raises(RuleSettingError, match=r"first-come, or package\.module:Class") as caught:
        discipline_of(QueueSettings(discipline=value))

    assert caught.value.facts == {"key": "queue.discipline", "value": value}
    for language in ("kk", "ru", "en"):
        sentence = error_sentence(caught.value, language)
        assert "queue.discipline" in sentence
        assert value in sentence


@pytest.mark.parametrize("value", ["gamma", "our_rules:Newest", "our_rules:Nothing"])
def test_a_forecast_that_cannot_be_made_is_a_fault_of_the_settings(value: str) -> None:
    with pytest.raises(RuleSettingError, match=r"queue\.forecast in kezek\.toml to be plain"):
        forecast_of(QueueSettings(forecast=value))


def test_every_rule_and_forecast_that_the_manual_names_can_be_made() -> None:
    manual = QueueSettings.__dataclass_fields__  # type: ignore[attr-defined]

    for name in DISCIPLINES:
        assert isinstance(discipline_of(QueueSettings(discipline=name)), Discipline)
        assert f"`{name}`" in manual["discipline"].metadata["doc"]
    for name in FORECASTS:
        assert isinstance(forecast_of(QueueSettings(forecast=name)), Forecast)
        assert f"`{name}`" in manual["forecast"].metadata["doc"]


@pytest.fixture
def kezek(data_dir: Path) -> Callable[..., Result]:
    """Runs a command on the demo office."""
    return lambda *command: CliRunner().invoke(main, [*command, "--data", str(data_dir)])


@pytest.mark.parametrize(
    "command", ["issue household", "queue", "report waits", "clock", "closings", "check"]
)
def test_every_command_that_opens_the_office_says_that_its_rule_is_not_there(
    data_dir: Path, kezek: Callable[..., Result], command: str
) -> None:
    (data_dir / "kezek.toml").write_text('[queue]\ndiscipline = "their_rules:Best"\n')

    result = kezek(*command.split())

    assert result.exit_code == 1
    assert "expected queue.discipline in kezek.toml to be first-come" in result.output
    assert "'their_rules:Best'" in result.output
    assert "Traceback" not in result.output


def test_the_journal_is_proven_without_the_rule_that_is_not_there(
    data_dir: Path, kezek: Callable[..., Result]
) -> None:
    (data_dir / "kezek.toml").write_text('[queue]\ndiscipline = "their_rules:Best"\n')

    assert kezek("journal", "verify").exit_code == 0


def test_the_check_says_which_rules_there_are(data_dir: Path, kezek: Callable[..., Result]) -> None:
    (data_dir / "kezek.toml").write_text('[queue]\ndiscipline = "our_rules:Newest"\n')

    output = kezek("check").output

    assert "who is next: our_rules:Newest (newest/1); how long a wait takes: plain" in output
