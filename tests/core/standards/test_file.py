"""The checker names every fault with file, key, what came and the form expected."""

from __future__ import annotations

from datetime import date
from importlib.resources import files

import pytest

from kezek_core.errors import KezekError
from kezek_core.standards.file import StandardFileError, check_standard, parse_standard

NAME = "kz-mj-2007-287-1.toml"
SOUND = (files("kezek_core") / "standards" / "data" / NAME).read_text(encoding="utf-8")
APOSTILLE_NAME = "kz-gp-2008-3-apostille.toml"
APOSTILLE = (files("kezek_core") / "standards" / "data" / APOSTILLE_NAME).read_text(
    encoding="utf-8"
)


def changed(old, new, text=SOUND):
    assert old in text
    return text.replace(old, new, 1)


def problems_of(old, new):
    return check_standard(changed(old, new), NAME)


def test_a_sound_file_has_no_problems():
    assert check_standard(SOUND, NAME) == ()


@pytest.mark.parametrize(
    ("old", "new", "key", "came", "expected"),
    [
        ("submission = 30", "submission = 0", "waiting_minutes.submission", "0", "1 to 1440"),
        ("submission = 30", "submission = -5", "waiting_minutes.submission", "-5", "1 to 1440"),
        ("submission = 30", "submission = 30.5", "waiting_minutes.submission", "30.5", "whole"),
        ("submission = 30", 'submission = "30"', "waiting_minutes.submission", '"30"', "whole"),
        ("submission = 30", "submission = true", "waiting_minutes.submission", "true", "whole"),
        ("submission = 30", "", "waiting_minutes.submission", "nothing", "whole number"),
        (
            "[waiting_minutes]\nsubmission = 30",
            "",
            "waiting_minutes.submission",
            "nothing",
            "whole",
        ),
        ("date = 2007-10-12", 'date = "2007-10-32"', "act.date", '"2007-10-32"', "YYYY-MM-DD"),
        ("date = 2007-10-12", 'date = "12.10.2007"', "act.date", '"12.10.2007"', "YYYY-MM-DD"),
        ("date = 2007-10-12", "date = 2007", "act.date", "2007", "YYYY-MM-DD"),
        ("date = 2007-10-12", "date = 2007-10-12T09:00:00", "act.date", "2007-10-12T", "YYYY-MM"),
        ("date = 2007-10-12\n", "", "act.date", "nothing", "YYYY-MM-DD"),
        ("norm = 95", "norm = 101", "indicators.1.1.norm", "101", "0 to 100"),
        ("norm = 95", "norm = -1", "indicators.1.1.norm", "-1", "0 to 100"),
        ("norm = 95", "norm = nan", "indicators.1.1.norm", "NaN", "0 to 100"),
        ("norm = 95", 'norm = "95%"', "indicators.1.1.norm", '"95%"', "without the sign"),
        ('kind = "order"', 'kind = "ordre"', "act.kind", '"ordre"', "law, decree"),
        ('unit = "working_days"', 'unit = "days"', "term.unit", '"days"', "working_days"),
        ('["mon", "tue"', '["mon", "tuesday"', "schedule.days", '"tuesday"', "mon, tue"),
        ('["mon", "tue"', '["mon", "mon"', "schedule.days", "a list", "at most once"),
        ('"sat"]', '"sat", 7]', "schedule.days", "7", "mon, tue"),
        ('open = "09:00"', 'open = "9.00"', "schedule.seasons.1.open", '"9.00"', "HH:MM"),
        ('open = "09:00"', 'open = "21:00"', "schedule.seasons.1.close", '"20:00"', "after open"),
        ('open = "09:00"', "open = 9", "schedule.seasons.1.open", "9", "HH:MM"),
        ('id = "military_id"', 'id = "application"', "documents", "a list of 4", "every id once"),
        ('id = "military_id"', 'id = "Military ID"', "documents.2.id", '"Military ID"', "small"),
        ("required = true", "required = 1", "documents.1.required", "1", "true or false"),
        ("free = true", "free = true\nmci_share = 0.2", "fee.mci_share", "0.2", "no share"),
        ('id = "kz-mj', 'id = "kz-jm', "id", '"kz-jm-2007-287-1"', '"kz-mj-2007-287-1"'),
        ('id = "kz-mj-2007-287-1"', 'id = "Kz 287"', "id", '"Kz 287"', "small Latin letters"),
        ('id = "kz-mj-2007-287-1"', "id = 287", "id", "287", "a text in quotes"),
        ('kk = "Әскери қызмет анықтамасы"', 'kk = ""', "short.kk", '""', "not empty"),
        (
            'kk = "Әскери қызмет анықтамасы"',
            'kk = "Әскери қызметтен өткенін растау"',
            "short.kk",
            "Әскери",
            "at most 28 characters",
        ),
        ("from = 2007-11-30", "from = 2007-10-11", "in_force.from", "2007-10-11", "act.date"),
        ("until = 2010-03-30", "until = 2007-11-29", "in_force.until", "2007-11-29", "not before"),
        ("date = 2009-02-11", "date = 2007-10-11", "amendments.1.date", "2007-10-11", "act.date"),
        (
            "date = 2007-11-30 }",
            "date = 2007-01-01 }",
            "act.registration.date",
            "2007-01-01",
            "not",
        ),
        ('items = ["7"]', "items = [7]", "amendments.1.items", "a list of 1", "list of texts"),
        ('items = ["7"]', 'items = "7"', "amendments.1.items", '"7"', "a list"),
        ("[fee]\nfree = true", "fee = true\n", "extensions.2.fee", "an unknown key", "amount"),
        ("possible = true", "possible = false", "refusal.grounds", "a list of 1", "no grounds"),
        ('form = "not_automated"', 'form = "manual"', "form", '"manual"', "partly_automated"),
        ('website = "www.min', 'email = "www.min', "complaints.to.2.email", '"www.', "name@host"),
        ("authority_days = 1", "authority_days = 0", "returns.authority_days", "0", "1 to 1000"),
        (
            '"waiting_minutes.submission" = "order 287, annex 1, item 7.2"',
            "",
            "sources.waiting_minutes.submission",
            "nothing",
            "where this number stands",
        ),
        (
            '"indicators.4.1" = "order 287, annex 1, appendix 2, row 4.1"',
            "",
            "sources.indicators.4.1.norm",
            "nothing",
            "where this number stands",
        ),
        (
            '"places.16" =',
            '"places.27" =',
            "notes.places.27",
            '"places.27"',
            "dotted path",
        ),
    ],
)
def test_a_fault_is_named_with_its_key_and_the_form_expected(old, new, key, came, expected):
    found = [each for each in problems_of(old, new) if each.key == key]

    assert found, problems_of(old, new)
    assert found[0].file == NAME
    assert came in found[0].came
    assert expected in found[0].expected


