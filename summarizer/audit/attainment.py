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
from summarizer.audit.figures import Figure, Interval, percent
from summarizer.audit.relations import Input, Relation, claim, computed
from summarizer.audit.views import AT_MOST, TableView, value_of
from summarizer.schema import ColumnRole, Quantity, Span
from summarizer.schema.terms import Severity

__all__ = ["deadlines_in_text", "indicator_rows", "values_in_text"]

# Outside these percentages the form requires a reason: 财预〔2020〕10号 and reviewing practice.
_LOW, _HIGH = Decimal(90), Decimal(130)
_RATE = re.compile(r"完成(?:率|比例|程度|进度)|达成率")
_REASON = re.compile(r"[一-龥]{2}")
_EXPLAINED = re.compile(r"原因|由于|因为?(?![此素])|受.{0,12}影响|导致|致使|所致|偏差|未达|超额")
# Words of a plan and of its completion, in one sentence.
_PLANNED = re.compile(r"计划|应[于在当]?|要求|目标|原定|合同约定|约定|拟")
_DONE = re.compile(r"实际|已于|最终|直到|直至|延至|才")
_DEED = re.compile(r"完成|完工|竣工|验收|建成|交付|开工|拨付|发放|投入使用|到位|上线")
_GOAL_VALUE = re.compile(r"(?:指标|目标|计划)值(?:均?为|是|[:：]|不低于|不少于|≥)?$")
_ACTUAL_VALUE = re.compile(r"(?:实际|完成)值(?:为|是|[:：])?$")
_POINT = re.compile(r"(?:(?P<year>20\d\d)-)?(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?")
_NO_DATE = re.compile(r"[\d.]*")


def indicator_rows(context: AuditContext) -> Iterator[Relation]:
    """The actual value of an indicator reaches its target, or the form states a reason.

    Shortfalls and values far above the target require a reason; a missed target earns no full
    marks; deadlines are met; the 完成率 of the row is actual value over target.
    Source: 偏差原因分析及改进措施 and scoring rules of the self-evaluation form, 财预〔2020〕10号.
    """
    for view in context.views:
        table = view.table
        if table.column_of("target") is None or table.column_of("actual") is None:
            continue
        for row in table.rows:
            if row.role not in ("head", "total", "note"):
                yield from _Row(context, view, row.number).judged()


@dataclass(frozen=True)
class _Row:
    """A row of an indicator table."""

    context: AuditContext
    view: TableView
    row: int

    def judged(self) -> Iterator[Relation]:
        by, on = self.dates
        if by and on:
            yield self._claim("deadline-missed", fits=on[0] <= by[1], severity="warning")
        elif self.values is not None:
            yield from self._outcome(*self.values)

    def text(self, role: ColumnRole) -> str:
        column = self.view.table.column_of(role)
        return self.view.text(self.row, column.number) if column else ""

    def spans(self, *roles: ColumnRole) -> list[Span]:
        """Return the evidence: the name of the row and its cells."""
        path = self.view.table.rows[self.row].path
        found = [self.context.span(path[-1].start, path[-1].end)] if path else []
        found = found or list(self.view.head_span(self.row))
        for role in roles:
            column = self.view.table.column_of(role)
            if column and self.view.table.at(self.row, column.number):
                found.append(self.view.span(self.row, column.number))
        return [span for span in found if span.quote]

    @cached_property
    def values(self) -> tuple[str, Decimal, Decimal] | None:
        """Sign of the target, target value and actual value, if both have one unit."""
        goal, done = value_of(self.text("target")), value_of(self.text("actual"))
        if goal is None or done is None or done.sign not in ("", "="):
            return None
        unit = self.text("unit")
        if (goal.unit or unit) != (done.unit or unit):
            return None
        return goal.sign or self.text("sign"), goal.value, done.value

    @cached_property
    def dates(self) -> tuple[_Days | None, _Days | None]:
        """First and last possible day of target and actual value."""
        return self._date("target"), self._date("actual")

    def _date(self, role: ColumnRole) -> _Days | None:
        column = self.view.table.column_of(role)
        cell = column and self.view.table.at(self.row, column.number)
        if not cell or _NO_DATE.fullmatch(self.text(role)):
            return None
        held = self.context.document.quantities_in(cell.start, cell.end)
        one = held[0] if len(held) == 1 and held[0].kind == "date" else None
        return _days(one, self.context.document.fiscal_year) if one else None

    @property
    def is_explained(self) -> bool:
        """True if the form, or a sentence that names the indicator, states a reason."""
        if _REASON.search(self.text("reason")):
            return True
        path = self.view.table.rows[self.row].path
        name = self.view.text(self.row, path[-1].column) if path else self.view.head(self.row)
        key = re.sub(r"[^一-龥]", "", name)[:4]
        return len(key) > 1 and any(
            key in one.text and _EXPLAINED.search(one.text) for one in self.context.sentences
        )

    def _outcome(self, sign: str, wanted: Decimal, got: Decimal) -> Iterator[Relation]:
        if wanted > 0 and sign not in AT_MOST:
            yield from self._completion(100 * got / wanted)
        rate = 100 * got / wanted if wanted else Decimal(100)
        missed = got > wanted if sign in AT_MOST else got < wanted
        weight = self.text("weight")
        if weight and weight == self.text("score"):
            yield self._claim("full-score-target-missed", fits=not missed, severity="warning")
            if missed:
                return
        yield self._claim("target-not-reached", fits=not missed, severity="info")
        low = missed and (rate < _LOW or sign in AT_MOST)
        # Costs may stay below their limit; an upper limit has no completion rate.
        high = not missed and rate > _HIGH and sign not in AT_MOST
        if (low or high) and self.view.table.column_of("reason") is not None:
            yield self._claim("deviation-unexplained", fits=self.is_explained, severity="warning")

    def _completion(self, right: Decimal) -> Iterator[Relation]:
        """Compare the printed rate; above the target, 100 % is accepted."""
        columns = (at for at in self.view.columns if _RATE.search(self.view.title(at)))
        rate = self.view.figures.get((self.row, next(columns, -1)))
        if rate is None or not rate.is_rate or (right > 100 and rate.value == 100):
            return
        half = rate.step / 2
        cells = self.spans("actual", "target")[1:]
        inputs: list[Input] = [*self.view.head_span(self.row), *cells, rate]
        yield computed(
            "ratio-mismatch",
            inputs,
            rate,
            Interval(right - half, right + half),
            percent(right, rate),
            severity="error",
            message="ratio-mismatch:table",
            row=self.view.name(self.row),
            column=rate.label.rpartition("/")[2],
            top=self.text("actual"),
            base=self.text("target"),
            rate=rate.quantity.text,
        )

    def _claim(self, code: str, *, fits: bool, severity: Severity) -> Relation:
        roles: tuple[ColumnRole, ...] = ("target", "actual")
        if code == "full-score-target-missed":
            roles = (*roles, "score")
        target, actual = self.text("target"), self.text("actual")
        each = f"“{self.view.name(self.row)}”：“{target}”→“{actual}”"
        return claim(
            code,
            self.spans(*roles),
            fits=fits,
            severity=severity,
            expected=target,
            stated=actual,
            each=each,
        )


