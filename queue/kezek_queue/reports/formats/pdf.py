"""A report on A4 paper, in the letters that the tickets are printed with."""

from __future__ import annotations

import math
from collections.abc import Sequence
from contextlib import closing
from importlib.resources import files
from itertools import groupby
from typing import BinaryIO

from fpdf import FPDF
from fpdf.enums import Align, TableBordersLayout, VAlign, XPos, YPos
from fpdf.fonts import FontFace, TTFFont
from fpdf.table import Table as PaperTable

from kezek_core.papers import TYPEFACE
from kezek_queue.reports.document import (
    Cell,
    CellKind,
    Column,
    ColumnRole,
    Report,
    ReportLine,
    ReportTable,
    Tone,
)
from kezek_queue.reports.mark import whole_mark

FONT = "Report"
FONT_FILES = {"": TYPEFACE.regular, "B": TYPEFACE.bold}
ACCENT = (0, 106, 134)
INK = (22, 32, 43)
INK_SOFT = (72, 86, 99)
HEAD_FILL = (226, 243, 247)
SECTION_FILL = (242, 247, 249)
TONES = {Tone.GOOD: (23, 104, 58), Tone.BAD: (166, 27, 27), Tone.QUIET: INK_SOFT}
MARGIN_MM = 11.0
FOOT_MM = 13.0
PADDING_MM = 0.7
NAME_MM = 40.0
"""The least width of a column that takes what is left over."""

LARGEST_PT, SMALLEST_PT = 8.0, 5.5
BASIS_PT = 7.5
NOTE_PT = 7.5
SIGN_MM = 34.0
SIGN_HEIGHT_MM = 19
RULE = (184, 196, 203)


def write_pdf(report: Report, target: BinaryIO) -> None:
    """Write the report as a PDF into a file."""
    with closing(ReportPaper(report)) as page:
        page.add_page()
        page.head()
        for table in report.tables:
            page.figures(table)
        if report.basis is not None:
            page.basis(report.basis)
        page.signature()
        target.write(page.output())


class ReportPaper(FPDF):
    """A4 across, with the report's name and the page's number at the foot of each page."""

    def __init__(self, report: Report) -> None:
        super().__init__(orientation="landscape", format="A4")
        self.report = report
        fonts = files(TYPEFACE.package) / TYPEFACE.folder
        for style, file in FONT_FILES.items():
            self.add_font(FONT, style, str(fonts / file))
        self.set_title(report.title)
        self.set_author(report.office)
        self.set_lang(report.language)
        self.set_creation_date(report.made_at)
        self.set_margins(MARGIN_MM, MARGIN_MM)
        self.set_auto_page_break(auto=True, margin=FOOT_MM)
        self.set_draw_color(*RULE)

    def close(self) -> None:
        """Let go of the font files, which are read until the document is written."""
        for font in self.fonts.values():
            if isinstance(font, TTFFont):
                font.close()

    def footer(self) -> None:
        report = self.report
        self.set_y(-FOOT_MM + 2)
        self.write_in(INK_SOFT, 7.5)
        # Each page says which state of the journal its figures rest on.
        self.line_of(whole_mark(report.mark, report.language), 4)
        headline = " · ".join((report.title, report.facts[0][1], report.office))
        self.cell(text=headline, w=self.epw - 30, h=4)
        self.cell(text=f"{self.page_no()} / {{nb}}", w=30, h=4, align=Align.R)

    def write_in(
        self, colour: tuple[int, int, int], points: float, *, strong: bool = False
    ) -> None:
        self.set_font(FONT, "B" if strong else "", points)
        self.set_text_color(*colour)

    def line_of(self, text: str, height_mm: float) -> None:
        self.multi_cell(
            text=text, w=self.epw, h=height_mm, align=Align.L, new_x=XPos.LMARGIN, new_y=YPos.NEXT
        )

    def head(self) -> None:
        self.write_in(ACCENT, 18, strong=True)
        self.line_of(self.report.title, 9)
        self.write_in(INK, 11, strong=True)
        self.line_of(self.report.office, 6)
        self.write_in(INK, 9)
        self.line_of("   ".join(f"{label}: {value}" for label, value in self.report.facts), 5)
        self.ln(3)

    def figures(self, table: ReportTable) -> None:
        """A table in the largest letters in which no word has to be broken."""
        if table.title:
            self.title_of(table)
        self.grid(table, LARGEST_PT)
        self.ln(2)
        self.write_in(INK_SOFT, NOTE_PT)
        for note in table.notes:
            self.line_of(note, 3.6)

    def basis(self, table: ReportTable) -> None:
        """Where every limit stands; not begun where it would leave the signature alone."""
        height_mm = self.rehearsed_mm(table) + SIGN_HEIGHT_MM
        if self.will_page_break(height_mm) and height_mm < self.eph:
            self.add_page()
        self.title_of(table)
        self.grid(table, BASIS_PT)

    def rehearsed_mm(self, table: ReportTable) -> float:
        """How tall the legal basis gets, drawn on a page that nobody sees; endless on several."""
        with closing(ReportPaper(self.report)) as trial:
            trial.add_page()
            top_mm = trial.get_y()
            trial.title_of(table)
            trial.grid(table, BASIS_PT)
            return trial.get_y() - top_mm if trial.page_no() == 1 else math.inf

    def title_of(self, table: ReportTable) -> None:
        """The name of a table, never torn from its first lines."""
        self.ln(4)
        if self.will_page_break(30):
            self.add_page()
        self.write_in(INK, 10, strong=True)
        self.line_of(table.title, 6)

    def grid(self, table: ReportTable, largest: float) -> None:
        """The columns and lines of a table."""
        places = [place for place, each in enumerate(table.columns) if not each.sheet_only]
        columns = [table.columns[place] for place in places]
        lines = [_on_paper(line, len(columns)) for line in table.lines]
        texts = [_texts(line, len(columns)) for line in lines]
        points, widths = self.fitted(columns, texts, largest)
        grouped = any(column.group for column in columns)
        self.write_in(INK, points)
        with self.table(
            col_widths=widths,
            width=self.epw,
            align=Align.L,
            borders_layout=TableBordersLayout.HORIZONTAL_LINES,
            headings_style=FontFace(emphasis="BOLD", fill_color=HEAD_FILL),
            num_heading_rows=1 + grouped + table.numbered,
            line_height=points * 0.45,
            padding=(PADDING_MM, PADDING_MM),
            text_align=tuple(_align(column) for column in columns),
            v_align=VAlign.M,
        ) as drawn:
            _heads(drawn, columns, grouped=grouped)
            if table.numbered:
                numbers = drawn.row()
                for place in range(1, len(columns) + 1):
                    numbers.cell(str(place), align=Align.C)
            for line in lines:
                _line(drawn, line, len(columns))

    def fitted(
        self,
        columns: Sequence[Column],
        rows: Sequence[Sequence[str]],
        largest: float = LARGEST_PT,
    ) -> tuple[float, list[float]]:
        """Size of the letters and width of each column; those with a share take what is left."""
        points = largest
        while True:
            self.write_in(INK, points, strong=True)
            needed = [
                max([self.word_mm(column.heading), *(self.word_mm(row[place]) for row in rows)])
                for place, column in enumerate(columns)
            ]
            widths = _spread(columns, needed, self.epw)
            if widths is not None:
                return points, widths
            if points <= SMALLEST_PT:
                return points, [self.epw * width / sum(needed) for width in needed]
            points -= 0.25

    def word_mm(self, text: str) -> float:
        """The width of the longest word with the room around it."""
        longest = max((self.get_string_width(word) for word in text.split(" ")), default=0.0)
        return longest + 2 * PADDING_MM + 0.4

    def signature(self) -> None:
        """The line to sign on, never torn from its words."""
        if self.will_page_break(SIGN_HEIGHT_MM):
            self.add_page()
        self.ln(7)
        self.write_in(INK, 10)
        self.cell(text=self.report.label("position"), h=5, w=52)
        top, left = self.get_y() + 5, self.get_x()
        self.set_draw_color(*INK)
        for name, width_mm in (("signed", SIGN_MM), ("name", 2 * SIGN_MM), ("date", SIGN_MM)):
            self.line(left, top, left + width_mm, top)
            self.set_xy(left, top + 0.5)
            self.write_in(INK_SOFT, 7.5)
            self.cell(text=self.report.label(name), w=width_mm, h=4, align=Align.C)
            left += width_mm + 8