@pytest.mark.parametrize(
    ("old", "new", "key", "hint"),
    [
        ("submission = 30", "submision = 30", "waiting_minutes.submision", "submission"),
        ("[waiting_minutes]", "[waiting_minute]", "waiting_minute", "waiting_minutes"),
        ("norm = 95", "norms = 95", "indicators.1.1.norms", "norm"),
        ('"1.2" = {', '"1.20" = {', "indicators.1.20", "1.2"),
        ('name = "all"', 'nam = "all"', "schedule.seasons.1.nam", "name"),
        ('website = "www', 'web = "www', "complaints.to.2.web", "website"),
        (
            '"waiting_minutes.pickup" =',
            '"waiting_minutes.pick_up" =',
            "notes.waiting_minutes.pick_up",
            "waiting_minutes.pickup",
        ),
    ],
)
def test_an_unknown_key_is_answered_with_the_nearest_known_one(old, new, key, hint):
    found = {each.key: each for each in problems_of(old, new)}

    assert found[key].hint == f'did you mean "{hint}"?'


def test_a_missing_kazakh_title_is_named():
    title = 'kk = "Халыққа қызмет көрсету орталықтары арқылы әскери қызметтен өткенін'

    found = problems_of(title, 'kz = "Халыққа қызмет көрсету орталықтары арқылы әскери қызметтен')

    assert {"title.kk", "title.kz"} <= {each.key for each in found}


def test_an_unquoted_path_under_sources_is_explained():
    found = problems_of('"fee.free" = ', "fee.free = ")

    [unquoted] = [each for each in found if each.key == "sources.fee"]
    assert unquoted.hint == 'put the whole path in quotes, as "fee.free"'


