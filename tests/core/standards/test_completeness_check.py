"""The elements of Rules 126, standard by standard, and regulations against their limits."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kezek_core.standards.completeness_check import (
    Fit,
    Presence,
    Procedure,
    RegulationError,
    StepLimit,
    StepUnit,
    check_regulation,
    completeness,
    missing,
)
from kezek_core.standards.rules126 import (
    ELEMENTS,
    RULES_126,
    RULES_126_EDITION_ON,
    RULES_126_UNTIL_ON,
)
from kezek_core.standards.values import (
    Act,
    Fee,
    Hours,
    InForce,
    RefusalGround,
    Schedule,
    Season,
    Standard,
    Term,
    WaitingMinutes,
)
from kezek_core.standards.words import ActKind, PeriodUnit, ServiceForm, Weekday
from kezek_core.texts.local_text import LocalText
from kezek_queue.office.standard_library import StandardLibrary

STANDARDS = {standard.id: standard for standard in StandardLibrary.load(None).all()}
MILITARY = STANDARDS["kz-mj-2007-287-1"]
PRIVILEGED = STANDARDS["kz-mj-2007-287-2"]
HOUSEHOLD = STANDARDS["kz-arys-2007-1122-akdala-household"]
GUARDIANSHIP = STANDARDS["kz-gov-2012-1119-guardianship"]
APOSTILLE = STANDARDS["kz-gp-2008-3-apostille"]


def presence(standard: Standard) -> dict[str, Presence]:
    return {finding.element.id: finding.presence for finding in completeness(standard)}


def bare() -> Standard:
    """The least that a standard's file can say."""
    return Standard(
        id="bare",
        title=LocalText(""),
        short=LocalText(""),
        act=Act("", ActKind.ORDER, "1", date(2020, 1, 1)),
        in_force=InForce(),
        waiting_minutes=WaitingMinutes(20),
        fee=Fee(free=False),
        schedule=Schedule((Weekday.MONDAY,), (Season("all", Hours(time(9), time(18))),)),
    )


# Read off the acts. Only resolution 1119 limits the time of service; the acts of Arys and order 287
# name no website of the provider; the text of the second standard of 1119 breaks off before its
# complaints; the apostille does not say how a complaint is registered.
FAULTS = {
    "kz-mj-2007-287-1": ["longest_service", "memo_provider"],
    "kz-mj-2007-287-2": ["longest_service", "memo_provider"],
    "kz-gov-2012-1119-guardianship": [],
    "kz-gov-2012-1119-minors-assets": ["complaint_lodging", "complaint_registration"],
    "kz-gp-2008-3-apostille": ["longest_service", "complaint_registration"],
    "kz-gp-2008-3-criminal-record": ["longest_service"],
}


@pytest.mark.parametrize("standard_id", sorted(STANDARDS))
def test_the_faults_of_a_standard_are_those_read_off_its_act(standard_id):
    expected = FAULTS.get(standard_id, ["longest_service", "memo_provider"])

    found = [each.element.id for each in missing(completeness(STANDARDS[standard_id]))]

    assert found == expected


def test_a_finding_names_the_rule_the_place_in_the_act_and_the_remark():
    by_id = {finding.element.id: finding for finding in completeness(MILITARY)}

    assert by_id["longest_wait"].element.source == "rules 126, item 10, section 2, 1)"
    assert by_id["longest_wait"].where == "order 287, annex 1, item 7.2"
    assert by_id["longest_service"].presence is Presence.LACKS
    assert by_id["longest_service"].note == "The standard does not limit the time of service."


def test_the_place_of_a_part_speaks_for_the_whole():
    by_id = {finding.element.id: finding for finding in completeness(HOUSEHOLD)}

    assert by_id["provider"].where == "resolution 1122, annex 1, item 4"


def test_a_receipt_is_only_asked_for_where_one_is_given():
    finding = next(
        each for each in completeness(APOSTILLE) if each.element.id == "acceptance_receipt"
    )

    assert (finding.presence, finding.is_fault) == (Presence.LACKS, False)


def test_what_the_data_do_not_keep_is_neither_there_nor_missing():
    found = presence(GUARDIANSHIP)

    assert found["vulnerable_visitors"] is Presence.NOT_RECORDED
    assert found["digital_signature"] is Presence.NOT_RECORDED


def test_a_free_service_on_paper_needs_no_way_of_paying_no_signature_and_no_portal():
    found = presence(MILITARY)

    assert {found[each] for each in ("payment_way", "digital_signature", "memo_portal")} == {
        Presence.NOT_APPLICABLE
    }


