"""What came of proving an office, as the command line tells it."""

from __future__ import annotations

from collections.abc import Iterator

from kezek_core.phrases import Phrase, Translate, said
from kezek_queue import ChainMark, Proof, Verification


def proof_lines(proof: Proof, translate: Translate = str) -> Iterator[str]:
    """The outcome, line by line: the chain, the differences, and the end of the journal."""
    yield said(_outcome(proof.chain), translate)
    if proof.differences:
        count = Phrase(
            "%(count)s differences between the tables and the journal:", count=proof.differences
        )
        yield said(count, translate)
        yield from (f"  {said(each.told, translate)}" for each in proof.named)
        left = proof.differences - len(proof.named)
        if left:
            yield f"  {said(Phrase('and %(count)s more', count=left), translate)}"
    else:
        proven = Phrase(
            "%(visits)s visits and %(rows)s rows say what the journal proves",
            visits=proof.visits, rows=proof.rows,
        )  # fmt: skip
        yield said(proven, translate)
    end = Phrase("proven up to event %(seq)s, hash %(hash)s",
                 seq=proof.mark.seq, hash=proof.mark.hash)  # fmt: skip
    yield said(end if proof.chain.sound else held_up_to(proof.chain.mark), translate)


def chain_lines(chain: Verification, translate: Translate = str) -> Iterator[str]:
    """The outcome of a walk along the chain alone: what it found, and what it did not look at."""
    yield said(_outcome(chain), translate)
    if chain.after:
        unseen = Phrase("events 1 to %(last)s were not looked at, nor any table", last=chain.after)
    else:
        unseen = Phrase("the tables were not looked at")
    yield said(unseen, translate)
    yield said(held_up_to(chain.mark), translate)


def held_up_to(mark: ChainMark) -> Phrase:
    """How far the chain holds, and how a later check goes on from there."""
    if not mark.seq:
        return Phrase("no event is known to hold")
    return Phrase(
        "the chain holds up to event %(seq)s; a later check goes on with `%(command)s`",
        seq=mark.seq,
        command=f"kezek journal verify --after {mark}",
    )


def _outcome(chain: Verification) -> Phrase:
    if not chain.sound:
        return Phrase(
            "event %(seq)s breaks the chain: %(reason)s",
            seq=chain.first_broken_seq, reason=chain.reason,
        )  # fmt: skip
    count = chain.events - chain.after
    if chain.after:
        return Phrase(
            "%(count)s events after event %(after)s, the chain is unbroken",
            count=count, after=chain.after,
        )  # fmt: skip
    return Phrase("%(count)s events, the chain is unbroken", count=count)


def fault(proof: Proof) -> str:
    """The worst that was found, in one clause; "" when there is nothing."""
    if not proof.chain.sound:
        return Phrase(
            "the journal breaks at event %(seq)s: %(reason)s",
            seq=proof.chain.first_broken_seq, reason=proof.chain.reason,
        )  # fmt: skip
    if proof.differences:
        return Phrase(
            "the tables differ from the journal in %(count)s places, first %(first)s",
            count=proof.differences, first=proof.named[0].told,
        )  # fmt: skip
    return ""