@pytest.mark.parametrize(
    ("breaks", "key"),
    [
        ('[{ from = "08:00", to = "10:00" }]', "from"),
        ('[{ from = "19:30", to = "20:30" }]', "to"),
        ('[{ from = "14:00", to = "13:00" }]', "to"),
        ('[{ from = "14:00", to = "14:00" }]', "to"),
        ('[{ from = "13:00" }]', "to"),
    ],
)
def test_a_break_outside_the_hours_or_backwards_is_named(breaks, key):
    found = problems_of("breaks = []", f"breaks = {breaks}")

    assert [each.key for each in found] == [f"schedule.seasons.1.breaks.1.{key}"]


def test_breaks_over_one_another_are_named():
    breaks = '[{ from = "12:00", to = "14:00" }, { from = "13:00", to = "15:00" }]'

    found = problems_of("breaks = []", f"breaks = {breaks}")

    assert [each.key for each in found] == ["schedule.seasons.1.breaks.2.from"]


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("mci_share = 0.20", "mci_share = 0", "fee.mci_share"),
        ("mci_share = 0.20", "mci_share = -0.2", "fee.mci_share"),
        ("mci_share = 0.20", "mci_share = inf", "fee.mci_share"),
        ('name = "winter"', 'name = "summer"', "schedule.seasons"),
        ('name = "winter"', 'name = "winter"\nstarts = "10-01"', "schedule.seasons.2.ends"),
        (
            'name = "winter"',
            'name = "winter"\nstarts = "02-30"\nends = "04-01"',
            "schedule.seasons.2.starts",
        ),
        ("[fee.payee]", "[fee.paye]", "fee.paye"),
    ],
)
def test_faults_of_a_fee_and_of_seasons_are_named(old, new, key):
    found = check_standard(changed(old, new, APOSTILLE), APOSTILLE_NAME)

    assert key in [each.key for each in found]


def test_a_fee_set_in_another_way_is_accepted_with_a_note():
    noted = changed("mci_share = 0.20\n", "", APOSTILLE)
    silent = changed('"fee.mci_share" = "Of the index on the day of payment."\n', "", noted)

    keys = [[each.key for each in check_standard(t, APOSTILLE_NAME)] for t in (noted, silent)]

    assert keys == [[], ["fee.mci_share"]]


def test_an_unknown_beginning_needs_a_note():
    note = next(line for line in SOUND.splitlines() if line.startswith('note = "The order'))

    silent = SOUND.replace("from = 2007-11-30\n", "").replace(note, "")

    assert "in_force.from" in [each.key for each in check_standard(silent, NAME)]


def test_broken_toml_keeps_line_and_column():
    found = check_standard('id = "x"\n[title\nkk = "y"\n', "x.toml")

    assert len(found) == 1
    assert (found[0].line, found[0].column) == (2, 7)
    assert str(found[0]).startswith("x.toml:2:7: expected well-formed TOML, came ")


@pytest.mark.parametrize(
    "text",
    [
        "a = " + "[" * 4900 + "]" * 4900,
        "a = " + "9" * 5000,
        "a = 1\na = 2",
        "a = 2007-13-45",
        "\x00",
        "= 1",
    ],
)
def test_text_that_is_no_toml_is_one_problem_told_first(text):
    found = check_standard(text, "x.toml")

    assert [each.expected == "well-formed TOML" for each in found].count(True) == 1
    assert found[0].expected == "well-formed TOML"


def test_an_empty_file_names_all_that_is_needed():
    keys = {each.key for each in check_standard("", "x.toml")}

    assert keys >= {
        "id",
        "title.kk",
        "short.kk",
        "act.issuer",
        "act.kind",
        "act.number",
        "act.date",
        "in_force.from",
        "waiting_minutes.submission",
        "fee.free",
        "schedule.days",
        "schedule.seasons",
    }


def test_a_byte_order_mark_and_a_folder_in_the_name_are_forgiven():
    assert check_standard("\ufeff" + SOUND, f"standards/{NAME}") == ()
    assert check_standard(SOUND.replace("\n", "\r\n"), rf"standards\{NAME}") == ()


