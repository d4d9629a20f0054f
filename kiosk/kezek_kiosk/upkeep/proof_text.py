"""What came of proving an office, as the command line tells it."""

from __future__ import annotations

from collections.abc import Iterator

from kezek_queue import ChainMark, Proof, Verification


def proof_lines(proof: Proof) -> Iterator[str]:
    """The outcome, line by line: the chain, the differences, and the end of the journal."""
    yield _outcome(proof.chain)
    if proof.differences:
        yield f"{proof.differences} differences between the tables and the journal:"
        yield from (f"  {each}" for each in proof.named)
        if proof.differences > len(proof.named):
            yield f"  and {proof.differences - len(proof.named)} more"
    else:
        yield f"{proof.visits} visits and {proof.rows} rows say what the journal proves"
    yield f"proven up to event {proof.mark.seq}, hash {proof.mark.hash}"


def chain_lines(chain: Verification) -> Iterator[str]:
    """The outcome of a walk along the chain alone: what it found, and what it did not look at."""
    yield _outcome(chain)
    if chain.after:
        yield f"events 1 to {chain.after} were not looked at, nor any table"
    else:
        yield "the tables were not looked at"
    yield held_up_to(chain.mark)


def held_up_to(mark: ChainMark) -> str:
    """How far the chain holds, and how a later check goes on from there."""
    if not mark.seq:
        return "no event is known to hold"
    return (
        f"the chain holds up to event {mark.seq}; a later check goes on with "
        f"`kezek journal verify --after {mark}`"
    )


def _outcome(chain: Verification) -> str:
    if not chain.sound:
        return f"event {chain.first_broken_seq} breaks the chain: {chain.reason}"
    behind = f" after event {chain.after}" if chain.after else ""
    return f"{chain.events - chain.after} events{behind}, the chain is unbroken"


def fault(proof: Proof) -> str:
    """The worst that was found, in one clause; "" when there is nothing."""
    if not proof.chain.sound:
        return f"the journal breaks at event {proof.chain.first_broken_seq}: {proof.chain.reason}"
    if proof.differences:
        first = proof.named[0]
        return f"the tables differ from the journal in {proof.differences} places, first {first}"
    return ""