def test_a_paid_service_is_asked_how_it_is_paid():
    assert presence(APOSTILLE)["payment_way"] is Presence.NOT_RECORDED
    assert presence(APOSTILLE)["fee"] is Presence.HAS


def test_an_electronic_service_needs_a_website_for_its_portal():
    without = replace(GUARDIANSHIP, provider=replace(GUARDIANSHIP.provider, website=None))

    assert presence(GUARDIANSHIP)["memo_portal"] is Presence.HAS
    assert presence(without)["memo_portal"] is Presence.LACKS


def test_a_bare_standard_lacks_all_but_its_wait_and_its_schedule():
    bare_standard = replace(bare(), form=ServiceForm.AUTOMATED)
    has = {each for each, answer in presence(bare_standard).items() if answer is Presence.HAS}

    assert has == {"longest_wait", "form", "schedule"}
    assert len(missing(completeness(bare()))) >= 15


@pytest.mark.parametrize(
    ("refusal", "answer"),
    [
        (RefusalGround(possible=False), Presence.HAS),
        (RefusalGround(possible=True, grounds=("…",)), Presence.HAS),
        (RefusalGround(possible=True), Presence.LACKS),
        (RefusalGround(), Presence.LACKS),
    ],
)
def test_a_standard_says_on_which_grounds_it_refuses_or_that_it_never_does(refusal, answer):
    assert presence(replace(MILITARY, refusal=refusal))["refusal"] is answer


def test_every_element_has_its_own_id_a_rule_and_a_title_in_three_languages():
    assert len({element.id for element in ELEMENTS}) == len(ELEMENTS)
    assert all(element.source.startswith("rules 126, item 1") for element in ELEMENTS)
    assert all(
        element.title.kk and element.title.in_language("ru") and element.title.in_language("en")
        for element in ELEMENTS
    )


def test_the_rules_are_named_with_their_edition():
    assert (RULES_126.number, RULES_126.on) == ("126", date(2014, 12, 3))
    assert RULES_126.on < RULES_126_EDITION_ON < RULES_126_UNTIL_ON


@given(
    st.sampled_from(sorted(STANDARDS)),
    st.sets(st.sampled_from(["term", "result", "provider", "form"]), min_size=1),
)
def test_taking_something_away_never_mends_a_standard(standard_id, fields):
    whole = STANDARDS[standard_id]
    poorer = replace(whole, **dict.fromkeys(fields))

    before = {each.element.id for each in missing(completeness(whole))}
    after = {each.element.id for each in missing(completeness(poorer))}

    # Without its form a service may be electronic: then a portal is asked for as well.
    assert before < after


def working_days(amount: int | Fraction, title: str = "…") -> Procedure:
    return Procedure(title, amount, StepUnit.WORKING_DAYS)


def minutes(amount: int, limit: StepLimit = StepLimit.TERM) -> Procedure:
    return Procedure("…", amount, StepUnit.MINUTES, limit)


def fits(standard: Standard, *steps: Procedure) -> list[Fit]:
    return [finding.fit for finding in check_regulation(steps, standard)]


def test_steps_that_just_fill_the_term_are_within_it():
    assert fits(MILITARY, working_days(1), working_days(2)) == [Fit.WITHIN] * 3


def test_steps_that_fit_singly_may_exceed_together():
    found = check_regulation([working_days(2), working_days(2)], MILITARY)

    assert [finding.fit for finding in found] == [Fit.WITHIN, Fit.WITHIN, Fit.EXCEEDS]
    assert found[2].step is None
    assert (found[2].limit_amount, found[2].limit_unit) == (3, "working_days")
    assert (found[2].where, found[2].source) == (
        "order 287, annex 1, item 7.1",
        "rules 126, item 19",
    )


def test_minutes_are_parts_of_the_shortest_working_day():
    # Arys: 09:00 to 18:00 with an hour's break, 480 minutes a day.
    half = working_days(Fraction(1, 2))

    assert fits(HOUSEHOLD, half, minutes(240)) == [Fit.WITHIN] * 3
    assert fits(HOUSEHOLD, half, minutes(241))[-1] is Fit.EXCEEDS
    # The prosecutor's summer and winter days are 480 minutes each, after their breaks.
    assert fits(APOSTILLE, minutes(480))[-1] is Fit.WITHIN
    assert fits(APOSTILLE, minutes(481))[-1] is Fit.EXCEEDS


