"""What came of proving an office, as the command line tells it."""

from __future__ import annotations

from collections.abc import Iterator

from kezek_queue import Proof


def proof_lines(proof: Proof) -> Iterator[str]:
    """The outcome, line by line: the chain, the differences, and the end of the journal."""
    chain = proof.chain
    if chain.sound:
        yield f"{chain.events} events, the chain is unbroken"
    else:
        yield f"event {chain.first_broken_seq} breaks the chain: {chain.reason}"
    if proof.differences:
        yield f"{proof.differences} differences between the tables and the journal:"
        yield from (f"  {each}" for each in proof.named)
        if proof.differences > len(proof.named):
            yield f"  and {proof.differences - len(proof.named)} more"
    else:
        yield f"{proof.visits} visits and {proof.rows} rows say what the journal proves"
    yield f"proven up to event {proof.mark.seq}, hash {proof.mark.hash}"


def fault(proof: Proof) -> str:
    """The worst that was found, in one clause; "" when there is nothing."""
    if not proof.chain.sound:
        return f"the journal breaks at event {proof.chain.first_broken_seq}: {proof.chain.reason}"
    if proof.differences:
        first = proof.named[0]
        return f"the tables differ from the journal in {proof.differences} places, first {first}"
    return ""
