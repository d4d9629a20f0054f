"""The life of a request, command by command, and what a page may offer of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from kezek_core.events import EventKind
from kezek_queue.errors import (
    NoSuchExtensionError,
    NotAllowedByStandardError,
    ReasonNeededError,
    StaleCommandError,
    WrongStateError,
)
from kezek_queue.register.values import (
    PickUpAnswer,
    RequestState,
    allowed_steps,
    extensions_left,
)

NAME, ADDRESS, CONTACTS = "Серікова Айгүл Болатқызы", "Арыс қ., Абай к-сі, 1", "8 701 555 44 33"
TODAY = date(2026, 11, 23)
GUARDIAN = {"guardianship_decision": 1, "identity_document": 1, "residence_certificate": 1}
RECORD = {"application": 1, "identity_document": 1}


@pytest.fixture
def office_dir(paid_office_dir):
    return paid_office_dir


def test_faulty_papers_come_back_are_mended_and_go_again(hand_in, register, queue, clock):
    number = hand_in("guardianship", GUARDIAN).request.number

    sent = register.send(number, actor="aida")
    clock.advance(days=2)
    back = register.return_from_authority(number, ["Шешімде қате бар", "Мөр жоқ"], actor="aida")
    job = register.print_jobs(number)[-1]
    register.correct(number, actor="aida")
    again = register.send(number, actor="aida")

    # Three working days of the authority after Mon 23 November; one of the office after Wed 25.
    assert (sent.sent_on, sent.return_by_on) == (TODAY, date(2026, 11, 26))
    assert (back.returned_on, back.return_notice_by_on) == (date(2026, 11, 25), date(2026, 11, 26))
    assert back.times_returned == 1
    assert register.pick_up(number).answer is PickUpAnswer.NOT_READY
    assert again.return_by_on == date(2026, 11, 28)
    slip = queue.print_job(job).slip
    assert slip.title.in_language("ru") == "Уведомление о возврате документов"
    assert [item.kk for item in slip.lists[0].items] == ["Шешімде қате бар", "Мөр жоқ"]
    assert slip.fields[-1].value.kk == "2026 ж. 26 қараша"
    (event,) = [e for e in register.history(number) if e.kind is EventKind.REQUEST_RETURNED]
    assert event.body["reasons"] == 2
    assert event.body["authority_late"] is False
    assert "Мөр" not in "\n".join(queue.export_journal())


def test_a_return_after_the_authoritys_term_is_marked_late(hand_in, register, clock):
    number = hand_in().request.number
    register.send(number, actor="aida")
    clock.advance(days=2)

    register.return_from_authority(number, ["Қате бар"], actor="aida")

    assert register.history(number)[-1].body["authority_late"] is True


def test_a_returned_request_tells_the_visitor_so(hand_in, register):
    number = hand_in().request.number
    register.send(number, actor="aida")
    register.return_from_authority(number, ["Қате бар"], actor="aida")

    pick_up = register.pick_up(number)

    assert (pick_up.answer, pick_up.due_on) == (PickUpAnswer.RETURNED, date(2026, 11, 26))


def test_an_extension_moves_the_due_date_and_tells_the_visitor(hand_in, register, queue, clock):
    number = hand_in().request.number
    clock.advance(days=1)

    longer = register.extend(number, 0, "Мәлімет жетіспейді", actor="aida")
    longest = register.extend(number, 1, "Шетел мұрағаты", actor="aida")

    # One month after Mon 23 November is Wed 23 December; three days of notice after Tue 24 end on
    # Fri 27. Three months: Tue 23 February 2027; that extension owes no notice.
    assert (longer.first_due_on, longer.due_on) == (date(2026, 11, 26), date(2026, 12, 23))
    assert (longer.extended_on, longer.extension_notice_by_on) == (
        date(2026, 11, 24), date(2026, 11, 27),
    )  # fmt: skip
    assert (longest.due_on, longest.extension_notice_by_on) == (date(2027, 2, 23), None)
    assert longest.state is RequestState.ACCEPTED
    first, second = (queue.print_job(job).slip for job in register.print_jobs(number)[1:])
    assert first.title.kk == "Мерзімнің ұзартылғаны туралы хабарлама"
    assert [each.value.in_language("ru") for each in first.fields[2:]] == [
        "1 мес.", "Мәлімет жетіспейді", "23 декабря 2026 г., 09:00–20:00", "27 ноября 2026 г.",
    ]  # fmt: skip
    assert [each.value.kk for each in second.fields[2:]] == [
        "3 ай", "Шетел мұрағаты", "2027 ж. 23 ақпан, 09:00–13:00, 14:00–20:00",
    ]  # fmt: skip


def test_an_extension_that_the_standard_does_not_know_is_refused(hand_in, register):
    plain = hand_in("criminal-record", RECORD).request.number
    military = hand_in().request.number

    for number, which in ((plain, 0), (military, 2), (military, -1), (military, True)):
        with pytest.raises(NoSuchExtensionError, match="expected one of the extensions"):
            register.extend(number, which, "Себеп", actor="aida")


def test_a_shorter_extension_after_a_longer_one_is_refused(hand_in, register):
    number = hand_in().request.number
    register.extend(number, 1, "Шетел мұрағаты", actor="aida")

    with pytest.raises(NoSuchExtensionError, match="has that long already"):
        register.extend(number, 0, "Себеп", actor="aida")


def test_a_term_that_is_over_is_not_extended(hand_in, register, clock):
    number = hand_in().request.number
    clock.advance(days=4)

    with pytest.raises(NotAllowedByStandardError, match="does not mend"):
        register.extend(number, 0, "Себеп", actor="aida")


def test_an_unclaimed_result_goes_to_the_authority_after_its_month(hand_in, register, clock):
    number = hand_in().request.number
    clock.advance(days=1)
    ready = register.ready(number, actor="aida")

    # Ready on the 24th, but promised for Thu 26 November: kept to Sat 26 December, and handed
    # over on Mon 28.
    assert (ready.keep_until_on, ready.hand_over_on) == (date(2026, 12, 26), date(2026, 12, 28))
    assert register.mark_unclaimed(date(2026, 12, 26)) == 0
    assert register.uncollected(date(2026, 12, 26)) == []
    clock.move_to(datetime(2026, 12, 27, 5, 0, tzinfo=UTC))
    assert register.mark_unclaimed(date(2026, 12, 27)) == 1
    assert register.mark_unclaimed(date(2026, 12, 27)) == 0
    assert register.pick_up(number).answer is PickUpAnswer.READY
    with pytest.raises(NotAllowedByStandardError, match="2026-12-28"):
        register.hand_over(number, actor="aida")
    clock.advance(days=1)
    assert register.hand_over(number, actor="aida").state is RequestState.HANDED_OVER
    assert register.pick_up(number).answer is PickUpAnswer.HANDED_OVER
    assert register.uncollected(date(2027, 1, 1)) == []


def test_whoever_comes_before_the_handing_over_still_gets_an_unclaimed_result(
    hand_in, register, clock
):
    number = hand_in().request.number
    register.ready(number, actor="aida")
    clock.advance(days=40)
    register.mark_unclaimed(date(2027, 1, 2))

    assert register.issue(number, actor="aida").state is RequestState.ISSUED


def test_a_standard_that_sets_no_keeping_never_makes_a_result_unclaimed(hand_in, register):
    number = hand_in("criminal-record", RECORD).request.number
    register.ready(number, actor="aida")

    assert register.mark_unclaimed(date(2030, 1, 1)) == 0
    with pytest.raises(WrongStateError):
        register.hand_over(number, actor="aida")


def test_a_wrong_state_says_what_can_be_done(hand_in, register, queue):
    request = hand_in().request
    seq = queue.last_seq()

    with pytest.raises(WrongStateError, match=f"{request.shown} which is accepted") as caught:
        register.issue(request.number, actor="aida")

    assert caught.value.facts["allowed"] == ["send", "ready", "refuse", "extend"]
    assert queue.last_seq() == seq


def test_pressing_twice_changes_nothing_the_second_time(hand_in, register, queue):
    number = hand_in().request.number
    presses = (
        ("accepted", lambda state: register.extend(number, 0, "А", actor="a",
                                                   expected_state=state)),
        ("accepted", lambda state: register.send(number, actor="a", expected_state=state)),
        ("sent", lambda state: register.return_from_authority(number, ["А"], actor="a",
                                                              expected_state=state)),
        ("returned", lambda state: register.correct(number, actor="a", expected_state=state)),
        ("corrected", lambda state: register.ready(number, actor="a", expected_state=state)),
        ("ready", lambda state: register.issue(number, actor="a", expected_state=state)),
    )  # fmt: skip

    for state, press in presses:
        first = press(state)
        seq, jobs = queue.last_seq(), register.print_jobs(number)
        assert press(state) == first
        assert (queue.last_seq(), register.print_jobs(number)) == (seq, jobs)


def test_a_page_that_shows_an_old_state_changes_nothing(hand_in, register):
    number = hand_in().request.number
    register.send(number, actor="aida")
    register.ready(number, actor="berik")

    with pytest.raises(StaleCommandError) as caught:
        register.refuse(number, ["А"], actor="aida", expected_state=RequestState.SENT)

    assert caught.value.facts["current"] == "ready"


def test_a_state_that_is_none_is_refused(hand_in, register):
    with pytest.raises(WrongStateError, match="expected one of the states"):
        register.send(hand_in().request.number, actor="aida", expected_state="lost")


@pytest.mark.parametrize("reasons", [[], ["  "], "", ["А"] * 21])
def test_a_refusal_without_reasons_is_refused(hand_in, register, reasons):
    number = hand_in().request.number

    with pytest.raises(ReasonNeededError):
        register.refuse(number, reasons, actor="aida")
    assert register.get(number).state is RequestState.ACCEPTED


def test_a_receipt_printed_again_says_that_it_is_a_copy(hand_in, register, queue):
    answer = hand_in()

    job = queue.print_job(register.reprint(answer.request.shown, actor="aida"))

    first = queue.print_job(answer.print_jobs[0])
    assert (job.copy, first.copy) == (True, False)
    assert job.slip.fields == first.slip.fields


def test_forms_are_leased_with_the_names_filled_in(hand_in, queue):
    answer = hand_in("guardianship", GUARDIAN)

    (job,) = queue.lease_print_jobs("agent")
    queue.report_print_job(job.id, job.lease, "printed")

    assert job.id == answer.print_jobs[0]
    assert tuple(each.value.kk for each in job.slip.fields[-2:]) == (NAME, CONTACTS)
    assert NAME not in "\n".join(queue.export_journal())


@pytest.mark.parametrize(
    ("led_by", "allowed"),
    [
        ([], ("send", "ready", "refuse", "extend", "reprint")),
        (["send"], ("return", "ready", "refuse", "extend", "reprint")),
        (["send", "return"], ("correct", "refuse", "extend", "reprint")),
        (["send", "return", "correct"], ("send", "ready", "refuse", "extend", "reprint")),
        (["ready"], ("issue", "reprint")),
        (["ready", "issue"], ("reprint", "erase")),
        (["refuse"], ("reprint", "erase")),
    ],
)
def test_a_request_offers_the_commands_of_its_state(hand_in, register, led_by, allowed):
    number = hand_in().request.number
    given = {"return": (["no seal"],), "refuse": (["no right"],)}
    for name in led_by:
        command = getattr(register, {"return": "return_from_authority"}.get(name, name))
        command(number, *given.get(name, ()), actor="aida")

    offered = register.allowed([register.get(number)], TODAY)

    assert offered == {number: allowed}


def test_a_standard_without_extensions_offers_none(hand_in, register):
    request = hand_in("household", documents={"identity_card": 1}).request

    assert "extend" not in register.allowed([request], TODAY)[request.number]


def test_an_extension_is_offered_until_the_term_is_over_and_the_longest_is_given(hand_in, register):
    request = hand_in().request
    kept = register.standard_of(request.number)
    after = request.due_on + timedelta(days=1)

    assert extensions_left(request, kept, request.due_on) == (0, 1)
    assert extensions_left(request, kept, after) == ()
    for place in (0, 1):
        request = register.extend(request.number, place, "archive", actor="aida")
    assert extensions_left(request, kept, TODAY) == ()
    assert "extend" not in allowed_steps(request, kept, TODAY)


def test_handing_over_is_offered_from_its_day_on(hand_in, register):
    request = hand_in("guardianship", documents=GUARDIAN).request
    request = register.ready(request.number, actor="aida")
    register.mark_unclaimed(request.keep_until_on + timedelta(days=1))
    request = register.get(request.number)
    kept = register.standard_of(request.number)

    assert "hand_over" not in allowed_steps(request, kept, request.hand_over_on - timedelta(days=1))
    assert "hand_over" in allowed_steps(request, kept, request.hand_over_on)
