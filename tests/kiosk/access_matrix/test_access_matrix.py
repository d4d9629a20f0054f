"""Every endpoint and page, called as everybody: who is let in; a refusal changes nothing."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from kezek_kiosk.access.roles import Role
from kezek_kiosk.api import own_visitors
from kezek_kiosk.pages.staff import access
from kezek_kiosk.web import bodies, principals, security
from kezek_kiosk.web.refusals import REFUSALS

MATRIX = tomllib.loads(Path(__file__).with_name("matrix.toml").read_text("utf-8"))
WHERE = "tests/kiosk/access_matrix/matrix.toml"
LET_IN = "in"


def named(line: str) -> list[str]:
    """The callers of a line, sets spelt out; those with "-" before them are left out."""
    words, sets = line.split(), MATRIX["callers"]
    out = [each.removeprefix("-") for each in words if each.startswith("-")]
    members = [
        one
        for each in words
        if not each.startswith("-")
        for one in (named(sets[each]) if each in sets else [each])
    ]
    assert set(out) <= set(members), f"{line!r} in {WHERE} leaves out who is not in it"
    return [each for each in members if each not in out]


CALLERS = named("everybody")
GROUPS: dict[str, Any] = MATRIX["groups"]
ROWS = [(rule, name) for name, group in GROUPS.items() for rule in group["rows"]]


def expected(group: str, caller: str) -> str:
    """What a group says of a caller."""
    [found] = [answer for answer, line in GROUPS[group]["expects"].items() if caller in named(line)]
    return str(found)


def rule_of(row: str) -> str:
    """Method and rule of a row; what stands behind "#" tells two rows of one rule apart."""
    return row.partition(" # ")[0]


@dataclass(frozen=True)
class Seen:
    """What came of one call: status, code and where it leads; what was counted; what it changed."""

    status: str
    code: str | None
    location: str
    counted: dict[str, int]
    changed: bool


def call(office: Any, rule: str, group: str, caller: str, **headers: str) -> Seen:
    """Call a row with new subjects."""
    row = GROUPS[group]["rows"][rule]
    method, _, address = rule_of(rule).partition(" ")
    at, query, body, form = (
        _filled(office, row.get(each)) for each in ("at", "query", "json", "form")
    )
    path = re.sub(r"<(?:[^<>]*:)?(\w+)>", lambda name: str(at[name[1]]), address)
    caller_ = office.caller(caller)
    before, counts = office.standing(), Counter(office.context.metrics.refusals.counts())
    with caller_.call(
        method, path, headers=headers, query_string=query, json=body, data=form
    ) as answer:
        counted = Counter(office.context.metrics.refusals.counts()) - counts
        is_problem = answer.mimetype == "application/problem+json"
        seen = Seen(
            str(answer.status_code),
            answer.json["code"] if is_problem else None,
            urlsplit(answer.headers.get("Location", "")).path,
            dict(counted),
            office.standing() != before,
        )
    if row.get("fresh"):
        office.forget(caller)
    return seen


def _filled(office: Any, value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _filled(office, each) for key, each in value.items()}
    if isinstance(value, str) and value.startswith("$"):
        return office.subjects.make(value[1:])
    return value


def deviation(rule: str, group: str, answer: str, seen: Seen) -> str | None:
    """What is wrong with what came; None where it is as the matrix says."""
    gives = str(GROUPS[group]["rows"][rule].get("gives", "200"))
    status, _, told = (gives if answer == LET_IN else answer).partition(" ")
    code = told if told and not told.startswith("/") else None
    counted = {code: 1} if code in REFUSALS else {}
    wrong = [
        seen.status != status and f"status {seen.status}",
        seen.code not in (None, code) and f"code {seen.code}",
        told.startswith("/") and seen.location != told and f"leads to {seen.location}",
        seen.counted != counted and f"counted {seen.counted}",
        answer != LET_IN and seen.changed and "changed something",
    ]
    found = ", ".join(each for each in wrong if each)
    return f"expected {answer} ({status} {told}), got {found}" if found else None


def deviations(office: Any, rule: str, group: str) -> dict[str, str]:
    """Who gets another answer than the matrix says, and which."""
    found = {
        caller: deviation(rule, group, expected(group, caller), call(office, rule, group, caller))
        for caller in CALLERS
    }
    return {caller: text for caller, text in found.items() if text}


def test_every_rule_of_the_app_has_a_row_and_every_row_a_rule(office: Any) -> None:
    rules = {
        f"{method} {rule.rule}"
        for rule in office.app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    rows = [row for row, _ in ROWS]
    known = {rule_of(row) for row in rows}

    missing, left = sorted(rules - known), sorted(known - rules)

    assert not missing, (
        f"nobody has said who may call {missing}; add each to the rows of the group in {WHERE} "
        "whose callers get that answer, or make a new group of all callers"
    )
    assert not left, f"{left} of {WHERE} are no rules of the app any more; take them out"
    assert len(set(rows)) == len(rows), f"rows of two groups: {Counter(rows).most_common(3)}"


@pytest.mark.parametrize("group", GROUPS)
def test_a_group_says_of_every_caller_once_what_comes_of_the_call(group: str) -> None:
    told = [each for line in GROUPS[group]["expects"].values() for each in named(line)]

    assert sorted(told) == sorted(CALLERS)


@pytest.mark.parametrize(("rule", "group"), ROWS)
def test_everybody_gets_the_answer_of_the_matrix(office: Any, rule: str, group: str) -> None:
    assert deviations(office, rule, group) == {}


@pytest.mark.parametrize("layer", MATRIX["layers"])
def test_what_stands_before_every_row_refuses_it_there(office: Any, layer: str) -> None:
    said = MATRIX["layers"][layer]
    found = {}
    for rule, group in ROWS:
        place = max((each for each in said["answers"] if rule.startswith(each)), key=len)
        answer = said["answers"][place]
        told = expected(group, said["as"]) if answer == LET_IN else answer
        caller = said.get("through", said["as"])
        seen = call(office, rule, group, caller, **said.get("headers", {}))
        found[rule] = deviation(rule, group, told, seen)

    assert {rule: text for rule, text in found.items() if text} == {}


ADMIN = principals.Principal(principals.PrincipalKind.TOKEN, "anybody", Role.ADMIN)


@pytest.mark.parametrize(
    ("rule", "group", "place", "taken_out", "who"),
    [
        ("POST /api/v1/tickets/<ticket_id>/cancel", "own_visitor",
         (principals, "_found"), lambda: ADMIN, "kiosk_token"),
        ("POST /api/v1/complaints/<number>/resolve", "supervisors",
         (bodies, "require"), lambda _: ADMIN, "operator"),
        ("POST /api/v1/windows/<int(max=9999):window>/next", "own_window",
         (principals, "MAY_SERVE_ANY_WINDOW"), frozenset(Role), "other_operator"),
        ("POST /api/v1/tickets/<ticket_id>/return", "own_visitor",
         (own_visitors, "_is_of"), lambda *_: True, "other_operator"),
        ("GET /supervisor", "supervisors_pages",
         (access, "_of_role"), lambda person, _: person, "operator"),
        ("POST /logout", "public_forms",
         (security, "_cookie_speaks"), lambda _: False, "nobody"),
    ],
)  # fmt: skip
def test_the_matrix_tells_of_a_check_that_is_taken_out(
    office: Any, monkeypatch: pytest.MonkeyPatch, rule: str, group: str,
    place: tuple[object, str], taken_out: Callable[..., object], who: str,
) -> None:  # fmt: skip
    monkeypatch.setattr(*place, taken_out)

    assert who in deviations(office, rule, group)


def test_the_matrix_tells_of_a_refusal_that_changes_something(
    office: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    refusal = principals.require

    def refuse_too_late(roles: Any) -> principals.Principal:
        office.context.queue.issue("household")
        return refusal(roles)

    monkeypatch.setattr(bodies, "require", refuse_too_late)

    assert (
        "changed something" in deviations(office, "GET /api/v1/closings", "supervisors")["nobody"]
    )


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS"])
def test_what_flask_adds_to_a_row_lets_nobody_in(office: Any, method: str) -> None:
    caller, found = office.caller("nobody"), {}
    for rule, group in ROWS:
        if not rule.startswith("GET ") or "<" in rule or expected(group, "nobody") == LET_IN:
            continue
        before = office.standing()
        with caller.call(method, rule.partition(" ")[2], headers={}) as answer:
            shown = answer.status_code == 200 and (method == "HEAD" or answer.data)
        if shown or office.standing() != before:
            found[rule] = answer.status_code

    assert found == {}
