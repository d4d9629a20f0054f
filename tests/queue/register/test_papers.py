"""Lawful papers at the window: alternatives, stages, and what the state holds."""

from __future__ import annotations

import json
from datetime import date
from importlib.resources import files

import pytest

from kezek_core.standards.words import DocumentStage
from kezek_queue import Queue
from kezek_queue.errors import DocumentsNotShownError, UnknownDocumentError
from kezek_queue.office.standard_library import StandardLibrary
from kezek_queue.people.personal_data import Person
from kezek_queue.register.kept_standard import KeptStandard
from kezek_queue.register.values import RequestState

TODAY = date(2026, 11, 23)
LIBRARY = StandardLibrary.load(None)
OWN = "our-guardianship"
SERVICES = {
    "record": "kz-gp-2008-3-criminal-record",
    "apostille": "kz-gp-2008-3-apostille",
    "privileged": "kz-mj-2007-287-2",
    "guardianship": "kz-gov-2012-1119-guardianship",
    "minors": "kz-gov-2012-1119-minors-assets",
    "own": OWN,
}
OFFICE = """
[office]
id = "hall"
name = { kk = "Орталық", ru = "Центр", en = "Centre" }
time_zone = "Asia/Almaty"
demo = false

[hours]
mon = "09:00-20:00"
"""


@pytest.fixture
def office_text():
    letters = zip("ACEHKM", SERVICES.items(), strict=True)
    services = (
        f'[[services]]\nid = "{name}"\nletter = "{letter}"\nstandard = "{standard}"\n'
        for letter, (name, standard) in letters
    )
    window = f"[[windows]]\nid = 1\nservices = {json.dumps(list(SERVICES))}\n"
    return "\n".join([OFFICE, *services, window])


@pytest.fixture
def office_dir(tmp_path, office_text):
    """An office with the five standards whose papers are not plain, and one of its own."""
    shipped = files("kezek_core") / "standards" / "data" / "kz-gov-2012-1119-guardianship.toml"
    own = shipped.read_text(encoding="utf-8").replace("kz-gov-2012-1119-guardianship", OWN)
    (tmp_path / "standards").mkdir()
    (tmp_path / "standards" / f"{OWN}.toml").write_text(own, encoding="utf-8")
    (tmp_path / "office.toml").write_text(office_text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def accept(queue):
    def _accept(service, documents, **given):
        return queue.register.accept(
            service, person=Person("Серікова Айгүл", "Арыс", "8 701"),
            documents=dict.fromkeys(documents.split(), 1), window=1, inspector="Омаров Ерлан",
            actor="aida", **given,
        )  # fmt: skip

    return _accept


def items(queue, job, language):
    (listed,) = queue.print_job(job).slip.lists
    return [each.in_language(language) for each in listed.items]


def test_a_minor_with_a_birth_certificate_alone_gets_an_acceptance_receipt(accept, queue):
    # order 3, criminal record standard, item 12
    answer = accept("record", "application birth_certificate")

    assert answer.missing == ()
    assert answer.request.documents == {"application": 1, "birth_certificate": 1}
    (job,) = answer.print_jobs
    assert queue.print_job(job).slip.code == answer.request.number


def test_a_refusal_names_what_may_be_brought_instead(accept, queue):
    answer = accept("record", "application")

    assert [each.id for each in answer.missing] == ["identity_document"]
    first, second = answer.print_jobs
    assert items(queue, first, "kk") == items(queue, second, "kk") == [
        ("Паспорт не жеке куәлік, оның орнына: туу туралы куәлік (кәмелетке толмаған не паспорты "
        "мен жеке куәлігі әлі жоқ адам үшін)")
    ]  # fmt: skip
    assert items(queue, first, "ru") == [
        (
            "Паспорт или удостоверение личности, взамен: свидетельство о рождении (для "
            "несовершеннолетних и для тех, у кого еще нет паспорта и удостоверения личности)"
        )
    ]


@pytest.mark.parametrize(
    ("service", "documents", "more"),
    [
        # order 3, apostille standard, items 12 and 16
        ("apostille", "official_document fee_receipt", {"paid_on": TODAY}),
        # order 287, annex 2, item 12
        (
            "privileged",
            "application military_id identity_card_copy",
            {"applies": ["power_of_attorney"]},
        ),
        # resolution 1119, item 11.1 of both standards
        ("guardianship", "guardianship_decision", {"applies": ["birth_certificate"]}),
        ("minors", "application", {"applies": ["marriage_certificate", "form_4_certificate"]}),
        # resolution 1119, minors' assets: a certificate for a bank needs no death certificate
        ("minors", "application deposit_document", {"applies": ["deposit_document"]}),
    ],
)
def test_nobody_is_refused_for_a_paper_that_is_not_asked_at_hand_in(
    accept, service, documents, more
):
    answer = accept(service, documents, **more)

    assert answer.missing == ()
    assert answer.request is not None


def test_the_same_key_tells_the_missing_papers_that_the_refusal_told(
    accept, queue, office_dir, clock
):
    first = accept("own", "", idempotency_key="form-1")
    queue.close()
    # The office mends its file: now the state holds this paper too, and nobody lacks it.
    file = office_dir / "standards" / f"{OWN}.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace("required = true", "required = false\nstate_held = true"), encoding="utf-8"
    )

    with Queue.open(office_dir, clock=clock) as reopened:
        again = reopened.register.accept(
            "own", person=None, documents={}, window=1, inspector="Омаров Ерлан", actor="aida",
            idempotency_key="form-1",
        )  # fmt: skip

    assert [each.id for each in first.missing] == ["guardianship_decision"]
    assert (again.repeated, again.refusal) == (True, first.refusal)
    assert [each.id for each in again.missing] == ["guardianship_decision"]


