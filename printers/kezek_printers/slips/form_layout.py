"""How a form looks: its title, its number in large type, what it states, who signs.

A field of short words takes one line, label left and value right; a longer one puts its value
below its label, set in. Every paragraph begins at its edge and is set in after its first line, so
that the eye finds where a language begins. Kazakh stands before Russian in the same size, English
third when the visitor chose it, and what reads the same in every language stands once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, groupby

from kezek_core.papers import FormField, FormList, FormSlip
from kezek_core.texts import LocalText
from kezek_printers.slips import slip_words
from kezek_printers.slips.printable import untied
from kezek_printers.slips.qr_size import module_dots
from kezek_printers.slips.slip_document import (
    Align,
    Block,
    Cut,
    Gap,
    Line,
    Pair,
    Qr,
    Rule,
    SlipDocument,
)
from kezek_printers.slips.slip_parts import (
    centred,
    copy_mark,
    date_and_time,
    joined,
    large_number,
    texts,
    third_language,
)
from kezek_printers.slips.wrapping import hanging_lines

_NUMBER_SHARE = 16
"""A request number of eleven signs takes two thirds of the width at this share of the columns."""
_BETWEEN = 2
"""Fewest blanks between a label and its value."""
_SHORT_VALUE_SHARE = 3
"""A value within this share of the columns may stand beside the first of several labels."""
_INDENT = 2
_SHORTEST_RULE = 16
"""Cells that a signature needs: 24 mm."""

Blocks = tuple[Block, ...]


def lay_out_form(form: FormSlip, *, columns: int, width_dots: int) -> SlipDocument:
    """The form on paper of that width; see ``layout.lay_out``."""
    blocks = _Form(form, columns, width_dots).blocks()
    return SlipDocument(columns, width_dots, blocks)


@dataclass(frozen=True, slots=True)
class _Form:
    """One form on its paper; every part is a group of blocks, with a blank line between groups."""

    form: FormSlip
    columns: int
    width_dots: int

    def blocks(self) -> Blocks:
        groups = chain(
            self._head(),
            self._fields(),
            map(self._list, self.form.lists),
            map(self._paragraphs, self.form.notes),
            map(self._signature, self.form.signatures),
            self._code(),
        )
        return (*_parted(groups), Cut())

    def _head(self) -> Iterator[Blocks]:
        form = self.form
        if form.copy:
            yield (copy_mark(self._third),)
        yield self._centred(form.office)
        yield self._centred(form.title, bold=True)
        number: Blocks = ()
        if form.number:
            number = large_number(form.number, self.columns, self.columns // _NUMBER_SHARE)
        moment = "  ".join(date_and_time(form.issued_at, form.time_zone))
        yield (*number, Line(moment, Align.CENTRE))

    def _fields(self) -> Iterator[Blocks]:
        """Rows of one line stand close together, everything longer by itself."""
        shown = map(self._field, self.form.fields)
        for short, together in groupby(shown, key=lambda blocks: len(blocks) == 1):
            if short:
                yield tuple(chain.from_iterable(together))
            else:
                yield from together

    def _field(self, field: FormField) -> Blocks:
        labels, values = self._texts(field.label), self._texts(field.value)
        if not labels or not values:
            return self._paragraphs(field.label) + self._paragraphs(field.value)
        return (
            self._language_rows(labels, values)
            or self._one_row(labels, values)
            or (*self._headings(labels, bold=False), *self._hanging(values, _INDENT))
        )

    def _language_rows(self, labels: Sequence[str], values: Sequence[str]) -> Blocks:
        """Each language on a line of its own; nothing when that cannot be."""
        if len(values) == 1 or len(labels) != len(values):
            return ()
        pairs = tuple(
            Pair(untied(label), untied(value)) for label, value in zip(labels, values, strict=True)
        )
        return pairs if all(map(self._fits, pairs)) else ()

    def _one_row(self, labels: Sequence[str], values: Sequence[str]) -> Blocks:
        """A value for all languages, at the right of the label; nothing when it does not fit."""
        if len(values) > 1:
            return ()
        for first, *others in self._stacks(labels):
            pair = Pair(first, untied(values[0]))
            if others and len(pair.right) > self.columns // _SHORT_VALUE_SHARE:
                break
            if self._fits(pair):
                return (pair, *map(Line, others))
        return ()

    def _list(self, listed: FormList) -> Blocks:
        items = [words for item in listed.items if (words := self._texts(item))]
        digits = len(str(len(items)))
        markers = [f"{number:>{digits}})" for number in range(1, len(items) + 1)]
        if len(items) == 1:
            markers = ["•"]
        shown = (self._item(*one) for one in zip(markers, items, strict=True))
        heading = self._headings(self._texts(listed.heading), bold=True)
        return (*heading, *chain.from_iterable(shown))

    def _item(self, marker: str, words: Sequence[str]) -> Blocks:
        first, *others = self._hanging(words, len(marker) + 1)
        return (replace(first, marker=marker), *others)

    def _paragraphs(self, text: LocalText) -> Blocks:
        return self._hanging(self._texts(text), 0)

    def _hanging(self, languages: Sequence[str], indent: int) -> tuple[Line, ...]:
        """A paragraph for each language; all but its first line are set in further."""
        return tuple(
            Line(part, indent=indent + (_INDENT if at else 0))
            for text in languages
            for at, part in enumerate(hanging_lines(text, self.columns - indent, _INDENT))
        )

    def _signature(self, who: LocalText) -> Blocks:
        """Who signs and where, with room for the hand and a wider gap to what stands above."""
        role = self._headings(self._texts(who), bold=False)
        words = joined(self._texts(slip_words.SIGNATURE))
        if len(words) + 1 + _SHORTEST_RULE > self.columns:
            return (Gap(), *role, Gap(), Rule(), Line(words))
        return (Gap(), *role, Gap(), Rule(words))

    def _code(self) -> Iterator[Blocks]:
        code, hint = self.form.code, self.form.code_hint
        if not code:
            return
        if hint:
            yield self._centred(hint)
        yield (Qr(code, module_dots(code, self.width_dots)),)

    def _headings(self, labels: Sequence[str], *, bold: bool) -> Blocks:
        """The languages on one line where they fit, else below each other."""
        lines = next(self._stacks(labels), None)
        if lines is None:
            return tuple(replace(line, bold=bold) for line in self._hanging(labels, 0))
        return tuple(Line(line, bold=bold) for line in lines)

    def _stacks(self, labels: Sequence[str]) -> Iterator[list[str]]:
        """The ways to share the languages among lines without breaking one, flattest first."""
        for side_by_side in range(len(labels), 0, -1):
            beside, below = labels[:side_by_side], labels[side_by_side:]
            lines = [joined(beside), *map(untied, below)]
            if all(len(line) <= self.columns for line in lines):
                yield lines

    def _fits(self, pair: Pair) -> bool:
        return len(pair.left) + _BETWEEN + len(pair.right) <= self.columns

    def _centred(self, text: LocalText, *, bold: bool = False) -> Blocks:
        return centred(text, third=self._third, columns=self.columns, bold=bold)

    def _texts(self, text: LocalText) -> tuple[str, ...]:
        return texts(text, self._third)

    @property
    def _third(self) -> str:
        return third_language(self.form.language)


def _parted(groups: Iterable[Blocks]) -> Iterator[Block]:
    """All blocks, a blank line between groups."""
    for at, group in enumerate(filter(None, groups)):
        if at:
            yield Gap()
        yield from group
