"""The bytes that tell a display board what to show, as a format that is data; pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kezek_hardware.boards.checksums import ChecksumKind, checksum
from kezek_hardware.boards.frame_rules import (
    AddressRule,
    AnswerRule,
    Field,
    FrameFormatError,
    FrameKind,
    FrameLayout,
    FrameTextError,
    LineSettings,
    Piece,
    Shown,
    TextRule,
)


@dataclass(frozen=True, slots=True)
class FrameFormat:
    """The language of one kind of board.

    Args:
        name: of the format.
        description: what a technician chooses by.
        source: where it is known from.
        line: the line settings such boards leave the factory with.
        address: how addresses are written.
        text: what the boards show.
        checksum: how frames are summed up.
        checksum_form: ``byte``, ``hex`` (ASCII), ``low_high`` or ``high_low``.
        layouts: the frames it has; ``SHOW`` is always there.
        answer: what boards answer; None when they are silent.
    """

    name: str
    description: str
    source: str
    line: LineSettings
    address: AddressRule
    text: TextRule
    checksum: ChecksumKind
    checksum_form: str
    layouts: dict[FrameKind, FrameLayout]
    answer: AnswerRule | None

    def with_width(self, width: int) -> FrameFormat:
        """The same language for boards of ``width`` places.

        Raises:
            FrameFormatError: there are none of this width.
        """
        if not self.text.narrowest <= width <= self.text.widest:
            raise FrameFormatError(
                f"expected boards of {self.text.narrowest} to {self.text.widest} places for the "
                f"format {self.name}, got {width}; correct width in kezek.toml"
            )
        return replace(self, text=replace(self.text, width=width))

    @property
    def blinks(self) -> bool:
        """Whether the boards blink by themselves."""
        return FrameKind.BLINK in self.layouts

    def show(self, address: int, text: str) -> bytes:
        """The frame that shows a text steadily.

        Raises:
            FrameTextError: the board cannot show it, or no board has this address.
        """
        return self._frame(FrameKind.SHOW, address, self.fitted(text))

    def blink(self, address: int, text: str) -> bytes:
        """The frame that lets a text blink; raises as ``show`` does, and where nothing blinks."""
        if not self.blinks:
            raise FrameTextError(
                f"expected a format whose boards blink by themselves, got {self.name}; "
                "show and clear in turn"
            )
        return self._frame(FrameKind.BLINK, address, self.fitted(text))

    def clear(self, address: int) -> bytes:
        """The frame that makes a board dark; raises as ``show`` does."""
        kind = FrameKind.CLEAR if FrameKind.CLEAR in self.layouts else FrameKind.SHOW
        return self._frame(kind, address, " " * self.text.width)

    def fitted(self, text: str) -> str:
        """The text in all places of the board.

        Raises:
            FrameTextError: it does not fit, or has a character the board lacks.
        """
        rule = self.text
        shown = "".join(each for each in text if each in rule.characters or not rule.drops_others)
        strange = sorted(set(shown) - set(rule.characters))
        if strange or len(shown) > rule.width:
            raise FrameTextError(
                f"expected at most {rule.width} characters of {rule.characters!r} for a board of "
                f"the format {self.name}, got {text!r}; choose another width or format"
            )
        return shown.rjust(rule.width) if rule.align == "right" else shown.ljust(rule.width)

    def check_address(self, address: int) -> None:
        """Refuse an address that no board of this format has.

        Raises:
            FrameTextError: so it is.
        """
        if not self.address.lowest <= address <= self.address.highest:
            raise FrameTextError(
                f"expected a board address from {self.address.lowest} to {self.address.highest} "
                f"in the format {self.name}, got {address}; correct it in kezek.toml"
            )

    def answered(self, frame: bytes, answer: bytes) -> bool:
        """Whether an answer is the right one to a frame; True where boards do not answer."""
        rule = self.answer
        if rule is None:
            return True
        body = answer[: len(answer) - self._piece_size(Field.CHECKSUM)]
        return (
            len(answer) == rule.size
            and answer[: rule.echo] == frame[: rule.echo]
            and answer == body + self._summed(body)
        )

    def answer_to(self, frame: bytes) -> bytes:
        """The right answer to a frame, as a board would give it; empty where boards are silent."""
        if self.answer is None:
            return b""
        summed_size = self._piece_size(Field.CHECKSUM)
        body = frame[: self.answer.echo].ljust(self.answer.size - summed_size, b"\0")
        return body + self._summed(body)

    def size(self, kind: FrameKind) -> int:
        """Bytes of a frame."""
        return sum(self._piece_size(piece) for piece in self.layouts[kind].pieces)

    def read(self, frame: bytes) -> Shown | None:
        """What a whole frame asks; None when it is none of this format, or damaged."""
        for kind, layout in self.layouts.items():
            shown = self._read_as(kind, layout, frame)
            if shown is not None:
                return shown
        return None

    def _frame(self, kind: FrameKind, address: int, text: str) -> bytes:
        self.check_address(address)
        layout = self.layouts[kind]
        covered = self._written(layout.covered, address, text, b"")
        summed = self._summed(covered)
        before = self._written(layout.before, address, text, b"")
        return before + covered + self._written(layout.after, address, text, summed)

    def _written(self, pieces: tuple[Piece, ...], address: int, text: str, summed: bytes) -> bytes:
        fields = {
            Field.ADDRESS: self._address(address),
            Field.TEXT: self._text(text),
            Field.CHARACTERS: self.text.width.to_bytes(2, "big"),
            Field.TEXT_BYTES: self.text.size.to_bytes(1, "big"),
            Field.CHECKSUM: summed,
        }
        return b"".join(piece if isinstance(piece, bytes) else fields[piece] for piece in pieces)

    def _address(self, address: int) -> bytes:
        if self.address.form == "byte":
            return bytes([address])
        sign = "d" if self.address.form == "decimal" else "X"
        return f"{address:0{self.address.digits}{sign}}".encode("ascii")

    def _text(self, text: str) -> bytes:
        data = text.encode("ascii")
        return b"".join(bytes([0, each]) for each in data) if self.text.form == "register" else data

    def _summed(self, covered: bytes) -> bytes:
        if self.checksum is ChecksumKind.NONE:
            return b""
        value = checksum(self.checksum, covered)
        if self.checksum_form == "hex":
            return f"{value:0{2 * self.checksum.size}X}".encode("ascii")
        low_first = self.checksum_form == "low_high"
        return value.to_bytes(self.checksum.size, "little" if low_first else "big")

    def _piece_size(self, piece: Piece) -> int:
        if isinstance(piece, bytes):
            return len(piece)
        return {
            Field.ADDRESS: self.address.size,
            Field.TEXT: self.text.size,
            Field.CHARACTERS: 2,
            Field.TEXT_BYTES: 1,
            Field.CHECKSUM: self.checksum.size * (2 if self.checksum_form == "hex" else 1),
        }[piece]

    def _read_as(self, kind: FrameKind, layout: FrameLayout, frame: bytes) -> Shown | None:
        if len(frame) != self.size(kind):
            return None
        found: dict[Field, bytes] = {}
        at = 0
        for piece in layout.pieces:
            part = frame[at : at + self._piece_size(piece)]
            at += len(part)
            if isinstance(piece, Field):
                found[piece] = part
            elif part != piece:
                return None
        return self._understood(kind, found, frame)

    def _understood(self, kind: FrameKind, found: dict[Field, bytes], frame: bytes) -> Shown | None:
        try:
            base = 16 if self.address.form == "hex" else 10
            raw = found[Field.ADDRESS]
            address = raw[0] if self.address.form == "byte" else int(raw.decode("ascii"), base)
            step = 2 if self.text.form == "register" else 1
            text = found.get(Field.TEXT, b"")[step - 1 :: step].decode("ascii")
            text = text or " " * self.text.width
            whole = self._frame(kind, address, text)
        except (ValueError, KeyError):
            return None
        # Written again and compared: that proves the checksum and every counted field at once.
        return Shown(kind, address, text) if whole == frame else None