def _spread(columns: Sequence[Column], needed: Sequence[float], room: float) -> list[float] | None:
    """The widths that fill the room: what is left goes by shares; None where it is too small."""
    least = [
        max(width, column.least_mm, NAME_MM if column.share else 0.0)
        for column, width in zip(columns, needed, strict=True)
    ]
    left = room - sum(least)
    if left < 0:
        return None
    shares = sum(column.share for column in columns) or 1.0
    flexible = room - sum(
        width for column, width in zip(columns, least, strict=True) if not column.share
    )
    by_share = [
        flexible * column.share / shares if column.share else width
        for column, width in zip(columns, least, strict=True)
    ]
    if all(width >= wish for width, wish in zip(by_share, least, strict=True)):
        return by_share
    return [
        width + left * column.share / shares for column, width in zip(columns, least, strict=True)
    ]


def _heads(drawn: PaperTable, columns: Sequence[Column], *, grouped: bool) -> None:
    """The names of the columns, below the name over several of them."""
    names = drawn.row()
    if not grouped:
        for column in columns:
            names.cell(column.heading, align=_align(column), v_align=VAlign.B)
        return
    for group, members in groupby(columns, key=lambda column: column.group):
        if group:
            names.cell(group, colspan=len(list(members)), align=Align.C)
            continue
        for column in members:
            names.cell(column.heading, rowspan=2, align=_align(column), v_align=VAlign.B)
    below = drawn.row()
    for column in columns:
        if column.group:
            below.cell(column.heading, align=_align(column), v_align=VAlign.B)


def _line(drawn: PaperTable, line: ReportLine, columns: int) -> None:
    if line.role is ColumnRole.SECTION:
        face = FontFace(emphasis="BOLD", fill_color=SECTION_FILL)
        drawn.row(style=face).cell(line.name, colspan=columns, align=Align.L)
        return
    total = line.role is ColumnRole.TOTAL
    row = drawn.row(style=FontFace(emphasis="BOLD") if total else None)
    for cell in line.cells:
        align = Align.L if cell.span > 1 else None
        row.cell(cell.text, align=align, style=_face(cell, strong=total), colspan=cell.span)


def _face(cell: Cell, *, strong: bool) -> FontFace | None:
    colour = TONES.get(cell.tone)
    return FontFace(color=colour, emphasis="BOLD" if strong else None) if colour else None


def _on_paper(line: ReportLine, columns: int) -> ReportLine:
    """The line without the cells that only a spreadsheet has; they are the last ones."""
    return ReportLine(line.cells[:columns], line.role)


def _texts(line: ReportLine, columns: int) -> list[str]:
    """What each column has to be wide enough for; a cell over several needs no column alone."""
    if line.role is ColumnRole.SECTION:
        return [""] * columns
    texts: list[str] = []
    for cell in line.cells:
        texts += [cell.text] if cell.span == 1 else [""] * cell.span
    return texts


def _align(column: Column) -> Align:
    return Align.L if column.kind is CellKind.TEXT else Align.R
