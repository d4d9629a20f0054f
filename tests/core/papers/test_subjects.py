"""What a paper is about: told by its kind, and for old ids by how they are written."""

from __future__ import annotations

import pytest

from kezek_core.papers.subjects import NOBODY, Subject, SubjectKind, kind_written


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("2026-11-23-A001", SubjectKind.TICKET),
        ("2026-11-23-А001", SubjectKind.TICKET),
        ("260000019", SubjectKind.REQUEST),
        ("26-000001-9", SubjectKind.REQUEST),
        (" 26 000001 9 ", SubjectKind.REQUEST),
        ("26-000001-8", SubjectKind.REQUEST),  # mistyped; whether there is one is asked later
        ("refusal-331", SubjectKind.REFUSAL),
        ("C260000019", SubjectKind.COMPLAINT),
        ("C-26-000001-9", SubjectKind.COMPLAINT),
        ("с-26-000001-9", SubjectKind.COMPLAINT),  # Cyrillic
        ("", SubjectKind.UNKNOWN),
        ("2026-11-23", SubjectKind.UNKNOWN),
        ("2026-13-23-A001", SubjectKind.UNKNOWN),
        ("20261123-A001", SubjectKind.UNKNOWN),
        ("A001", SubjectKind.UNKNOWN),
        ("2600000190", SubjectKind.UNKNOWN),
    ],
)
def test_the_kind_of_an_id_is_told_by_how_it_is_written(text, kind):
    assert kind_written(text) is kind


@pytest.mark.parametrize("value", ["appointment", "", "TICKET", None, 7])
def test_a_kind_that_this_version_does_not_know_is_read_as_unknown(value):
    assert SubjectKind(value) is SubjectKind.UNKNOWN


def test_only_a_ticket_is_a_ticket():
    kinds = {kind: Subject(kind, "2026-11-23-A001").ticket_id for kind in SubjectKind}

    assert {kind for kind, ticket in kinds.items() if ticket} == {SubjectKind.TICKET}
    assert NOBODY.facts() == {"subject_kind": "memo", "subject_id": ""}
