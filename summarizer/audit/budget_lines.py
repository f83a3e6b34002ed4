"""Budget lines: a budget and its spending, in a sentence or in a row of a table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from summarizer.audit.context import AuditContext, Sentence
from summarizer.audit.figures import Figure, printed
from summarizer.audit.views import TableView
from summarizer.audit.wording import Role, change_sign, has_reason, is_spending, role_of
from summarizer.schema import Span

__all__ = [
    "BudgetLine",
    "Roles",
    "budget_lines",
    "document_explains",
    "is_explained_in",
    "prose_lines",
    "roles_in",
    "table_lines",
]

# Reasons for more spending than planned, and for less.
_MORE = re.compile(
    r"追加|增加|新增|增拨|调增|上级|专项|调剂|调整|上年结转|提高|增长|大于|高于|差异|超"
)
_LESS = re.compile(
    r"未|结转|结余|滞后|压减|压缩|节约|节省|减少|调减|调整|调剂|取消|推迟|延[期迟后]|暂停|招标|跨年|疫情"
    r"|小于|低于|差异|收回|审[计核]|进度|不足|较晚|偏晚"
)
# An explicit reason of any kind.
_REASONED = re.compile(r"原因(?:是|为|[:：]|主要|在于|有)|由于|受.{1,12}影响|所致|导致")
# A reason if a word of more or less follows.
_BECAUSE = re.compile(r"因(?![此素地])")
_EXECUTED = re.compile(r"(?:执行|支付|支出|拨付|使用)(?:率|进度)|完成[^，。；]{0,6}预算")
# A project that a reason names.
_PROJECT = re.compile(
    r"[一-龥]{4,}项目(?!支出|资金|实施|建设|进度|资料|单位|工程|款|预算|结[转余]|追加)"
)
_COMMON = re.compile(r"项目|支出|经费|资金|合计|总计|小计|年度|总额|预算|其中|[:：、\s]")
HIGH, LOW = Decimal(105), Decimal(90)


_YEAR = re.compile(r"20\d\d")


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """Budget and spending of one purpose; `is_total` marks a 合计 row, `before` is the place of the
    name."""

    name: str
    budget: Figure
    spent: Figure
    before: tuple[Span, ...] = ()
    is_total: bool = False

    @property
    def rate(self) -> Decimal:
        """Spending as a percentage of the budget."""
        return 100 * self.spent.value / self.budget.value

    @property
    def is_off(self) -> bool:
        """Over 105 % or under 90 %, where reviewers require a reason."""
        return not LOW <= self.rate <= HIGH

    @property
    def is_over(self) -> bool:
        """True if spending exceeds the budget by more than rounding."""
        return self.rate > 100 and not self.spent.matches(self.budget)

    @property
    def division(self) -> str:
        """541.4万元÷465.65万元＝116.27%"""
        spent, budget = (printed(one.value, one) for one in (self.spent, self.budget))
        return f"{spent}÷{budget}＝{self.rate:.2f}%"

    @property
    def named_division(self) -> str:
        """The division after the name of the line, if it has one."""
        return f"“{self.name}”{self.division}" if self.name else self.division

    @property
    def amounts(self) -> tuple[Decimal, Decimal]:
        return self.budget.value, self.spent.value

    @property
    def inputs(self) -> tuple[Figure | Span, ...]:
        """Figures and places that the line was read from."""
        return (*self.before, self.budget, self.spent)


Roles = dict[Role, list[Figure]]


def roles_in(figures: Sequence[Figure], *, outright: bool = True) -> Roles:
    """Return the amounts of a sentence by role; an amount without a label has the role of the one
    before it. With `outright`, 支出 alone does not mean spending: it may be a plan.
    """
    roles: Roles = {}
    role: Role | None = None
    if not any(figure.kind == "money" for figure in figures):
        return roles
    # An amount with an execution rate was spent.
    outright = outright and not any(f.is_rate and _EXECUTED.search(f.label) for f in figures)
    for figure in figures:
        if figure.kind != "money":
            continue
        if figure.label.strip(" 、和及与"):
            role = role_of(figure.label)
            if outright and role == "spent" and not is_spending(figure.label):
                role = None
        if role and figure.is_exact and not figure.depth and not change_sign(figure):
            roles.setdefault(role, []).append(figure)
    return roles


def prose_lines(sentence: Sentence) -> tuple[BudgetLine, ...]:
    """Return the lines of a sentence: one budget and one spending, or two series after 分别."""
    if len(sentence.figures) < 2:
        return ()
    roles = roles_in(sentence.figures)
    spent = roles.get("spent", [])
    budget = roles.get("adjusted") or roles.get("budget", [])
    if not spent or len(spent) != len(budget) or any(f.value <= 0 for f in budget):
        return ()
    words = sentence.words(budget[0].start, spent[0].start)
    if (len(spent) > 1 and "分别" not in sentence.text) or "其中" in words:
        return ()
    pairs = zip(budget, spent, strict=True)
    return tuple(BudgetLine("", plan, cost) for plan, cost in pairs if _of_one_year(plan, cost))


def _of_one_year(plan: Figure, cost: Figure) -> bool:
    """True if the labels name the same year or no year; last year's spending is no line."""
    years = [set(_YEAR.findall(figure.label)) for figure in (plan, cost)]
    return not all(years) or years[0] == years[1]


