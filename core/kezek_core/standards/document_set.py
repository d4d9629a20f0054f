"""Which papers of a standard are asked for at a stage, and which of them a set lacks.

Three things take a paper off the list of what is asked: another one stands instead of it, it is
shown at the other stage, or the state holds its data and the authority fetches them itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from kezek_core.standards.values import Document
from kezek_core.standards.words import DocumentStage


def of_stage(documents: Iterable[Document], stage: DocumentStage) -> tuple[Document, ...]:
    """The papers of one stage, those that the state holds included, in the standard's order."""
    return tuple(each for each in documents if each.stage is stage)


def asked_at(documents: Iterable[Document], stage: DocumentStage) -> tuple[Document, ...]:
    """The papers that may be asked of a visitor at a stage, each with those instead of it apart.

    Args:
        documents: all papers of the standard.
        stage: hand-in or pick-up.

    Returns:
        In the standard's order; what stands instead of one of them is told by ``instead_of``.
    """
    return tuple(
        each
        for each in of_stage(documents, stage)
        if each.instead_of is None and not each.state_held
    )


def instead_of(documents: Iterable[Document], document: Document) -> tuple[Document, ...]:
    """The papers of which each suffices in place of a document, in the standard's order."""
    return tuple(each for each in documents if each.instead_of == document.id)


def missing_documents(
    documents: Collection[Document],
    brought: Mapping[str, int],
    applies: Collection[str] = (),
    stage: DocumentStage = DocumentStage.SUBMISSION,
) -> tuple[Document, ...]:
    """The papers that are due at a stage and not there, in the standard's order.

    A paper is there when it was brought, or when one that stands instead of it was. What the
    state holds is never missing: no visitor may be refused for it.

    Args:
        documents: all papers of the standard.
        brought: how many sheets or copies of each paper, by its id.
        applies: ids of papers whose condition is met; the condition of one that stands instead
            of another makes that other one due.
        stage: hand-in or pick-up.

    Source: order 3 of 2008, criminal record standard, item 12, apostille standard, item 16;
    resolution 1119 of 2012, item 11.1 of both standards.
    """

    def lacks(document: Document) -> bool:
        group = (document, *instead_of(documents, document))
        due = document.required or any(each.id in applies for each in group)
        return due and not any(brought.get(each.id) for each in group)

    return tuple(filter(lacks, asked_at(documents, stage)))
