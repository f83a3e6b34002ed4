"""Render the brief as a Word document of two to four pages in the format of 公文.

Title in 小标宋, text in 仿宋, headings 一、 and （一）; every number has its source in a footnote.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Mm, Pt

from summarizer.figures import has_blocks
from summarizer.genre.person import quoted
from summarizer.rendering.briefing import (
    brief_parts,
    chapter_heading,
    score_heading,
)
from summarizer.rendering.facts import title
from summarizer.rendering.fonts import BODY, FALLBACKS, HEADING, NOTE, SUBHEADING, TITLE, name_fonts
from summarizer.rendering.footnotes import Footnotes
from summarizer.rendering.labels import Language, word
from summarizer.rendering.look import Look
from summarizer.rendering.numerals import chinese_numeral
from summarizer.rendering.opening import about_line, brief_title, checked_line
from summarizer.rendering.places import source
from summarizer.rendering.statements import Part, Statement, headed
from summarizer.rendering.zipping import timeless
from summarizer.schema import Document, Summary

__all__ = ["render"]

# Font sizes 二号, 三号, 小五; line pitch of 25 points; margins of GB/T 9704.
_TITLE_SIZE, _SIZE, _NOTE_SIZE, _LINE = 22, 16, 9, 25
_MARGINS = (37, 35, 28, 26)
_LIST_MOST = 15


def render(summary: Summary, document: Document | None, look: Look) -> bytes:  # noqa: ARG001
    """Return the document."""
    writer = _Writer(summary, look.language)
    writer.opening(summary)
    parts = brief_parts(summary, look.language)
    chapters = list(_chapters(parts))
    for number, parted in enumerate(chapters, start=1):
        writer.chapter(number, *parted)
    writer.closing(len(chapters) + 1, summary)
    return writer.done(summary)


def _named(label: str, parts: Sequence[Part]) -> str:
    """Return the code of a chapter's heading; where no target has a result, it does not say so."""
    labels = {part.label for part in parts}
    if label != "targets" or labels & {"unmet", "met"} or any(part.counted for part in parts):
        return label
    return {"score": "rated", "targets": "targets_set"}.get("".join(labels), "targets_rated")


def _chapters(parts: Sequence[Part]) -> Iterable[tuple[str, list[Part]]]:
    """Group the parts into chapters; missed targets and the score belong to the targets."""
    homes = {"unmet": "targets", "met": "targets", "score": "targets"}
    for label, members in groupby(parts, key=lambda part: homes.get(part.label) or part.label):
        yield label, list(members)