def test_a_kept_standard_comes_back_with_all_it_said_of_its_papers():
    for identifier in LIBRARY.ids():
        kept = KeptStandard.of(LIBRARY.get(identifier), TODAY)

        assert KeptStandard.from_json(json.loads(json.dumps(kept.to_json()))) == kept


def test_an_edition_that_0_1_0_kept_is_read_as_it_was_meant():
    kept = KeptStandard.of(LIBRARY.get("kz-gp-2008-3-apostille"), TODAY).to_json()
    # Four values a document: that is what 0.1.0 wrote.
    old = kept | {"documents": [each[:4] for each in kept["documents"]]}

    read = KeptStandard.from_json(json.loads(json.dumps(old)))

    assert {each.stage for each in read.documents} == {DocumentStage.SUBMISSION}
    assert not any(each.instead_of or each.state_held for each in read.documents)
    assert [each.id for each in read.not_shown({})] == []


@pytest.fixture
def collected(accept, queue):
    """An apostille that lies in the office."""
    number = accept("apostille", "official_document fee_receipt", paid_on=TODAY).request.number
    queue.register.ready(number, actor="aida")
    return number


def issue(queue, number, documents=None):
    return queue.register.issue(number, documents, actor="aida", expected_state="ready")


@pytest.mark.parametrize("shown", ["identity_document", "power_of_attorney_at_pickup"])
def test_a_result_is_given_to_who_showed_one_of_the_papers_and_the_journal_says_which(
    collected, queue, shown
):
    # order 3, apostille standard, item 16
    issued = issue(queue, collected, {shown: 1, "fee_receipt": 0})

    assert issued.state is RequestState.ISSUED
    *_, event = queue.register.history(collected)
    assert event.body["shown"] == {shown: 1}


def test_a_result_is_not_given_to_who_showed_nothing_and_nothing_changes(collected, queue):
    seq = queue.last_seq()

    with pytest.raises(DocumentsNotShownError, match="identity_document or what stands") as caught:
        issue(queue, collected, {"identity_document": 0, "power_of_attorney": 1})

    assert caught.value.facts["missing"] == ["identity_document"]
    assert queue.last_seq() == seq
    assert queue.register.get(collected).state is RequestState.READY


def test_a_document_that_the_standard_does_not_know_was_not_shown(collected, queue):
    with pytest.raises(UnknownDocumentError, match="passport"):
        issue(queue, collected, {"passport": 1})


def test_a_caller_that_says_nothing_of_papers_gives_the_result_as_before(collected, queue):
    assert issue(queue, collected).state is RequestState.ISSUED
    *_, event = queue.register.history(collected)
    assert "shown" not in event.body


def test_a_second_press_with_the_papers_changes_nothing(collected, queue):
    first = issue(queue, collected, {"identity_document": 1})
    seq = queue.last_seq()

    assert issue(queue, collected, {"identity_document": 1}) == first
    assert queue.last_seq() == seq
