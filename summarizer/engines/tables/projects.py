"""Find the project of each form in a document with the forms of several projects."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TypeVar

from summarizer.engines.tables.sheet import Offsets, Sheet, says_nothing, span_of
from summarizer.schema import Document, ResultDraft, Table, TargetDraft

__all__ = ["Project", "Projects"]

Named = TypeVar("Named", TargetDraft, ResultDraft)

LABEL = re.compile(r"(?:项目|专项|政策)(?:资金)?名称[：:]?")
# 「51000021R000000019951-工资性支出」: the leading code is omitted.
CODE = re.compile(r"^(?=[0-9A-Z]*\d)[0-9A-Z]{6,}\s*[-—－]\s*")
LONGEST = 60


@dataclass(frozen=True)
class Project:
    """A project by its name and the place of the name; without a name, the only one of the
    document.
    """

    name: str = ""
    span: Offsets = (0, 0)

    def named(self, draft: Named) -> Named:
        """Return the draft with the project as subject, and its name as further evidence."""
        if not self.name or self.name in (draft.subject or ""):
            return draft
        subject = f"{self.name} {draft.subject}" if draft.subject else self.name
        return replace(draft, subject=subject, spans=(*draft.spans, self.span))


class Projects:
    """The projects named by the forms of a document."""

    def __init__(self, document: Document) -> None:
        found = [_named_in(Sheet(document, table)) for table in document.tables]
        named = [(table, one) for table, one in zip(document.tables, found, strict=True) if one]
        # A single project needs no name: the document is about it.
        several = len({one.name for _, one in named}) > 1
        self._named = named if several else []

    def of(self, table: Table) -> Project:
        """Return the project named last before a table, or in it."""
        before = [one for other, one in self._named if other.start <= table.start]
        return before[-1] if before else Project()


def _named_in(sheet: Sheet) -> Project | None:
    """Return the name beside 项目名称 among labels and values."""
    if sheet.table.role != "other":
        return None
    for row in sheet.table.rows:
        cells = sheet.table.row_cells(row.number)
        for label, value in pairwise(cells):
            if not LABEL.fullmatch(sheet.words(label)):
                continue
            code = CODE.match(sheet.document.text[value.start : value.end])
            start = value.start + (code.end() if code else 0)
            name = " ".join(sheet.document.text[start : value.end].split())
            if not says_nothing(name) and len(name) <= LONGEST:
                return Project(name, (start, value.end) if code else span_of(value))
    return None