def table_lines(view: TableView) -> tuple[BudgetLine, ...]:
    """Return the lines of a table, row by row, by the roles of its columns."""
    table = view.table
    plan, cost = table.column_of("adjusted") or table.column_of("budget"), None
    if plan is not None:
        cost = next((c for c in table.columns_of("executed") if c.number > plan.number), None)
    if plan is None or cost is None:
        return ()
    return tuple(_row_lines(view, plan.number, cost.number))


def _row_lines(view: TableView, plan: int, cost: int) -> Iterator[BudgetLine]:
    for row in view.rows:
        budget, spent = view.figures.get((row, plan)), view.figures.get((row, cost))
        if budget and spent and budget.value > 0 and budget.unit == spent.unit:
            name, before = view.head(row).rstrip("：:"), tuple(view.head_span(row))
            yield BudgetLine(name, budget, spent, before, view.is_total(row))


def budget_lines(context: AuditContext) -> tuple[BudgetLine, ...]:
    """Return all lines of a report, tables first."""
    tables = [line for view in context.views for line in table_lines(view)]
    prose = [line for sentence in context.sentences for line in prose_lines(sentence)]
    return (*tables, *prose)


def is_explained_in(paragraph: Sequence[Sentence], line: BudgetLine) -> bool:
    """True if these sentences state a reason for the deviation of the line."""
    words = _MORE if line.rate > 100 else _LESS
    behind = [one.text for one in paragraph if one.end > line.spent.end]
    given = any(_BECAUSE.search(text) and words.search(text) for text in behind)
    return (
        given
        or any(_REASONED.search(text) for text in behind)
        or any(has_reason(one.text) and bool(words.search(one.text)) for one in paragraph)
    )


def document_explains(
    context: AuditContext, line: BudgetLine, others: Sequence[BudgetLine] = ()
) -> bool:
    """True if a sentence anywhere explains the deviation of this line.

    A sentence with another rate or the name of another line explains that line. Unspent money does
    not explain overspending, and added money does not explain underspending.
    """
    return any(_is_about(sentence, line, others) for sentence in context.explaining)


def _is_about(sentence: Sentence, line: BudgetLine, others: Sequence[BudgetLine]) -> bool:
    text = sentence.text
    if not (_MORE if line.rate > 100 else _LESS).search(text):
        return False
    if any(_makes_most_of(one, line) for one in prose_lines(sentence)):
        return True
    rates = [f for f in sentence.figures if f.is_rate and _EXECUTED.search(f.label)]
    if any(abs(rate.value - line.rate) <= rate.step for rate in rates):
        return True
    amounts = (line.budget.value, line.spent.value, abs(line.budget.value - line.spent.value))
    if any(figure.kind == "money" and figure.value in amounts for figure in sentence.figures):
        return True
    name = _bare(line.name)
    if name and name in text:
        return True
    named = any((other := _bare(one.name)) and other in text for one in others)
    return not rates and not named and not _PROJECT.search(text)


def _makes_most_of(part: BudgetLine, whole: BudgetLine) -> bool:
    """True if one line causes at least half of the total gap, so that its reason explains both."""
    gaps = [one.spent.value - one.budget.value for one in (part, whole)]
    return gaps[0] * gaps[1] > 0 and 2 * abs(gaps[0]) >= abs(gaps[1])


def _bare(name: str) -> str:
    """Return a name without words common to all budget lines."""
    return _COMMON.sub("", name)
