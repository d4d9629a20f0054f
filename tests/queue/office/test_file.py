"""The office file: what a sound one says, and how every fault of a broken one is named."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kezek_core.calendar.office_hours import DayHours
from kezek_core.errors import KezekError
from kezek_core.tickets import Stage
from kezek_queue.errors import OfficeFileError
from kezek_queue.office.file import FaultyOfficeFileError, load_office, parse_office
from kezek_queue.office.hours_file import parse_day

OFFICE = """
[office]
id = "arys"
name = { kk = "Арыс қаласының әкімдігі", ru = "Акимат города Арыс" }
"""
HOURS = """
[hours]
mon = "09:00-13:00, 14:00-18:00"
"""
SERVICE = """
[[services]]
id = "household"
letter = "K"
standard = "kz-arys-2007-1122-akdala-household"
"""
WINDOW = """
[[windows]]
id = 1
services = ["household"]
"""
SOUND = OFFICE + HOURS + SERVICE + WINDOW


LINE = re.compile(r"^office\.toml:\d+(:\d+)?: ")


def faults(text: str, **known) -> list[str]:
    """Every problem of the text, one line each, without the number of its line."""
    with pytest.raises(FaultyOfficeFileError) as refused:
        parse_office(text, "office.toml", **known)
    return [LINE.sub("office.toml: ", str(problem)) for problem in refused.value.problems]


def test_what_is_left_out_has_its_default():
    office = parse_office(SOUND, "office.toml")

    assert (office.id, office.time_zone, office.demo) == ("arys", "Asia/Almaty", False)
    assert (office.last_minutes_before_closing, office.numbers_per_letter) == (0, 999)
    assert (office.close_out_minutes_after_closing, office.near_limit_percent) == (120, 80)
    service = office.services["household"]
    assert (service.stages, service.mean_service_minutes) == ((Stage.SUBMISSION,), 10)
    assert (service.name, service.daily_limit) == (None, None)
    assert dict(office.categories) == {}


def test_what_stands_in_the_file_is_what_the_office_says():
    text = (
        OFFICE
        + 'time_zone = "Asia/Qyzylorda"\ndemo = true\n'
        + HOURS
        + """
        [hours.dates]
        "2026-12-16" = "off"
        "2026-12-19" = "09:00-13:00"
        [tickets]
        last_minutes_before_closing = 30
        numbers_per_letter = 500
        close_out_minutes_after_closing = 60
        near_limit_percent = 75
        """
        + SERVICE
        + """
        stages = ["submission", "pickup"]
        mean_service_minutes = 7.5
        name = { kk = "Шаруашылық", ru = "Подворье", en = "Plot" }
        daily_limit = 120
        """
        + WINDOW
        + """
        [[categories]]
        id = "disability"
        name = { kk = "Мүгедектігі бар адам" }
        basis = "order 5 of the office"
        rank = 2
        enabled = true
        """
    )

    office = parse_office(text, "office.toml", standard_ids=["kz-arys-2007-1122-akdala-household"])

    assert (office.time_zone, office.demo) == ("Asia/Qyzylorda", True)
    assert office.hours.week == {
        0: DayHours(time(9), time(18), ((time(13), time(14)),)),
    }
    assert office.hours.overrides == {
        date(2026, 12, 16): None,
        date(2026, 12, 19): DayHours(time(9), time(13)),
    }
    assert (office.last_minutes_before_closing, office.numbers_per_letter) == (30, 500)
    assert (office.close_out_minutes_after_closing, office.near_limit_percent) == (60, 75)
    service = office.services["household"]
    assert service.stages == (Stage.SUBMISSION, Stage.PICKUP)
    assert (service.mean_service_minutes, service.daily_limit) == (7.5, 120)
    assert service.name.in_language("ru") == "Подворье"
    assert office.windows[1].services == ("household",)
    category = office.categories["disability"]
    assert (category.rank, category.enabled, category.basis) == (2, True, "order 5 of the office")


def test_an_office_cannot_be_changed_after_it_was_read():
    office = parse_office(SOUND, "office.toml")

    with pytest.raises(TypeError):
        office.windows[2] = office.windows[1]


def test_a_byte_order_mark_of_an_editor_is_forgiven():
    assert parse_office("\ufeff" + SOUND, "office.toml").id == "arys"


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("09:00-20:00", DayHours(time(9), time(20))),
        ("09:00-13:00,14:00-18:00", DayHours(time(9), time(18), ((time(13), time(14)),))),
        (
            "08:00-10:00, 10:15-12:00, 13:00-17:00",
            DayHours(time(8), time(17), ((time(10), time(10, 15)), (time(12), time(13)))),
        ),
        ("00:00-24:00", DayHours(time(0), time(0))),
        ("09:00-24:00", DayHours(time(9), time(0))),
        ("20:00-02:00", DayHours(time(20), time(2))),
        ("20:00-22:00, 22:30-02:00", DayHours(time(20), time(2), ((time(22), time(22, 30)),))),
        ("off", None),
    ],
)
def test_the_hours_of_a_day_are_read_with_their_breaks(text, hours):
    assert parse_day(text) == hours


@pytest.mark.parametrize(
    "text",
    [
        "9-20",
        "9:00-20:00",
        "09:00",
        "09:00-25:00",
        "24:00-08:00",
        "09:00-18:60",
        "09:00–18:00",
        "09.00-18.00",
        "09:00-09:00",
        "09:00-13:00, 13:00-18:00",
        "14:00-18:00, 09:00-13:00",
        "09:00-13:00, 12:00-18:00",
        "09:00-13:00,",
        "20:00-24:00, 01:00-02:00",
        "09:00-12:00, 20:00-10:00",
        "OFF",
        "closed",
    ],
)
def test_hours_of_another_form_are_named_with_the_form_expected(text):
    (fault,) = faults(OFFICE + f'[hours]\nmon = "{text}"\n' + SERVICE + WINDOW)

    assert fault.startswith('office.toml: hours.mon: expected "09:00-20:00", ')
    assert f'came "{text}"' in fault


def test_round_the_clock_is_open_at_every_instant():
    text = OFFICE + '[hours]\nmon = "00:00-24:00"\n' + SERVICE + WINDOW

    office = parse_office(text, "office.toml")

    monday_begins = datetime(2026, 11, 22, 19, 0, tzinfo=UTC)
    assert office.hours.is_open(monday_begins)
    assert office.hours.office_day(monday_begins) == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("hours", "key"),
    [
        ('mon = "20:00-10:00"\ntue = "09:00-18:00"', "hours.mon"),
        ('sun = "20:00-10:00"\nmon = "09:00-18:00"', "hours.sun"),
        (
            'mon = "20:00-02:00"\n[hours.dates]\n2026-11-24 = "01:00-03:00"',
            "hours.dates.2026-11-24",
        ),
        (
            'tue = "09:00-18:00"\n[hours.dates]\n2026-11-23 = "20:00-10:00"',
            "hours.dates.2026-11-23",
        ),
    ],
)
def test_a_day_that_runs_into_the_next_one_is_named(hours, key):
    (fault,) = faults(OFFICE + f"[hours]\n{hours}\n" + SERVICE + WINDOW)

    assert f"office.toml: {key}: expected a day that ends before the next one begins" in fault


@pytest.mark.parametrize(
    "hours", ["", "[hours]\n", '[hours]\nmon = "off"\n', '[hours.dates]\n2026-12-16 = "off"\n']
)
def test_an_office_that_never_opens_is_refused(hours):
    (fault,) = faults(OFFICE + hours + SERVICE + WINDOW)

    assert "hours: expected at least one day with hours" in fault


def test_one_date_with_hours_is_enough_to_open():
    text = OFFICE + '[hours.dates]\n2026-12-16 = "09:00-13:00"\n' + SERVICE + WINDOW

    assert parse_office(text, "office.toml").hours.hours_on(date(2026, 12, 16)) is not None


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (('id = "arys"', 'id = "Арыс"'), "office.id: expected a-z, 0-9 and single hyphens"),
        (('id = "arys"', 'id = "a--b"'), "office.id: expected a-z, 0-9"),
        (('id = "arys"', f'id = "{"a" * 41}"'), "at most 40"),
        (('id = "arys"', ""), "office.id: expected a text in quotes, came nothing; add the key"),
        (
            ("kk = ", "kz = "),
            "office.name.kz: expected one of the keys kk, ru, en, came an unknown",
        ),
        (("kk = ", "kz = "), "office.name.kk: expected a text in quotes, came nothing"),
        (
            ('letter = "K"', 'letter = "k"'),
            "letter of the 1st [[services]]: expected one capital",
        ),
        (('letter = "K"', 'letter = "KK"'), 'came "KK"'),
        (('letter = "K"', 'letter = "К"'), 'this is a Cyrillic letter; type the Latin "K"'),
        (
            ('letter = "K"', "letter = 5"),
            "letter of the 1st [[services]]: expected a text",
        ),
        (('standard = "', 'standart = "'), 'did you mean "standard"?'),
        (("id = 1", 'id = "1"'), "id of the 1st [[windows]]: expected a whole number from 1 to 99"),
        (("id = 1", "id = 0"), "came 0"),
        (("id = 1", "id = 100"), "came 100"),
        (('services = ["household"]', "services = []"), "a list with at least one service"),
        (('services = ["household"]', 'services = "household"'), "expected a list"),
        (
            ('services = ["household"]', 'services = ["houshold", "household"]'),
            '"houshold" is none, came a list of 2; did you mean "household"?',
        ),
        (
            ('services = ["household"]', 'services = ["household", "household"]'),
            'every service once; "household" comes 2 times',
        ),
    ],
)
def test_a_wrong_value_is_named_with_its_key_and_the_form_expected(change, fault):
    assert change[0] in SOUND

    found = faults(SOUND.replace(*change, 1))

    assert any(fault in each for each in found), found
    assert all(each.startswith("office.toml: ") for each in found)


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("near_limit_percent = 0", "from 1 to 99"),
        ("near_limit_percent = 100", "from 1 to 99"),
        ('near_limit_percent = "80"', 'came "80"'),
        ("near_limit_percent = 80.5", "came 80.5"),
        ("numbers_per_letter = 0", "from 1 to 9999"),
        ("numbers_per_letter = 10000", "from 1 to 9999"),
        ("last_minutes_before_closing = -1", "from 0 to 600"),
        ("close_out_minutes_after_closing = 1441", "from 0 to 1440"),
        ("near_limit = 80", 'did you mean "near_limit_percent"?'),
    ],
)
def test_a_number_out_of_range_is_named(line, fault):
    (found,) = faults(SOUND + f"[tickets]\n{line}\n")

    assert found.startswith(f"office.toml: tickets.{line.split(' ')[0]}: ")
    assert fault in found


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("stages = []", "leave the key out for submission alone"),
        ('stages = ["service"]', 'not "service"'),
        ('stages = ["submission", "submission"]', 'every stage once; "submission" comes 2 times'),
        ("mean_service_minutes = 0", "minutes from 1 to 480"),
        ("mean_service_minutes = true", "minutes from 1 to 480"),
        ("mean_service_minutes = inf", "minutes from 1 to 480"),
        ("daily_limit = 0", "from 1 to 999"),
        ("daily_limit = 1000", "from 1 to 999"),
        (f'name = {{ kk = "{"ә" * 29}" }}', "at most 28 characters, here are 29"),
        (
            "name = { ru = 'Подворье' }",
            "name.kk of the 1st [[services]]: expected a text in",
        ),
    ],
)
def test_a_wrong_value_of_a_service_is_named(line, fault):
    (found,) = faults(OFFICE + HOURS + SERVICE + line + WINDOW)

    assert " of the 1st [[services]]: expected " in found
    assert fault in found


@pytest.mark.parametrize(
    "zone", ["Asia/Almatty", "Asia", "../etc/passwd", "/etc/localtime", "ALMT!"]
)
def test_an_unknown_time_zone_is_named(zone):
    (found,) = faults(OFFICE + f'time_zone = "{zone}"' + HOURS + SERVICE + WINDOW)

    assert "office.time_zone: expected a time zone by its IANA name" in found
    assert f'came "{zone}"' in found


def test_the_nearest_time_zone_is_offered():
    (found,) = faults(OFFICE + 'time_zone = "Asia/Almatty"' + HOURS + SERVICE + WINDOW)

    assert found.endswith('did you mean "Asia/Almaty"?')


def test_a_standard_nobody_knows_is_named_with_the_nearest_one():
    (found,) = faults(SOUND, standard_ids=["kz-arys-2007-1122-dermene-household"])

    assert "standard of the 1st [[services]]: expected the id of a known standard" in found
    assert 'did you mean "kz-arys-2007-1122-dermene-household"?' in found


def test_a_letter_may_stand_for_one_service_only():
    second = SERVICE.replace('"household"', '"livestock"')
    window = WINDOW.replace('["household"]', '["household", "livestock"]')

    (found,) = faults(OFFICE + HOURS + SERVICE + second + window)

    assert 'services: expected every letter once; "K" comes 2 times' in found


def test_ids_that_come_twice_are_named():
    category = '[[categories]]\nid = "veteran"\nname = { kk = "Ардагер" }\nbasis = "order 5"\n'
    second = SERVICE.replace('"K"', '"M"')

    found = faults(OFFICE + HOURS + SERVICE + second + WINDOW * 2 + category * 2)

    assert [each.split(", came")[0] for each in found] == [
        'office.toml: services: expected every id once; "household" comes 2 times',
        'office.toml: windows: expected every id once; "1" comes 2 times',
        'office.toml: categories: expected every id once; "veteran" comes 2 times',
    ]


def test_a_service_without_a_window_is_named():
    second = SERVICE.replace('"household"', '"livestock"').replace('"K"', '"M"')

    (found,) = faults(OFFICE + HOURS + SERVICE + second + WINDOW)

    assert 'windows: expected a window that serves "livestock"' in found


def test_an_office_without_services_and_windows_is_refused():
    found = faults(OFFICE + HOURS)

    assert any("services: expected at least one service" in each for each in found)
    assert any("windows: expected at least one window" in each for each in found)


def test_an_empty_file_names_everything_that_must_be_there():
    keys = {fault.split(": ")[1] for fault in faults("")}

    assert keys == {"office.id", "office.name.kk", "hours", "services", "windows"}


@pytest.mark.parametrize(
    "line", ["2026-02-30 = 'off'", "2026-2-3 = 'off'", "1026-12-16 = 'off'", "holiday = 'off'"]
)
def test_a_date_that_is_none_is_named(line):
    (found,) = faults(SOUND + f"[hours.dates]\n{line}\n")

    key = line.split(" ")[0]
    assert found.startswith(f"office.toml: hours.dates.{key}: expected a date of the calendar")


@pytest.mark.parametrize("text", ["[office", "id = ", "a = 1\na = 2\n", "= 5", '"', "[[a]]\n[a]\n"])
def test_what_is_no_toml_is_refused_as_one_problem(text):
    first, *others = faults(text)

    assert "expected well-formed TOML" in first
    assert "well-formed TOML" not in " ".join(others)


def test_a_fault_of_toml_is_named_with_its_line():
    with pytest.raises(FaultyOfficeFileError) as refused:
        parse_office(OFFICE + 'letter = "A\n', "office.toml")

    problem = refused.value.problems[0]
    assert problem.line == 5
    assert str(problem).startswith("office.toml:5:")


def test_all_problems_come_at_once_and_as_plain_facts():
    text = SOUND.replace('"arys"', '"A"').replace('"K"', '"KK"').replace("id = 1", "id = 0")

    with pytest.raises(FaultyOfficeFileError) as refused:
        parse_office(text, "office.toml")

    error = refused.value
    assert isinstance(error, OfficeFileError)
    assert isinstance(error, KezekError)
    assert error.code == "office_file"
    assert (error.facts["file"], error.facts["count"]) == ("office.toml", 3)
    assert [problem["key"] for problem in error.facts["problems"]] == [
        "office.id",
        "services.1.letter",
        "windows.1.id",
    ]
    assert len(str(error).splitlines()) == 3


def test_the_file_of_a_directory_is_read(tmp_path):
    path = tmp_path / "office.toml"
    path.write_text(SOUND, encoding="utf-8")

    assert load_office(path).name.kk == "Арыс қаласының әкімдігі"


def test_a_missing_file_says_how_to_make_one(tmp_path):
    path = tmp_path / "office.toml"

    with pytest.raises(OfficeFileError, match="kezek init") as refused:
        load_office(path)

    assert str(path) in str(refused.value)


def test_a_directory_in_place_of_the_file_is_refused(tmp_path):
    with pytest.raises(OfficeFileError, match="expected an office file"):
        load_office(tmp_path)


def test_a_file_in_another_encoding_is_refused(tmp_path):
    path = tmp_path / "office.toml"
    path.write_bytes(SOUND.encode("cp1251", errors="replace"))

    with pytest.raises(OfficeFileError, match="save the file as UTF-8"):
        load_office(path)


@given(st.text())
def test_no_text_does_more_than_be_refused(text):
    with pytest.raises(OfficeFileError):
        parse_office(text, "office.toml")


JSON_LIKE = st.recursive(
    st.booleans() | st.integers(-5, 2000) | st.sampled_from(['"off"', '"A"', '"x"', "2026-01-01"]),
    lambda inner: st.lists(inner, max_size=2),
    max_leaves=3,
)


@given(
    st.sampled_from(re.findall(r"(?m)^\w+ = .*$", SOUND)),
    JSON_LIKE.map(lambda value: str(value).replace("'", "").replace("True", "true")),
)
def test_any_other_value_is_read_or_refused_by_name(line, value):
    key = line.split(" = ")[0]
    text = SOUND.replace(line, f"{key} = {value.replace('False', 'false')}", 1)

    try:
        problems = () if parse_office(text, "office.toml").windows else ("an office for nobody",)
    except FaultyOfficeFileError as error:
        problems = tuple(problem for problem in error.problems if not problem.expected)

    assert problems == ()
