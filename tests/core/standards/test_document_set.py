"""What is asked of a visitor at each stage, and what a set lacks."""

from __future__ import annotations

from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kezek_core.standards.document_set import asked_at, instead_of, missing_documents, of_stage
from kezek_core.standards.file import parse_standard
from kezek_core.standards.values import Document
from kezek_core.standards.words import DocumentStage
from kezek_core.texts.local_text import LocalText

SUBMISSION, PICKUP = DocumentStage


def documents_of(identifier):
    name = f"{identifier}.toml"
    text = (files("kezek_core") / "standards" / "data" / name).read_text(encoding="utf-8")
    return parse_standard(text, file_name=name).documents


def ids(documents):
    return [each.id for each in documents]


def missing(identifier, brought, applies=(), stage=SUBMISSION):
    counts = dict.fromkeys(brought.split(), 1)
    return " ".join(ids(missing_documents(documents_of(identifier), counts, applies, stage)))


@pytest.mark.parametrize(
    ("identifier", "brought", "applies", "lacking"),
    [
        # order 3, criminal record standard, item 12: the one or the other suffices.
        ("kz-gp-2008-3-criminal-record", "application identity_document", (), ""),
        ("kz-gp-2008-3-criminal-record", "application birth_certificate", (), ""),
        ("kz-gp-2008-3-criminal-record", "application", (), "identity_document"),
        ("kz-gp-2008-3-criminal-record", "birth_certificate", (), "application"),
        (
            "kz-gp-2008-3-criminal-record",
            "application identity_document birth_certificate",
            (),
            "",
        ),
        # A minor with a passport is not asked for the birth certificate too.
        (
            "kz-gp-2008-3-criminal-record",
            "application identity_document",
            ("birth_certificate",),
            "",
        ),
        (
            "kz-gp-2008-3-criminal-record",
            "application birth_certificate",
            ("power_of_attorney",),
            "power_of_attorney",
        ),
        # order 3, apostille standard, items 12 and 13: item 16 speaks of the collection.
        ("kz-gp-2008-3-apostille", "official_document fee_receipt", (), ""),
        (
            "kz-gp-2008-3-apostille",
            "official_document fee_receipt",
            ("identity_document",),
            "",
        ),
        ("kz-gp-2008-3-apostille", "fee_receipt", (), "official_document"),
        # order 287, annex 2, item 12: a representative collects, and does not hand in.
        (
            "kz-mj-2007-287-2",
            "application military_id identity_card_copy",
            ("power_of_attorney",),
            "",
        ),
        # resolution 1119, item 11.1: what the state holds is no ground, whatever was ticked.
        ("kz-gov-2012-1119-guardianship", "guardianship_decision", ("birth_certificate",), ""),
        ("kz-gov-2012-1119-guardianship", "", (), "guardianship_decision"),
        # resolution 1119, minors' assets, item 11.1: what one kind of certificate needs.
        ("kz-gov-2012-1119-minors-assets", "application", ("marriage_certificate",), ""),
        (
            "kz-gov-2012-1119-minors-assets",
            "application",
            ("deposit_document",),
            "deposit_document",
        ),
    ],
)
def test_nobody_lacks_at_hand_in_what_the_act_does_not_ask(identifier, brought, applies, lacking):
    assert missing(identifier, brought, applies) == lacking


@pytest.mark.parametrize(
    ("identifier", "shown", "lacking"),
    [
        ("kz-gp-2008-3-apostille", "", "identity_document"),
        ("kz-gp-2008-3-apostille", "identity_document", ""),
        ("kz-gp-2008-3-apostille", "power_of_attorney_at_pickup", ""),
        ("kz-gp-2008-3-apostille", "power_of_attorney", "identity_document"),
        ("kz-mj-2007-287-2", "", ""),
        ("kz-gp-2008-3-criminal-record", "", ""),
    ],
)
def test_a_paper_of_the_collection_is_asked_for_there(identifier, shown, lacking):
    assert missing(identifier, shown, stage=PICKUP) == lacking


def test_each_paper_is_asked_for_at_one_stage_and_once():
    documents = documents_of("kz-gp-2008-3-apostille")

    assert ids(of_stage(documents, PICKUP)) == ["identity_document", "power_of_attorney_at_pickup"]
    assert ids(asked_at(documents, PICKUP)) == ["identity_document"]
    (identity,) = asked_at(documents, PICKUP)
    assert ids(instead_of(documents, identity)) == ["power_of_attorney_at_pickup"]


def paper(name, **changes):
    return Document(name, LocalText(name), **({"required": True} | changes))


def test_the_condition_of_a_substitute_makes_a_conditional_paper_due_and_either_mends_it():
    documents = (
        paper("a", required=False, condition="Қажет болса"),
        paper("b", required=False, instead_of="a"),
    )

    assert ids(missing_documents(documents, {}, ("b",))) == ["a"]
    assert missing_documents(documents, {"b": 1}, ("b",)) == ()
    assert missing_documents(documents, {"a": 1}, ("b",)) == ()
    assert missing_documents(documents, {}) == ()


@st.composite
def sets_of_papers(draw):
    size = draw(st.integers(1, 6))
    documents = []
    for place in range(size):
        firsts = [each for each in documents if each.instead_of is None and not each.state_held]
        stage = draw(st.sampled_from(DocumentStage))
        other = draw(st.sampled_from([None, *firsts]))
        held = other is None and draw(st.booleans())
        documents.append(
            paper(
                f"d{place}",
                required=other is None and not held and draw(st.booleans()),
                stage=stage if other is None else other.stage,
                instead_of=None if other is None else other.id,
                state_held=held,
            )
        )
    names = [each.id for each in documents]
    return (
        tuple(documents),
        draw(st.sets(st.sampled_from(names))),
        draw(st.sets(st.sampled_from(names))),
    )


@given(sets_of_papers())
def test_one_paper_more_never_makes_a_set_less_complete(drawn):
    documents, brought, applies = drawn
    for stage in DocumentStage:
        before = missing_documents(documents, dict.fromkeys(brought, 1), applies, stage)
        for each in documents:
            more = dict.fromkeys(brought | {each.id}, 1)
            after = missing_documents(documents, more, applies, stage)
            assert set(ids(after)) <= set(ids(before))
        assert all(each.stage is stage and not each.state_held for each in before)


@given(sets_of_papers())
def test_whatever_is_missing_is_mended_by_itself_and_by_each_of_its_substitutes(drawn):
    documents, brought, applies = drawn
    for lacking in missing_documents(documents, dict.fromkeys(brought, 1), applies):
        for mends in (lacking, *instead_of(documents, lacking)):
            counts = dict.fromkeys(brought | {mends.id}, 1)
            assert lacking not in missing_documents(documents, counts, applies)