class _Writer:
    def __init__(self, summary: Summary, language: Language) -> None:
        self.language = language
        self.document = docx.Document()
        self.notes = Footnotes(NOTE, _NOTE_SIZE)
        self.summary = summary
        _page(self.document)

    def opening(self, summary: Summary) -> None:
        """Write the title and the identity of the report."""
        heading = self.document.add_paragraph()
        heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _spaced(heading, 36, indent=False)
        _run(heading, brief_title(summary, self.language), TITLE, _TITLE_SIZE)
        _run(self._paragraph(), about_line(summary, self.language), BODY, _SIZE)

    def chapter(self, number: int, label: str, parts: Sequence[Part]) -> None:
        """Write a chapter 一、 with its content."""
        self._heading(number, _named(label, parts))
        for part in parts:
            if part.label == "results" or (part.label == "funds" and self._has_blocks()):
                self._themes(part.statements)
            elif part.label in ("unmet", "met"):
                listing = "包括" if self.language == "zh" else ""
                self._sentence(part, f"{part.heading}{listing}")
            elif part.listed:
                self._list(part)
            else:
                self._sentence(part)

    def _has_blocks(self) -> bool:
        return has_blocks(self.summary.document.title, self.summary.document.kind)

    def closing(self, number: int, summary: Summary) -> None:
        """Write how reliable the brief is."""
        self._heading(number, "check")
        stop = "。" if self.language == "zh" else ". "
        said = f"{self._word('brief_sources')}{stop}{checked_line(summary, self.language)}"
        _run(self._paragraph(), said, BODY, _SIZE)

    def done(self, summary: Summary) -> bytes:
        """Return the file, dated when the summary was made, not when it was exported."""
        self.notes.attach(self.document)
        name_fonts(self.document, FALLBACKS)
        about = self.document.core_properties
        about.author, about.title = "summarizer", _printable(title(summary))
        about.created = about.modified = _made(summary)
        stream = io.BytesIO()
        self.document.save(stream)
        return timeless(stream.getvalue())

    def _heading(self, number: int, label: str) -> None:
        numeral = f"{chinese_numeral(number)}、" if self.language == "zh" else f"{number}. "
        heading = self._paragraph()
        heading.paragraph_format.keep_with_next = True
        _run(
            heading,
            f"{numeral}{chapter_heading(self.summary, label, self.language)}",
            HEADING,
            _SIZE,
        )

    def _sentence(self, part: Part, heading: str = "") -> None:
        paragraph = self._paragraph()
        if part.label == "score":
            heading = score_heading(self.summary, self.language)
        if heading:
            _run(paragraph, self._labelled(heading), BODY, _SIZE)
        before = ""
        sources = self._sources(part.statements)
        for at, statement in enumerate(part.statements):
            if at:
                _run(paragraph, "；" if self.language == "zh" else "; ", BODY, _SIZE)
            # Target and result show by themselves how far a target was met.
            if statement.label != before and part.label not in ("unmet", "met"):
                label = headed(statement.label, statement.text, self.language)
                _run(paragraph, label, BODY, _SIZE)
            before = statement.label
            self._state(paragraph, statement, sources[at])
        _run(paragraph, "。" if self.language == "zh" else ".", BODY, _SIZE)

    def _themes(self, statements: Sequence[Statement]) -> None:
        """Write a section （一） for each heading of the report; statements without a heading share
        one paragraph.
        """
        by_theme: dict[str, list[Statement]] = {}
        for statement in statements:
            by_theme.setdefault(statement.label, []).append(statement)
        themes = [label for label in by_theme if label]
        for theme, members in by_theme.items():
            paragraph = self._paragraph()
            if theme:
                number = self._second(themes.index(theme) + 1) if len(themes) > 1 else ""
                stop = "。" if self.language == "zh" else ". "
                _run(paragraph, f"{number}{theme}{stop}", SUBHEADING, _SIZE)
            sources = self._sources(members)
            for at, statement in enumerate(members):
                if at:
                    _run(paragraph, "；" if self.language == "zh" else "; ", BODY, _SIZE)
                self._state(paragraph, statement, sources[at])
            _run(paragraph, "。" if self.language == "zh" else ".", BODY, _SIZE)

    def _list(self, part: Part) -> None:
        single = len(part.statements) == 1
        sources = self._sources(part.statements[:_LIST_MOST])
        for number, statement in enumerate(part.statements[:_LIST_MOST], start=1):
            paragraph = self._paragraph()
            _run(paragraph, "" if single else self._second(number), BODY, _SIZE)
            if part.label == "findings" and statement.label:
                # Without the symbol of a severity: official documents have none.
                label = statement.label.split(" ", 1)[-1]
                _run(paragraph, self._labelled(label), SUBHEADING, _SIZE)
            self._state(paragraph, statement, sources[number - 1])
            _run(paragraph, "。" if self.language == "zh" else ".", BODY, _SIZE)

    def _state(self, paragraph: Any, statement: Statement, note: str) -> None:
        _run(paragraph, statement.text, BODY, _SIZE)
        if note:
            self.notes.add(paragraph, _printable(note))

    def _sources(self, statements: Sequence[Statement]) -> list[str]:
        """Return the note of each statement; of neighbours with one source only the last has it."""
        notes = [self._source(one) for one in statements]
        return [
            "" if note == after else note
            for note, after in zip(notes, [*notes[1:], ""], strict=True)
        ]

    def _source(self, statement: Statement) -> str:
        if not statement.spans:
            return ""
        said = "".join(statement.text.split())
        told = all(quoted("".join(span.quote.split())) in said for span in statement.spans)
        return source(self.summary, statement.spans, self.language, quoting=not told)

    def _paragraph(self) -> Any:
        paragraph = self.document.add_paragraph()
        _spaced(paragraph, _LINE)
        return paragraph

    def _second(self, number: int) -> str:
        return f"（{chinese_numeral(number)}）" if self.language == "zh" else f"({number}) "

    def _labelled(self, label: str) -> str:
        return f"{label}：" if self.language == "zh" else f"{label}: "

    def _word(self, label: str) -> str:
        return word("heading", label, self.language)


def _page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    top, bottom, left, right = map(Mm, _MARGINS)
    section.top_margin, section.bottom_margin = top, bottom
    section.left_margin, section.right_margin = left, right
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(footer, "— ", NOTE, 14)
    run = _run(footer, "", NOTE, 14)
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        element.text = text or None
        run._r.append(element)
    _run(footer, " —", NOTE, 14)


def _spaced(paragraph: Any, points: float, *, indent: bool = True) -> None:
    shape = paragraph.paragraph_format
    shape.space_before = shape.space_after = Pt(0)
    shape.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    shape.line_spacing = Pt(points)
    if indent:
        shape.first_line_indent = Pt(2 * _SIZE)


def _run(paragraph: Any, text: str, font: str, points: float) -> Any:
    run = paragraph.add_run(_printable(text))
    run.font.size, run.font.name = Pt(points), font
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    return run


def _printable(text: str) -> str:
    """Return the text on one line, without characters that XML does not allow."""
    flat = " ".join(text.split()) if "\n" in text else text
    return "".join(sign if sign.isprintable() else "�" for sign in flat)


def _made(summary: Summary) -> datetime:
    try:
        return datetime.fromisoformat(summary.run.started_at).astimezone(UTC)
    except ValueError:
        return datetime(1980, 1, 1, tzinfo=UTC)
