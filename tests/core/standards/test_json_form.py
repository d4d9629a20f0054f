"""The JSON form is the contract: keys, their order and their types, at every depth."""

from __future__ import annotations

import json
import re
from importlib.resources import files

import pytest

from kezek_core.standards.file import parse_standard
from kezek_core.standards.json_form import to_json
from kezek_core.standards.words import INDICATOR_CODES

FOLDER = files("kezek_core") / "standards" / "data"
NAMES = sorted(each.name for each in FOLDER.iterdir() if each.name.endswith(".toml"))

NULL = type(None)
TEXT = (str,)
OPTIONAL_TEXT = (str, NULL)
OPTIONAL_WHOLE = (int, NULL)
OPTIONAL_NUMBER = (int, float, NULL)
DAY = re.compile(r"\d{4}-\d\d-\d\d")
CLOCK = re.compile(r"\d\d:\d\d")
LANGUAGES = {"kk": TEXT, "ru": OPTIONAL_TEXT, "en": OPTIONAL_TEXT}
NAME = {"kk": TEXT, "?ru": TEXT, "?en": TEXT}
HOURS = {"open": CLOCK, "close": CLOCK, "breaks": [{"from": CLOCK, "to": CLOCK}]}
ROW = {"norm": OPTIONAL_NUMBER, "target": OPTIONAL_NUMBER, "current": OPTIONAL_NUMBER}
AMOUNT = {"amount": OPTIONAL_WHOLE, "unit": OPTIONAL_TEXT}

SHAPE = {
    "id": TEXT,
    "title": LANGUAGES,
    "act": {
        "issuer": TEXT,
        "kind": TEXT,
        "number": TEXT,
        "date": DAY,
        "registration": {"number": OPTIONAL_TEXT, "date": (DAY, None)},
    },
    "in_force": {
        "from": (DAY, None),
        "until": (DAY, None),
        "until_act": OPTIONAL_TEXT,
        "note": OPTIONAL_TEXT,
    },
    "amendments": [{"act": TEXT, "date": DAY, "items": [TEXT]}],
    "waiting_minutes": {"submission": (int,), "pickup": OPTIONAL_WHOLE, "service": OPTIONAL_WHOLE},
    "term": {**AMOUNT, "from": OPTIONAL_TEXT, "excludes": [TEXT]},
    "extensions": [{**AMOUNT, "reason": TEXT}],
    "fee": {
        "free": (bool,),
        "mci_share": OPTIONAL_NUMBER,
        "?payee": {
            "name": NAME,
            "taxpayer_number": OPTIONAL_TEXT,
            "account": OPTIONAL_TEXT,
            "bank_code": OPTIONAL_TEXT,
            "purpose_code": OPTIONAL_TEXT,
        },
    },
    "schedule": {"days": [TEXT], "seasons": [{"name": TEXT, **HOURS}]},
    "documents": [
        {
            "id": TEXT,
            "title": LANGUAGES,
            "required": (bool,),
            "condition": OPTIONAL_TEXT,
            "?stage": TEXT,
            "?instead_of": TEXT,
            "?state_held": (bool,),
        }
    ],
    "refusal": {"possible": (bool, NULL), "grounds": [TEXT]},
    "result": {"title": LANGUAGES, "valid": (AMOUNT, None)},
    "returns": {"authority_days": OPTIONAL_WHOLE, "notify_days": OPTIONAL_WHOLE},
    "unclaimed_keep": AMOUNT,
    "receipt_fields": [TEXT],
    "indicators": {code: ROW for code in INDICATOR_CODES},  # noqa: C420 (a shape is never changed)
    "places": [
        {
            "name": NAME,
            "address": OPTIONAL_TEXT,
            "phones": [TEXT],
            "room": OPTIONAL_TEXT,
            "email": OPTIONAL_TEXT,
        }
    ],
    "complaints": {
        "to": [
            {
                "name": NAME,
                "address": OPTIONAL_TEXT,
                "phones": [TEXT],
                "room": OPTIONAL_TEXT,
                "email": OPTIONAL_TEXT,
                "website": OPTIONAL_TEXT,
                "hours": (HOURS, None),
            }
        ],
        "forms": [TEXT],
        "confirmation": OPTIONAL_TEXT,
        "court": (bool, NULL),
    },
    "provider": {
        "name": NAME,
        "authority": (NAME, None),
        "address": OPTIONAL_TEXT,
        "phones": [TEXT],
        "room": OPTIONAL_TEXT,
        "email": OPTIONAL_TEXT,
        "website": OPTIONAL_TEXT,
    },
    "recipients": [TEXT],
    "form": TEXT,
    "sources": {},
}


