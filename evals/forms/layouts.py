"""Print forms as offices do: one function per layout, modelled on forms of many provinces.

Texts and numbers come from `content`; a layout sets headers, order, merges, units and signs.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from evals.forms.content import Content, Fund, Indicator, content, plain
from evals.forms.gold import Gold, GoldItem, fund_results, of_indicators, total_result
from evals.forms.grids import Block, Sheet, Table

__all__ = ["LAYOUTS", "Form", "form"]


@dataclass(frozen=True)
class Form:
    """A form on paper and its gold."""

    layout: str
    sheet: Sheet
    gold: Gold


Layout = Callable[[Content], tuple[Sheet, Gold]]


def form(layout: str, seed: int) -> Form:
    """Return the form of a layout, filled from a seed."""
    sheet, gold = LAYOUTS[layout](content(seed))
    return Form(layout, sheet, gold)


# Words of cells -----------------------------------------------------------------------------


def money(amount: Decimal) -> str:
    """Return an amount in 万元 as forms print it."""
    return plain(amount)


def yuan(amount: Decimal) -> str:
    """Return the same amount in 元, with separators."""
    return f"{amount * 10000:,.2f}"


def rate(fund: Fund) -> str:
    """Return the execution rate with its sign; empty when there is no budget."""
    return f"{fund.rate}%" if fund.adjusted else ""


def promise(one: Indicator) -> str:
    """Return the target as printed: ≥12期, 有效提升."""
    return one.promise if one.number is None else f"{one.sign}{plain(one.number)}{one.unit}"


def reached(one: Indicator) -> str:
    """Return the result as printed: 13期, 有效提升."""
    return one.outcome if one.actual is None else f"{plain(one.actual)}{one.unit}"


def bare(one: Indicator) -> str:
    """Return the result without its unit, which is that of the target."""
    return one.outcome if one.actual is None else plain(one.actual)


def score(value: Decimal) -> str:
    """Return a score as printed: 8, 9.5."""
    return plain(value)


Said = str | tuple[str, int, int]


def leveled(
    indicators: Sequence[Indicator], *, weights: bool = False, second: bool = True
) -> Iterable[tuple[Indicator, list[Said]]]:
    """Yield each indicator with the merged level cells that begin in its row."""
    for _, of_first in groupby(indicators, key=lambda one: one.level1):
        first = list(of_first)
        points = sum((one.weight for one in first), Decimal(0))
        name = f"{first[0].level1}（{plain(points)}分）" if weights else first[0].level1
        opening: list[Said] = [(name, 1, len(first))]
        for _, of_second in groupby(first, key=lambda one: one.level2):
            inner = list(of_second)
            if second:
                opening.append((inner[0].level2, 1, len(inner)))
            for one in inner:
                yield one, opening
                opening = []


def dated(ctx: Content, words: str) -> str:
    """Return a target with its date in the year of the form."""
    return f"{ctx.year}年{words}" if "月" in words else words


def with_years(ctx: Content) -> tuple[Indicator, ...]:
    """Return the indicators with the year in their dates."""
    return tuple(
        one
        if not one.timely
        else Indicator(
            **{
                **vars(one),
                "promise": dated(ctx, one.promise),
                "outcome": dated(ctx, one.outcome),
            }
        )
        for one in ctx.indicators
    )


def pairs(ctx: Content, table: Table, wide: int) -> None:
    """Add the name block: 项目名称 | … over 主管部门 | … | 实施单位 | …"""
    table.row("项目名称", (f"{ctx.project}项目", wide - 1))
    half = (wide - 2) // 2
    table.row("主管部门", (ctx.department, half), "实施单位", (ctx.office, wide - 2 - half))


def goals(ctx: Content, table: Table, wide: int) -> tuple[str, ...]:
    """Add the goal block; the numbers in its prose are optional."""
    first = ctx.indicators[0]
    aim = f"按计划实施{ctx.project}项目，{first.name}{promise(first)}，持续提高服务水平。"
    done = f"{ctx.project}项目全部实施完毕，{first.name}{reached(first)}，服务水平进一步提高。"
    half = (wide - 1) // 2
    table.row(("年度总体目标", 1, 2), ("预期目标", half), ("实际完成情况", wide - 1 - half))
    table.row((aim, half), (done, wide - 1 - half))
    return aim, done


def may_be_told(ctx: Content) -> frozenset[tuple[str, str]]:
    """Return the optional values: total score, execution rates, and values repeated in the
    goals.
    """
    rates = {(plain(fund.rate), "%") for fund in ctx.funds} | {("100", "分"), ("90", "分")}
    scored = {(plain(ctx.fund_score), "分"), ("10", "分")}
    levels = {
        (plain(sum((one.weight for one in group), Decimal(0))), "分")
        for _, found in groupby(ctx.indicators, key=lambda one: one.level1)
        for group in [list(found)]
    }
    return frozenset({total_result(ctx), *rates, *scored, *levels, ("0", "元")})


def gold_of(ctx: Content, *parts: tuple[GoldItem, ...], words: Sequence[str] = ()) -> Gold:
    """Return the gold of a form with its optional values."""
    return Gold(tuple(one for part in parts for one in part), may_be_told(ctx), tuple(words))


NATIONAL_FUNDS = (("initial", "年初预算数"), ("adjusted", "全年预算数"), ("executed", "全年执行数"))


# Self-evaluation forms ----------------------------------------------------------------------


def national(ctx: Content, *, percent: str = "%", weights: bool = False) -> tuple[Sheet, Gold]:
    """The national form of 项目支出绩效自评."""
    table = Table()
    pairs(ctx, table, 8)
    rows = len(ctx.funds) + 1
    heads = ("年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")
    table.row(("项目资金（万元）", 1, rows), "", *heads)
    for place, fund in enumerate(ctx.funds):
        scored = ("10", rate(fund), score(ctx.fund_score)) if not place else ("—", rate(fund), "—")
        amounts = (money(fund.initial), money(fund.adjusted), money(fund.executed))
        table.row(fund.name, *amounts, *scored)
    words = goals(ctx, table, 8)
    indicators = with_years(ctx)
    head = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分")
    table.row(*head, "偏差原因分析及改进措施")
    for one, levels in leveled(indicators, weights=weights):
        said = promise(one).replace("%", percent) if one.unit == "%" else promise(one)
        actual = bare(one) if percent != "%" else reached(one)
        cells = (one.name, said, actual, score(one.weight), score(one.score), one.reason)
        table.row(*levels, *cells)
    table.row(("总分", 5), "100", score(ctx.total), "")
    sheet = Sheet(f"项目支出绩效自评表\n（{ctx.year}年度）", (table,))
    gold = gold_of(ctx, fund_results(ctx, NATIONAL_FUNDS), of_indicators(indicators), words=words)
    return sheet, gold


def national_words(ctx: Content) -> tuple[Sheet, Gold]:
    """The same with 百分比 as unit, results without units, and points beside the classes."""
    return national(ctx, percent="百分比", weights=True)


def indicator_label(ctx: Content) -> tuple[Sheet, Gold]:
    """绩效指标 as a label beside all rows; level cells repeated instead of merged."""
    table = Table()
    indicators = with_years(ctx)
    table.row("项目名称", (ctx.project, 3), "项目负责人", ("（略）", 3))
    heads = ("全年预算数（A）", "全年执行数（B）", "分值", "执行率（B/A）", "得分")
    table.row(("资金情况（万元）", 1, len(ctx.funds) + 1), ("资金来源", 2), *heads)
    for place, fund in enumerate(ctx.funds):
        scored = ("10", rate(fund), score(ctx.fund_score)) if not place else ("/", rate(fund), "/")
        table.row((fund.name, 2), money(fund.adjusted), money(fund.executed), *scored)
    head = ("一级指标", "二级指标", "三级指标", "指标值", "完成值", "分值", "得分")
    table.row(("绩效指标", 1, len(indicators) + 1), *head)
    for one in indicators:
        cells = (one.level1, one.level2, one.name, promise(one), reached(one))
        table.row(*cells, score(one.weight), score(one.score))
    table.row(("合计", 6), "100", score(ctx.total))
    columns = (("adjusted", "全年预算数"), ("executed", "全年执行数"))
    items = of_indicators(indicators, reasons=False)
    sheet = Sheet(f"{ctx.year}年度项目绩效自评表", (f"填报单位：{ctx.office}", table))
    return sheet, gold_of(ctx, fund_results(ctx, columns), items)


def sichuan(ctx: Content) -> tuple[Sheet, Gold]:
    """Sign, value and unit in separate columns; conclusions below."""
    table = Table()
    indicators = with_years(ctx)
    table.row("项目名称", (f"51000021R{ctx.seed:09d}-{ctx.project}", 9))
    table.row("主管部门", (ctx.department, 4), "实施单位（盖章）", (ctx.office, 4))
    label = ("预算执行情况（10分）", 1, len(ctx.funds) + 1)
    heads = ("年初预算", "调整后预算数", "预算执行数", "预算执行率", "权重", "得分", ("原因", 2))
    table.row(label, "年度预算数（万元）", *heads)
    names = ("总额", "其中：财政资金", "上年结转", "其他资金")
    for place, (name, fund) in enumerate(zip(names, ctx.funds, strict=True)):
        scored = ("10", score(ctx.fund_score)) if not place else ("/", "/")
        amounts = [f"{x:.2f}" for x in (fund.initial, fund.adjusted, fund.executed)]
        table.row(name, *amounts, rate(fund) or "0.00%", *scored, ("", 2))
    head = ("一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位", "完成值")
    table.row(("绩效指标（90分）", 1, len(indicators) + 1), *head, "权重", "得分")
    for one, levels in leveled(indicators):
        if one.number is None:
            said: tuple[str, ...] = ("定性", one.promise, "/", one.outcome)
        else:
            said = (one.sign, plain(one.number), one.unit, bare(one))
        table.row(*levels, one.name, *said, score(one.weight), score(one.score))
    table.row(("合计", 8), "100", score(ctx.total))
    table.row("评价结论", ("项目按计划实施，总体达到预期。", 9))
    table.row("存在问题", ("个别指标设置不够细化。", 9))
    table.row("改进措施", ("进一步细化量化绩效指标。", 9))
    columns = (("initial", "年初预算"), ("adjusted", "调整后预算数"), ("executed", "预算执行数"))
    sheet = Sheet(f"部门预算项目支出绩效自评表（{ctx.year}年度）", (table,))
    items = of_indicators(indicators, reasons=False)
    return sheet, gold_of(ctx, fund_results(ctx, columns), items)


def chongqing(ctx: Content) -> tuple[Sheet, Gold]:
    """部门整体: one flat list of indicators, a coefficient, 是否核心."""
    table = Table()
    chosen = tuple(one for one in ctx.indicators if one.number is not None)
    total = ctx.funds[0]
    table.row("主管部门", (ctx.department, 3), "自评总分（分）", (score(ctx.total), 5))
    columns = ("年初预算数", "全年（调整）预算数", "全年执行数", "执行率（%）", "执行率权重")
    table.row(("部门预算执行情况（万元）", 1, 2), *columns, ("执行率得分（分）", 4))
    amounts = (money(total.initial), money(total.adjusted), money(total.executed))
    table.row(*amounts, plain(total.rate), "10", (score(ctx.fund_score), 4))
    table.row(
        "指标名称",
        "计量单位",
        "指标性质",
        "年初指标值",
        "调整指标值",
        "全年完成值",
        "得分系数（%）",
        "指标权重（分）",
        "指标得分（分）",
        "是否核心指标",
    )
    for place, one in enumerate(chosen):
        number = plain(one.number or Decimal(0))
        share = plain((one.score / one.weight * 100).quantize(Decimal("0.1")))
        cells = (one.name, one.unit, one.sign, number, number, bare(one), share)
        table.row(*cells, score(one.weight), score(one.score), "是" if place % 3 else "否")
    items = of_indicators(chosen, reasons=False)
    funds = fund_results(
        Content(**{**vars(ctx), "funds": ctx.funds[:1]}),
        (("initial", "年初预算数"), ("adjusted", "预算数"), ("executed", "全年执行数")),
    )
    return Sheet(f"{ctx.year}年度部门整体绩效自评表", (table,)), gold_of(ctx, funds, items)


def beijing(ctx: Content) -> tuple[Sheet, Gold]:
    """Columns lettered A and B, classes with their points."""
    table = Table()
    indicators = with_years(ctx)
    pairs(ctx, table, 9)
    heads = ("年初预算数", "全年预算数（A）", "全年执行数（B）", "分值（10分）", "执行率（B/A）")
    table.row(("项目资金（万元）", 2, len(ctx.funds) + 1), "", *heads, "得分")
    for place, fund in enumerate(ctx.funds):
        scored = ("10", rate(fund), score(ctx.fund_score)) if not place else ("—", rate(fund), "—")
        table.row(
            fund.name, *(f"{x:.6f}" for x in (fund.initial, fund.adjusted, fund.executed)), *scored
        )
    words = goals(ctx, table, 9)
    head = ("一级指标", "二级指标", "三级指标", "分值", "年度指标值（A）", "实际完成值（B）")
    table.row(("绩效指标", 1, len(indicators) + 1), *head, "得分", "偏差原因分析及改进措施")
    for one, levels in leveled(indicators, weights=True):
        cells = (one.name, score(one.weight), promise(one), reached(one), score(one.score))
        table.row(*levels, *cells, one.reason)
    table.row(("总分", 4), "100", ("", 2), score(ctx.total), "")
    sheet = Sheet("项目支出绩效自评表", (f"（{ctx.year}年度）", table))
    return sheet, gold_of(
        ctx, fund_results(ctx, NATIONAL_FUNDS), of_indicators(indicators), words=words
    )


def shanghai(ctx: Content) -> tuple[Sheet, Gold]:
    """权重 | 目标值 | 实际值 | 完成率; weights in percent."""
    table = Table()
    chosen = tuple(one for one in ctx.indicators if one.number)
    head = ("一级指标", "二级指标", "三级指标", "权重（%）", "目标值", "实际值", "完成率", "得分")
    table.row(*head, "备注")
    for one, levels in leveled(chosen):
        number, actual = one.number or Decimal(1), one.actual or Decimal(0)
        done = f"{actual / number * 100:.2f}%"
        cells = (one.name, score(one.weight), promise(one), reached(one), done, score(one.score))
        table.row(*levels, *cells, one.reason)
    done_rates = frozenset(
        (plain((one.actual / one.number * 100).quantize(Decimal("0.01"))), "%")
        for one in chosen
        if one.number and one.actual is not None
    )
    gold = gold_of(ctx, of_indicators(chosen))
    sheet = Sheet(f"{ctx.project}绩效自评指标完成情况表（{ctx.year}年）", (table,))
    return sheet, Gold(gold.items, gold.optional | done_rates)


def yuan_form(ctx: Content) -> tuple[Sheet, Gold]:
    """Amounts in 元 with separators."""
    table = Table()
    indicators = with_years(ctx)
    heads = ("预算数", "执行数", "执行率", "分值", "得分")
    table.row(("项目资金（元）", 1, len(ctx.funds) + 1), "资金来源", *heads)
    for place, fund in enumerate(ctx.funds):
        scored = ("10", score(ctx.fund_score)) if not place else ("", "")
        table.row(fund.name, yuan(fund.adjusted), yuan(fund.executed), rate(fund), *scored)
    head = ("一级指标", "二级指标", "三级指标", "预期值", "实际值", "分值", "得分")
    table.row(*head)
    for one, levels in leveled(indicators):
        cells = (one.name, promise(one), reached(one), score(one.weight), score(one.score))
        table.row(*levels, *cells)
    columns = (("adjusted", "预算数"), ("executed", "执行数"))
    sheet = Sheet(
        f"{ctx.office}{ctx.year}年度绩效自评情况", (f"项目名称：{ctx.project}", "单位：元", table)
    )
    items = of_indicators(indicators, reasons=False)
    return sheet, gold_of(ctx, fund_results(ctx, columns), items)


def wide_head(ctx: Content) -> tuple[Sheet, Gold]:
    """Two header rows: 年度绩效目标 over name and value, 完成情况 over actual, score, reason."""
    table = Table()
    indicators = with_years(ctx)
    table.row(("年度绩效目标", 5), ("目标完成情况", 3))
    head = ("一级指标", "二级指标", "三级指标", "指标值", "分值", "实际完成值", "得分")
    table.row(*head, "未完成原因及改进措施")
    for one, levels in leveled(indicators):
        cells = (one.name, promise(one), score(one.weight), reached(one), score(one.score))
        table.row(*levels, *cells, one.reason)
    table.row(("合计", 4), "90", "", score(ctx.total - ctx.fund_score), "")
    sheet = Sheet(f"{ctx.year}年度绩效目标完成情况表", (f"项目名称：{ctx.project}", table))
    gold = gold_of(ctx, of_indicators(indicators))
    told = gold.optional | {(plain(ctx.total - ctx.fund_score), "分")}
    return sheet, Gold(gold.items, told)


def no_score(ctx: Content) -> tuple[Sheet, Gold]:
    """转移支付: central and local money, results in words, no scores."""
    table = Table()
    indicators = with_years(ctx)
    table.row("转移支付（项目）名称", (ctx.project, 5))
    table.row("中央主管部门", ("某部", 2), "地方主管部门", (ctx.department, 2))
    table.row("资金使用单位", (ctx.office, 5))
    heads = ("全年预算数（A）", "全年执行数（B）", "预算执行率（B/A×100%）")
    table.row(("资金投入情况（万元）", 1, len(ctx.funds) + 1), ("", 2), *heads)
    names = ("年度资金总额：", "其中：中央财政资金", "地方资金", "其他资金")
    for name, fund in zip(names, ctx.funds, strict=True):
        table.row((name, 2), money(fund.adjusted), money(fund.executed), rate(fund))
    management = ("分配科学性", "下达及时性", "拨付合规性", "使用规范性", "执行准确性")
    table.row(("资金管理情况", 1, len(management) + 1), "", ("情况说明", 3), "存在问题和改进措施")
    for name in management:
        table.row(name, ("按规定执行", 3), "无")
    head = ("一级指标", "二级指标", "三级指标", "指标值", "全年实际完成值", "未完成原因和改进措施")
    words = (f"完成{ctx.project}年度任务。", f"{ctx.project}年度任务已完成。")
    table.row(("总体目标", 1, 2), ("总体目标", 3), ("全年实际完成情况", 2))
    table.row((words[0], 3), (words[1], 2))
    table.row(*head)
    for one, levels in leveled(indicators):
        table.row(*levels, one.name, promise(one), reached(one), one.reason)
    table.row("说明", ("无", 5))
    columns = (("adjusted", "全年预算数"), ("executed", "全年执行数"))
    items = of_indicators(indicators, weights=False, scores=False)
    sheet = Sheet(f"中央对地方转移支付区域（项目）绩效目标自评表\n（{ctx.year}年度）", (table,))
    return sheet, gold_of(ctx, fund_results(ctx, columns), items, words=words)


def no_level2(ctx: Content) -> tuple[Sheet, Gold]:
    """指标类型 | 指标名称 | 计划数 | 完成数, with row numbers."""
    table = Table()
    indicators = with_years(ctx)
    table.row(
        "序号", "指标类型", "绩效指标", "计划完成数", "实际完成数", "权重", "自评得分", "备注"
    )
    for number, one in enumerate(indicators, 1):
        cells = (one.level2, one.name, promise(one), reached(one), score(one.weight))
        table.row(str(number), *cells, score(one.score), one.reason)
    sheet = Sheet(f"{ctx.office}{ctx.year}年绩效目标自评表", (f"项目：{ctx.project}", table))
    return sheet, gold_of(ctx, of_indicators(indicators))


def with_standard(ctx: Content) -> tuple[Sheet, Gold]:
    """A column of scoring rules, which contain numbers, between target and score."""
    table = Table()
    indicators = with_years(ctx)
    head = ("一级指标", "二级指标", "三级指标", "目标值", "评分标准", "完成值", "分值", "得分")
    table.row(*head)
    for one, levels in leveled(indicators):
        rule = f"达到目标值得满分，每低1个百分点扣{plain(one.weight / 10)}分，扣完为止"
        cells = (one.name, promise(one), rule, reached(one), score(one.weight), score(one.score))
        table.row(*levels, *cells)
    sheet = Sheet(f"{ctx.project}项目绩效自评指标表（{ctx.year}年度）", (table,))
    return sheet, gold_of(ctx, of_indicators(indicators, reasons=False))


def half_year(ctx: Content) -> tuple[Sheet, Gold]:
    """Half-year and full-year targets side by side."""
    table = Table()
    chosen = tuple(one for one in ctx.indicators if one.number is not None and one.unit != "%")
    head = (
        "一级指标",
        "二级指标",
        "三级指标",
        "半年（程）目标值",
        "全年（程）目标值",
        "全年完成值",
    )
    table.row(*head, "分值", "得分")
    halves: list[GoldItem] = []
    for one, levels in leveled(chosen):
        half = ((one.number or Decimal(0)) / 2).quantize(Decimal(1))
        said = f"{one.sign}{plain(half)}{one.unit}"
        sign = {"≥": ">=", "≤": "<=", "=": "="}[one.sign]
        halves.append(GoldItem("target", one.name, one.value(half), one.base, sign))
        cells = (one.name, said, promise(one), reached(one), score(one.weight), score(one.score))
        table.row(*levels, *cells)
    sheet = Sheet(f"{ctx.year}年度项目支出绩效自评表", (f"项目名称：{ctx.project}", table))
    items = of_indicators(chosen, reasons=False)
    return sheet, gold_of(ctx, items, tuple(halves))


# Targets only -------------------------------------------------------------------------------


def filing(ctx: Content) -> tuple[Sheet, Gold]:
    """项目绩效目标申报表: targets only."""
    table = Table()
    indicators = with_years(ctx)
    total = ctx.funds[0]
    table.row("项目名称", (ctx.project, 4))
    table.row(("项目资金（万元）", 1, 2), "年度资金总额", (money(total.adjusted), 3))
    table.row("其中：财政拨款", (money(total.adjusted), 3))
    table.row("年度目标", (f"按期完成{ctx.project}年度任务。", 4))
    table.row("一级指标", "二级指标", "三级指标", "指标值", "备注")
    for one, levels in leveled(indicators):
        table.row(*levels, one.name, promise(one), "")
    money_items = (
        GoldItem("result", "资金总额", plain(total.adjusted.scaleb(4)), "元"),
        GoldItem("result", "财政拨款", plain(total.adjusted.scaleb(4)), "元"),
    )
    items = of_indicators(indicators, results=False, weights=False, scores=False, reasons=False)
    sheet = Sheet(f"项目支出绩效目标申报表（{ctx.year}年度）", (f"填报单位：{ctx.office}", table))
    gold = gold_of(ctx, items, words=(f"按期完成{ctx.project}年度任务。",))
    told = gold.optional | {(str(one.value), "元") for one in money_items}
    return sheet, Gold(gold.items, told, gold.optional_words)


def filing_units(ctx: Content) -> tuple[Sheet, Gold]:
    """绩效目标表 of a budget book: sign, value, unit and weight in columns."""
    table = Table()
    indicators = with_years(ctx)
    head = (
        "一级指标",
        "二级指标",
        "三级指标",
        "绩效指标性质",
        "绩效指标值",
        "绩效度量单位",
        "权重",
    )
    table.row(*head)
    for one in indicators:
        if one.number is None:
            said: tuple[str, ...] = ("定性", one.promise, "")
        else:
            said = (one.sign, plain(one.number), one.unit)
        table.row(one.level1, one.level2, one.name, *said, score(one.weight))
    items = of_indicators(indicators, results=False, scores=False, reasons=False)
    sheet = Sheet(f"{ctx.year}年部门预算项目绩效目标", (f"单位名称：{ctx.office}", table))
    return sheet, gold_of(ctx, items)


def two_periods(ctx: Content) -> tuple[Sheet, Gold]:
    """实施期 and 年度 targets side by side."""
    table = Table()
    chosen = tuple(one for one in ctx.indicators if one.number is not None and one.unit != "%")
    table.row(("实施期绩效指标", 4), ("年度绩效指标", 2))
    table.row("一级指标", "二级指标", "三级指标", "指标值", "三级指标", "指标值")
    long: list[GoldItem] = []
    for one, levels in leveled(chosen):
        three = (one.number or Decimal(0)) * 3
        said = f"{one.sign}{plain(three)}{one.unit}"
        sign = {"≥": ">=", "≤": "<=", "=": "="}[one.sign]
        long.append(GoldItem("target", one.name, one.value(three), one.base, sign))
        table.row(*levels, one.name, said, one.name, promise(one))
    options = {"weights": False, "scores": False, "reasons": False}
    items = of_indicators(chosen, results=False, **options)
    sheet = Sheet("项目绩效目标表", (f"项目名称：{ctx.project}（{ctx.year}年起）", table))
    return sheet, gold_of(ctx, items, tuple(long))


def projects(ctx: Content) -> tuple[Sheet, Gold]:
    """A table of several projects, each with its indicators; amounts in columns."""
    table = Table()
    others = [ctx, content(ctx.seed + 7919), content(ctx.seed + 104729)]
    head = ("序号", "项目名称", "年度金额（万元）", "一级指标", "二级指标", "三级指标", "指标值")
    table.row(*head)
    items: list[GoldItem] = []
    told: set[tuple[str, str]] = set()
    for number, one_form in enumerate(others, 1):
        chosen = with_years(one_form)[:4]
        amount = one_form.funds[0].adjusted
        told.add((plain(amount.scaleb(4)), "元"))
        opening: list[Said] = [
            (str(number), 1, len(chosen)),
            (f"{one_form.project}（{number}）", 1, len(chosen)),
            (money(amount), 1, len(chosen)),
        ]
        for one in chosen:
            table.row(*opening, one.level1, one.level2, one.name, promise(one))
            opening = []
        options = {"results": False, "weights": False, "scores": False, "reasons": False}
        items += of_indicators(chosen, **options)
    gold = gold_of(ctx, tuple(items))
    sheet = Sheet(f"{ctx.year}年度项目绩效目标汇总表", (table,))
    return sheet, Gold(gold.items, gold.optional | told)


# Money --------------------------------------------------------------------------------------


def three_public(ctx: Content) -> tuple[Sheet, Gold]:
    """三公经费 without row names: two and three header rows, budget beside spending."""
    dice = random.Random(ctx.seed)
    table = Table()
    heads = (
        ("合计", 1, 2),
        ("因公出国（境）费", 1, 2),
        ("公务用车购置及运行费", 3),
        ("公务接待费", 1, 2),
    )
    table.row(("预算数", 6), ("决算数", 6))
    table.row(*heads, *heads)
    table.row(*("小计", "公务用车购置费", "公务用车运行费") * 2)
    items: list[GoldItem] = []
    cells: list[str] = []
    for top in ("预算数", "决算数"):
        abroad, buy, run, host = (Decimal(dice.randint(10, 4000)) / 100 for _ in range(4))
        amounts = (abroad + buy + run + host, abroad, buy + run, buy, run, host)
        names = ("合计", "出国", "小计", "购置费", "运行费", "接待费")
        cells += [f"{amount:.2f}" for amount in amounts]
        items += [
            GoldItem("result", name, plain(amount.scaleb(4)), "元", words=top)
            for name, amount in zip(names, amounts, strict=True)
        ]
    table.row(*cells)
    sheet = Sheet(
        f"财政拨款“三公”经费支出决算表\n（{ctx.year}年度）",
        (f"部门：{ctx.office}", "金额单位：万元", table),
    )
    return sheet, Gold(tuple(items))


def two_sided(ctx: Content) -> tuple[Sheet, Gold]:
    """收入支出决算总表: income on the left, spending on the right, numbered rows."""
    dice = random.Random(ctx.seed)
    table = Table()
    income = [Decimal(dice.randint(1000, 90000)) / 100 for _ in range(3)]
    spent = [Decimal(dice.randint(500, 50000)) / 100 for _ in range(4)]
    table.row(("收入", 3), ("支出", 3))
    table.row("项目", "行次", "金额", "项目", "行次", "金额")
    left = ("一、一般公共预算财政拨款收入", "二、政府性基金预算财政拨款收入", "三、其他收入", "")
    right = ("一、一般公共服务支出", "二、教育支出", "三、社会保障和就业支出", "四、卫生健康支出")
    items: list[GoldItem] = []
    for number, (name, other) in enumerate(zip(left, right, strict=True)):
        amount = income[number] if number < len(income) else None
        cells = (name, str(number + 1), "" if amount is None else f"{amount:.2f}")
        table.row(*cells, other, str(number + 31), f"{spent[number]:.2f}")
        if amount is not None:
            items.append(GoldItem("result", name[2:], plain(amount.scaleb(4)), "元"))
        items.append(GoldItem("result", other[2:], plain(spent[number].scaleb(4)), "元"))
    got, paid = sum(income, Decimal(0)), sum(spent, Decimal(0))
    total = max(got, paid)
    table.row("本年收入合计", "27", f"{got:.2f}", "本年支出合计", "57", f"{paid:.2f}")
    table.row("总计", "30", f"{total:.2f}", "总计", "60", f"{total:.2f}")
    for name, amount in (("收入合计", got), ("支出合计", paid), ("总计", total), ("总计", total)):
        items.append(GoldItem("result", name, plain(amount.scaleb(4)), "元"))
    blocks: tuple[Block, ...] = (f"部门：{ctx.office}", "公开01表", "金额单位：万元", table)
    return Sheet(f"收入支出决算总表\n（{ctx.year}年度）", blocks), Gold(tuple(items))


def budget_lines(ctx: Content) -> tuple[Sheet, Gold]:
    """Projects with budget, local share, spending and rate; total below."""
    return _budget_lines(ctx, total_first=False)


def budget_lines_total_first(ctx: Content) -> tuple[Sheet, Gold]:
    """The same with the total above its parts, amounts in 元."""
    return _budget_lines(ctx, total_first=True)


def _budget_lines(ctx: Content, *, total_first: bool) -> tuple[Sheet, Gold]:
    dice = random.Random(ctx.seed)
    table = Table()
    show = yuan if total_first else money
    table.row("项目名称", "预算金额", "其中：区级资金", "支出金额", "执行率")
    rows: list[tuple[str, Decimal, Decimal, Decimal]] = []
    for name in ("社区治理", "环境整治", "公共服务", "平安建设"):
        budget = Decimal(dice.randint(1000, 40000)) / 100
        local = (budget * Decimal("0.8")).quantize(Decimal("0.01"))
        spent = (budget * dice.choice((Decimal("0.97"), Decimal(1)))).quantize(Decimal("0.01"))
        rows.append((f"{name}项目", budget, local, spent))
    sums = [sum(amounts, Decimal(0)) for amounts in list(zip(*rows, strict=True))[1:]]
    total = ("合计", sums[0], sums[1], sums[2])
    ordered = [total, *rows] if total_first else [*rows, total]
    items: list[GoldItem] = []
    rates: set[tuple[str, str]] = set()
    for name, budget, local, spent in ordered:
        share = (spent / budget * 100).quantize(Decimal("0.01"))
        table.row(name, show(budget), show(local), show(spent), f"{share}%")
        rates.add((plain(share), "%"))
        for head, amount in (("预算金额", budget), ("区级资金", local), ("支出金额", spent)):
            items.append(GoldItem("result", head, plain(amount.scaleb(4)), "元"))
    unit = "元" if total_first else "万元"
    blocks: tuple[Block, ...] = (f"（二）项目支出情况见下表（单位：{unit}）：", table)
    title = f"{ctx.office}{ctx.year}年项目支出情况"
    return Sheet(title, blocks), Gold(tuple(items), frozenset(rates))


# Scores -------------------------------------------------------------------------------------


def framework(ctx: Content) -> tuple[Sheet, Gold]:
    """评分表 of a 财政评价: scores, scoring rules, and reasons for deductions."""
    dice = random.Random(ctx.seed)
    table = Table()
    tree = (
        ("决策", "项目立项", ("立项依据充分性", "立项程序规范性")),
        ("决策", "绩效目标", ("绩效目标合理性", "绩效指标明确性")),
        ("过程", "资金管理", ("资金到位率", "预算执行率", "资金使用合规性")),
        ("产出", "产出数量", ("计划完成率",)),
        ("效益", "项目效益", ("社会效益", "满意度")),
    )
    head = ("一级指标", "二级指标", "三级指标", "分值", "指标解释", "评分标准", "得分", "扣分原因")
    table.row(*head)
    total, got = Decimal(0), Decimal(0)
    told: set[tuple[str, str]] = set()
    for level1, level2, names in tree:
        opening: list[Said] = [(level1, 1, len(names)), (level2, 1, len(names))]
        for name in names:
            full = Decimal(dice.choice((4, 5, 6, 8, 10, 12)))
            points = full if dice.random() < 0.6 else full - 1
            rule = f"符合要求得{plain(full)}分，一项不符合扣1分"
            why = "" if points == full else "资料不完整，扣1分"
            row = (name, plain(full), f"考察{name}", rule, plain(points), why)
            table.row(*opening, *row)
            opening = []
            total, got = total + full, got + points
            told |= {(plain(full), "分"), (plain(points), "分"), ("1", "分")}
    table.row(("合计", 3), plain(total), "", "", plain(got), "")
    told |= {(plain(total), "分"), (plain(got), "分")}
    title = f"{ctx.project}项目绩效评价评分表"
    return Sheet(title, (f"评价年度：{ctx.year}年", table)), Gold((), frozenset(told))


# Tables without items -----------------------------------------------------------------------


def survey(ctx: Content) -> tuple[Sheet, Gold]:
    """问卷: options with their counts and shares."""
    dice = random.Random(ctx.seed)
    table = Table()
    table.row("序号", "调查内容", "选项", "人数", "占比")
    for number, question in enumerate(("您对办事效率是否满意", "您对服务态度是否满意"), 1):
        counts = [dice.randint(40, 160), dice.randint(10, 40), dice.randint(1, 9)]
        opening: list[Said] = [(str(number), 1, 3), (question, 1, 3)]
        for option, count in zip(("满意", "基本满意", "不满意"), counts, strict=True):
            share = f"{count / sum(counts) * 100:.1f}%"
            table.row(*opening, option, str(count), share)
            opening = []
    blocks: tuple[Block, ...] = (f"发放问卷{dice.randint(200, 300)}份。", table)
    return Sheet(f"{ctx.project}满意度调查问卷统计表", blocks), Gold(
        (), optional_words=("发放问卷",)
    )


def payees(ctx: Content) -> tuple[Sheet, Gold]:
    """拨款明细: recipients and amounts."""
    dice = random.Random(ctx.seed)
    table = Table()
    table.row("序号", "收款单位", "拨付日期", "拨款文号", "金额（元）")
    total = 0
    for number, name in enumerate(("青石村", "柳林村", "大河社区", "西坡村", "南岗村"), 1):
        amount = dice.randint(10_000, 900_000)
        total += amount
        day = f"{ctx.year}年{dice.randint(1, 12)}月{dice.randint(1, 28)}日"
        table.row(
            str(number),
            f"{name}村民委员会",
            day,
            f"财农〔{ctx.year}〕{number + 11}号",
            f"{amount:,}",
        )
    table.row(("合计", 4), f"{total:,}")
    return Sheet(f"{ctx.project}补助资金拨付明细表", (table,)), Gold(())


def blank(ctx: Content) -> tuple[Sheet, Gold]:
    """An unfilled template."""
    table = Table()
    table.row("项目名称", ("", 6))
    table.row("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分")
    for level in ("数量指标", "质量指标", "时效指标", "成本指标"):
        table.row("产出指标", level, "指标1：……", "≥XX%", "", "", "")
    table.row(("总分", 5), "100", "")
    return Sheet(f"{ctx.project}项目支出绩效自评表\n（20XX年度）", (table,)), Gold(
        (), frozenset({("100", "分")})
    )


LAYOUTS: dict[str, Layout] = {
    "national": national,
    "national-words": national_words,
    "indicator-label": indicator_label,
    "sichuan": sichuan,
    "chongqing": chongqing,
    "beijing": beijing,
    "shanghai": shanghai,
    "yuan": yuan_form,
    "wide-head": wide_head,
    "transfer": no_score,
    "numbered": no_level2,
    "with-standard": with_standard,
    "half-year": half_year,
    "filing": filing,
    "filing-units": filing_units,
    "two-periods": two_periods,
    "projects": projects,
    "three-public": three_public,
    "two-sided": two_sided,
    "budget-lines": budget_lines,
    "budget-lines-total-first": budget_lines_total_first,
    "framework": framework,
    "survey": survey,
    "payees": payees,
    "blank": blank,
}
