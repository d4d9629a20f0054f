"""The report of waits on A4 paper, in the letters that the tickets are printed with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import closing
from importlib.resources import files
from itertools import groupby

from fpdf import FPDF
from fpdf.enums import Align, TableBordersLayout, VAlign, XPos, YPos
from fpdf.fonts import FontFace, TTFFont
from fpdf.table import Row

from kezek_kiosk.report_table import Column, Kind
from kezek_kiosk.wait_report import WaitReport

FONT = "Report"
FONT_FILES = {"": "PTS55F.ttf", "B": "PTS75F.ttf"}
ACCENT = (0, 106, 134)
INK = (22, 32, 43)
INK_SOFT = (72, 86, 99)
HEAD_FILL = (226, 243, 247)
MARGIN_MM = 11.0
FOOT_MM = 13.0
PADDING_MM = 0.7
NAME_MM = 40.0
"""The least width of the column with the services' names."""

LARGEST_PT, SMALLEST_PT = 7.5, 5.5
SIGN_MM = 34.0
BASIS_MM = (43, 16, 121, 76, 19)
RULE = (184, 196, 203)


def write_pdf(report: WaitReport) -> bytes:
    """The report as the bytes of a PDF."""
    with closing(ReportPaper(report)) as page:
        page.add_page()
        page.head()
        page.waits()
        page.basis()
        page.signature()
        return bytes(page.output())


class ReportPaper(FPDF):
    """A4 across, with the report's name and the page's number at the foot of each page."""

    def __init__(self, report: WaitReport) -> None:
        super().__init__(orientation="landscape", format="A4")
        self.report = report
        fonts = files("kezek_printers") / "fonts"
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
        self.set_y(-FOOT_MM + 4)
        self.write_in(INK_SOFT, 7.5)
        told = " · ".join((self.report.title, self.report.facts[0][1], self.report.office))
        self.cell(text=told, w=self.epw - 30, h=4)
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

    def waits(self) -> None:
        """The table, in the largest letters in which no word has to be broken."""
        report = self.report
        columns = [column for column in report.columns if not column.sheet_only]
        rows = [[line.text(column, report.language) for column in columns] for line in report.lines]
        points, widths = self.fitted(columns, rows)
        self.write_in(INK, points)
        line_mm = points * 0.45
        with self.table(
            col_widths=widths,
            width=self.epw,
            align=Align.L,
            borders_layout=TableBordersLayout.HORIZONTAL_LINES,
            headings_style=FontFace(emphasis="BOLD", fill_color=HEAD_FILL),
            num_heading_rows=2,
            line_height=line_mm,
            padding=(PADDING_MM, PADDING_MM),
            text_align=tuple(_align(column) for column in columns),
            v_align=VAlign.M,
        ) as table:
            names = table.row()
            for group, members in groupby(columns, key=lambda column: column.group):
                if group:
                    names.cell(group, colspan=len(list(members)), align=Align.C)
                else:
                    for column in members:
                        names.cell(
                            column.heading, rowspan=2, align=_align(column), v_align=VAlign.B
                        )
            groups = table.row()
            for column in columns:
                if column.group:
                    groups.cell(column.heading, align=_align(column), v_align=VAlign.B)
            for texts in rows:
                style = FontFace(emphasis="BOLD") if texts is rows[-1] else None
                row = table.row(style=style)
                for text in texts:
                    row.cell(text)
        self.ln(2)
        self.write_in(INK_SOFT, 8)
        self.line_of(report.note, 4)

    def fitted(
        self, columns: Sequence[Column], rows: Sequence[Sequence[str]]
    ) -> tuple[float, list[float]]:
        """Size of the letters and width of each column; the names take what is left."""
        points = LARGEST_PT
        while True:
            self.write_in(INK, points, strong=True)
            needed = [
                max(self.word_mm(column.heading), *(self.word_mm(row[place]) for row in rows))
                for place, column in enumerate(columns)
            ]
            name_mm = self.epw - sum(needed[1:])
            if name_mm >= max(NAME_MM, needed[0]) or points <= SMALLEST_PT:
                return points, [name_mm, *needed[1:]]
            points -= 0.25

    def word_mm(self, text: str) -> float:
        """The width of the longest word with the room around it."""
        longest = max((self.get_string_width(word) for word in text.split(" ")), default=0.0)
        return longest + 2 * PADDING_MM + 0.4

    def basis(self) -> None:
        """Where every limit stands."""
        report = self.report
        self.ln(4)
        self.write_in(INK, 10, strong=True)
        self.line_of(report.word("basis"), 6)
        self.write_in(INK, 7.5)
        with self.table(
            col_widths=BASIS_MM,
            width=self.epw,
            borders_layout=TableBordersLayout.HORIZONTAL_LINES,
            headings_style=FontFace(emphasis="BOLD", fill_color=HEAD_FILL),
            line_height=3.6,
            padding=(PADDING_MM, PADDING_MM),
            text_align=(Align.L, Align.R, Align.L, Align.L, Align.L),
        ) as table:
            _row(table.row(), report.basis_heads)
            for basis in report.basis:
                _row(
                    table.row(),
                    (basis.service, basis.limit, basis.act, basis.place, basis.edition),
                )

    def signature(self) -> None:
        """The line to sign on, never torn from its words."""
        self.ln(7)
        if self.will_page_break(12):
            self.add_page()
        self.write_in(INK, 10)
        self.cell(text=self.report.word("position"), h=5, w=52)
        top, left = self.get_y() + 5, self.get_x()
        self.set_draw_color(*INK)
        for name, width_mm in (("signed", SIGN_MM), ("name", 2 * SIGN_MM), ("date", SIGN_MM)):
            self.line(left, top, left + width_mm, top)
            self.set_xy(left, top + 0.5)
            self.write_in(INK_SOFT, 7.5)
            self.cell(text=self.report.word(name), w=width_mm, h=4, align=Align.C)
            left += width_mm + 8


def _row(row: Row, texts: Iterable[str]) -> None:
    for text in texts:
        row.cell(text)


def _align(column: Column) -> Align:
    return Align.L if column.kind is Kind.TEXT else Align.R
