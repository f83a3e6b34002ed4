"""Targets and actual values: rows of indicators, deadlines, and deviations without a reason."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import pairwise

from summarizer.audit.context import AuditContext
from summarizer.audit.relations import Relation, claim
from summarizer.audit.views import TableView
from summarizer.schema import ColumnRole, Quantity, Span
from summarizer.schema.summary import Severity

__all__ = ["deadlines_in_text", "indicator_rows"]

# From here on the form asks for a reason: 财预〔2020〕10号 and the practice of reviewers.
_LOW, _HIGH = Decimal(90), Decimal(130)
_VALUE = re.compile(
    r"(?P<sign>≥|>=|≤|<=|＞|＜|>|<|=|不低于|不少于|不高于|不超过|大于等于|小于等于)?\s*"
    r"(?P<number>\d[\d,]*(?:\.\d+)?)\s*(?P<unit>%|‰|[一-龥]{0,4})"
)
_AT_MOST = frozenset({"≤", "<=", "＜", "<", "不高于", "不超过", "小于等于"})
_DATE = re.compile(
    r"(?:(?P<year>20\d\d)\s*[年./-]\s*)?(?P<month>\d{1,2})\s*(?:月|[./-](?=\d))"
    r"(?:\s*(?P<day>\d{1,2})\s*日?)?(?P<open>底|末|份|上旬|中旬|下旬)?(?:之?[前内])?(?:完成|完工|竣工|验收)?"
)
_REASON = re.compile(r"[一-龥]{2}")
_EXPLAINED = re.compile(r"原因|由于|因为?(?![此素])|受.{0,12}影响|导致|致使|所致|偏差|未达|超额")
# A plan and what came of it, in one sentence.
_PLANNED = re.compile(r"计划|应[于在当]?|要求|目标|原定|合同约定|约定|拟")
_DONE = re.compile(r"实际|已于|最终|直到|直至|延至|才")
_DEED = re.compile(r"完成|完工|竣工|验收|建成|交付|开工|拨付|发放|投入使用|到位|上线")


def indicator_rows(context: AuditContext) -> Iterator[Relation]:
    """The actual value of an indicator reaches its target, or the form says why not.

    Shortfalls and actual values far above the target call for a reason; a missed target earns no
    full marks; what was to be done by a day was done by then. Source: 偏差原因分析及改进措施 and
    scoring rules of the self-evaluation form, 财预〔2020〕10号.
    """
    for view in context.views:
        for row in _rows(context, view):
            if row.dates is not None:
                yield row.deadline()
            elif row.values is not None:
                yield from row.outcome()


def _rows(context: AuditContext, view: TableView) -> Iterator[_Row]:
    table = view.table
    if table.column_of("target") is None or table.column_of("actual") is None:
        return
    for row in table.rows:
        if row.role not in ("head", "total", "note"):
            yield _Row(context, view, row.number)


@dataclass(frozen=True)
class _Row:
    """A row of indicators: its target, its actual value and what the form says beside them."""

    context: AuditContext
    view: TableView
    row: int

    def text(self, role: ColumnRole) -> str:
        column = self.view.table.column_of(role)
        return self.view.text(self.row, column.number) if column else ""

    def spans(self, *roles: ColumnRole) -> list[Span]:
        """Evidence: the name of the row and its cells."""
        found = list(self.view.head_span(self.row))
        path = self.view.table.rows[self.row].path
        if path:
            found = [self.context.span(path[-1].start, path[-1].end)]
        for role in roles:
            column = self.view.table.column_of(role)
            if column and self.view.table.at(self.row, column.number):
                found.append(self.view.span(self.row, column.number))
        return [span for span in found if span.quote]

    @cached_property
    def values(self) -> tuple[str, Decimal, Decimal] | None:
        """The sign of the target, its value and the actual one, of one unit."""
        goal, done = _VALUE.fullmatch(self.text("target")), _VALUE.fullmatch(self.text("actual"))
        if goal is None or done is None or done["sign"] not in (None, "="):
            return None
        sign, unit = goal["sign"] or self.text("sign"), self.text("unit")
        if (goal["unit"] or unit) != (done["unit"] or unit):
            return None
        wanted, got = (Decimal(m["number"].replace(",", "")) for m in (goal, done))
        return sign, wanted, got

    @cached_property
    def dates(self) -> tuple[tuple[int, ...], tuple[int, ...]] | None:
        """The last day of the target and the first of the actual value."""
        by, on = _DATE.fullmatch(self.text("target")), _DATE.fullmatch(self.text("actual"))
        year = self.context.document.fiscal_year
        if by is None or on is None or not (by["year"] or year) or not (on["year"] or year):
            return None
        return _day(by, year, last=True), _day(on, year, last=False)

    @property
    def words(self) -> dict[str, str]:
        name = self.view.name(self.row)
        target, actual = self.text("target"), self.text("actual")
        each = f"“{name}”目标“{target}”，完成“{actual}”"
        return {"row": name, "target": target, "actual": actual, "each": each}

    @property
    def is_full(self) -> bool:
        """Does the row have full marks?"""
        weight, score = self.text("weight"), self.text("score")
        return bool(weight) and weight == score

    @property
    def is_explained(self) -> bool:
        """Does the form, or a sentence of the report that names the indicator, give a reason?"""
        if _REASON.search(self.text("reason")):
            return True
        path = self.view.table.rows[self.row].path
        name = self.view.text(self.row, path[-1].column) if path else self.view.head(self.row)
        key = re.sub(r"[^一-龥]", "", name)[:4]
        return len(key) > 1 and any(
            key in one.text and _EXPLAINED.search(one.text) for one in self.context.sentences
        )

    @property
    def asks_for_reason(self) -> bool:
        """Does the form have a column for the reason?"""
        return self.view.table.column_of("reason") is not None

    def deadline(self) -> Relation:
        assert self.dates is not None
        by, on = self.dates
        return claim(
            "deadline-missed",
            self.spans("target", "actual"),
            fits=on <= by,
            expected=self.text("target"),
            stated=self.text("actual"),
            words=self.words,
        )

    def outcome(self) -> Iterator[Relation]:
        assert self.values is not None
        sign, wanted, got = self.values
        rate = 100 * got / wanted if wanted else Decimal(100)
        missed = got > wanted if sign in _AT_MOST else got < wanted
        if self.is_full:
            yield self._claim("full-score-target-missed", fits=not missed, severity="warning")
            if missed:
                return
        yield self._claim("target-not-reached", fits=not missed, severity="info")
        low = missed and (rate < _LOW or sign in _AT_MOST)
        # Costs may stay below their bound, and what must not happen has no rate.
        high = not missed and rate > _HIGH and sign not in _AT_MOST
        if (low or high) and self.asks_for_reason:
            yield self._claim("deviation-unexplained", fits=self.is_explained, severity="warning")

    def _claim(self, code: str, *, fits: bool, severity: Severity) -> Relation:
        return claim(
            code,
            self.spans("target", "actual", "score")
            if code == "full-score-target-missed"
            else self.spans("target", "actual"),
            fits=fits,
            severity=severity,
            expected=self.text("target"),
            stated=self.text("actual"),
            words=self.words,
        )


def _day(match: re.Match[str], year: int | None, *, last: bool) -> tuple[int, ...]:
    """Year, month and day; a month alone is its last or its first day."""
    y, month = int(match["year"] or year or 0), min(12, max(1, int(match["month"])))
    day = int(match["day"] or (monthrange(y, month)[1] if last else 1))
    return y, month, day


def deadlines_in_text(context: AuditContext) -> Iterator[Relation]:
    """计划2024年12月底前完工，实际2025年1月20日完工: what was done is not later than planned.

    Source: 时效指标 of 财预〔2021〕101号.
    """
    for sentence in context.sentences:
        held = context.document.quantities_in(sentence.start, sentence.end)
        dates = [q for q in held if q.kind == "date" and "/" not in q.value]
        for by, on in pairwise(dates):
            before = re.split(r"[。；;]", sentence.words(sentence.start, by.start))[-1]
            between = sentence.words(by.end, on.start)
            after = sentence.words(on.end, on.end + 12)
            planned = _PLANNED.search(before[-12:]) and not _DONE.search(before[-12:])
            if not planned or not _DONE.search(between) or not _DEED.search(between + after):
                continue
            if re.search(r"[。；;]", between):
                continue
            ends = _bounds(by, context.document.fiscal_year), _bounds(on, None)
            if ends[0] is not None and ends[1] is not None:
                span = context.span(by.start - len(before[-8:]), on.end)
                each = f"计划“{by.text}”，实际“{on.text}”"
                yield claim(
                    "deadline-missed",
                    (span,),
                    fits=ends[1][0] <= ends[0][1],
                    expected=by.text,
                    stated=on.text,
                    message="",
                    words={"row": "", "target": by.text, "actual": on.text, "each": each},
                )


_POINT = re.compile(r"(?:(?P<year>20\d\d)-)?(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?")


def _bounds(date: Quantity, year: int | None) -> tuple[tuple[int, ...], tuple[int, ...]] | None:
    """The first and the last day that a date may be."""
    match = _POINT.fullmatch(date.value)
    if match is None or not (match["year"] or year):
        return None
    y, month = int(match["year"] or year or 0), int(match["month"])
    if not 1 <= month <= 12:
        return None
    if match["day"]:
        return (y, month, int(match["day"])), (y, month, int(match["day"]))
    return (y, month, 1), (y, month, monthrange(y, month)[1])
