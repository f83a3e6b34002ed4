"""Small PDFs for tests: text at places, lines, tables, over one or several pages."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from itertools import pairwise

from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

__all__ = ["Sheets"]

FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))


class Sheets:
    """Pages to draw on; places are points from the top left corner. `size` is that of the page
    as displayed, after it was turned clockwise by `rotate` degrees.

    >>> sheets = Sheets()
    >>> _ = sheets.text(72, 72, "预算100万元")
    >>> sheets.done()[:5]
    b'%PDF-'
    """

    def __init__(
        self, size: tuple[float, float] = A4, *, password: str = "", rotate: int = 0
    ) -> None:
        self.width, self.height = size
        self.output = BytesIO()
        locked = {"encrypt": password} if password else {}
        self.canvas = Canvas(self.output, pagesize=size, invariant=1, **locked)
        self.rotate = rotate
        self._begin()

    def _begin(self) -> None:
        self.canvas.setPageRotation(self.rotate)
        self.canvas.setLineWidth(0.5)

    def page(self) -> None:
        """Begin the next page."""
        self.canvas.showPage()
        self._begin()

    def text(
        self, left: float, base: float, words: str, size: float = 10.5, colour: str = "black"
    ) -> float:
        """Words on a baseline, digits and letters in half the width; where they end."""
        self.canvas.setFillColor(colour)
        at = left
        for sign in words:
            font = "Helvetica" if sign.isascii() else FONT
            self.canvas.setFont(font, size)
            self.canvas.drawString(at, self.height - base, sign)
            at += pdfmetrics.stringWidth(sign, font, size)
        self.canvas.setFillColor("black")
        return at

    def lines(self, left: float, base: float, words: Sequence[str], step: float = 18) -> None:
        """Printed lines below each other."""
        for number, line in enumerate(words):
            self.text(left, base + number * step, line)

    def rule(self, left: float, top: float, right: float, bottom: float) -> None:
        """A ruling line."""
        self.canvas.line(left, self.height - top, right, self.height - bottom)

    def bar(self, left: float, top: float, right: float, bottom: float) -> None:
        """A filled rectangle."""
        self.canvas.rect(left, self.height - bottom, right - left, bottom - top, stroke=0, fill=1)

    def table(
        self,
        xs: Sequence[float],
        top: float,
        rows: Sequence[Sequence[str | None]],
        *,
        step: float = 20,
        thin_bars: bool = False,
    ) -> None:
        """A ruled table. A cell that is None belongs to the cell left of it, "^" to the one
        above; a text with line breaks stands on several lines."""
        draw = self._bars if thin_bars else self.rule
        for number, row in enumerate(rows):
            above = top + number * step
            draw(xs[0], above, xs[0], above + step)
            for column, (left, right) in enumerate(pairwise(xs)):
                words = row[column]
                if words != "^":
                    draw(left, above, right, above)
                follows = row[column + 1] if column + 1 < len(row) else ""
                if follows is not None:
                    draw(right, above, right, above + step)
                if words and words != "^":
                    for line, part in enumerate(words.split("\n")):
                        self.text(left + 3, above + 12 + 11 * line, part, 9)
        draw(xs[0], top + step * len(rows), xs[-1], top + step * len(rows))

    def picture(self, png: bytes) -> None:
        """A picture over the whole page."""
        self.canvas.drawImage(ImageReader(BytesIO(png)), 0, 0, self.width, self.height)

    def _bars(self, left: float, top: float, right: float, bottom: float) -> None:
        self.bar(left - 0.24, top - 0.24, right + 0.24, bottom + 0.24)

    def done(self) -> bytes:
        """The file."""
        self.canvas.save()
        return self.output.getvalue()