def misfits(value, shape, path="$"):
    """Every place where a value has not the shape: a table, a list, a pattern, types, or null."""
    if isinstance(shape, tuple) and shape[-1] is None:
        return [] if value is None else misfits(value, shape[0], path)
    if isinstance(shape, dict):
        return misfits_of_table(value, shape, path)
    if isinstance(shape, list):
        if not isinstance(value, list):
            return [f"{path}: no list"]
        return [m for i, v in enumerate(value) for m in misfits(v, shape[0], f"{path}[{i}]")]
    if isinstance(shape, re.Pattern):
        fits = isinstance(value, str) and shape.fullmatch(value)
        return [] if fits else [f"{path}: {value!r} is not {shape.pattern}"]
    return [] if type(value) in shape else [f"{path}: {value!r} is none of {shape}"]


def misfits_of_table(value, shape, path):
    if not isinstance(value, dict):
        return [f"{path}: no table"]
    wanted = [key.removeprefix("?") for key in shape if not key.startswith("?") or key[1:] in value]
    found = [] if list(value) == wanted else [f"{path}: keys {list(value)} are not {wanted}"]
    for key, inner in shape.items():
        name = key.removeprefix("?")
        if name in value:
            found += misfits(value[name], inner, f"{path}.{name}")
    return found


def json_of(name):
    text = (FOLDER / name).read_text(encoding="utf-8")
    return to_json(parse_standard(text, file_name=name))


def test_all_eighteen_standards_are_there():
    assert len(NAMES) == 18


@pytest.mark.parametrize("name", NAMES)
def test_json_has_the_keys_of_the_contract_in_their_order_with_their_types(name):
    shown = json_of(name)
    sources = shown["sources"]

    assert misfits({**shown, "sources": {}}, SHAPE) == []
    assert sources
    assert all(isinstance(each, str) and each for each in sources.values())


@pytest.mark.parametrize("name", NAMES)
def test_json_survives_a_round_trip(name):
    shown = json_of(name)

    assert json.loads(json.dumps(shown, ensure_ascii=False)) == shown


def test_a_note_follows_the_source_of_its_path_or_stands_alone():
    sources = json_of("kz-mj-2007-287-2.toml")["sources"]

    assert sources["waiting_minutes.submission"] == "order 287, annex 2, item 7.2"
    assert sources["waiting_minutes.pickup"].startswith("note: ")
    assert sources["term.unit"].startswith("order 287, annex 2, item 7.1; note: ")


def test_a_document_tells_its_stage_its_choice_and_who_holds_it_only_where_it_has_one():
    apostille = json_of("kz-gp-2008-3-apostille.toml")["documents"]
    record = json_of("kz-gp-2008-3-criminal-record.toml")["documents"]
    guardianship = json_of("kz-gov-2012-1119-guardianship.toml")["documents"]
    first_contract = {"id", "title", "required", "condition"}

    sentences = [
        {key: each[key] for key in each if key not in first_contract}
        for each in (*apostille, *record, *guardianship)
    ]

    assert sentences == [
        {}, {}, {}, {"stage": "pickup"}, {"stage": "pickup", "instead_of": "identity_document"},
        {}, {}, {"instead_of": "identity_document"}, {},
        {}, {"state_held": True}, {"state_held": True}, {"state_held": True},
    ]  # fmt: skip


def test_percentages_and_shares_are_numbers_written_as_in_the_act():
    centre = json_of("kz-mj-2007-287-1.toml")
    apostille = json_of("kz-gp-2008-3-apostille.toml")

    assert json.dumps(centre["indicators"]["4.1"]) == (
        '{"norm": 0.1, "target": 0.3, "current": null}'
    )
    assert json.dumps(centre["indicators"]["1.1"]["norm"]) == "95"
    assert apostille["fee"]["mci_share"] == 0.2