_Days = tuple[tuple[int, ...], tuple[int, ...]]


def _days(date: Quantity, year: int | None) -> _Days | None:
    """Return the first and the last day that a date may mean."""
    match = _POINT.fullmatch(date.value)
    if match is None or not (match["year"] or year):
        return None
    y, month = int(match["year"] or year or 0), int(match["month"])
    if not 1 <= month <= 12:
        return None
    if match["day"]:
        return (y, month, int(match["day"])), (y, month, int(match["day"]))
    return (y, month, 1), (y, month, monthrange(y, month)[1])


def deadlines_in_text(context: AuditContext) -> Iterator[Relation]:
    """Completion is not later than planned: 计划2024年12月底前完工，实际2025年1月20日完工.

    Source: 时效指标 of 财预〔2021〕101号.
    """
    for sentence in context.sentences:
        held = context.document.quantities_in(sentence.start, sentence.end)
        dates = [q for q in held if q.kind == "date" and "/" not in q.value]
        for by, on in pairwise(dates):
            before = re.split(r"[。；;]", sentence.words(sentence.start, by.start))[-1][-12:]
            between = sentence.words(by.end, on.start)
            after = sentence.words(on.end, on.end + 12)
            if not _PLANNED.search(before) or _DONE.search(before) or re.search("[。；;]", between):
                continue
            planned = _days(by, context.document.fiscal_year)
            done = _days(on, None) or (_days(on, planned[0][0]) if planned else None)
            if planned and done and _DONE.search(between) and _DEED.search(between + after):
                yield claim(
                    "deadline-missed",
                    (context.span(by.start - len(before[-8:]), on.end),),
                    fits=done[0] <= planned[1],
                    expected=by.text,
                    stated=on.text,
                    each=f"“{by.text}”→“{on.text}”",
                )


def values_in_text(context: AuditContext) -> Iterator[Relation]:
    """A value stated beside its target is near it or has a reason: 指标值1000元，实际完成值1000元.

    Source: 偏差原因分析及改进措施 of the self-evaluation form, 财预〔2020〕10号.
    """
    for paragraph in context.paragraphs:
        for place, sentence in enumerate(paragraph):
            said = "".join(one.text for one in paragraph[place : place + 2])
            for goal, done in pairwise(sentence.figures):
                told = _GOAL_VALUE.search(goal.label) and _ACTUAL_VALUE.search(done.label)
                if told and goal.unit == done.unit and goal.value > 0 and done.is_exact:
                    yield _told(goal, done, bool(_EXPLAINED.search(said)))


def _told(goal: Figure, done: Figure, explained: bool) -> Relation:
    rate = 100 * done.value / goal.value
    at_most = goal.quantity.comparator in ("<=", "<")
    near = rate <= 100 if at_most else _LOW <= rate <= _HIGH
    return claim(
        "deviation-unexplained",
        (goal, done),
        fits=near or explained,
        expected=goal.quantity.text,
        stated=done,
        each=f"“{goal.quote}”→“{done.quote}”",
    )