def test_the_limits_of_the_window_are_checked_apart():
    at_window = minutes(15, StepLimit.SERVICE)
    handing_in = minutes(25, StepLimit.SUBMISSION)

    found = check_regulation([handing_in, at_window, at_window], GUARDIANSHIP)

    assert [(each.limit, each.fit) for each in found] == [
        (StepLimit.SUBMISSION, Fit.EXCEEDS),
        (StepLimit.SUBMISSION, Fit.EXCEEDS),
        (StepLimit.SERVICE, Fit.WITHIN),
        (StepLimit.SERVICE, Fit.WITHIN),
        (StepLimit.SERVICE, Fit.EXCEEDS),
    ]
    assert found[0].limit_amount == 20


@pytest.mark.parametrize("unit", [StepUnit.WORKING_DAYS, StepUnit.CALENDAR_DAYS])
def test_no_step_of_a_day_fits_into_minutes(unit):
    step = Procedure("…", 1, unit, StepLimit.SUBMISSION)

    assert fits(MILITARY, step) == [Fit.EXCEEDS] * 2


def test_where_the_standard_sets_no_limit_none_is_kept_or_broken():
    assert fits(MILITARY, minutes(500, StepLimit.SERVICE)) == [Fit.NO_LIMIT] * 2
    assert fits(replace(MILITARY, term=None), working_days(99)) == [Fit.NO_LIMIT] * 2


@pytest.mark.parametrize(
    ("steps", "fit"),
    [
        ([Procedure("…", 3, StepUnit.CALENDAR_DAYS)], Fit.WITHIN),  # holds 3 working days at most
        ([Procedure("…", 4, StepUnit.CALENDAR_DAYS)], Fit.CANNOT_TELL),  # may hold 4, or 2
        ([working_days(4), Procedure("…", 1, StepUnit.CALENDAR_DAYS)], Fit.EXCEEDS),
    ],
)
def test_calendar_days_in_a_term_of_working_days(steps, fit):
    assert fits(MILITARY, *steps)[-1] is fit


@pytest.mark.parametrize(
    ("steps", "fit"),
    [
        ([Procedure("…", 3, StepUnit.CALENDAR_DAYS)], Fit.WITHIN),
        ([Procedure("…", 4, StepUnit.CALENDAR_DAYS)], Fit.EXCEEDS),
        ([working_days(1)], Fit.WITHIN),  # done on the day of acceptance
        ([working_days(2)], Fit.CANNOT_TELL),  # a weekend may lie between
        ([working_days(4)], Fit.EXCEEDS),
        ([minutes(30), Procedure("…", 2, StepUnit.CALENDAR_DAYS)], Fit.WITHIN),
    ],
)
def test_working_days_in_a_term_of_calendar_days(steps, fit):
    assert fits(PRIVILEGED, *steps)[-1] is fit


@pytest.mark.parametrize(
    ("unit", "days", "fit"),
    [
        (PeriodUnit.MONTHS, 28, Fit.WITHIN),
        (PeriodUnit.MONTHS, 30, Fit.CANNOT_TELL),
        (PeriodUnit.MONTHS, 32, Fit.EXCEEDS),
        (PeriodUnit.YEARS, 365, Fit.WITHIN),
        (PeriodUnit.YEARS, 367, Fit.EXCEEDS),
    ],
)
def test_a_month_and_a_year_are_as_long_as_they_are(unit, days, fit):
    standard = replace(MILITARY, term=Term(1, unit))

    assert fits(standard, Procedure("…", days, StepUnit.CALENDAR_DAYS))[-1] is fit


@pytest.mark.parametrize("amount", [0, -1])
def test_a_step_takes_some_time(amount):
    with pytest.raises(RegulationError, match='"register"'):
        check_regulation([working_days(amount, "register")], MILITARY)


def test_a_regulation_without_steps_has_nothing_to_check():
    assert check_regulation([], MILITARY) == ()


STEPS = st.lists(
    st.builds(Procedure, st.just("…"), st.integers(1, 400), st.sampled_from(StepUnit)), min_size=1
)


@given(STEPS, st.sampled_from([MILITARY, PRIVILEGED, GUARDIANSHIP]))
def test_a_sum_is_never_better_than_one_of_its_steps(steps, standard):
    order = [Fit.WITHIN, Fit.CANNOT_TELL, Fit.EXCEEDS]

    *singly, together = fits(standard, *steps)

    assert order.index(together) >= max(order.index(each) for each in singly)


def test_a_share_of_the_index_is_an_amount():
    paid = replace(MILITARY, fee=Fee(free=False, mci_share=Decimal("0.2")))

    assert presence(paid)["fee"] is Presence.HAS
    assert presence(replace(MILITARY, fee=Fee(free=False)))["fee"] is Presence.LACKS