def test_a_date_may_stand_in_quotes():
    standard = parse_standard(changed("from = 2007-11-30", 'from = "2007-11-30"'), file_name=NAME)

    assert standard.in_force.from_on == date(2007, 11, 30)


def test_parsing_refuses_with_all_problems_at_once():
    text = changed("submission = 30", "submission = 0").replace('kind = "order"', 'kind = "x"')

    with pytest.raises(StandardFileError) as caught:
        parse_standard(text, file_name=NAME)

    assert [each.key for each in caught.value.problems] == [
        "act.kind",
        "waiting_minutes.submission",
    ]
    assert isinstance(caught.value, KezekError)
    assert str(caught.value).splitlines()[1] == (
        f"{NAME}:36: waiting_minutes.submission: expected a whole number from 1 to 1440, "
        "without quotes, came 0"
    )


def test_a_long_wrong_value_is_cut_short_in_the_message():
    found = problems_of('kind = "order"', f'kind = "{"order " * 50}"')

    assert found[0].came.endswith("…")
    assert len(found[0].came) == 60


RECORD_NAME = "kz-gp-2008-3-criminal-record.toml"
RECORD = (files("kezek_core") / "standards" / "data" / RECORD_NAME).read_text(encoding="utf-8")
INSTEAD = 'instead_of = "identity_document"'


@pytest.mark.parametrize(
    ("new", "key", "came", "expected", "hint"),
    [
        (
            'instead_of = "birth_certificate"',
            "documents.3.instead_of",
            '"birth_certificate"',
            "another document of this file, one of application, identity_document, power",
            "a group of one has no choice; name the document it replaces",
        ),
        (
            'instead_of = "identity_dokument"',
            "documents.3.instead_of",
            '"identity_dokument"',
            "the id of another document",
            'did you mean "identity_document"?',
        ),
        (
            'instead_of = "паспорт"',
            "documents.3.instead_of",
            '"паспорт"',
            "the id of another document",
            "add that document",
        ),
        ("instead_of = 1", "documents.3.instead_of", "1", "a text in quotes", ""),
        (f'{INSTEAD}\nstage = "collection"', "documents.3.stage", '"collection"', "pickup", ""),
        (f'{INSTEAD}\nstage = "service"', "documents.3.stage", '"service"', "submission", ""),
        (
            f'{INSTEAD}\nstage = "pickup"',
            "documents.3.instead_of",
            '"identity_document"',
            "same stage; identity_document is of submission",
            'write stage = "submission" here',
        ),
        (
            f"{INSTEAD}\nstate_held = true",
            "documents.3.instead_of",
            '"identity_document"',
            "no choice where state_held = true",
            "take state_held or instead_of away",
        ),
        (f'{INSTEAD}\nstate_held = "yes"', "documents.3.state_held", '"yes"', "true or false", ""),
        (f"{INSTEAD}\ninstead = 1", "documents.3.instead", "an unknown key", "instead_of", ""),
    ],
)
def test_a_wrong_choice_stage_or_holder_of_a_document_is_explained(new, key, came, expected, hint):
    found = check_standard(changed(INSTEAD, new, RECORD), RECORD_NAME)

    (problem,) = [each for each in found if each.key == key]
    assert problem.file == RECORD_NAME
    assert came in problem.came
    assert expected in problem.expected
    assert hint in (problem.hint or "")


@pytest.mark.parametrize(
    ("change", "expected"),
    [(INSTEAD, "false where instead_of is given"), ("state_held = true", "false where state_held")],
)
def test_what_may_stay_away_is_not_required_of_everybody(change, expected):
    old = 'required = false\ncondition = "Кәмелетке'
    wrong = changed(INSTEAD, change, changed(old, old.replace("false", "true"), RECORD))

    (problem,) = [p for p in check_standard(wrong, RECORD_NAME) if p.key == "documents.3.required"]

    assert problem.came == "true"
    assert expected in problem.expected
    assert problem.hint


def test_a_chain_of_substitutes_is_named_with_the_document_to_write_instead():
    poa = 'condition = "Өтінішті басқа адам берген жағдайда"'
    chain = changed(poa, f'{poa}\ninstead_of = "birth_certificate"', RECORD)

    (problem,) = check_standard(chain, RECORD_NAME)

    assert problem.key == "documents.4.instead_of"
    assert problem.hint == 'write instead_of = "identity_document" here too'
